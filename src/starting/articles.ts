/** The articles that every new help center begins with. */
import { stringify } from 'yaml';
import type { Answers } from './answers.ts';
import { PRESETS } from './presets.ts';

export interface Starter {
  readonly category: string;
  readonly name: string;
  readonly source: string;
}

/** Ids of the three, in the order of {@link starters}. */
export type StarterIds = readonly [password: string, page: string, reach: string];

const source = (fields: object, body: string) => `---\n${stringify(fields, { lineWidth: 0 })}---\n\n${body}`;

/** Password, page and contact: what people ask everywhere. What they say beyond the answers is marked as a sample. */
export function starters(answers: Answers, ids: StarterIds, today: string): Starter[] {
  const { product } = answers;
  const [password, page, reach] = ids;
  const account = categoryFor(answers, /account|settings|profile|log/);
  const trouble = categoryFor(answers, /trouble|work|problem|help|fix/);
  const days = { lastUpdated: today, reviewedOn: today };
  const link = (from: string, to: string, name: string) => (from === to ? `./${name}.mdx` : `../${to}/${name}.mdx`);
  return [
    {
      category: account,
      name: 'reset-password',
      source: source(
        {
          id: password,
          kind: 'how-to',
          title: 'How do I reset my password?',
          summary: 'On the log-in screen, select Forgot password?, enter your email address and follow the link that we send you.',
          related: [page, reach],
          keywords: ['forgot password', 'change password', 'new password', 'lost password', 'sign in', 'cannot log in', 'reset link'],
          ...days,
          sample: ['The screens and buttons are called Log in, Forgot password?, Email, Send link, New password and Save password.', 'A reset link works once and for 60 minutes.'],
        },
        `<Steps>

1. On the <Ui>Log in</Ui> screen, select <Ui>Forgot password?</Ui>

2. In <Ui>Email</Ui>, enter the address of your account, then select <Ui>Send link</Ui>.

3. Open our email and follow its link within 60 minutes.

4. Enter a <Ui>New password</Ui>, then select <Ui>Save password</Ui>.

</Steps>

## If it does not work

**The email does not arrive.** Look in your spam folder. Then check which address you registered with.

**The link has expired.** Select <Ui>Forgot password?</Ui> again and use the newest email.

You can no longer open that mailbox? [Write to us](/contact/account/). We check that the account is yours before we change anything.
`,
      ),
    },
    {
      category: trouble,
      name: 'page-does-not-load',
      source: source(
        {
          id: page,
          kind: 'troubleshooting',
          title: 'Why does a page not load or work?',
          summary: 'Reload the page, look at the status page, then try a different browser. If it still fails, send us the words on the screen.',
          related: [reach, password],
          keywords: ['not working', 'page does not load', 'blank page', 'error message', 'slow', 'bug', 'browser', 'crash', 'outage'],
          ...days,
          sample: ['The current and the previous version of Safari, Chrome, Firefox and Edge are supported.'],
        },
        `<Steps>

1. Reload the page.

2. Open the [status page](/status/). If it names your problem, wait for its next update.

3. Open the same page in a private window. If it works there, clear the cache of your browser.

4. Try a different browser or a different network.

</Steps>

You need the current or the previous version of Safari, Chrome, Firefox or Edge.

## Write to us

Still not working? [Write to us](/contact/technical/) with the words on the screen, the time, and your browser. Leave out patient information.
`,
      ),
    },
    {
      category: trouble,
      name: 'reach-support',
      source: source(
        {
          id: reach,
          kind: 'explanation',
          title: 'How do I reach support, and how soon do you answer?',
          summary: answers.hours.words.length < 100 ? `Write to us or use the form. People answer ${lower(answers.hours.words)}.` : 'Write to us or use the form. This page says when people answer, and how soon.',
          related: [page, password],
          keywords: ['contact', 'contact support', 'customer service', 'help desk', 'talk to a person', 'opening hours', 'response time', 'phone number', 'complaint'],
          ...days,
          sample: ['The ways to reach support and the times come from the first set-up.'],
        },
        `## Ways to reach us {#ways}

${ways(answers).join('\n')}

## How soon we answer {#how-soon}

| Priority | For example | First answer | We aim to solve it |
| --- | --- | --- | --- |
${promises(answers).join('\n')}

## What to write

- what you wanted to do, and what happened
- the words on the screen
- your browser and device

Leave out your password and all patient information. A [new password](${link(trouble, account, 'reset-password')}) you make yourself.

${product} support helps with ${product}, not with health. In an emergency, call your local emergency number.
`,
      ),
    },
  ];
}

function categoryFor({ categories }: Answers, fits: RegExp): string {
  return (categories.find(({ slug }) => fits.test(slug)) ?? categories.at(-1)!).slug;
}

function ways({ channels, email, phone, forum, hours }: Answers): string[] {
  const lines = { email: `- **Email:** [${email}](mailto:${email}), or [our form](/contact/)`, phone: `- **Phone:** ${phone ?? ''}, ${lower(hours.words)}`, chat: '- **Chat:** open it in the product', forum: `- **Forum:** [ask others](${forum ?? ''})` };
  return channels.map((channel) => lines[channel]);
}

function promises({ promises: name, hours }: Answers): string[] {
  const { targets } = PRESETS[name];
  const say = ([within, counts]: readonly [string, string]) => `${within}${counts === 'around-the-clock' ? ', at any hour' : ', while we work'}`;
  const examples = { critical: 'Nothing works, data is lost, or somebody can see what is private', high: 'You cannot log in', medium: 'One thing does not work', low: 'A question or an idea' };
  const rows = (['critical', 'high', 'medium', 'low'] as const).map((priority) => `| ${priority[0]!.toUpperCase()}${priority.slice(1)} | ${examples[priority]} | ${say(targets[priority]['first-response'])} | ${say(targets[priority].resolution)} |`);
  return [...rows, '', `We work ${lower(hours.words)}.`];
}

/** Days keep their capital. */
function lower(words: string): string {
  return words.startsWith('Every') ? words.replace('Every', 'every') : words;
}

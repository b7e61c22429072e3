/** The index of everything that the checks may say. */
import { readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { RULES } from '../checks/registry.ts';
import type { Rule } from '../checks/rule.ts';

/** What the loader looks at, by the first part of its codes. A build refuses what it finds. */
const LOADED: Readonly<Record<string, string>> = {
  article: 'The text and the fields of an article: known components only, no code, unique ids, known names.',
  calendar: 'support/calendars.yaml: hours that open and do not overlap, zones and days that exist.',
  category: 'The categories: unique addresses, known icons.',
  component: 'The parts of the product on the status page.',
  content: 'The files: UTF-8 text, names that are addresses, the right endings, nothing outside the folder.',
  'early-signal': 'support/early-signal.yaml: known parts and categories, each part once, a span that is one event.',
  escalation: 'support/escalation.yaml: known tiers, teams, calendars and categories.',
  'follow-up': 'support/follow-up.yaml: closing after the last letter, and the letters that ask for a rating.',
  forms: 'Contact forms: known channels, articles and parts.',
  frontmatter: 'The fields: all that are needed, none that are unknown, each in its form.',
  image: 'Pictures: beside the article, at most 50 million pixels each, and drawings without code.',
  incident: 'Incidents: updates in their order, with what is needed at each stage.',
  insights: 'support/insights.yaml: targets for figures that there are, and a calendar that is known.',
  link: 'Links from article to article, while it is written.',
  maintenance: 'Maintenance: its window and its updates.',
  policy: 'support/policies.yaml: every ticket has one promise, and each can be counted.',
  redirect: 'redirects.yaml: no circles, no lost targets, nothing that leads away from a page that is there.',
  release: 'releases.yaml: known articles and parts of the product, each release once.',
  reply: 'Replies: known placeholders, and links to pages of this site that readers can see.',
  search: 'search.yaml: known articles, and corrections that correct something.',
  site: 'site.yaml: known articles, a time zone that exists, colors that can be read.',
  status: 'Parts of the product, incidents and maintenance together.',
  subscriptions: 'Subscriptions to the status page: the letters that they need.',
  teams: 'support/teams.yaml: known tiers and teams, each name once.',
  triage: 'support/triage.yaml: known categories, words that can be found.',
  'triage-examples': 'support/triage-examples.tsv: known priorities and categories, no message rated twice, nothing personal.',
  video: 'Films: the file, its captions and its still picture.',
  wording: 'support/wording.yaml: words that can be found, each with what to write instead.',
  yaml: 'YAML: spaces, quotes where a text needs them, no tags, no endless references.',
};

const WHEN: Readonly<Record<Rule['when'], string>> = { always: 'always', calendar: 'fails the scheduled run only', asked: 'with `--external`' };

export function rulesGuide(sources: string): string {
  const rows = RULES.map(({ code, severity, when, protects, remedy }) => `| \`${code}\` | ${severity} | ${WHEN[when]} | ${protects} | ${remedy.replaceAll('|', '\\|')} |`);
  const codes = loaderCodes(sources);
  const subjects = [...new Set(codes.map((code) => code.split('/')[0]!))];
  const loaded = subjects.map((subject) => {
    const words = LOADED[subject];
    if (words === undefined) throw new Error(`src/guides/rules.ts has no sentence for the codes that begin with ${subject}/.`);
    return `| ${words} | ${codes.filter((code) => code.startsWith(`${subject}/`)).map((code) => `\`${code}\``).join(' ')} |`;
  });
  return `${[
    '# Checks',
    '',
    '<!-- Made by npm run docs. Change the words in src/checks/rules, then run it again. -->',
    '',
    '`npm run check` looks at the content and at the built site. Each finding has a code, a place, the words that were found, and what to do.',
    '',
    '- `npm run check -- --rule link/` runs some rules; `--changed origin/main` shows every error, and warnings only of what you changed.',
    '- `--strict` makes warnings count. `--scheduled` makes overdue reviews, expired words and dead external links count. No other run fails because a day has passed.',
    '- `--fix` writes the new address into links that go through a redirect.',
    '- A rule that cannot look says so with a note. It never passes in silence.',
    '- What is right as it is goes into `content/checks.yaml`, with the reason:',
    '',
    '```yaml',
    'accept:',
    '  - rule: link/external',
    '    value: intranet.example.org',
    '    why: Only people inside the hospital can open it.',
    '```',
    '',
    '## Rules',
    '',
    '| Code | Severity | When | Protects | What to do |',
    '| --- | --- | --- | --- | --- |',
    ...rows,
    '',
    'Two more are about the files of the checks themselves: `check/lock` (error) when a lock file cannot be read, mostly after a merge, and `check/accept` (warning) when an entry of `checks.yaml` keeps nothing any more.',
    '',
    '## The form of files',
    '',
    'These are errors. A build refuses them, too.',
    '',
    '| What is looked at | Codes |',
    '| --- | --- |',
    ...loaded,
  ].join('\n')}\n`;
}

/** Every code that stands in the loader's own files. */
export function loaderCodes(folder: string): string[] {
  const text = readdirSync(folder, { recursive: true, encoding: 'utf8' }).sort().filter((name) => name.endsWith('.ts')).map((name) => readFileSync(join(folder, name), 'utf8')).join('\n');
  // As a property, as a choice of two, or as the second word of `refuse` and the first of `problem`.
  const found = [...text.matchAll(/(?:code: |\? |: |, |problem\()'([a-z]+\/[a-z][a-z-]*)'/g)].map(([, code = '']) => code);
  // Folders of the content tree look the same.
  return [...new Set(found)].filter((code) => !/^status\/(incidents|maintenance)$/.test(code)).sort();
}

/** What is told of a possible incident: a letter, a line, data. Counts and the site's own words, nobody's sentences. */
import type { Site } from '../catalog/schema.ts';
import type { Support } from '../catalog/support/support.ts';
import type { TeamNews } from '../delivery/notices.ts';
import { compose } from '../mail/compose.ts';
import { parseBody, type Template } from '../mail/template.ts';
import type { Kind } from './detector.ts';
import type { Episode } from './episodes.ts';
import type { Evidence } from './evidence.ts';

export const NOTIFY_SIGNAL = 'notify-signal';

/** For a tree that words it in no other way. */
const OWN: Template<'notify-signal'> = {
  name: NOTIFY_SIGNAL,
  kind: NOTIFY_SIGNAL,
  subject: 'Possible incident: {{signal.part}}',
  description: 'Tells whoever is on call that more people than usual have trouble with one part.',
  body: parseBody(`More people than usual tell of trouble with **{{signal.part}}**.

- People beyond the usual: {{signal.people}}, since {{signal.since}}
- {{signal.counts}}
- Said by several: {{signal.words}}
- Newest tickets: {{signal.tickets}}

Try it yourself. If it is broken, open an incident:

{{signal.command}}

See where it stands: npm run incident -- signals

## Articles that were read or found unhelpful

{{answers}}`),
};

export interface Around {
  readonly site: Site;
  readonly support: Pick<Support, 'replies'>;
  readonly parts: readonly { readonly slug: string; readonly name: string }[];
  readonly articles: ReadonlyMap<string, { readonly title: string; readonly address: string }>;
}

export function signalNews({ site, support, parts, articles }: Around, { id, component, beganAt, evidence }: Episode): TeamNews {
  const part = parts.find(({ slug }) => slug === component)?.name ?? component;
  const helpCenter = new URL(site.base, site.url).href;
  const template = support.replies.get(NOTIFY_SIGNAL);
  const letter = compose(
    template?.kind === NOTIFY_SIGNAL ? (template as Template<'notify-signal'>) : OWN,
    {
      'site.name': site.name,
      'signal.part': part,
      'signal.people': String(evidence.beyond),
      'signal.since': evidence.from,
      'signal.counts': countsInWords(evidence),
      'signal.words': wordsInWords(evidence),
      'signal.tickets': evidence.tickets.length === 0 ? undefined : evidence.tickets.join(', '),
      'signal.command': openCommand(part, component),
      answers: evidence.articles.flatMap((one) => {
        const article = articles.get(one.id);
        return article === undefined ? [] : [{ title: article.title, summary: `${one.people} ${one.people === 1 ? 'person' : 'people'}`, href: new URL(site.base.slice(0, -1) + article.address, site.url).href }];
      }),
    },
    { timeZone: site.timeZone, locale: site.locale },
    { name: site.name, address: helpCenter },
  );
  return {
    letter,
    line: `Possible incident: ${part}. ${evidence.beyond} people more than usual. ${countsInWords(evidence)}. To open it: ${openCommand(part, component)}`,
    type: 'signal.possible-incident',
    data: { episode: id, component, began: new Date(beganAt).toISOString(), ...factsOf(evidence), command: openCommand(part, component) },
  };
}

const KIND_WORDS: Readonly<Record<Kind, string>> = { tickets: 'messages', 'me-too': '“me too”', votes: 'unhelpful votes', searches: 'searches' };

/** “Messages 14 (usually 0.6), searches 51 (usually 7.2)” */
export function countsInWords({ levels }: Pick<Evidence, 'levels'>): string {
  const told = levels.map(({ kind, people, usual }) => `${KIND_WORDS[kind]} ${people} (usually ${usual})`).join(', ');
  return `${told[0]?.toUpperCase() ?? ''}${told.slice(1)}`;
}

export function wordsInWords({ words }: Pick<Evidence, 'words'>): string | undefined {
  return words.length === 0 ? undefined : words.map(({ word, people }) => `${word} (${people})`).join(', ');
}

/** What may be typed at once, and is asked for the rest. */
export function openCommand(part: string, component: string): string {
  const what = part.replaceAll(/["$`\\!]/g, '');
  return `npm run incident -- open --title "Problems with ${what}" --impact minor --component "${component}=partial outage" --next 30m --publish`;
}

/** For logs and hooks: numbers, slugs and words that the site itself knows. */
export function factsOf({ why, from, until, levels, beyond, words, articles, tickets }: Evidence): object {
  return { why, from: new Date(from).toISOString(), until: new Date(until).toISOString(), beyond, counts: Object.fromEntries(levels.map(({ kind, people, usual }) => [kind, { people, usual }])), words, articles, tickets };
}

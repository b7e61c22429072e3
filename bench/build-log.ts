/** Reads an Astro build's own log: which part took how long, in seconds. */
import { stripVTControlCharacters } from 'node:util';

export interface Phases {
  readonly bundle: number;
  readonly pages: number;
  readonly images: number;
  readonly index: number;
  /** All that Astro did, without the start of the process and the first load of the content. */
  readonly astro: number;
}

export const PHASES: readonly { readonly key: keyof Phases; readonly label: string }[] = [
  { key: 'bundle', label: 'bundling templates, styles and scripts' },
  { key: 'pages', label: 'pages (rendered or restored, and written)' },
  { key: 'images', label: 'pictures' },
  { key: 'index', label: 'search index, manifest and cards, after the pages' },
  { key: 'astro', label: 'all of it in Astro' },
];

/** As Astro writes a duration: `312ms`, `5.80s`, `2m 58s`. */
const DURATION = '(?:(?<minutes>\\d+)m )?(?<amount>[\\d.]+) ?(?<unit>ms|s)';

export function phases(log: string): Phases {
  const text = stripVTControlCharacters(log);
  const of = (before: string, after = '') => sum(text.matchAll(new RegExp(`${before}${DURATION}${after}`, 'g')));
  return {
    bundle: of('\\[vite\\] ✓ built in '),
    pages: of('generating static routes[^]*?✓ Completed in ', '\\.\\n'),
    images: of('generating optimized images[^]*?✓ Completed in ', '\\.\\n'),
    index: of('search index, manifest and cards for \\d+ articles in '),
    astro: of('page\\(s\\) built in '),
  };
}

function sum(matches: Iterable<RegExpExecArray>): number {
  return [...matches].reduce((total, { groups }) => total + Number(groups?.['minutes'] ?? 0) * 60 + Number(groups?.['amount'] ?? 0) / (groups?.['unit'] === 'ms' ? 1000 : 1), 0);
}

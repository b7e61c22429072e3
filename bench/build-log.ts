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
  { key: 'index', label: 'search index and manifest, after the pages' },
  { key: 'astro', label: 'all of it in Astro' },
];

export function phases(log: string): Phases {
  const text = stripVTControlCharacters(log);
  return {
    bundle: sum(text.matchAll(/\[vite\] ✓ built in ([\d.]+)(ms|s)/g)),
    pages: sum(text.matchAll(/generating static routes[^]*?✓ Completed in ([\d.]+)(ms|s)\.\n/g)),
    images: sum(text.matchAll(/generating optimized images[^]*?✓ Completed in ([\d.]+)(ms|s)\.\n/g)),
    index: sum(text.matchAll(/search index and manifest for \d+ articles in ([\d.]+) (ms|s)/g)),
    astro: sum(text.matchAll(/page\(s\) built in ([\d.]+)(ms|s)/g)),
  };
}

function sum(matches: Iterable<RegExpExecArray>): number {
  return [...matches].reduce((total, [, amount, unit]) => total + Number(amount) / (unit === 'ms' ? 1000 : 1), 0);
}

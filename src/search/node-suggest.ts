/** Answers to suggest in Node, for the service: those that the browser would give on the same built site. */
import { readFile } from 'node:fs/promises';
import { resolve } from 'node:path';
import { LEXICON_HEAD } from './build-lexicon.ts';
import { createFinder, type Finder } from './finder.ts';
import { loadNodeEngine } from './node-engine.ts';
import { SUGGESTED, type Suggester } from './suggestions.ts';

export type { Suggester, Suggestion, Suggestions } from './suggestions.ts';

/**
 * Reads the index with the first call, and anew when a build has replaced it.
 *
 * @param distFolder the built site
 * @returns a function that rejects when there is no index; the next call tries anew
 */
export function openSuggester(distFolder: string, { limit = SUGGESTED }: { readonly limit?: number } = {}): Suggester {
  const files = [LEXICON_HEAD, 'pagefind-entry.json'].map((name) => resolve(distFolder, 'pagefind', name));
  let opened: { readonly edition: string; readonly finder: Promise<Finder> } | undefined;
  return async (text) => {
    const query = text.trim();
    if (query === '') return { weak: true, results: [] };
    const edition = (await Promise.all(files.map((file) => readFile(file, 'utf8')))).join('\n');
    if (opened?.edition !== edition) opened = { edition, finder: loadNodeEngine(distFolder).then(createFinder) };
    const current = opened;
    try {
      const finding = await (await current.finder).find({ query, topic: '', mend: true });
      const found = await Promise.all(finding.results.slice(0, limit).map((result) => finding.data(result)));
      return { weak: finding.weak, results: found.map(({ url, meta }) => ({ url, title: meta['title'] ?? '', summary: meta['summary'] ?? '' })) };
    } catch (error) {
      if (opened === current) opened = undefined;
      throw error;
    }
  };
}

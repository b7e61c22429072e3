/** What must hold in `search.yaml` beyond the form of each field. */
import type { Placed } from './placed.ts';
import { didYouMean, type Diagnostic } from './diagnostic.ts';
import type { SearchWords } from './schema.ts';

type Report = (diagnostic: Diagnostic) => void;

export function checkSearch({ value, lineOf }: Placed<SearchWords>, ids: ReadonlySet<string>, report: Report): void {
  const at = (path: readonly PropertyKey[]) => ({ severity: 'error', file: 'search.yaml', line: lineOf(path), field: path.map((part, index) => (typeof part === 'number' ? `[${part}]` : `${index === 0 ? '' : '.'}${String(part)}`)).join('') }) as const;
  /** Says where each text stood first, so that the same one cannot ask for two things. */
  const once = (code: string, message: string) => {
    const seen = new Set<string>();
    return (text: string, path: readonly PropertyKey[]) => {
      const key = text.toLowerCase().replaceAll(/\s+/g, ' ').trim();
      if (seen.has(key)) report({ ...at(path), code, value: text, message });
      seen.add(key);
    };
  };

  for (const [index, group] of value.synonyms.entries()) {
    const twice = once('search/twice', 'This stands in the group already.');
    for (const [place, text] of group.entries()) twice(text, ['synonyms', index, place]);
  }
  const said = once('search/twice', 'This expression is searched as something else already.');
  for (const [index, { say }] of value.phrases.entries()) {
    for (const [place, text] of say.entries()) said(text, ['phrases', index, 'say', place]);
  }
  for (const [wrong, right] of Object.entries(value.misspellings)) {
    if (wrong.toLowerCase() === right.toLowerCase()) report({ ...at(['misspellings', wrong]), code: 'search/misspelling', value: right, message: 'The right writing is the wrong one.' });
  }
  const pinned = once('search/twice', 'This is pinned to an article already.');
  for (const [index, { queries, article }] of value.pinned.entries()) {
    for (const [place, text] of queries.entries()) pinned(text, ['pinned', index, 'queries', place]);
    if (ids.has(article)) continue;
    const remedy = didYouMean(article, [...ids]) ?? 'Copy the id from the article’s first lines.';
    report({ ...at(['pinned', index, 'article']), code: 'search/article', value: article, message: 'No article has this id.', remedy });
  }
}

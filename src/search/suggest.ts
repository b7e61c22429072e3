/** Answers to suggest in the browser while a reader writes to a person. Loads nothing until the first call. */
import { search } from './engine.ts';
import { SUGGESTED, type Suggester } from './suggestions.ts';

export type { Suggester, Suggestion, Suggestions } from './suggestions.ts';

/**
 * @param base the site's base with slashes around; without it the page's own
 * @returns a function that rejects when search cannot be loaded; the next call tries anew
 */
export function createSuggester({ limit = SUGGESTED, base }: { readonly limit?: number; readonly base?: string } = {}): Suggester {
  return async (text) => {
    const query = text.trim();
    if (query === '') return { weak: true, results: [] };
    const answers = await search(base ?? document.documentElement.dataset['base'] ?? '/', { query, topic: '', mend: true });
    const first = await answers.take(0, limit);
    return { weak: answers.weak, results: first.map(({ url, title, summary }) => ({ url, title, summary })) };
  };
}

/** Which part of the product something concerns. Pure: by what forms, articles and `early-signal.yaml` say. */
import type { SignalPart } from '../catalog/support/early-signal.ts';
import { queryKey } from '../events/queries.ts';

export interface TicketFacts {
  /** Named by the form's topic. */
  readonly component: string | null;
  readonly category: string | null;
  readonly article: string | null;
  /** What triage found: its own tags, and words of its own lists. */
  readonly tags: readonly string[];
  readonly words: readonly string[];
}

export interface Reach {
  ofTicket(ticket: TicketFacts): readonly string[];
  ofArticle(article: string): readonly string[];
  /** By the part's own words alone; an empty list says nothing. */
  ofWords(text: string): readonly string[];
}

/**
 * @param components every part there is
 * @param about      parts that articles name, by the article's id
 */
export function reachOf(components: ReadonlySet<string>, parts: readonly SignalPart[], about: ReadonlyMap<string, readonly string[]>): Reach {
  const known = parts.filter(({ component }) => components.has(component));
  const phrases = known.map(({ component, words }) => ({ component, says: words.map(phraseOf) }));
  const ofArticle = (article: string) => (about.get(article) ?? []).filter((one) => components.has(one));
  const ofWords = (text: string) => {
    const said = ` ${queryKey(text)} `;
    return phrases.filter(({ says }) => says.some((phrase) => said.includes(phrase))).map(({ component }) => component);
  };
  return {
    ofArticle,
    ofWords,
    ofTicket({ component, category, article, tags, words }) {
      if (component !== null) return components.has(component) ? [component] : [];
      // The plainest sign first: who says "password" and was sorted into accounts means the log-in.
      const ways = [
        () => ofWords(words.join(' ')),
        () => known.filter((part) => part.tags.some((tag) => tags.includes(tag))).map((part) => part.component),
        () => known.filter((part) => category !== null && part.categories.includes(category)).map((part) => part.component),
        () => (article === null ? [] : ofArticle(article)),
      ];
      for (const way of ways) {
        const found = way();
        if (found.length > 0) return found;
      }
      return [];
    },
  };
}

/** With a space on each side, so that it is whole words; a star leaves the end open. */
function phraseOf(words: string): string {
  const key = ` ${queryKey(words)}`;
  return words.trimEnd().endsWith('*') ? key : `${key} `;
}

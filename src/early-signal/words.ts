/** Words that several people used: single ones, that the site or triage knows, so that no name and no record number is among them. */
import { languageFor } from '../search/english.ts';
import { scrub } from '../privacy/scrub.ts';

/** What one person wrote or searched for. */
export interface Said {
  readonly who: string;
  readonly text: string;
}

export interface ToldWord {
  readonly word: string;
  readonly people: number;
}

export interface Telling {
  /** So many people said it, or it is not told. */
  readonly from: number;
  /** Whether the site itself speaks of it, in small letters. */
  readonly known: (word: string) => boolean;
  readonly locale: string;
  readonly most?: number;
}

/** The words that most people said, most first. What fewer said might tell who they are. */
export function wordsOf(said: readonly Said[], { from, known, locale, most = 8 }: Telling): ToldWord[] {
  const { stopWords, faintWords } = languageFor(locale);
  const people = new Map<string, Set<string>>();
  for (const { who, text } of said) {
    for (const [word] of scrub(text).toLowerCase().matchAll(/(?<![\p{L}\p{N}[])\p{L}{3,24}(?![\p{L}\p{N}\]])/gu)) {
      if (stopWords.has(word) || faintWords.has(word) || !known(word)) continue;
      const by = people.get(word) ?? new Set();
      people.set(word, by.add(who));
    }
  }
  return [...people]
    .map(([word, by]) => ({ word, people: by.size }))
    .filter((one) => one.people >= from)
    .sort((a, b) => b.people - a.people || a.word.localeCompare(b.word))
    .slice(0, most);
}

/** Every word of these texts, in small letters. */
export function wordsIn(texts: Iterable<string>): Set<string> {
  const words = new Set<string>();
  for (const text of texts) for (const [word] of text.toLowerCase().matchAll(/\p{L}+/gu)) words.add(word);
  return words;
}

/** Readers' wordings brought together: stems, spelling and synonyms as the search of the site knows them. No model, no cloud. */
import { joined, keyOf, meaningful, type RawRules } from '../search/rules.ts';
import type { Language } from '../search/english.ts';
import { wordsOf } from '../search/words.ts';

/** One thing that a text speaks of, and how it writes it. */
export interface Term {
  /** Synonyms have one stem. */
  readonly stem: string;
  readonly written: string;
}

export interface Wording {
  /** Two questions with the same key ask the same. Empty when nothing meaningful was asked. */
  keyOf(query: string): string;
  /** The stems of a text, synonyms as one. */
  stemsOf(text: string): readonly string[];
  /** The same in the order of the text, as often as they stand there, each with its writing. */
  termsOf(text: string): readonly Term[];
  /** Whether a stem says what somebody wants: not "help", not the product's name, no word of any subject. */
  isTelling(stem: string): boolean;
}

/** @param rules the site's `search.yaml` */
export function wordingOf(rules: Pick<RawRules, 'synonyms' | 'phrases' | 'misspellings' | 'faint'>, language: Language): Wording {
  const stems = (text: string) => meaningful(text, language).map(({ stem }) => stem);
  const same = new Map<string, readonly string[]>();
  for (const [first = '', ...others] of rules.synonyms) for (const other of others) same.set(keyOf(stems(other)), stems(first));
  for (const { say, search } of rules.phrases) for (const one of say) same.set(keyOf(stems(one)), stems(search));
  const longest = Math.max(1, ...[...same.keys()].map((key) => key.split(' ').length));
  const right = new Map(Object.entries(rules.misspellings).map(([wrong, meant]) => [wordsOf(wrong).join(' '), meant]));
  const faint = new Set([...rules.faint.flatMap(wordsOf), ...language.faintWords].map((word) => language.stem(word)));

  const termsOf = (text: string): Term[] => {
    const spelled = joined(wordsOf(text), language).map((word) => right.get(word) ?? word).join(' ');
    return replaced(meaningful(spelled, language).map(({ word, stem }) => ({ stem, written: word })), same, longest);
  };
  const stemsOf = (text: string) => [...new Set(termsOf(text).map(({ stem }) => stem))];
  return {
    termsOf,
    stemsOf,
    isTelling: (stem) => stem.length > 1 && !faint.has(stem) && !language.commonStems.has(stem) && !/^\d+$/.test(stem),
    keyOf(query) {
      const all = stemsOf(query);
      const telling = all.filter((stem) => !faint.has(stem));
      return [...(telling.length > 0 ? telling : all)].sort().join(' ');
    },
  };
}

/** Each longest expression that has a synonym, as the first word of its group. */
function replaced(terms: readonly Term[], same: ReadonlyMap<string, readonly string[]>, longest: number): Term[] {
  const made: Term[] = [];
  for (let at = 0; at < terms.length; ) {
    let taken = 1;
    let meant: readonly Term[] = [terms[at]!];
    for (let length = Math.min(longest, terms.length - at); length > 0; length -= 1) {
      const span = terms.slice(at, at + length);
      const found = same.get(keyOf(span.map(({ stem }) => stem)));
      if (found === undefined) continue;
      const written = span.map((term) => term.written).join(' ');
      [taken, meant] = [length, found.map((stem) => ({ stem, written }))];
      break;
    }
    made.push(...meant);
    at += taken;
  }
  return made;
}

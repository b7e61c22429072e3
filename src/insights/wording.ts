/** Readers' wordings brought together: stems, spelling and synonyms as the search of the site knows them. No model, no cloud. */
import { joined, keyOf, meaningful, type RawRules } from '../search/rules.ts';
import type { Language } from '../search/english.ts';
import { wordsOf } from '../search/words.ts';

export interface Wording {
  /** Two questions with the same key ask the same. Empty when nothing meaningful was asked. */
  keyOf(query: string): string;
  /** The stems of a text, synonyms as one. */
  stemsOf(text: string): readonly string[];
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

  const stemsOf = (text: string): string[] => {
    const spelled = joined(wordsOf(text), language).map((word) => right.get(word) ?? word).join(' ');
    return [...new Set(replaced(stems(spelled), same, longest))];
  };
  return {
    stemsOf,
    keyOf(query) {
      const all = stemsOf(query);
      const telling = all.filter((stem) => !faint.has(stem));
      return [...(telling.length > 0 ? telling : all)].sort().join(' ');
    },
  };
}

/** Each longest expression that has a synonym, as the first word of its group. */
function replaced(stems: readonly string[], same: ReadonlyMap<string, readonly string[]>, longest: number): string[] {
  const made: string[] = [];
  for (let at = 0; at < stems.length; ) {
    let taken = 1;
    let meant: readonly string[] = [stems[at]!];
    for (let length = Math.min(longest, stems.length - at); length > 0; length -= 1) {
      const found = same.get(keyOf(stems.slice(at, at + length)));
      if (found === undefined) continue;
      [taken, meant] = [length, found];
      break;
    }
    made.push(...meant);
    at += taken;
  }
  return made;
}

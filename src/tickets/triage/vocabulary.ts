/** Every word that triage looks for, as numbers, and how a written word finds its own. */
import { stemEnglish } from '../../search/stemmer.ts';
import type { Term } from '../../catalog/support/phrase.ts';
import { plain } from './tokens.ts';

/** Shorter words have too many neighbors that mean something else. */
const SHORTEST_TO_MEND = 7;
/** Two letters that changed places are hardly ever another word. */
const SHORTEST_TO_SWAP = 5;
/** Who writes more than this has not mistyped what matters everywhere. */
const MOST_MENDED = 3_000;

/** Inflections and spellings of a few thousand words; what comes after is looked up each time. */
const MOST_UNDERSTOOD = 20_000;

const NUMBER = 0;
const DIGIT = /\d/;

export class Vocabulary {
  readonly #ids = new Map<string, number>([['#', NUMBER]]);
  /** By their first two letters. */
  readonly #beginnings = new Map<string, { text: string; id: number }[]>();
  /** Written words that say one of ours, so that each is taken to its stem once; what says none may be a name, and is forgotten. */
  readonly #understood = new Map<string, readonly number[]>();
  readonly #starts = new Set<string>();
  readonly #written = new Set<string>();
  /** Long words with one letter left out, to find neighbors by. */
  readonly #near = new Map<string, string>();
  readonly #misspellings: ReadonlyMap<string, string>;

  constructor(misspellings: Readonly<Record<string, string>>) {
    this.#misspellings = new Map(Object.entries(misspellings));
  }

  /** The number of a word that a phrase asks for. */
  add(term: Exclude<Term, { kind: 'list' }>): number {
    if (term.kind === 'number') return NUMBER;
    const text = plain(term.text);
    const key = term.kind === 'word' ? `~${rootOf(text)}` : term.kind === 'exact' ? `=${text}` : `*${text}`;
    let id = this.#ids.get(key);
    this.#understood.clear();
    if (id === undefined) {
      id = this.#ids.size;
      this.#ids.set(key, id);
      if (term.kind === 'beginning') {
        const start = text.slice(0, 2);
        this.#beginnings.set(start, [...(this.#beginnings.get(start) ?? []), { text, id }]);
      }
    }
    this.#starts.add(text.slice(0, 2));
    this.#written.add(text);
    if (text.length >= SHORTEST_TO_MEND) for (const shorter of shortened(text)) if (!this.#near.has(shorter)) this.#near.set(shorter, text);
    return id;
  }

  get size(): number {
    return this.#ids.size;
  }

  /** For one message: remembers its words, so that each is looked at once, and forgets them with it. */
  reader(): (word: string) => readonly number[] {
    const seen = new Map<string, readonly number[]>();
    let mended = 0;
    return (word) => {
      let ids = seen.get(word);
      if (ids === undefined) {
        ids = this.#idsOf(word);
        if (ids.length === 0 && word.length >= SHORTEST_TO_SWAP && word.length < 20 && mended++ < MOST_MENDED) ids = this.#mended(word);
        seen.set(word, ids);
      }
      return ids;
    };
  }

  #idsOf(word: string): readonly number[] {
    const understood = this.#understood.get(word);
    if (understood !== undefined) return understood;
    const ids = this.#lookedUp(word);
    if (ids.length > 0 && this.#understood.size < MOST_UNDERSTOOD && !DIGIT.test(word)) this.#understood.set(word, ids);
    return ids;
  }

  #lookedUp(word: string): readonly number[] {
    const number = /^\d+$/.test(word) ? [NUMBER] : [];
    const right = this.#misspellings.get(word);
    if (right !== undefined) return this.#idsOf(right);
    // Most words of a letter begin like none that is looked for; they need no stem.
    if (!this.#starts.has(word.slice(0, 2)) || word.length > 40) return number;
    const ids: number[] = [...number];
    const stem = this.#ids.get(`~${rootOf(word)}`);
    if (stem !== undefined) ids.push(stem);
    const exact = this.#ids.get(`=${word}`);
    if (exact !== undefined) ids.push(exact);
    for (const { text, id } of this.#beginnings.get(word.slice(0, 2)) ?? []) if (word.startsWith(text)) ids.push(id);
    return ids;
  }

  #mended(word: string): readonly number[] {
    for (const candidate of swapped(word)) if (this.#written.has(candidate)) return this.#idsOf(candidate);
    if (word.length < SHORTEST_TO_MEND) return [];
    for (const candidate of [word, ...shortened(word)]) {
      if (this.#written.has(candidate)) return this.#idsOf(candidate);
      const near = this.#near.get(candidate);
      if (near !== undefined && near[0] === word[0] && Math.abs(near.length - word.length) <= 1) return this.#idsOf(near);
    }
    return [];
  }
}

function swapped(word: string): string[] {
  return Array.from({ length: word.length - 2 }, (_, index) => word.slice(0, index + 1) + word.charAt(index + 2) + word.charAt(index + 1) + word.slice(index + 3));
}

function shortened(word: string): string[] {
  // The first letter is hardly ever the wrong one.
  return Array.from({ length: word.length - 1 }, (_, index) => word.slice(0, index + 1) + word.slice(index + 2));
}

/** Short words fall together when they lose their ends: "one" and "on", "used" and "us". */
function rootOf(word: string): string {
  if (word === 'used' || word === 'uses' || word === 'using') return 'use';
  if (word.length <= 3) return word;
  const stem = stemEnglish(word);
  return stem.length < 3 ? word : stem;
}

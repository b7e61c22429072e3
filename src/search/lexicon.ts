/**
 * The small index beside Pagefind's: every word of the site, and for the words of titles, keywords, headings,
 * summaries and error messages where they stand. It is what repairs spelling, completes words and ranks.
 *
 * It lies in parts by the alphabet, so that a large site loads only what a query needs.
 */
import type { RawRules } from './rules.ts';

/** Where a word stands, best first. */
export const FIELDS = ['title', 'keyword', 'error', 'heading', 'summary'] as const;
export type Field = (typeof FIELDS)[number];

/** One title, keyword, heading … that holds a word. */
export interface Place {
  readonly field: Field;
  /** Which of its kind in the article. */
  readonly index: number;
  /** How many meaningful words it has. */
  readonly length: number;
}

export type Postings = ReadonlyMap<number, readonly Place[]>;

/** The first file: what every query needs. */
export interface LexiconHead {
  readonly version: 1;
  readonly locale: string;
  /** How many articles. An article's number is the place of its Pagefind id in alphabetical order. */
  readonly docs: number;
  /** One digit for each article: how new and how much read, 0 to 9. */
  readonly standing: string;
  readonly rules: RawRules;
  /** Files under `/pagefind/` that the first query needs, whatever it is. */
  readonly first: readonly string[];
  /** Where each part begins, and its file under `/pagefind/`. */
  readonly parts: readonly (readonly [from: string, file: string])[];
}

/** A stem with what is known of it. */
export interface Entry {
  readonly stem: string;
  /** How many articles hold it anywhere. */
  readonly docs: number;
  /** Its words as they are written. */
  readonly forms: readonly string[];
  readonly postings: Postings;
}

export interface Lexicon {
  readonly head: LexiconHead;
  entry(stem: string): Entry | undefined;
  /** Whether a word stands anywhere on the site. */
  has(word: string): boolean;
  /** Every written word that begins with one of these letters or is in the same part. */
  wordsNear(start: string): Iterable<readonly [word: string, docs: number]>;
  /** Parts that were asked for and are not loaded. */
  readonly missing: ReadonlySet<string>;
  /** Takes a part in. */
  add(file: string, text: string): void;
}

const LETTERS: Readonly<Record<string, Field>> = { T: 'title', K: 'keyword', E: 'error', H: 'heading', S: 'summary' };

/** `verif 9 y,ied,ication 3T04,1K12H05` */
export function writeEntry({ stem, docs, forms, postings }: Entry): string {
  const endings = forms.map((form) => (form.startsWith(stem) ? form.slice(stem.length) : `=${form}`)).join(',');
  let last = 0;
  const places = [...postings].map(([doc, all]) => {
    const written = doc - last;
    last = doc;
    return written.toString(36) + all.map(({ field, index, length }) => `${field[0]!.toUpperCase()}${digit(index)}${digit(length)}`).join('');
  });
  return `${stem} ${docs.toString(36)} ${endings} ${places.join(',')}`.trimEnd();
}

export function readEntry(line: string): Entry {
  const [stem = '', docs = '0', endings = '', places = ''] = line.split(' ');
  let doc = 0;
  const postings = new Map<number, Place[]>();
  for (const [, step = '', all = ''] of places.matchAll(/([0-9a-z]+)((?:[A-Z]..)+)/g)) {
    doc += parseInt(step, 36);
    postings.set(
      doc,
      [...all.matchAll(/(.)(.)(.)/g)].map(([, field = '', index = '', length = '']) => ({ field: LETTERS[field]!, index: parseInt(index, 36), length: parseInt(length, 36) })),
    );
  }
  return { stem, docs: parseInt(docs, 36), forms: endings.split(',').map((ending) => (ending.startsWith('=') ? ending.slice(1) : stem + ending)), postings };
}

/** One letter for 0 to 35; what is longer is long. */
function digit(value: number): string {
  return Math.min(value, 35).toString(36);
}

/** A lexicon without its parts; {@link Lexicon.missing} says which to bring. */
export function openLexicon(head: LexiconHead): Lexicon {
  const lines = new Map<string, string>();
  const read = new Map<string, Entry>();
  const words = new Map<string, Map<string, number>>();
  const missing = new Set<string>();

  const fileOf = (start: string) => {
    let file = head.parts[0]?.[1];
    for (const [from, one] of head.parts) {
      if (from > start) break;
      file = one;
    }
    return file;
  };
  const loaded = (start: string): Map<string, number> | undefined => {
    const file = fileOf(start);
    if (file === undefined) return undefined;
    const part = words.get(file);
    if (part === undefined) missing.add(file);
    return part;
  };

  return {
    head,
    missing,
    entry(stem) {
      if (loaded(stem) === undefined) return undefined;
      const line = lines.get(stem);
      if (line === undefined) return undefined;
      let entry = read.get(stem);
      if (entry === undefined) read.set(stem, (entry = readEntry(line)));
      return entry;
    },
    has: (word) => loaded(word)?.has(word) ?? false,
    *wordsNear(start) {
      const parts = new Set(head.parts.filter(([from], index) => from.startsWith(start) || fileOf(start) === head.parts[index]![1]).map(([, file]) => file));
      for (const file of parts) {
        const part = words.get(file);
        if (part === undefined) missing.add(file);
        else yield* part;
      }
    },
    add(file, text) {
      missing.delete(file);
      const part = new Map<string, number>();
      words.set(file, part);
      for (const line of text.split('\n')) {
        const [stem = '', docs = '0', endings = ''] = line.split(' ', 3);
        if (stem === '') continue;
        lines.set(stem, line);
        for (const ending of endings.split(',')) part.set(ending.startsWith('=') ? ending.slice(1) : stem + ending, parseInt(docs, 36));
      }
    },
  };
}

/**
 * Finds phrases in a message. Every phrase is followed word by word with all places where it could stand at
 * once, so that no phrase and no text takes longer than their lengths allow.
 */
import { parsePhrase, type Part, type Term } from '../../catalog/support/phrase.ts';
import type { Token } from './tokens.ts';
import type { PhraseIndex } from './phrase-index.ts';
import type { Vocabulary } from './vocabulary.ts';

export interface Match {
  /** The first word, by its place in the message. */
  readonly from: number;
  /** The place after the last word. */
  readonly to: number;
  readonly sentence: number;
  readonly clause: number;
  readonly inSubject: boolean;
  /** The words that were found, in the writing of the list. */
  readonly words: string;
}

interface CompiledTerm {
  readonly label: string;
  readonly id: number | undefined;
  readonly list: string | undefined;
}
interface CompiledPart {
  readonly terms: readonly CompiledTerm[];
  /** The same as terms: what a word of this number is called here, and the lists. */
  readonly labels: ReadonlyMap<number, string>;
  readonly lists: readonly string[];
  readonly gap: number;
  readonly optional: boolean;
}
/** Little words are free, but not without end. */
const MOST_FILLERS = 4;
/** No phrase of a list takes more words than this. */
const LONGEST_OF_A_LIST = 40;

/** What all phrases share. */
export interface Grammar {
  readonly fillers: ReadonlySet<string>;
  readonly lists: ReadonlyMap<string, readonly CompiledPhrase[]>;
  readonly index: PhraseIndex;
}
export interface CompiledPhrase {
  readonly atStart: boolean;
  /** No match is longer, in words. */
  readonly reach: number;
  readonly parts: readonly CompiledPart[];
}

/** @param index is told of the phrases, so that a message finds those that it could hold */
export function compile(sources: readonly string[], vocabulary: Vocabulary, index: PhraseIndex): CompiledPhrase[] {
  const compileTerm = (term: Term): CompiledTerm =>
    term.kind === 'list' ? { label: '', id: undefined, list: term.name } : { label: term.kind === 'number' ? '#' : term.text, id: vocabulary.add(term), list: undefined };
  const phrases = sources.map((source) => {
    const { atStart, parts } = parsePhrase(source);
    return { atStart, reach: reachOf(parts), parts: parts.map(({ terms, gap, optional }) => compilePart(terms.map(compileTerm), gap, optional)) };
  });
  index.add(phrases);
  return phrases;
}

/** How far apart the first and last word of a phrase can stand; what a list's phrase takes is not known here. */
function reachOf(parts: readonly Part[]): number {
  return parts.reduce((sum, { gap, terms }) => sum + 2 * Math.max(0, gap) + MOST_FILLERS + (terms.some(({ kind }) => kind === 'list') ? LONGEST_OF_A_LIST : 1), 0);
}

function compilePart(terms: readonly CompiledTerm[], gap: number, optional: boolean): CompiledPart {
  const labels = new Map(terms.flatMap(({ id, label }): [number, string][] => (id === undefined ? [] : [[id, label]])));
  return { terms, labels, lists: terms.flatMap(({ list }) => (list === undefined ? [] : [list])), gap, optional };
}

/** Where a path of a phrase stands: after which word, and what was found on the way. */
interface Path {
  readonly from: number;
  readonly at: number;
  readonly label: string;
  /** What was found before; put together only for a phrase that was found to its end. */
  readonly before: Path | undefined;
}

/** Words are looked for in blocks of so many. */
const BLOCK = 32;
/** For a short message, looking for the rarest word first costs more than it spares. */
const WORTH_SPARING = 64;
/** A word that stands more often than this is repeated to waste our time. */
const MOST_PLACES = 2_000;

/** One message, ready to be asked for phrases. */
export class Matcher {
  readonly #tokens: readonly Token[];
  readonly #places: ReadonlyMap<number, readonly number[]>;
  /** By place: the numbers of its word. */
  readonly #ids: readonly (readonly number[])[];
  readonly #filler: readonly boolean[];
  readonly #lists: ReadonlyMap<string, readonly CompiledPhrase[]>;
  readonly #stops: ReadonlySet<number>;
  readonly #possible: ReturnType<PhraseIndex['possible']>;
  readonly #found = new Map<string, ReadonlyMap<number, readonly Path[]>>();

  /**
   * @param read the numbers of a written word
   * @param unread places of words that no phrase may use
   * @param stops places of words that no gap may hold, such as "not": "down" is not found in "the site is not down"
   */
  constructor(tokens: readonly Token[], read: (word: string) => readonly number[], language: Grammar, unread: ReadonlySet<number> = new Set(), stops: ReadonlySet<number> = new Set()) {
    const places = new Map<number, number[]>();
    this.#tokens = tokens;
    this.#lists = language.lists;
    this.#stops = stops;
    this.#filler = tokens.map(({ word }) => language.fillers.has(word));
    this.#ids = tokens.map(({ word }, index) => (unread.has(index) ? [] : read(word)));
    for (const [index, ids] of this.#ids.entries()) {
      for (const id of ids) {
        const list = places.get(id);
        if (list === undefined) places.set(id, [index]);
        else list.push(index);
      }
    }
    this.#places = places;
    this.#possible = language.index.possible(places.keys());
  }

  /** Every place of each phrase, in the order of the message. */
  all(phrases: readonly CompiledPhrase[]): Match[] {
    const matches = this.#possible(phrases).flatMap((phrase) => this.#paths(phrase));
    return matches.sort((a, b) => a.from - b.from || b.at - a.at).map((path) => this.#match(path));
  }

  #match(path: Path): Match {
    const { from, at } = path;
    const { sentence, clause, inSubject } = this.#tokens[from]!;
    return { from, to: at, sentence, clause, inSubject, words: wordsOf(path) };
  }

  #beginsClause(at: number): boolean {
    return at === 0 || this.#tokens[at]!.clause !== this.#tokens[at - 1]!.clause;
  }

  /** Most phrases are not there, and most of those lack a word altogether. */
  #canStand({ parts }: CompiledPhrase): boolean {
    return parts.every(({ terms, optional }) => optional || terms.some(({ id, list }) => (id === undefined ? this.#list(list!).size > 0 : this.#places.has(id))));
  }

  #paths(phrase: CompiledPhrase): Path[] {
    if (!this.#canStand(phrase)) return [];
    const { atStart, parts } = phrase;
    const near = this.#blocksNear(phrase);
    let paths: Path[] = [];
    let started = false;
    for (const part of parts) {
      const next = started ? this.#follow(paths, part) : this.#begin(part).filter(({ from }) => (near === undefined || near.has(Math.floor(from / BLOCK))) && (!atStart || this.#beginsClause(from)));
      if (!part.optional) {
        paths = next;
        if (paths.length === 0) return [];
        started = true;
      } else paths = started ? distinct([...next, ...paths]) : next;
    }
    return paths;
  }

  /** The blocks from which the rarest word of a phrase can be reached; in a long text that spares nearly all. */
  #blocksNear({ parts, reach }: CompiledPhrase): ReadonlySet<number> | undefined {
    if (this.#tokens.length < WORTH_SPARING) return undefined;
    const counts = parts.map(({ terms, optional }) => (optional ? Infinity : terms.reduce((sum, { id, list }) => sum + (id === undefined ? this.#list(list!).size : (this.#places.get(id)?.length ?? 0)), 0)));
    const fewest = Math.min(...counts);
    if (fewest >= (counts[0] ?? 0)) return undefined;
    const blocks = new Set<number>();
    for (const { id, list } of parts[counts.indexOf(fewest)]!.terms) {
      for (const at of id === undefined ? this.#list(list!).keys() : (this.#places.get(id) ?? [])) {
        for (let block = Math.floor(Math.max(0, at - reach) / BLOCK); block * BLOCK <= at; block += 1) blocks.add(block);
      }
    }
    return blocks;
  }

  #begin({ terms }: CompiledPart): Path[] {
    return terms.flatMap((term) =>
      term.id === undefined
        ? [...this.#list(term.list!).values()].flat()
        : (this.#places.get(term.id) ?? []).slice(0, MOST_PLACES).map((from): Path => ({ from, at: from + 1, label: term.label, before: undefined })),
    );
  }

  #follow(paths: readonly Path[], { labels, lists: names, terms, gap }: CompiledPart): Path[] {
    if (!terms.some(({ id, list }) => (id === undefined ? this.#list(list!).size > 0 : this.#places.has(id)))) return [];
    const lists = names.map((name) => this.#list(name));
    const next: Path[] = [];
    for (const path of paths) {
      const { sentence } = this.#tokens[path.from]!;
      let others = 0;
      let little = 0;
      for (let at = path.at; at < this.#tokens.length && this.#tokens[at]!.sentence === sentence; at += 1) {
        for (const list of lists) for (const inner of list.get(at) ?? []) next.push({ from: path.from, at: inner.at, label: wordsOf(inner), before: path });
        for (const id of this.#ids[at]!) {
          const label = labels.get(id);
          if (label === undefined) continue;
          next.push({ from: path.from, at: at + 1, label, before: path });
          break;
        }
        if (gap < 0 || this.#stops.has(at)) break;
        if (this.#filler[at] === true) little += 1;
        else others += 1;
        if (others > gap || little > MOST_FILLERS + gap) break;
      }
    }
    return distinct(next);
  }

  /** The places of a list's phrases by their first word, found once a message. */
  #list(name: string): ReadonlyMap<number, readonly Path[]> {
    let found = this.#found.get(name);
    if (found === undefined) {
      const byStart = new Map<number, Path[]>();
      for (const path of distinct(this.#possible(this.#lists.get(name) ?? []).flatMap((phrase) => this.#paths(phrase)))) {
        const list = byStart.get(path.from);
        if (list === undefined) byStart.set(path.from, [path]);
        else list.push(path);
      }
      found = byStart;
      this.#found.set(name, found);
    }
    return found;
  }
}

function wordsOf({ before, label }: Path): string {
  return before === undefined ? label : `${wordsOf(before)} ${label}`;
}

/** Two paths between the same words are one. */
function distinct(paths: Path[]): Path[] {
  if (paths.length < 2) return paths;
  const seen = new Set<number>();
  return paths.filter(({ from, at }) => {
    const key = from * 131_072 + at;
    if (seen.has(key)) return false;
    seen.add(key);
    return true;
  });
}

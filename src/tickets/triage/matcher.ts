/**
 * Finds phrases in a message. Every phrase is followed word by word with all places where it could stand at
 * once, so that no phrase and no text takes longer than their lengths allow.
 */
import { MOST_FILLERS, type CompiledPart, type CompiledPhrase, type Grammar } from './compiled-phrase.ts';
import type { Token } from './tokens.ts';
import type { PhraseIndex } from './phrase-index.ts';

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

/** The words of a message as numbers. */
interface LookedUp {
  readonly tokens: readonly Token[];
  /** By place: the numbers of its word. */
  readonly ids: readonly (readonly number[])[];
  readonly places: ReadonlyMap<number, readonly number[]>;
  readonly filler: readonly boolean[];
  readonly grammar: Grammar;
  readonly possible: ReturnType<PhraseIndex['possible']>;
}

/** @param read the numbers of a written word */
export function matcherOf(tokens: readonly Token[], read: (word: string) => readonly number[], grammar: Grammar): Matcher {
  const filler = tokens.map(({ word }) => grammar.fillers.has(word));
  return new Matcher({ tokens, filler, grammar, ...placed(tokens.map(({ word }) => read(word)), grammar) });
}

function placed(ids: readonly (readonly number[])[], { index }: Grammar): Pick<LookedUp, 'ids' | 'places' | 'possible'> {
  const places = new Map<number, number[]>();
  for (let at = 0; at < ids.length; at += 1) {
    for (const id of ids[at]!) {
      const list = places.get(id);
      if (list === undefined) places.set(id, [at]);
      else list.push(at);
    }
  }
  return { ids, places, possible: index.possible(places) };
}

const NO_PLACES: ReadonlySet<number> = new Set();
const NO_MATCHES: readonly never[] = [];

/** One message, ready to be asked for phrases. */
export class Matcher {
  readonly #words: LookedUp;
  readonly #tokens: readonly Token[];
  readonly #places: LookedUp['places'];
  readonly #stops: ReadonlySet<number>;
  readonly #found = new Map<string, ReadonlyMap<number, readonly Path[]>>();

  constructor(words: LookedUp, stops: ReadonlySet<number> = NO_PLACES) {
    this.#words = words;
    this.#tokens = words.tokens;
    this.#places = words.places;
    this.#stops = stops;
  }

  /**
   * The same message, read again.
   *
   * @param unread places of words that no phrase may use
   * @param stops places of words that no gap may hold, such as "not": "down" is not found in "the site is not down"
   */
  without(unread: ReadonlySet<number>, stops: ReadonlySet<number>): Matcher {
    if (unread.size === 0) return stops.size === 0 ? this : new Matcher(this.#words, stops);
    const left = this.#words.ids.map((ids, at) => (unread.has(at) ? NO_MATCHES : ids));
    return new Matcher({ ...this.#words, ...placed(left, this.#words.grammar) }, stops);
  }

  /** Every place of each phrase, in the order of the message. */
  all(phrases: readonly CompiledPhrase[]): readonly Match[] {
    const possible = this.#words.possible(phrases);
    if (possible.length === 0) return NO_MATCHES;
    const paths: Path[] = [];
    for (const phrase of possible) if (this.#canStand(phrase)) for (const path of this.#paths(phrase)) paths.push(path);
    if (paths.length === 0) return NO_MATCHES;
    return paths.sort((a, b) => a.from - b.from || b.at - a.at).map((path) => this.#match(path));
  }

  #match(path: Path): Match {
    const { from, at } = path;
    const { sentence, clause, inSubject } = this.#tokens[from]!;
    return { from, to: at, sentence, clause, inSubject, words: wordsOf(path) };
  }

  #beginsClause(at: number): boolean {
    return at === 0 || this.#tokens[at]!.clause !== this.#tokens[at - 1]!.clause;
  }

  /** Of the phrases whose words are there, some lack a whole list. */
  #canStand({ listed }: CompiledPhrase): boolean {
    for (const part of listed) if (!this.#holdsOne(part)) return false;
    return true;
  }

  #holdsOne({ terms, lists }: CompiledPart): boolean {
    for (const { id } of terms) if (id !== undefined && this.#places.has(id)) return true;
    // A list is looked for only where no word decides.
    for (const name of lists) if (this.#list(name).size > 0) return true;
    return false;
  }

  #paths(phrase: CompiledPhrase): Path[] {
    const { atStart, parts } = phrase;
    const near = this.#blocksNear(phrase);
    let paths: Path[] = [];
    let started = false;
    for (const part of parts) {
      const next = started ? this.#follow(paths, part) : this.#begin(part, near, atStart);
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

  /** @param near the blocks that are worth it; without it, all */
  #begin({ terms }: CompiledPart, near: ReadonlySet<number> | undefined, atStart: boolean): Path[] {
    const paths: Path[] = [];
    const add = (path: Path) => {
      if ((near === undefined || near.has(Math.floor(path.from / BLOCK))) && (!atStart || this.#beginsClause(path.from))) paths.push(path);
    };
    for (const { id, list, label } of terms) {
      if (id === undefined) {
        for (const inner of this.#list(list!).values()) for (const path of inner) add(path);
        continue;
      }
      const places = this.#places.get(id);
      if (places === undefined) continue;
      const most = Math.min(places.length, MOST_PLACES);
      for (let index = 0; index < most; index += 1) add({ from: places[index]!, at: places[index]! + 1, label, before: undefined });
    }
    return paths;
  }

  #follow(paths: readonly Path[], part: CompiledPart): Path[] {
    if (!this.#holdsOne(part)) return [];
    const { labels, lists: names, gap } = part;
    const { ids, filler } = this.#words;
    const lists = names.length === 0 ? NO_MATCHES : names.map((name) => this.#list(name));
    const next: Path[] = [];
    for (const path of paths) {
      const { sentence } = this.#tokens[path.from]!;
      let others = 0;
      let little = 0;
      for (let at = path.at; at < this.#tokens.length && this.#tokens[at]!.sentence === sentence; at += 1) {
        for (const list of lists) for (const inner of list.get(at) ?? []) next.push({ from: path.from, at: inner.at, label: wordsOf(inner), before: path });
        for (const id of ids[at]!) {
          const label = labels.get(id);
          if (label === undefined) continue;
          next.push({ from: path.from, at: at + 1, label, before: path });
          break;
        }
        if (gap < 0 || this.#stops.has(at)) break;
        if (filler[at] === true) little += 1;
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
      for (const path of distinct(this.#words.possible(this.#words.grammar.lists.get(name) ?? NO_MATCHES).flatMap((phrase) => (this.#canStand(phrase) ? this.#paths(phrase) : [])))) {
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

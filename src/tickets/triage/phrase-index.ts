/**
 * Which phrases a message could hold, told by its words at once: of some two thousand phrases nearly all lack a word.
 * Looking at each of them was half of what reading a message cost.
 */

interface Needs {
  readonly parts: readonly { readonly optional: boolean; readonly terms: readonly { readonly id: number | undefined; readonly label: string }[] }[];
}

interface Posting {
  /** Number of the list. */
  readonly list: number;
  readonly at: number;
  /** The other words that it needs, each with its alternatives. */
  readonly besides: readonly (readonly number[])[];
}

export class PhraseIndex {
  /** Number of a word → phrases that need it, or one of its alternatives. */
  readonly #byWord = new Map<number, Posting[]>();
  readonly #numbers = new Map<readonly Needs[], number>();
  /** By number of the list: places of phrases that need no word of their own, only other lists. */
  readonly #others: (readonly number[])[] = [];
  #highest = 0;

  /** Takes in a list of phrases; only this very list can be asked for later. */
  add(list: readonly Needs[]): void {
    const number = this.#others.length;
    const others: number[] = [];
    for (const [at, { parts }] of list.entries()) {
      const needed = parts.filter(({ terms, optional }) => !optional && terms.every(({ id }) => id !== undefined)).sort((a, b) => commonness(a) - commonness(b));
      const [words, ...besides] = needed.map(({ terms }) => [...new Set(terms.map(({ id }) => id!))]);
      if (words === undefined) others.push(at);
      for (const id of words ?? []) {
        const posting = { list: number, at, besides };
        const postings = this.#byWord.get(id);
        if (postings === undefined) this.#byWord.set(id, [posting]);
        else postings.push(posting);
      }
      for (const id of [words ?? [], ...besides].flat()) this.#highest = Math.max(this.#highest, id);
    }
    this.#others.push(others);
    this.#numbers.set(list, number);
  }

  /**
   * What a message with these words could hold: a list of phrases → those of it, in their order. Whatever is left out
   * is not there; what is named may be.
   */
  possible(words: ReadonlyMap<number, unknown>): <Phrase extends Needs>(list: readonly Phrase[]) => readonly Phrase[] {
    const found: (number[] | undefined)[] = new Array<number[] | undefined>(this.#others.length).fill(undefined);
    const holds = new Uint8Array(this.#highest + 1);
    for (const id of words.keys()) holds[id] = 1;
    for (const id of words.keys()) {
      for (const { list, at, besides } of this.#byWord.get(id) ?? NONE) {
        if (besides.length > 0 && !holdsOneOfEach(besides, holds)) continue;
        const places = found[list];
        if (places === undefined) found[list] = [at];
        else places.push(at);
      }
    }
    return (list) => {
      const number = this.#numbers.get(list);
      if (number === undefined) return list;
      const others = this.#others[number]!;
      const places = found[number];
      if (places === undefined) return others.length === 0 ? NONE : others.map((at) => list[at]!);
      if (places.length === 1 && others.length === 0) return [list[places[0]!]!];
      return [...new Set([...places, ...others])].sort((a, b) => a - b).map((at) => list[at]!);
    };
  }
}

/** Asked some thousand times a message, so it makes no functions. */
function holdsOneOfEach(groups: Posting['besides'], holds: Uint8Array): boolean {
  for (const group of groups) {
    let one = false;
    for (let index = 0; index < group.length && !one; index += 1) one = holds[group[index]!] === 1;
    if (!one) return false;
  }
  return true;
}

/** The longer a word, the fewer messages hold it: "the site is down" is looked for where "site" stands, not "the". */
function commonness({ terms }: Needs['parts'][number]): number {
  return terms.reduce((sum, { label }) => sum + (COMMONNESS[label.replace(/^[=*]/, '').length] ?? 1), 0);
}

/** By length: a word of two letters stands in nearly every message, one of eight in hardly any. */
const COMMONNESS = [60, 60, 40, 20, 5, 2];

const NONE: readonly never[] = [];

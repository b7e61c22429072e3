/**
 * Which phrases a message could hold, told by its words at once: of some two thousand phrases nearly all lack a word.
 * Looking at each of them was half of what reading a message cost.
 */

interface Needs {
  readonly parts: readonly { readonly optional: boolean; readonly terms: readonly { readonly id: number | undefined }[] }[];
}

interface Posting {
  readonly list: readonly Needs[];
  readonly at: number;
}

export class PhraseIndex {
  /** Number of a word → phrases that need it, or one of its alternatives. */
  readonly #byWord = new Map<number, Posting[]>();
  /** Places in a list of phrases that need no word of their own, only other lists. */
  readonly #others = new Map<readonly Needs[], readonly number[]>();

  /** Takes in a list of phrases; only this very list can be asked for later. */
  add(list: readonly Needs[]): void {
    const others: number[] = [];
    for (const [at, { parts }] of list.entries()) {
      const needed = parts.filter(({ terms, optional }) => !optional && terms.every(({ id }) => id !== undefined)).sort((a, b) => a.terms.length - b.terms.length)[0];
      if (needed === undefined) others.push(at);
      for (const id of new Set(needed?.terms.map((term) => term.id!))) {
        const postings = this.#byWord.get(id);
        if (postings === undefined) this.#byWord.set(id, [{ list, at }]);
        else postings.push({ list, at });
      }
    }
    this.#others.set(list, others);
  }

  /**
   * What a message with these words could hold: a list of phrases → those of it, in their order. Whatever is left out
   * is not there; what is named may be.
   */
  possible(words: Iterable<number>): <Phrase extends Needs>(list: readonly Phrase[]) => readonly Phrase[] {
    const found = new Map<readonly Needs[], Set<number>>();
    for (const id of words) {
      for (const { list, at } of this.#byWord.get(id) ?? []) {
        const places = found.get(list);
        if (places === undefined) found.set(list, new Set([at]));
        else places.add(at);
      }
    }
    return (list) => {
      const others = this.#others.get(list);
      if (others === undefined) return list;
      const places = found.get(list);
      if (places === undefined) return others.length === 0 ? NONE : others.map((at) => list[at]!);
      return [...places, ...others].sort((a, b) => a - b).map((at) => list[at]!);
    };
  }
}

const NONE: readonly never[] = [];

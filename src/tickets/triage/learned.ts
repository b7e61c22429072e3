/** What the words of a message say of its priority, by what was learned from rated messages. */
import { PRIORITIES, type Priority } from '../../catalog/support/priorities.ts';
import type { LearnedWords } from '../../catalog/support/triage-examples.ts';
import { countPieces, weighed } from './learn.ts';
import type { Words } from './tokens.ts';

export interface Opinion {
  /** Natural logarithm of how likely each priority is, in the order of `PRIORITIES`. */
  readonly logs: readonly number[];
  /** The words, known from examples, that speak most for this priority and against the others. */
  readonly wordsFor: (priority: Priority) => readonly string[];
}

const MOST_WORDS = 5;

/**
 * @param unread sentences that say nothing, such as a legal footer's
 * @returns `undefined` when no word is known: what is left then is only how messages are in general
 */
export function opinionOf(learned: LearnedWords, words: Words, unread?: ReadonlySet<number>): Opinion | undefined {
  const pieces = weighed(countPieces(words, unread), learned.words, ([rarity = 0]) => rarity);
  if (pieces.length === 0) return undefined;
  const sums = PRIORITIES.map((_, priority) => learned.bias[priority] ?? 0);
  for (const { known, value } of pieces) for (let priority = 0; priority < sums.length; priority += 1) sums[priority]! += value * weightOf(known, priority);
  const largest = Math.max(...sums);
  const total = largest + Math.log(sums.reduce((sum, value) => sum + Math.exp(value - largest), 0));
  return {
    logs: sums.map((value) => value - total),
    wordsFor: (priority) => {
      const own = PRIORITIES.indexOf(priority);
      const ahead = (known: readonly number[]) => weightOf(known, own) - Math.max(...PRIORITIES.flatMap((_, other) => (other === own ? [] : [weightOf(known, other)])));
      return pieces
        .map(({ piece, known, value }) => ({ piece, speaks: value * ahead(known) }))
        .filter(({ speaks }) => speaks > 0)
        .sort((a, b) => b.speaks - a.speaks)
        .slice(0, MOST_WORDS)
        .map(({ piece }) => piece.slice(0, 60));
    },
  };
}

/** A word's entry begins with its rarity. */
function weightOf(entry: readonly number[], priority: number): number {
  return entry[priority + 1] ?? 0;
}

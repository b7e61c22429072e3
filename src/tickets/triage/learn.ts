/**
 * Learns from messages that the team has rated which words speak for which priority.
 *
 * A logistic regression over words and pairs of words (tf-idf, unit length), with a penalty on large weights, found by
 * gradient descent of a fixed number of steps: the same messages give the same weights. Small on purpose: a few
 * hundred messages are all that a support team has, and each weight can be shown to whoever asks why.
 */
import { PRIORITIES } from '../../catalog/support/priorities.ts';
import { FEWEST_EXAMPLES, type LearnedWords, type TriageExample } from '../../catalog/support/triage-examples.ts';
import { readWords, type Words } from './tokens.ts';

const CLASSES = PRIORITIES.length;
/** A word of one message alone says nothing of the next, and could be somebody's name. */
const FEWEST_MESSAGES = 2;
/** Chosen by cross-validation; half or twice as much changes one or two messages in a hundred. */
const PENALTY = 0.25;
/** Another 150 steps change one priority in 2,700. */
const STEPS = 150;
const MOMENTUM = 0.9;
/** Upper bound of the curvature that one message adds. A larger step would overshoot. */
const CURVATURE = 0.06;

const NO_CLAUSES: ReadonlySet<string> = new Set();

/** @returns `undefined` when a priority has fewer than 20 messages */
export function learn(examples: readonly TriageExample[]): LearnedWords | undefined {
  const counts = PRIORITIES.map((priority) => examples.filter((one) => one.priority === priority).length);
  if (counts.some((count) => count < FEWEST_EXAMPLES)) return undefined;
  const counted = examples.map(({ subject, body }) => countPieces(readWords(subject, body, NO_CLAUSES)));
  const rarity = rarities(counted);
  const places = new Map([...rarity].map(([piece, rare], at) => [piece, { at, rare }]));
  const rows = counted.map((pieces) => weighed(pieces, places, ({ rare }) => rare).map(({ known, value }) => ({ at: known.at, value })));
  const right = examples.map(({ priority }) => PRIORITIES.indexOf(priority));
  // Rare priorities count as much as frequent ones: how often each comes is no reason for this message.
  const share = counts.map((count) => examples.length / (CLASSES * count));
  const { bias, weights } = descend(rows, right, share, places.size);
  const rounded = (value: number) => Math.round(value * 1_000) / 1_000;
  return {
    messages: examples.length,
    bias: [...bias].map(rounded),
    words: new Map([...rarity].map(([piece, rare], index) => [piece, [rounded(rare), ...[...weights.subarray(index * CLASSES, (index + 1) * CLASSES)].map(rounded)]])),
  };
}

const NONE: ReadonlySet<number> = new Set();

/**
 * Words, and pairs that follow each other within a sentence, with how often each stands there.
 *
 * @param unread sentences that are left out
 */
export function countPieces({ tokens }: Words, unread = NONE): Map<string, number> {
  const counts = new Map<string, number>();
  const add = (piece: string) => counts.set(piece, (counts.get(piece) ?? 0) + 1);
  for (const [index, { word, sentence }] of tokens.entries()) {
    if (unread.has(sentence)) continue;
    add(word);
    const next = tokens[index + 1];
    if (next?.sentence === sentence) add(`${word} ${next.word}`);
  }
  return counts;
}

/** The pieces that are known, each by how often and how rare it is; the whole has length 1, so that long messages weigh no more. */
export function weighed<Known>(pieces: ReadonlyMap<string, number>, known: ReadonlyMap<string, Known>, rarity: (known: Known) => number): Weighed<Known>[] {
  const all: Weighed<Known>[] = [];
  let squares = 0;
  for (const [piece, count] of pieces) {
    const found = known.get(piece);
    if (found === undefined) continue;
    const value = (1 + Math.log(count)) * rarity(found);
    squares += value * value;
    all.push({ piece, known: found, value });
  }
  const length = Math.sqrt(squares);
  for (const one of all) one.value /= length;
  return all;
}

export interface Weighed<Known> {
  readonly piece: string;
  readonly known: Known;
  value: number;
}

function rarities(counted: readonly ReadonlyMap<string, number>[]): Map<string, number> {
  const messages = new Map<string, number>();
  for (const pieces of counted) for (const piece of pieces.keys()) messages.set(piece, (messages.get(piece) ?? 0) + 1);
  return new Map([...messages].filter(([, count]) => count >= FEWEST_MESSAGES).map(([piece, count]) => [piece, Math.log((1 + counted.length) / (1 + count)) + 1]));
}

/** A message as places of its pieces with their values. */
type Row = readonly { readonly at: number; readonly value: number }[];

function descend(rows: readonly Row[], right: readonly number[], share: readonly number[], pieces: number): { bias: Float64Array; weights: Float64Array } {
  const weights = new Float64Array(pieces * CLASSES);
  const speed = new Float64Array(pieces * CLASSES);
  const slope = new Float64Array(pieces * CLASSES);
  const bias = new Float64Array(CLASSES);
  const biasSpeed = new Float64Array(CLASSES);
  const step = 1 / (CURVATURE * rows.length + PENALTY);
  for (let count = 0; count < STEPS; count += 1) {
    slope.fill(0);
    const biasSlope = new Float64Array(CLASSES);
    for (const [index, row] of rows.entries()) {
      const wrong = likely(bias, row, weights);
      for (let one = 0; one < CLASSES; one += 1) {
        wrong[one] = share[right[index]!]! * (wrong[one]! - (right[index] === one ? 1 : 0));
        biasSlope[one]! += wrong[one]!;
      }
      for (const { at, value } of row) for (let one = 0; one < CLASSES; one += 1) slope[at * CLASSES + one]! += value * wrong[one]!;
    }
    for (let at = 0; at < weights.length; at += 1) weights[at]! += speed[at] = MOMENTUM * speed[at]! - step * (slope[at]! + PENALTY * weights[at]!);
    for (let one = 0; one < CLASSES; one += 1) bias[one]! += biasSpeed[one] = MOMENTUM * biasSpeed[one]! - step * biasSlope[one]!;
  }
  return { bias, weights };
}

function likely(bias: Float64Array, row: Row, weights: Float64Array): Float64Array {
  const sums = bias.slice();
  for (const { at, value } of row) for (let one = 0; one < CLASSES; one += 1) sums[one]! += value * weights[at * CLASSES + one]!;
  const largest = Math.max(...sums);
  let total = 0;
  for (let one = 0; one < CLASSES; one += 1) total += sums[one] = Math.exp(sums[one]! - largest);
  return sums.map((value) => value / total);
}

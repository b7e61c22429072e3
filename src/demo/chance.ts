/** Numbers that look like chance and are the same for the same seed. */

export interface Chance {
  /** From 0 up to, not including, 1. */
  next(): number;
  happens(share: number): boolean;
  between(low: number, high: number): number;
  pick<T>(list: readonly T[]): T;
  /** An early entry far more often than a late one. */
  favor<T>(list: readonly T[]): T;
  /** Around a middle, with a long tail to the right, as waiting times have. */
  span(middle: number): number;
}

/** From 0 up to, not including, 1, by mulberry32: 32 bits of state are plenty for what is made up. */
export function numbersFrom(seed: number): () => number {
  let state = seed >>> 0;
  return () => {
    state = (state + 0x6d2b79f5) >>> 0;
    let mixed = Math.imul(state ^ (state >>> 15), 1 | state);
    mixed = (mixed + Math.imul(mixed ^ (mixed >>> 7), 61 | mixed)) ^ mixed;
    return ((mixed ^ (mixed >>> 14)) >>> 0) / 4_294_967_296;
  };
}

export function chanceOf(seed: number): Chance {
  const next = numbersFrom(seed);
  return {
    next,
    happens: (share) => next() < share,
    between: (low, high) => low + next() * (high - low),
    pick: (list) => list[Math.floor(next() * list.length)]!,
    favor: (list) => list[Math.floor(next() ** 2 * list.length)]!,
    span: (middle) => middle * Math.exp(0.9 * Math.sqrt(-2 * Math.log(1 - next())) * Math.cos(2 * Math.PI * next())),
  };
}

/** Numbers that look like chance and are the same in every run. */
import { numbersFrom } from '../src/demo/chance.ts';

export interface Random {
  /** From 0 up to, not including, 1. */
  next(): number;
  /** A whole number from `low` to `high`, both included. */
  between(low: number, high: number): number;
  pick<T>(list: readonly T[]): T;
  /** An entry early in the list far more often than a late one, as words occur in real text. */
  zipf<T>(list: readonly T[]): T;
  /** A factor with mean 1 whose logarithm is normal: many short pages, few very long ones. */
  logNormal(sigma: number): number;
}

export function seeded(seed: number): Random {
  const next = numbersFrom(seed);
  return {
    next,
    between: (low, high) => low + Math.floor(next() * (high - low + 1)),
    pick: (list) => list[Math.floor(next() * list.length)]!,
    zipf: (list) => list[Math.min(list.length - 1, Math.floor(list.length ** next()) - 1)]!,
    logNormal: (sigma) => {
      const normal = Math.sqrt(-2 * Math.log(1 - next())) * Math.cos(2 * Math.PI * next());
      return Math.exp(sigma * normal - sigma ** 2 / 2);
    },
  };
}

/** How far a figure may lie from what it would be with endlessly many cases. Two-sided 95 %. */
import type { Interval } from '../feedback/wilson.ts';

const Z = 1.959963984540054;

/**
 * Of a mean, by the normal approximation: with few cases or one very long wait it is rough.
 *
 * @returns `undefined` for fewer than two
 */
export function meanInterval(values: Float64Array, { least = -Infinity, most = Infinity } = {}): Interval | undefined {
  const n = values.length;
  if (n < 2) return undefined;
  const mean = values.reduce((sum, value) => sum + value, 0) / n;
  const variance = values.reduce((sum, value) => sum + (value - mean) ** 2, 0) / (n - 1);
  const half = Z * Math.sqrt(variance / n);
  return { low: Math.max(least, mean - half), high: Math.min(most, mean + half) };
}

/**
 * Of a percentile, by the ranks between which it lies: it needs no belief about how values are spread.
 * Source: W. J. Conover, Practical Nonparametric Statistics, confidence interval for a quantile.
 *
 * @param sorted ascending
 * @param part   above 0, below 1
 * @returns `undefined` when there are too few to tell both ends
 */
export function percentileInterval(sorted: Float64Array, part: number): Interval | undefined {
  const n = sorted.length;
  const half = Z * Math.sqrt(n * part * (1 - part));
  const [low, high] = [sorted[Math.ceil(n * part - half) - 1], sorted[Math.ceil(n * part + half) - 1]];
  return low === undefined || high === undefined ? undefined : { low, high };
}

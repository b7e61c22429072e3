export interface Interval {
  readonly low: number;
  readonly high: number;
}

/** Two-sided 95 %. */
const Z = 1.959963984540054;

/**
 * The Wilson score interval of a share: what the true share may be, given how few were asked.
 * Source: E. B. Wilson, "Probable inference, the law of succession, and statistical inference", JASA 22 (1927).
 *
 * @returns shares between 0 and 1; `undefined` when nobody was asked
 */
export function wilson(successes: number, asked: number): Interval | undefined {
  if (asked === 0) return undefined;
  const share = successes / asked;
  const denominator = 1 + Z ** 2 / asked;
  const center = (share + Z ** 2 / (2 * asked)) / denominator;
  const half = (Z * Math.sqrt((share * (1 - share)) / asked + Z ** 2 / (4 * asked ** 2))) / denominator;
  return { low: Math.max(0, center - half), high: Math.min(1, center + half) };
}

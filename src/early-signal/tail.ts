/** How surprising a count is. */

/**
 * The chance of this count or a larger one.
 *
 * Negative binomial: a Poisson count whose level is itself uncertain. Counts of people are more uneven than Poisson
 * (days differ, one talks to another), and a level known from few weeks is only guessed.
 *
 * @param mean   what is expected, above 0
 * @param spread how much the level varies beside the counting: its variance over its square; 0 is Poisson
 */
export function chanceOfAtLeast(count: number, mean: number, spread: number): number {
  // Below the mean the few terms are those that are missing.
  if (count <= mean) return 1 - below(Math.ceil(count), mean, spread);
  const { size, fail } = shapeOf(mean, spread);
  // The tail itself is summed, from the count on: one minus the rest would be nothing but rounding.
  let term = chanceOf(count, mean, spread);
  let sum = 0;
  for (let k = count; term > Math.max(sum * NOTHING, FAINTEST); k += 1) {
    sum += term;
    term *= fail * ((size + k) / (k + 1));
  }
  return Math.min(1, sum);
}

/** What is added after this changes no digit that counts. */
const NOTHING = 1e-12;
/** Nor does this. Near the smallest number there is, one share of a term rounds to the term itself, and no end comes. */
const FAINTEST = 1e-300;

function below(count: number, mean: number, spread: number): number {
  const { size, fail } = shapeOf(mean, spread);
  let term = count > 0 ? chanceOf(count - 1, mean, spread) : 0;
  let sum = 0;
  for (let k = count - 1; k >= 0 && term > Math.max(sum * NOTHING, FAINTEST); k -= 1) {
    sum += term;
    term *= k / (fail * (size + k - 1));
  }
  return Math.min(1, sum);
}

function chanceOf(count: number, mean: number, spread: number): number {
  const { size, fail } = shapeOf(mean, spread);
  return Math.exp(logGamma(size + count) - logGamma(size) - logGamma(count + 1) + size * Math.log1p(-fail) + count * Math.log(fail));
}

function shapeOf(mean: number, spread: number): { readonly size: number; readonly fail: number } {
  const size = 1 / Math.max(spread, 1e-6);
  return { size, fail: mean / (mean + size) };
}

/**
 * Fisher's way to weigh several independent finds as one: none of them need be surprising alone.
 *
 * @returns the chance that finds as surprising as these together come from nothing
 */
export function together(chances: readonly number[]): number {
  const half = chances.reduce((sum, chance) => sum - Math.log(Math.max(chance, 1e-300)), 0);
  // The upper tail of chi square with twice as many degrees of freedom as there are finds.
  let term = 1;
  let sum = 1;
  for (let k = 1; k < chances.length; k += 1) {
    term *= half / k;
    sum += term;
  }
  return Math.min(1, Math.exp(-half) * sum);
}

/** Lanczos' approximation, good to 15 digits for what is above 0. */
function logGamma(x: number): number {
  const series = LANCZOS.reduce((sum, factor, index) => sum + factor / (x + index + 1), 0.9999999999998099);
  const base = x + 7.5;
  return (x + 0.5) * Math.log(base) - base + Math.log((Math.sqrt(2 * Math.PI) * series) / x);
}

const LANCZOS = [676.5203681218851, -1259.1392167224028, 771.3234287776531, -176.6150291621406, 12.507343278686905, -0.13857109526572012, 9.984369578019572e-6, 1.5056327351493116e-7];

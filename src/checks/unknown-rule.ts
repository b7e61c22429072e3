import { didYouMean } from '../catalog/diagnostic.ts';

/** What to say about the code of a rule that does not exist. */
export function unknownRule(code: string, known: readonly string[]): string {
  if (known.some((one) => one.startsWith(`${code}/`))) return `There is no rule "${code}". All that begin so are "${code}/".`;
  return `There is no rule "${code}". ${didYouMean(code, known) ?? `Known: ${known.join(', ')}.`}`;
}

import { didYouMean } from '../catalog/diagnostic.ts';

/** What to say about the code of a rule that does not exist. */
export function unknownRule(code: string, known: readonly string[]): string {
  return `There is no rule "${code}". ${didYouMean(code, known) ?? `Known: ${known.join(', ')}.`}`;
}

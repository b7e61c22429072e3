/**
 * Points that single words give for or against something critical. Rules know what somebody thought of; words of
 * messages that were critical before also speak in those that nobody thought of.
 */
import type { TriageRules } from '../../catalog/support/triage.ts';
import { stemEnglish } from '../../search/stemmer.ts';
import type { Reading } from './reading.ts';

export interface Evidence {
  /** Where the sum begins. */
  readonly start: number;
  /** From this sum on a message is critical. */
  readonly enough: number;
  readonly points: ReadonlyMap<string, number>;
  readonly lists: readonly string[];
  /** Written words whose stem gives points: a name is not kept. */
  readonly stems: Map<string, string>;
}
export interface Weighed {
  readonly sum: number;
  /** What spoke for it most, as the rules write it. */
  readonly words: readonly string[];
}

/** Who has written so much has said what it is about. */
const MOST_READ = 300;
/** Inflections of some thousand stems; what comes after is stemmed each time. */
const MOST_STEMS = 10_000;

export function compileEvidence({ evidence, lists }: TriageRules): Evidence | undefined {
  if (evidence === undefined) return undefined;
  const points = new Map(Object.entries(evidence.points).flatMap(([value, signs]) => signs.map((sign): [string, number] => [sign, Number(value)])));
  return { start: evidence.start, enough: evidence.enough, points, lists: Object.keys(lists).filter((name) => points.has(`<${name}>`)), stems: new Map() };
}

/** The longer a message, the less each of its words says. */
export function weigh({ start, points, lists, stems }: Evidence, reading: Reading): Weighed {
  const signs = signsOf(reading, lists, (word) => {
    let stem = stems.get(word);
    if (stem === undefined) {
      stem = stemEnglish(word);
      if (points.has(stem) && stems.size < MOST_STEMS) stems.set(word, stem);
    }
    return stem;
  });
  const share = 1 / Math.sqrt(signs.size);
  let sum = start;
  const speaking: { sign: string; value: number }[] = [];
  for (const sign of signs) {
    const value = points.get(sign);
    if (value === undefined) continue;
    sum += value * share;
    if (value > 0) speaking.push({ sign, value });
  }
  return { sum, words: speaking.sort((a, b) => b.value - a.value).slice(0, 5).map(({ sign }) => sign) };
}

/**
 * What can give points: stems of words, `?` before those that are denied or supposed; `<list>` when one of its
 * phrases is said; `@many`, `@alone` and `@unsaid` for who is affected, `@question`.
 */
export function signsOf(reading: Reading, lists: Iterable<string>, stemOf = stemEnglish): Set<string> {
  const { tokens, questions } = reading.words;
  const signs = new Set<string>();
  const most = Math.min(tokens.length, MOST_READ);
  for (let at = 0; at < most; at += 1) {
    const stem = stemOf(tokens[at]!.word);
    signs.add(reading.saidAt(at) ? stem : `?${stem}`);
  }
  for (const name of lists) if (reading.says(name)) signs.add(`<${name}>`);
  signs.add(`@${reading.affected.who}`);
  if (questions.includes(true)) signs.add('@question');
  return signs;
}

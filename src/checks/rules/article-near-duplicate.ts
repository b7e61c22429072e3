/** Two articles that say the same, found by the runs of words they share. */
import { addressOf } from '../material.ts';
import { proseOf, wordsOf } from '../prose.ts';
import type { Rule } from '../rule.ts';

/** Words in a run: shorter ones are everywhere ("select the button and then"), longer ones break at each edit. */
const RUN = 5;
/** The share of the shorter article's runs that stand in the other, too. */
const SAME = 0.6;
const FEWEST_RUNS = 30;
/** A run in more articles than this is a phrase of the house. */
const HOUSE_PHRASE = 12;

export const nearDuplicate: Rule = {
  code: 'article/near-duplicate',
  severity: 'warning',
  protects: 'Readers from two answers that drift apart, and the team from changing both.',
  remedy: 'Make them one article and send the other address there, or say in each what the other leaves out.',
  when: 'always',
  *run({ published }) {
    const runs = published.map((article) => runsOf(proseOf(article).filter(({ kind }) => kind === 'sentence').map(({ text }) => text)));
    const holders = new Map<string, number[]>();
    for (const [index, own] of runs.entries()) for (const run of own) holders.set(run, [...(holders.get(run) ?? []), index]);
    const shared = new Map<number, Map<number, number>>();
    for (const list of holders.values()) {
      if (list.length < 2 || list.length > HOUSE_PHRASE) continue;
      for (const [position, a] of list.entries()) {
        for (const b of list.slice(position + 1)) {
          const row = shared.get(a) ?? new Map<number, number>();
          row.set(b, (row.get(b) ?? 0) + 1);
          shared.set(a, row);
        }
      }
    }
    for (const [a, row] of shared) {
      for (const [b, count] of row) {
        const shorter = Math.min(runs[a]!.size, runs[b]!.size);
        if (shorter < FEWEST_RUNS || count / shorter < SAME) continue;
        yield { file: published[b]!.file, line: 1, value: `${Math.round((100 * count) / shorter)} %`, message: `This article says mostly the same as ${addressOf(published[a]!)}.` };
      }
    }
  },
};

function runsOf(passages: readonly string[]): Set<string> {
  const runs = new Set<string>();
  for (const text of passages) {
    const words = wordsOf(text.toLowerCase());
    for (let at = 0; at + RUN <= words.length; at += 1) runs.add(words.slice(at, at + RUN).join(' '));
  }
  return runs;
}

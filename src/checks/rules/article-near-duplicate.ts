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
/** Codes that are halves of other characters, and would make two runs look like one. */
const SURROGATES = 0xd800;
const SURROGATE_CODES = 0x800;

export const nearDuplicate: Rule = {
  code: 'article/near-duplicate',
  severity: 'warning',
  protects: 'Readers from two answers that drift apart, and the team from changing both.',
  remedy: 'Make them one article and send the other address there, or say in each what the other leaves out.',
  when: 'always',
  *run({ published }) {
    const numbers = new Map<string, number>();
    const runs = published.map((article) => runsOf(proseOf(article).filter(({ kind }) => kind === 'sentence').map(({ text }) => text), numbers));
    const holders = new Map<string, number[]>();
    for (const [index, own] of runs.entries()) {
      for (const run of own) {
        const list = holders.get(run);
        if (list === undefined) holders.set(run, [index]);
        else if (list.length <= HOUSE_PHRASE) list.push(index);
      }
    }
    const shared = new Map<number, Map<number, number>>();
    for (const list of holders.values()) {
      if (list.length < 2 || list.length > HOUSE_PHRASE) continue;
      for (let first = 0; first < list.length; first += 1) {
        const a = list[first]!;
        let row = shared.get(a);
        if (row === undefined) shared.set(a, (row = new Map<number, number>()));
        for (let second = first + 1; second < list.length; second += 1) row.set(list[second]!, (row.get(list[second]!) ?? 0) + 1);
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

/**
 * Runs of words, each word as one character: a site of 5,000 articles has millions of runs, and short names keep them small.
 *
 * @param numbers the number of each word that came before, continued here
 */
function runsOf(passages: readonly string[], numbers: Map<string, number>): Set<string> {
  const runs = new Set<string>();
  for (const text of passages) {
    const words = wordsOf(text.toLowerCase()).map((word) => {
      let number = numbers.get(word);
      if (number === undefined) numbers.set(word, (number = numbers.size));
      return String.fromCodePoint(number < SURROGATES ? number : number + SURROGATE_CODES);
    });
    for (let at = 0; at + RUN <= words.length; at += 1) runs.add(words.slice(at, at + RUN).join(''));
  }
  return runs;
}

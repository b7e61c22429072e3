/** How good triage is on rated messages that it has not learned from: each fifth is rated by what the others teach. */
import { PRIORITIES, type Priority } from '../../catalog/support/priorities.ts';
import type { TriageExample } from '../../catalog/support/triage-examples.ts';
import type { Triage } from './compiled.ts';
import { learn } from './learn.ts';
import { opinionOf } from './learned.ts';
import { readWords } from './tokens.ts';
import { triage } from './triage.ts';

export interface Rating {
  /** Messages whose priority was right. */
  readonly right: number;
  /** Critical ones that were rated lower. */
  readonly missed: number;
  /** Others that were rated critical. */
  readonly cried: number;
}

export interface CrossValidation {
  readonly messages: number;
  readonly critical: number;
  /** Rules alone: they may have been written after these very messages. */
  readonly rules: Rating;
  /** Words alone. */
  readonly examples: Rating;
  /** As tickets are rated. */
  readonly both: Rating;
}

const PARTS = 5;

/** @returns `undefined` when too few are left to learn from without one part */
export function crossValidate(by: Triage, examples: readonly TriageExample[]): CrossValidation | undefined {
  const given: { right: Priority; rules: Priority; examples: Priority; both: Priority }[] = [];
  for (let part = 0; part < PARTS; part += 1) {
    // Neighbors in the file are often of one day and one hand: every fifth, so that each part holds some of all.
    const learned = learn(examples.filter((_, index) => index % PARTS !== part));
    if (learned === undefined) return undefined;
    for (const message of examples.filter((_, index) => index % PARTS === part)) {
      const rules = triage({ ...by, learned: undefined }, message).priority;
      const logs = opinionOf(learned, readWords(message.subject, message.body, new Set()))?.logs;
      const likeliest = logs === undefined ? undefined : PRIORITIES[logs.indexOf(Math.max(...logs))];
      given.push({ right: message.priority, rules, examples: likeliest ?? by.rules.default.priority, both: triage({ ...by, learned }, message).priority });
    }
  }
  const rating = (way: 'rules' | 'examples' | 'both'): Rating => ({
    right: given.filter((one) => one[way] === one.right).length,
    missed: given.filter((one) => one.right === 'critical' && one[way] !== 'critical').length,
    cried: given.filter((one) => one.right !== 'critical' && one[way] === 'critical').length,
  });
  return { messages: given.length, critical: given.filter(({ right }) => right === 'critical').length, rules: rating('rules'), examples: rating('examples'), both: rating('both') };
}

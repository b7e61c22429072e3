/** Which promise a ticket has. */
import type { Calendar } from '../../catalog/support/calendars.ts';
import type { Policy, PolicyVersion, Target } from '../../catalog/support/policies.ts';
import type { ClockName, Priority } from '../../catalog/support/priorities.ts';
import { deadline } from './deadline.ts';

/** What a content tree promises. */
export interface SlaRules {
  readonly calendars: ReadonlyMap<string, Calendar>;
  /** Oldest first; empty when nothing is promised. */
  readonly policies: readonly PolicyVersion[];
}

/** What is known of a ticket. A condition on what is not known yet does not hold. */
export interface PolicyFacts {
  readonly priority?: Priority | undefined;
  readonly tier?: string | undefined;
  readonly plan?: string | undefined;
  readonly channel?: string | undefined;
}

const CONDITIONS = ['priority', 'tier', 'plan', 'channel'] as const;

/** The table in force at an instant. */
export function policiesAt({ policies }: SlaRules, instant: number): readonly Policy[] {
  return policies.findLast(({ from }) => from <= instant)?.policies ?? [];
}

/** The first policy whose conditions all hold. */
export function policyFor(policies: readonly Policy[], facts: PolicyFacts): Policy | undefined {
  return policies.find(({ when }) => CONDITIONS.every((name) => holds(when?.[name], facts[name])));
}

/**
 * What a reader may be told before anybody has judged the ticket: the slowest promise that could still apply.
 *
 * @returns `undefined` when one of the policies that could apply promises nothing for this clock
 */
export function slowestPromise(rules: SlaRules, facts: PolicyFacts, clock: ClockName, start: number): { policy: Policy; target: Target; due: number } | undefined {
  const table = policiesAt(rules, start);
  const certain = table.findIndex(({ when }) => CONDITIONS.every((name) => holds(when?.[name], facts[name])));
  const possible = table.slice(0, certain + 1).filter(({ when }) => CONDITIONS.every((name) => facts[name] === undefined || holds(when?.[name], facts[name])));
  const promises = possible.map((policy) => {
    const target = policy.targets[clock];
    const calendar = target && rules.calendars.get(target.calendar);
    return target && calendar && { policy, target, due: deadline(start, target.seconds, calendar) };
  });
  if (promises.length === 0) return undefined;
  return promises.reduce((slowest, one) => (slowest && one && one.due > slowest.due ? one : slowest && one && slowest));
}

function holds(allowed: readonly string[] | undefined, value: string | undefined): boolean {
  return allowed === undefined || (value !== undefined && allowed.includes(value));
}

/** Policies: what is promised to whom, as data. */
import { z } from 'zod';
import { didYouMean, type Diagnostic } from '../diagnostic.ts';
import { startOfDay } from '../moments.ts';
import type { Placed } from '../placed.ts';
import { text } from '../reader-length.ts';
import { calendarDay, slug } from '../schema.ts';
import { fieldName } from '../yaml.ts';
import type { Calendar } from './calendars.ts';
import { DAY_SECONDS } from './hours.ts';
import { CLOCKS, PRIORITIES, type ClockName, type Priority } from './priorities.ts';

export const POLICIES_FILE = 'support/policies.yaml';

const SPAN = /^([1-9]\d{0,3}) (minute|hour|day|week)s?$/;
const SECONDS = { minute: 60, hour: 3_600, day: 86_400, week: 604_800 } as const;

const target = (what: string) =>
  z
    .strictObject({
      within: z.string().regex(SPAN, 'a number and a unit, for example "15 minutes", "4 hours" or "1 week"').describe('How long it may take, counted while the calendar is open.'),
      calendar: z.string().describe('The calendar that counts, from support/calendars.yaml.'),
      inTime: z.number().min(1).max(100).optional().describe('The share of tickets, in percent, that should make it. Reports show it beside what was reached.'),
    })
    .optional()
    .describe(what);

const conditions = z
  .strictObject({
    priority: z.array(z.enum(PRIORITIES)).min(1).optional().describe('Tickets of one of these priorities.'),
    tier: z.array(slug).min(1).optional().describe('Tickets that one of these tiers works on.'),
    plan: z.array(slug).min(1).optional().describe('Tickets of members with one of these plans.'),
    channel: z.array(slug).min(1).optional().describe('Tickets that came through one of these channels.'),
  })
  .refine((when) => Object.values(when).some((one) => one !== undefined), 'at least one of priority, tier, plan and channel');

export const policiesSchema = z.strictObject({
  versions: z
    .array(
      z.strictObject({
        from: calendarDay.optional().describe('The first day of this table. Only the first version has none. A clock keeps the table of the day it started.'),
        policies: z
          .array(
            z.strictObject({
              id: slug.describe('A short permanent name, used in reports.'),
              title: text(2, 60).describe('The name that people see.'),
              when: conditions.optional().describe('Which tickets it is for. All conditions must hold; within one, any of its values.'),
              default: z.literal(true).optional().describe('true marks the policy for every ticket that no other is for. It stands last.'),
              targets: z
                .strictObject({
                  triage: target('Until somebody has judged what it is and how urgent.'),
                  'first-response': target('Until a person first answers in public. Automatic answers do not count.'),
                  'next-reply': target('Until a person answers what the requester wrote later.'),
                  resolution: target('Until it is resolved. Time in which we wait for the requester does not count.'),
                })
                .describe('What is promised. Without a target there is no deadline and no figure.'),
            }),
          )
          .min(1)
          .describe('The policies; the first that fits is taken.'),
      }),
    )
    .min(1)
    .describe('The tables of promises, oldest first. To change one, add a version with its day; what was promised before stays.'),
});

export interface Target {
  /** Seconds to spend while the calendar is open. */
  readonly seconds: number;
  /** Id of the calendar. */
  readonly calendar: string;
  /** Percent of tickets that should make it. */
  readonly inTime: number | undefined;
}

export interface Conditions {
  readonly priority?: readonly Priority[] | undefined;
  readonly tier?: readonly string[] | undefined;
  readonly plan?: readonly string[] | undefined;
  readonly channel?: readonly string[] | undefined;
}

export interface Policy {
  readonly id: string;
  readonly title: string;
  /** Missing for the one that fits every ticket. */
  readonly when: Conditions | undefined;
  readonly targets: Readonly<Partial<Record<ClockName, Target>>>;
}

/** The policies from an instant on. */
export interface PolicyVersion {
  /** Milliseconds; the first is minus infinity. */
  readonly from: number;
  readonly policies: readonly Policy[];
}

type Report = (diagnostic: Diagnostic) => void;

/** Seconds of `4 hours`. */
export function secondsOf(span: string): number {
  const [, count = '', unit = ''] = SPAN.exec(span) ?? [];
  return Number(count) * SECONDS[unit as keyof typeof SECONDS];
}

/**
 * The tables of promises. Every problem is reported.
 *
 * @param zone the site's, in which the first day of a version begins
 */
export function readPolicies({ value, lineOf }: Placed<z.output<typeof policiesSchema>>, calendars: ReadonlyMap<string, Calendar>, zone: string, report: Report): PolicyVersion[] {
  const found = (path: readonly PropertyKey[], code: string, message: string, more: Partial<Diagnostic> = {}) =>
    report({ code, severity: 'error', file: POLICIES_FILE, line: lineOf(path), field: fieldName(path), message, ...more });

  return value.versions.map(({ from, policies }, version) => {
    const path = (...rest: PropertyKey[]) => ['versions', version, ...rest];
    const before = value.versions[version - 1];
    if (version === 0 && from !== undefined) found(path('from'), 'policy/version', 'The first version has no first day: it applies to everything before the second.', { value: from, remedy: 'Take this line away.' });
    if (version > 0 && from === undefined) found(path(), 'policy/version', 'A later version says from which day it applies.', { remedy: 'Add from: with a day.' });
    if (from !== undefined && before?.from !== undefined && from <= before.from) found(path('from'), 'policy/version', 'This version stands after a later one.', { value: from, remedy: 'Versions stand in the order of their days, oldest first.' });

    const ids = new Set<string>();
    const read = policies.map((policy, index): Policy => {
      const at = (...rest: PropertyKey[]) => path('policies', index, ...rest);
      if (ids.has(policy.id)) found(at('id'), 'policy/duplicate', 'Another policy has this name.', { value: policy.id });
      ids.add(policy.id);
      if (policy.when && policy.default) found(at('default'), 'policy/default', 'The default is for every other ticket, so it has no conditions.', { remedy: 'Take when: or default: away.' });
      if (!policy.when && !policy.default) found(at(), 'policy/conditions', 'This policy does not say which tickets it is for. Nothing said is not “all”.', { remedy: 'Add when: with a condition, or default: true if it is for all the rest.' });
      const targets: Partial<Record<ClockName, Target>> = {};
      for (const clock of CLOCKS) {
        const written = policy.targets[clock];
        if (written === undefined) continue;
        const calendar = calendars.get(written.calendar);
        if (calendar === undefined) found(at('targets', clock, 'calendar'), 'policy/calendar', 'There is no such calendar.', { value: written.calendar, remedy: didYouMean(written.calendar, [...calendars.keys()]) ?? `Known: ${[...calendars.keys()].join(', ') || 'none'}.` });
        else if (/day|week/.test(written.within) && !neverCloses(calendar)) found(at('targets', clock, 'within'), 'policy/days', 'On a calendar that closes, a day could mean 24 hours or one working day.', { value: written.within, remedy: 'Write it in hours, counted while the calendar is open.' });
        targets[clock] = { seconds: secondsOf(written.within), calendar: written.calendar, inTime: written.inTime };
      }
      return { id: policy.id, title: policy.title, when: policy.when, targets };
    });

    const defaults = policies.flatMap((policy, index) => (policy.default ? [index] : []));
    if (defaults.length === 0) found(path('policies'), 'policy/no-default', 'A ticket that fits no policy would have no promise at all.', { remedy: 'Mark the last policy with default: true in place of when:.' });
    for (const index of defaults.slice(1)) found(path('policies', index, 'default'), 'policy/two-defaults', 'There is a default already.', { remedy: 'Only one policy is for all the rest.' });
    for (const [index, policy] of read.entries()) {
      const shadow = read.slice(0, index).find((earlier, place) => policies[place]?.default === true || (earlier.when !== undefined && policy.when !== undefined && covers(earlier.when, policy.when)));
      if (shadow) found(path('policies', index), 'policy/unreachable', `No ticket ever gets here: ${shadow.id} takes all of them first.`, { value: policy.id, remedy: 'Policies with more conditions stand before those with fewer, and the default last.' });
    }
    return { from: from === undefined ? -Infinity : startOfDay(from, zone), policies: read };
  });
}

/** A policy for a tier that nobody works in would never hold. */
export function checkPolicyTiers({ value, lineOf }: Placed<z.output<typeof policiesSchema>>, tiers: readonly string[], report: Report): void {
  for (const [version, { policies }] of value.versions.entries()) {
    for (const [index, { when }] of policies.entries()) {
      for (const [place, tier] of (when?.tier ?? []).entries()) {
        const path = ['versions', version, 'policies', index, 'when', 'tier', place];
        if (!tiers.includes(tier)) report({ code: 'policy/tier', severity: 'error', file: POLICIES_FILE, line: lineOf(path), field: fieldName(path), value: tier, message: 'There is no such tier.', remedy: didYouMean(tier, tiers) ?? `Known: ${tiers.join(', ') || 'none'}.` });
      }
    }
  }
}

/** Whether every ticket of the second has been taken by the first. */
function covers(first: Conditions, second: Conditions): boolean {
  return (['priority', 'tier', 'plan', 'channel'] as const).every((name) => {
    const allowed: readonly string[] | undefined = first[name];
    return allowed === undefined || (second[name]?.every((one: string) => allowed.includes(one)) ?? false);
  });
}

function neverCloses({ versions, holidays, exceptions }: Calendar): boolean {
  const whole = (spans: readonly { from: number; until: number }[]) => spans.reduce((sum, { from, until }) => sum + until - from, 0) === DAY_SECONDS;
  return versions.every(({ week }) => week.every(whole)) && holidays.size === 0 && [...exceptions.values()].every(({ open }) => whole(open));
}

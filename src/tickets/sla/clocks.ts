/** A ticket's clocks at an instant: what is due, what was met, what is late. */
import { z } from 'zod';
import { CLOCKS, type ClockName } from '../../catalog/support/priorities.ts';
import type { TicketEvent } from '../events.ts';
import { courseOf, type Course } from './course.ts';
import { deadline } from './deadline.ts';
import { policiesAt, type SlaRules } from './policy.ts';
import { clockRunSchema, resultOf, type ClockRun, type Run } from './runs.ts';

const clockSchema = clockRunSchema.extend({
  /** Every run, oldest first, the present one last: each question and its answer, each resolution. */
  history: z.array(clockRunSchema),
  /** The most business seconds that one run took; what a report shows. */
  longest: z.number().optional(),
  /** The first breach of all runs. */
  firstBreach: z.number().optional(),
});

/** A clock's present run, with those before it. */
export type Clock = z.output<typeof clockSchema>;
export type Clocks = Readonly<Record<ClockName, Clock>>;

const resultsSchema = z.object({ triage: clockSchema, 'first-response': clockSchema, 'next-reply': clockSchema, resolution: clockSchema });

/**
 * How a ticket's clocks stand.
 *
 * @param events oldest first; nothing of their words is needed
 * @param now    later than the last event, or the last event's instant counts
 */
export function clocksOf(events: readonly TicketEvent[], rules: SlaRules, now: number): Clocks {
  const last = events.findLast((event) => event.kind === 'closed' || event.kind === 'reopened');
  const kept = resultsSchema.safeParse(last?.kind === 'closed' ? last.facts.results : undefined);
  // Results of another shape come from another program's history; ours can be worked out.
  if (kept.success) return kept.data;
  return standings(courseOf(events, rules, now), rules);
}

/**
 * The clocks as a closing event keeps them, so that no later edit of a calendar or a policy changes them.
 * What still runs as the ticket is closed has stopped.
 */
export function frozenResults(clocks: Clocks): Record<string, unknown> {
  const ended = <Standing extends ClockRun>(run: Standing): Standing => (run.state === 'running' || run.state === 'paused' ? { ...run, state: 'stopped', due: undefined, originalDue: undefined } : run);
  return JSON.parse(JSON.stringify(Object.fromEntries(CLOCKS.map((name) => [name, { ...ended(clocks[name]), history: clocks[name].history.map(ended) }])))) as Record<string, unknown>;
}

/** The clock that runs out first, of those that run and are not late yet. */
export function nextDue(clocks: Clocks): { clock: ClockName; due: number } | undefined {
  let next: { clock: ClockName; due: number } | undefined;
  for (const clock of CLOCKS) {
    const { state, due } = clocks[clock];
    if (state === 'running' && due !== undefined && (next === undefined || due < next.due)) next = { clock, due };
  }
  return next;
}

/**
 * The instant at which a share of a ticket's target will be spent if nothing stops it; for warnings.
 * It lies in open hours, so a warning for 9 a.m. comes the day before and not at night.
 *
 * @param share of target with adjustments, 0 to 1
 * @returns `undefined` when the clock does not run
 */
export function instantOfShare(clock: Clock, share: number, rules: SlaRules, now: number): number | undefined {
  const calendar = clock.calendar === undefined ? undefined : rules.calendars.get(clock.calendar);
  if (clock.state !== 'running' || clock.target === undefined || clock.businessSeconds === undefined || calendar === undefined) return undefined;
  const left = Math.max(0, clock.target + clock.adjustment) * share - clock.businessSeconds;
  return left <= 0 ? now : deadline(now, left, calendar);
}

export function standings(course: Course, rules: SlaRules): Clocks {
  const { waiting: paused, ended: stopped, at, pauses } = course;
  const stand = (run: Run) => resultOf(run, at, rules, pauses, { paused, stopped });
  return {
    triage: clockOf([stand(course.triage)]),
    'first-response': clockOf([stand(course.firstResponse)]),
    'next-reply': course.exchanges.length === 0 ? unasked(course, rules) : clockOf(course.exchanges.map(stand)),
    resolution: clockOf([...course.resolvedBefore, stand(course.resolution)]),
  };
}

function clockOf(history: readonly ClockRun[]): Clock {
  const times = history.flatMap(({ businessSeconds }) => (businessSeconds === undefined ? [] : [businessSeconds]));
  const breaches = history.flatMap(({ breachedAt }) => (breachedAt === undefined ? [] : [breachedAt]));
  return { ...history.at(-1)!, history: [...history], longest: times.length === 0 ? undefined : Math.max(...times), firstBreach: breaches.length === 0 ? undefined : Math.min(...breaches) };
}

/** Nothing to answer since the first answer. */
function unasked({ resolution, at }: Course, rules: SlaRules): Clock {
  const policy = resolution.policy ?? policiesAt(rules, at).at(-1);
  const target = policy?.targets['next-reply'];
  return { state: target === undefined ? 'not-set' : 'idle', policy: policy?.id, calendar: target?.calendar, target: target?.seconds, adjustment: 0, history: [] };
}

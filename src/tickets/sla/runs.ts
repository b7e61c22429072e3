/** One run of one clock: from its start until it is met, under one promise at a time. */
import { z } from 'zod';
import type { Calendar } from '../../catalog/support/calendars.ts';
import type { Policy, Target } from '../../catalog/support/policies.ts';
import type { ClockName } from '../../catalog/support/priorities.ts';
import { deadline, elapsed } from './deadline.ts';
import type { SlaRules } from './policy.ts';
import type { Pause } from './segments.ts';

export const CLOCK_STATES = [
  /** Nothing is promised, so there is no deadline and no figure. */
  'not-set',
  /** Promised, but nothing to answer yet. */
  'idle',
  'running',
  'paused',
  'met',
  /** Late, whether done by now or not. A breach stays. */
  'breached',
  /** Ended without being met or late: resolved without an answer, merged, spam. Counts in no figure. */
  'stopped',
] as const;
export type ClockState = (typeof CLOCK_STATES)[number];

const instant = z.number().optional();

/** How one run stands. Instants are milliseconds, spans are seconds; what does not apply is missing. */
export const clockRunSchema = z.object({
  state: z.enum(CLOCK_STATES),
  /** Ids of the policy and the calendar that hold now, or held when it was met. */
  policy: z.string().optional(),
  calendar: z.string().optional(),
  start: instant,
  /** As promised, without adjustments. */
  target: z.number().optional(),
  /** Added by people, with a reason in the event's words. */
  adjustment: z.number(),
  /** With adjustments. Missing while the clock stands still, because nobody knows for how long. */
  due: instant,
  /** Without adjustments: what was promised at first. */
  originalDue: instant,
  metAt: instant,
  breachedAt: instant,
  originalBreachedAt: instant,
  /** Open time without pauses, until it was met or now. */
  businessSeconds: z.number().optional(),
  /** All time from the start until it was met or now, pauses too. */
  calendarSeconds: z.number().optional(),
  /** Target with adjustments minus business time; negative when it is late. */
  remaining: z.number().optional(),
  /** Business time by target with adjustments: 1 is the deadline. */
  share: z.number().optional(),
});
export type ClockRun = z.output<typeof clockRunSchema>;

/** A run while the story is read. */
export interface Run {
  readonly clock: ClockName;
  start: number;
  /** The table of promises in force as it started. */
  readonly table: readonly Policy[];
  policy: Policy | undefined;
  /** Since when the present promise and start hold. */
  since: number;
  adjustment: number;
  metAt: number | undefined;
  breachedAt: number | undefined;
  originalBreachedAt: number | undefined;
}

export function promised(run: Run, rules: SlaRules): { target: Target; calendar: Calendar } | undefined {
  const target = run.policy?.targets[run.clock];
  const calendar = target && rules.calendars.get(target.calendar);
  return target && calendar && { target, calendar };
}

/** Deadlines with and without adjustments; `Infinity` while it stands still. What came after it was met changes neither. */
function dues(run: Run, rules: SlaRules, all: readonly Pause[]): { due: number; originalDue: number } | undefined {
  const promise = promised(run, rules);
  if (promise === undefined) return undefined;
  const { metAt } = run;
  const pauses = metAt === undefined ? all : all.flatMap((pause) => (pause.from < metAt ? [{ from: pause.from, until: Math.min(pause.until, metAt) }] : []));
  const originalDue = deadline(run.start, promise.target.seconds, promise.calendar, pauses);
  return { originalDue, due: run.adjustment === 0 ? originalDue : deadline(run.start, Math.max(0, promise.target.seconds + run.adjustment), promise.calendar, pauses) };
}

/**
 * Notes a breach that lies before an instant, under what held until then. To be asked before anything changes.
 * A promise that was spent already when it began to hold is broken at that moment, not before.
 */
export function judge(run: Run, at: number, rules: SlaRules, pauses: readonly Pause[]): void {
  const found = run.metAt === undefined ? dues(run, rules, pauses) : undefined;
  if (found === undefined) return;
  if (found.due < at) run.breachedAt ??= Math.max(found.due, run.since);
  if (found.originalDue < at) run.originalBreachedAt ??= Math.max(found.originalDue, run.since);
}

/**
 * How a run stands at an instant up to which it has been judged.
 *
 * @param stopped the ticket is resolved or closed, so that nothing is awaited
 */
export function resultOf(run: Run, at: number, rules: SlaRules, pauses: readonly Pause[], { paused, stopped }: { paused: boolean; stopped: boolean }): ClockRun {
  const promise = promised(run, rules);
  const end = Math.max(run.start, run.metAt ?? at);
  const found = dues(run, rules, pauses);
  const whole = promise && Math.max(0, promise.target.seconds + run.adjustment);
  const businessSeconds = promise && elapsed(run.start, end, promise.calendar, pauses);
  return {
    state: stateOf(run, promise !== undefined, paused, stopped),
    policy: run.policy?.id,
    calendar: promise?.calendar.id,
    start: run.start,
    target: promise?.target.seconds,
    adjustment: run.adjustment,
    due: finite(found?.due),
    originalDue: finite(found?.originalDue),
    metAt: run.metAt,
    breachedAt: run.breachedAt,
    originalBreachedAt: run.originalBreachedAt,
    businessSeconds,
    calendarSeconds: (end - run.start) / 1_000,
    remaining: whole === undefined || businessSeconds === undefined ? undefined : whole - businessSeconds,
    share: whole === undefined || businessSeconds === undefined ? undefined : whole === 0 ? 1 : businessSeconds / whole,
  };
}

function stateOf(run: Run, isPromised: boolean, paused: boolean, stopped: boolean): ClockState {
  if (run.breachedAt !== undefined) return 'breached';
  if (!isPromised) return 'not-set';
  if (run.metAt !== undefined) return 'met';
  if (stopped) return 'stopped';
  return paused ? 'paused' : 'running';
}

function finite(instant: number | undefined): number | undefined {
  return instant === Infinity ? undefined : instant;
}

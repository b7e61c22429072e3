/** What a ticket's events and clocks set off, and when. Pure: the worker raises each once. */
import type { Escalation, Trigger, TriggerConditions } from '../../catalog/support/escalation.ts';
import type { ClockName, TicketEvent } from '../events.ts';
import { answersByPerson, snapshotOf, type Snapshot } from '../lifecycle.ts';
import { followUpsOf, type FollowUpAlarm } from './follow-ups.ts';
import type { FollowUp } from '../../catalog/support/follow-up.ts';

/** A clock that runs, as far as alarms need it. */
export interface RunningClock {
  readonly clock: ClockName;
  /** When it started, milliseconds: a later reply's clock is another one. */
  readonly startedAt: number;
  readonly due: number;
  /** The instant at which this percentage of the promised time is used up, as things stand. */
  readonly reaches: (percent: number) => number;
}

export type Alarm =
  | { readonly kind: 'trigger'; readonly key: string; readonly at: number; readonly trigger: Trigger }
  | { readonly kind: 'breach'; readonly key: string; readonly at: number; readonly clock: ClockName; readonly due: number }
  | FollowUpAlarm;

/** What sets alarms off. */
export interface AlarmRules {
  readonly escalation: Pick<Escalation, 'triggers'>;
  /** Missing where nothing happens by itself after a solution. */
  readonly followUp?: FollowUp | undefined;
}

/**
 * All alarms of a ticket, past and to come, in order of time. A key names each for good, so that one that was raised
 * is known again.
 *
 * A paused clock sets nothing off; once it runs again, its alarms come back at their new times.
 *
 * @param clocks those that run now
 */
export function alarmsOf(events: readonly TicketEvent[], clocks: readonly RunningClock[], { escalation: { triggers }, followUp }: AlarmRules): Alarm[] {
  const now = snapshotOf(events);
  if (now.state === 'resolved' || now.state === 'closed') return followUpsOf(events, followUp);
  const breaches = clocks.map((one): Alarm => ({ kind: 'breach', key: `breach:${one.clock}:${one.startedAt}`, at: one.due, clock: one.clock, due: one.due }));
  const moves = triggers.flatMap((trigger): Alarm[] => {
    const since = heldSince(events, trigger.when);
    if (since === undefined) return [];
    const reached = clockInstant(clocks, trigger.when);
    return reached === undefined ? [] : [{ kind: 'trigger', key: `trigger:${trigger.id}`, at: Math.max(since, reached), trigger }];
  });
  return [...moves, ...breaches].sort((a, b) => a.at - b.at || a.key.localeCompare(b.key));
}

/**
 * The event from which on everything but the clocks holds; `undefined` when it does not hold now. What held for a
 * while and no longer does moves nobody.
 */
function heldSince(events: readonly TicketEvent[], when: TriggerConditions): number | undefined {
  if (!holds(events, when)) return undefined;
  let since = events.length;
  while (since > 1 && holds(events.slice(0, since - 1), when)) since -= 1;
  return events[since - 1]?.at;
}

function holds(events: readonly TicketEvent[], when: TriggerConditions): boolean {
  const ticket = snapshotOf(events);
  return (
    among(when.priority, ticket.priority) &&
    among(when.category, ticket.category) &&
    among(when.plan, ticket.plan) &&
    among(when.sentiment, ticket.triage?.sentiment) &&
    flag(when.security, ticket, 'security') &&
    flag(when.compliance, ticket, 'compliance') &&
    flag(when.vip, ticket, 'vip') &&
    (when.attempts === undefined || failedAttempts(events) >= when.attempts)
  );
}

function among(wanted: readonly string[] | undefined, value: string | undefined): boolean {
  return wanted === undefined || (value !== undefined && wanted.includes(value));
}

function flag(wanted: true | undefined, { triage }: Snapshot, name: 'security' | 'compliance' | 'vip'): boolean {
  return wanted === undefined || triage?.[name] === true;
}

/** How often a person answered and the requester came back: answers in a row count as one attempt. */
export function failedAttempts(events: readonly TicketEvent[]): number {
  let answered = false;
  let failed = 0;
  for (const event of events) {
    if (event.kind === 'replied' && answersByPerson(event)) answered = true;
    else if (answered && (event.kind === 'received' || event.kind === 'reopened')) {
      failed += 1;
      answered = false;
    }
  }
  return failed;
}

/** When the clocks' conditions hold: always, if there are none. */
function clockInstant(clocks: readonly RunningClock[], { imminent, breached }: TriggerConditions): number | undefined {
  const instants: (number | undefined)[] = [];
  if (imminent !== undefined) instants.push(earliest(clocks.filter(({ clock }) => imminent.clock.includes(clock)).map((one) => one.reaches(imminent.used))));
  if (breached !== undefined) instants.push(earliest(clocks.filter(({ clock }) => breached.includes(clock)).map(({ due }) => due)));
  if (instants.includes(undefined)) return undefined;
  return Math.max(-Infinity, ...(instants as number[]));
}

function earliest(instants: readonly number[]): number | undefined {
  return instants.length === 0 ? undefined : Math.min(...instants);
}

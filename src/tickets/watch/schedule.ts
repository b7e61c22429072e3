/** When a ticket's clocks next want something. Pure; written into the ticket's row with each event. */
import { CLOCKS } from '../../catalog/support/priorities.ts';
import { alarmsOf, type Alarm, type RunningClock } from '../escalation/alarms.ts';
import type { TicketEvent } from '../events.ts';
import type { Schedule } from '../record.ts';
import { clocksOf, instantOfShare, nextDue, type Clocks } from '../sla/clocks.ts';
import type { WatchRules } from './rules.ts';

/** How a ticket's clocks stand with its last event, and what they set off. */
export interface Watched {
  readonly clocks: Clocks;
  readonly alarms: readonly Alarm[];
}

export function watched(events: readonly TicketEvent[], rules: WatchRules): Watched {
  const now = events.reduce((latest, { at }) => Math.max(latest, at), 0);
  const clocks = clocksOf(events, rules, now);
  return { clocks, alarms: alarmsOf(events, awaited(clocks, rules, now), rules) };
}

/** The ticket's own times for lists and for the worker. An alarm in the past is looked at once more and found raised. */
export function scheduleOf(events: readonly TicketEvent[], rules: WatchRules): Schedule {
  const { clocks, alarms } = watched(events, rules);
  const next = nextDue(clocks);
  return { nextDue: next && { at: next.due, clock: next.clock }, lookAt: alarms[0]?.at };
}

/** Clocks that somebody waits for: running, or late and still not answered. */
function awaited(clocks: Clocks, rules: WatchRules, now: number): RunningClock[] {
  return CLOCKS.flatMap((name): RunningClock[] => {
    const clock = clocks[name];
    const due = clock.breachedAt ?? clock.due;
    if ((clock.state !== 'running' && clock.state !== 'breached') || clock.metAt !== undefined || due === undefined || clock.start === undefined) return [];
    return [{ clock: name, startedAt: clock.start, due, reaches: (percent) => (clock.state === 'breached' ? due : (instantOfShare(clock, percent / 100, rules, now) ?? due)) }];
  });
}

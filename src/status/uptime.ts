/**
 * Uptime as the page prints it: a major outage counts in full, a partial outage at 30 %, degraded performance
 * and planned maintenance not at all. Time that nobody recorded is left out; it is never called up.
 */
import { addDays, dayOf, startOfDay } from '../catalog/moments.ts';
import { RANK, stateAt, type ShownState, type Span } from './timeline.ts';

export const WEIGHTS: Readonly<Record<ShownState, number>> = {
  'major outage': 1,
  'partial outage': 0.3,
  'degraded performance': 0,
  'under maintenance': 0,
  operational: 0,
};

/** A day on the page's calendar: 23 or 25 hours long when the clocks change. */
export interface CalendarDay {
  readonly day: string;
  readonly from: number;
  readonly until: number;
}

export interface DayRecord {
  readonly day: string;
  /** The worst that was recorded; `unknown` when nothing was. */
  readonly state: ShownState | 'unknown';
  /** Milliseconds of the day that were recorded. */
  readonly observed: number;
  /** Milliseconds in each state other than operational. */
  readonly spent: Readonly<Partial<Record<ShownState, number>>>;
}

/** The last days, today included, oldest first. */
export function lastDays(now: number, zone: string, count: number): CalendarDay[] {
  const today = dayOf(now, zone);
  const starts = Array.from({ length: count + 1 }, (_, index) => addDays(today, index - count + 1));
  const instants = starts.map((day) => startOfDay(day, zone));
  return starts.slice(0, count).map((day, index) => ({ day, from: instants[index] ?? 0, until: instants[index + 1] ?? 0 }));
}

/**
 * What was recorded of one part on one day, until now.
 *
 * @param since the instant from which the part is recorded
 */
export function dayRecord({ day, from, until }: CalendarDay, spans: readonly Span[], since: number, now: number): DayRecord {
  const start = Math.max(from, since);
  const end = Math.min(until, now);
  if (end <= start) return { day, state: 'unknown', observed: 0, spent: {} };
  const touching = spans.filter((span) => span.from < end && span.until > start);
  const cuts = [...new Set([start, end, ...touching.flatMap((span) => [span.from, span.until])])].filter((at) => at >= start && at <= end).sort((a, b) => a - b);
  const spent: Partial<Record<ShownState, number>> = {};
  let rank = 0;
  for (const [index, at] of cuts.slice(0, -1).entries()) {
    // Two incidents at once are counted once, as the worse of them.
    const state = stateAt(touching, at);
    rank = Math.max(rank, RANK.indexOf(state));
    if (state !== 'operational') spent[state] = (spent[state] ?? 0) + ((cuts[index + 1] ?? end) - at);
  }
  return { day, state: RANK[rank] ?? 'operational', observed: end - start, spent };
}

/** The share of recorded time that was up, 0 to 1, or nothing when no time was recorded. */
export function uptime(days: readonly DayRecord[]): number | undefined {
  const observed = days.reduce((sum, day) => sum + day.observed, 0);
  if (observed === 0) return undefined;
  const down = days.reduce((sum, day) => sum + Object.entries(day.spent).reduce((all, [state, ms]) => all + ms * WEIGHTS[state as ShownState], 0), 0);
  return (observed - down) / observed;
}

/** A share as a percentage that never rounds trouble away: 99.996 % is 99.99 %, and 100 % is said of no trouble only. */
export function percent(share: number, locale: string): string {
  const floored = Math.floor(share * 1e4 + 1e-9) / 1e4;
  return new Intl.NumberFormat(locale, { style: 'percent', minimumFractionDigits: floored === 1 ? 0 : 2, maximumFractionDigits: 2 }).format(floored);
}

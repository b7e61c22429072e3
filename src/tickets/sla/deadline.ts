/** When a target runs out, and how much of it is spent. Instants are milliseconds, spans are seconds. */
import type { Calendar } from '../../catalog/support/calendars.ts';
import { openHoursOf } from './open-hours.ts';
import { union, type Stretch } from './stretches.ts';

/**
 * When a target runs out: the first instant at which it is spent. On a window's very end it is that end.
 *
 * @param start   the instant the clock started
 * @param seconds business time to spend; with none it is `start` itself, open or not
 * @param pauses  when the clock stood still; may overlap, and `Infinity` ends the one that lasts
 * @returns `Infinity` when the clock stands still for good before that
 * @throws {CalendarNeverOpens} when five years pass without an open second
 * @throws {DeadlineTooFar} when it takes more than a thousand years
 */
export function deadline(start: number, seconds: number, calendar: Calendar, pauses: readonly Stretch[] = []): number {
  const hours = openHoursOf(calendar);
  let left = Math.round(seconds * 1_000);
  let at = start;
  if (left <= 0) return start;
  for (const { from, until } of union(pauses)) {
    if (until <= at) continue;
    if (from > at) {
      const open = hours.between(at, from);
      if (open >= left) break;
      left -= open;
    }
    if (until === Infinity) return Infinity;
    at = until;
  }
  return hours.reach(at, left);
}

/** Business seconds from one instant up to another, without pauses; 0 when the second is not later. */
export function elapsed(from: number, until: number, calendar: Calendar, pauses: readonly Stretch[] = []): number {
  if (until <= from) return 0;
  const hours = openHoursOf(calendar);
  let open = hours.between(from, until);
  for (const pause of union(pauses)) open -= hours.between(Math.max(from, pause.from), Math.min(until, pause.until));
  return open / 1_000;
}

/** Days and times as a support team writes them, and the instants they mean. */
import { Temporal } from 'temporal-polyfill';

/** `2026-11-23 14:30`, in the page's zone, or with an offset of its own: `2026-11-23T14:30-05:00`. */
export const MOMENT = /^(\d{4}-\d{2}-\d{2})[T ](\d{2}:\d{2}(?::\d{2})?)(?: ?(Z|[+-]\d{2}:\d{2}))?$/;

export type MomentProblem = 'no-such-day' | 'skipped' | 'twice';

/**
 * The instant a written moment means.
 *
 * @param text matches `MOMENT`
 * @param zone used when the text names no offset
 * @returns milliseconds, or why there is no single such instant: in spring an hour is skipped, in autumn one comes twice
 */
export function instantOf(text: string, zone: string): number | MomentProblem {
  const [, day = '', time = '', offset] = MOMENT.exec(text) ?? [];
  try {
    const wall = Temporal.PlainDateTime.from(`${day}T${time}`, { overflow: 'reject' });
    if (offset !== undefined) return Temporal.Instant.from(`${day}T${time}${offset}`).epochMilliseconds;
    const earlier = wall.toZonedDateTime(zone, { disambiguation: 'earlier' });
    const later = wall.toZonedDateTime(zone, { disambiguation: 'later' });
    if (earlier.epochMilliseconds === later.epochMilliseconds) return earlier.epochMilliseconds;
    return earlier.toPlainDateTime().equals(wall) ? 'twice' : 'skipped';
  } catch {
    return 'no-such-day';
  }
}

/** The first instant of a day in a zone. */
export function startOfDay(day: string, zone: string): number {
  return Temporal.PlainDate.from(day).toZonedDateTime(zone).epochMilliseconds;
}

/** The day on which an instant falls in a zone, `2026-11-23`. */
export function dayOf(instant: number, zone: string): string {
  return Temporal.Instant.fromEpochMilliseconds(instant).toZonedDateTimeISO(zone).toPlainDate().toString();
}

/** The day some days later or, with a negative number, earlier. */
export function addDays(day: string, days: number): string {
  return Temporal.PlainDate.from(day).add({ days }).toString();
}

/** An instant as a file keeps it: local time with its offset, `2026-11-23T14:30-05:00`; seconds only when there are any. */
export function writtenMoment(instant: number, zone: string): string {
  const local = Temporal.Instant.fromEpochMilliseconds(Math.floor(instant / 1_000) * 1_000).toZonedDateTimeISO(zone);
  return local.toString({ timeZoneName: 'never', smallestUnit: local.second === 0 ? 'minute' : 'second' });
}

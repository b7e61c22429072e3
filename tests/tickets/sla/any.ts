/** Calendars, instants, pauses and stories at random, and a clock that is read minute by minute. */
import fc from '../../chance.ts';
import { Temporal } from 'temporal-polyfill';
import type { Calendar } from '../../../src/catalog/support/calendars.ts';
import { DAY_SECONDS, type DaySpan, type WeekHours } from '../../../src/catalog/support/hours.ts';
import type { Stretch } from '../../../src/tickets/sla/stretches.ts';

export const MINUTE = 60_000;
const DAY = 86_400_000;

/** Half hours, midnights, a skipped day, no changes at all, changes of half an hour. */
const ZONES = ['America/New_York', 'Europe/Berlin', 'Australia/Lord_Howe', 'Australia/Sydney', 'Asia/Kolkata', 'Asia/Kathmandu', 'America/Sao_Paulo', 'America/Santiago', 'America/Havana', 'America/St_Johns', 'Atlantic/Azores', 'Africa/Casablanca', 'Pacific/Apia', 'Pacific/Chatham', 'UTC'];

/** A day when clocks change somewhere, or any other. */
const dayNumber = fc.oneof(
  { weight: 3, arbitrary: fc.integer({ min: day('2012-01-01'), max: day('2030-12-31') }) },
  ...['2011-12-30', '2015-10-18', '2018-02-18', '2018-11-04', '2026-03-08', '2026-03-29', '2026-04-05', '2026-10-04', '2026-10-25', '2026-11-01'].map((one) => ({ weight: 1, arbitrary: fc.integer({ min: day(one) - 4, max: day(one) + 1 }) })),
);

/** Whole minutes, so that a clock read by the minute sees them. */
export const instant = fc.tuple(dayNumber, fc.integer({ min: 0, max: 1_439 })).map(([number, minute]) => number * DAY + minute * MINUTE);

/** `5` to `22.5` hours by quarters, and midnight: no clock changes at such a time, so it comes once on every day. */
const quiet = fc.oneof(fc.constant(0), fc.constant(DAY_SECONDS), fc.integer({ min: 20, max: 90 }).map((quarter) => quarter * 900));
const any = fc.integer({ min: 0, max: 96 }).map((quarter) => quarter * 900);

function spans(edge: fc.Arbitrary<number>): fc.Arbitrary<DaySpan[]> {
  return fc.uniqueArray(edge, { maxLength: 6 }).map((edges) => {
    const sorted = [...edges].sort((a, b) => a - b);
    return sorted.flatMap((from, index) => (index % 2 === 0 && sorted[index + 1] !== undefined ? [{ from, until: sorted[index + 1]! }] : []));
  });
}

export interface Made {
  readonly calendar: Calendar;
  readonly start: number;
}

/** A calendar that opens, and an instant near which its holidays, exceptions and later hours lie. */
export function calendars(edges: 'any' | 'quiet'): fc.Arbitrary<Made> {
  const edge = edges === 'any' ? any : quiet;
  const week: fc.Arbitrary<WeekHours> = fc.array(spans(edge), { minLength: 7, maxLength: 7 }).filter((days) => days.some((one) => one.length > 0));
  const near = fc.integer({ min: -2, max: 12 });
  return fc
    .record({
      zone: fc.constantFrom(...ZONES),
      start: instant,
      week,
      later: fc.option(fc.tuple(near, week), { nil: undefined }),
      holidays: fc.array(fc.tuple(near, fc.option(spans(edge), { nil: undefined })), { maxLength: 3 }),
      exceptions: fc.array(fc.tuple(near, spans(edge)), { maxLength: 2 }),
    })
    .map(({ zone, start, week: first, later, holidays, exceptions }) => {
      const date = (offset: number) => new Date((Math.floor(start / DAY) + offset) * DAY).toISOString().slice(0, 10);
      const calendar: Calendar = {
        id: 'any',
        title: 'any',
        timeZone: zone,
        versions: [{ from: undefined, week: first }, ...(later === undefined ? [] : [{ from: date(later[0]), week: later[1] }])],
        holidays: new Map(holidays.map(([offset, closed]) => [date(offset), { name: 'Holiday', closed: closed ?? [{ from: 0, until: DAY_SECONDS }] }])),
        exceptions: new Map(exceptions.map(([offset, open]) => [date(offset), { name: 'Exception', open }])),
      };
      return { calendar, start };
    });
}

/** Seconds, to the second. */
export const target = fc.oneof(fc.integer({ min: 0, max: 7_200 }), fc.integer({ min: 0, max: 200_000 }), fc.constantFrom(900, 3_600, 14_400, 28_800));

/** Pauses of whole minutes around an instant; they may overlap. */
export function pausesNear(start: number): fc.Arbitrary<Stretch[]> {
  return fc.array(fc.tuple(fc.integer({ min: -600, max: 5_000 }), fc.integer({ min: 0, max: 3_000 })), { maxLength: 4 }).map((list) => list.map(([after, length]) => ({ from: start + after * MINUTE, until: start + (after + length) * MINUTE })));
}

/**
 * Whether each minute counts, found out the slow way: what does the wall clock show, is that a working hour of that date?
 * It knows nothing of instants at which windows begin, so it can only agree by being right.
 */
export function minuteByMinute(calendar: Calendar, start: number, count: number, pauses: readonly Stretch[]): boolean[] {
  let offset = 0;
  let today = Number.NaN;
  let open: readonly DaySpan[] = [];
  let closed: readonly DaySpan[] = [];
  return Array.from({ length: count }, (_, index) => {
    const at = start + index * MINUTE;
    // Since 2012 clocks change on the half hour.
    if (index === 0 || at % (30 * MINUTE) === 0) offset = Temporal.Instant.fromEpochMilliseconds(at).toZonedDateTimeISO(calendar.timeZone).offsetNanoseconds / 1e6;
    const wall = at + offset;
    if (Math.floor(wall / DAY) !== today) {
      today = Math.floor(wall / DAY);
      const date = new Date(wall).toISOString().slice(0, 10);
      const version = calendar.versions.findLast(({ from }) => from === undefined || from <= date)!;
      const exception = calendar.exceptions.get(date);
      open = exception?.open ?? version.week[(new Date(wall).getUTCDay() + 6) % 7]!;
      closed = exception ? [] : (calendar.holidays.get(date)?.closed ?? []);
    }
    const second = (wall - today * DAY) / 1_000;
    const within = (list: readonly DaySpan[]) => list.some(({ from, until }) => from <= second && second < until);
    return within(open) && !within(closed) && !pauses.some(({ from, until }) => from <= at && at < until);
  });
}

function day(text: string): number {
  return Date.parse(text) / DAY;
}

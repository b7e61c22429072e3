/** A calendar's open hours as instants, worked out a month at a time and kept. */
import type { Calendar } from '../../catalog/support/calendars.ts';
import type { DaySpan } from '../../catalog/support/hours.ts';
import { union, type Stretch } from './stretches.ts';
import { DAY, zoneOf, type Zone } from './zone.ts';

/** No second is open for so long that none will be. */
const NEVER = 5 * 366 * DAY;
/** Who promises something for so long? A slip of the pen, which would take all day to work out. */
const TOO_FAR = 1_000 * 366 * DAY;
const CHUNK = 32 * DAY;

export class CalendarNeverOpens extends Error {
  override readonly name = 'CalendarNeverOpens';
  readonly calendar: string;

  constructor(calendar: string, since: number) {
    super(`The calendar ${calendar} does not open for five years from ${new Date(since).toISOString()}.`);
    this.calendar = calendar;
  }
}

export class DeadlineTooFar extends Error {
  override readonly name = 'DeadlineTooFar';

  constructor(calendar: string, seconds: number) {
    super(`${seconds} seconds of the calendar ${calendar} take more than a thousand years.`);
  }
}

interface Chunk {
  readonly starts: Float64Array;
  readonly ends: Float64Array;
  /** Open milliseconds of the chunk before each stretch. */
  readonly before: Float64Array;
  readonly total: number;
}

/** What stands in the calendar for one date. */
export interface DayRule {
  readonly open: readonly DaySpan[];
  readonly holiday: { readonly name: string; readonly closed: readonly DaySpan[] } | undefined;
  /** The name of the exception, on a day with hours of its own. */
  readonly exception: string | undefined;
}

export interface OpenHours {
  readonly zone: Zone;
  /** Open milliseconds from one instant up to another; 0 when the second is not later. */
  between(from: number, until: number): number;
  /**
   * The first instant at which so many open milliseconds have passed: on a window's very end it is that end.
   *
   * @throws {CalendarNeverOpens} {DeadlineTooFar}
   */
  reach(from: number, milliseconds: number): number;
  /** Open stretches from one instant up to another. */
  stretches(from: number, until: number): readonly Stretch[];
  /** @param day days since 1970-01-01; `undefined` for a date that the zone skips */
  dayRule(day: number): (DayRule & Stretch) | undefined;
}

const known = new WeakMap<Calendar, OpenHours>();

export function openHoursOf(calendar: Calendar): OpenHours {
  let hours = known.get(calendar);
  if (hours === undefined) {
    hours = makeOpenHours(calendar);
    known.set(calendar, hours);
  }
  return hours;
}

function makeOpenHours(calendar: Calendar): OpenHours {
  const zone = zoneOf(calendar.timeZone);
  const ruleOf = rulesByDay(calendar);
  const chunks = new Map<number, Chunk>();
  const chunkAt = (index: number): Chunk => {
    let chunk = chunks.get(index);
    if (chunk === undefined) {
      chunk = makeChunk(openStretches(zone, ruleOf, index * CHUNK, (index + 1) * CHUNK));
      chunks.set(index, chunk);
    }
    return chunk;
  };

  return {
    zone,
    between(from, until) {
      if (until <= from) return 0;
      const first = Math.floor(from / CHUNK);
      const last = Math.floor(until / CHUNK);
      let open = passed(chunkAt(last), until) - passed(chunkAt(first), from);
      for (let index = first; index < last; index += 1) open += chunkAt(index).total;
      return open;
    },
    reach(from, milliseconds) {
      if (milliseconds <= 0) return from;
      let index = Math.floor(from / CHUNK);
      let left = milliseconds + passed(chunkAt(index), from);
      let lastOpen = from;
      for (;;) {
        const chunk = chunkAt(index);
        if (left <= chunk.total) return instantIn(chunk, left);
        left -= chunk.total;
        index += 1;
        if (chunk.total > 0 && chunk.ends.at(-1)! > from) lastOpen = index * CHUNK;
        if (index * CHUNK - lastOpen > NEVER) throw new CalendarNeverOpens(calendar.id, lastOpen);
        if (index * CHUNK - from > TOO_FAR) throw new DeadlineTooFar(calendar.id, milliseconds / 1_000);
      }
    },
    stretches: (from, until) => openStretches(zone, ruleOf, from, until),
    dayRule(day) {
      const from = zone.instantOf(day * DAY);
      const until = zone.instantOf((day + 1) * DAY);
      return until > from ? { ...ruleOf(day), from, until } : undefined;
    },
  };
}

/** Open milliseconds of the chunk up to an instant in it. */
function passed({ starts, ends, before }: Chunk, instant: number): number {
  const index = lastNotAfter(starts, instant);
  return index < 0 ? 0 : before[index]! + Math.min(instant, ends[index]!) - starts[index]!;
}

/** The first instant at which so many of the chunk's open milliseconds have passed. */
function instantIn({ starts, before }: Chunk, milliseconds: number): number {
  let index = lastNotAfter(before, milliseconds);
  // What is spent as a window ends is spent then, not when the next one begins.
  if (before[index] === milliseconds) index -= 1;
  return starts[index]! + milliseconds - before[index]!;
}

/** The index of the last number that is not greater, -1 when all are. */
function lastNotAfter(numbers: Float64Array, limit: number): number {
  let low = 0;
  let high = numbers.length;
  while (low < high) {
    const middle = (low + high) >> 1;
    if (numbers[middle]! <= limit) low = middle + 1;
    else high = middle;
  }
  return low - 1;
}

function makeChunk(stretches: readonly Stretch[]): Chunk {
  const starts = Float64Array.from(stretches, ({ from }) => from);
  const ends = Float64Array.from(stretches, ({ until }) => until);
  const before = new Float64Array(stretches.length);
  let total = 0;
  for (const [index, { from, until }] of stretches.entries()) {
    before[index] = total;
    total += until - from;
  }
  return { starts, ends, before, total };
}

/** Open time between two instants. A window whose ends were moved by the clocks may touch its neighbor; no second counts twice. */
function openStretches(zone: Zone, ruleOf: (day: number) => DayRule, from: number, until: number): readonly Stretch[] {
  const stretches: Stretch[] = [];
  // A zone may be a day ahead or behind, and a skipped hour moves a window into the next day.
  for (let day = Math.floor(from / DAY) - 2; day <= Math.floor(until / DAY) + 2; day += 1) {
    const { open } = ruleOf(day);
    if (open.length === 0) continue;
    const midnight = day * DAY;
    // A date that the zone skipped whole, as Samoa did in 2011, was nobody's working day.
    if (zone.instantOf(midnight + DAY) <= zone.instantOf(midnight)) continue;
    for (const span of open) {
      const start = Math.max(from, zone.instantOf(midnight + span.from * 1_000));
      const end = Math.min(until, zone.instantOf(midnight + span.until * 1_000));
      if (end > start) stretches.push({ from: start, until: end });
    }
  }
  return union(stretches);
}

/** The hours of a date: an exception's, else those of the version in force without what a holiday closes. */
function rulesByDay({ versions, holidays, exceptions }: Calendar): (day: number) => DayRule {
  const dated = versions.map(({ from, week }) => ({ from: from === undefined ? -Infinity : dayNumber(from), week }));
  const byDay = <T>(days: ReadonlyMap<string, T>) => new Map([...days].map(([day, value]) => [dayNumber(day), value]));
  const off = byDay(holidays);
  const other = byDay(exceptions);
  return (day) => {
    const exception = other.get(day);
    if (exception !== undefined) return { open: exception.open, holiday: undefined, exception: exception.name };
    const version = dated.findLast(({ from }) => from <= day) ?? dated[0]!;
    // 1970-01-01 was a Thursday.
    const usual = version.week[(((day + 3) % 7) + 7) % 7]!;
    const holiday = off.get(day);
    return { open: holiday === undefined ? usual : without(usual, holiday.closed), holiday, exception: undefined };
  };
}

function without(open: readonly DaySpan[], closed: readonly DaySpan[]): DaySpan[] {
  return closed.reduce<DaySpan[]>(
    (left, gap) => left.flatMap(({ from, until }) => [{ from, until: Math.min(until, gap.from) }, { from: Math.max(from, gap.until), until }].filter((part) => part.until > part.from)),
    [...open],
  );
}

function dayNumber(day: string): number {
  return Date.parse(`${day}T00:00:00Z`) / DAY;
}

/** The first open instant from an instant on; the instant itself while the calendar is open. */
export function nextOpening(calendar: Calendar, from: number): number {
  // A millisecond of open time ends one after the opening.
  return openHoursOf(calendar).reach(from, 1) - 1;
}

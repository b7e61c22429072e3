/**
 * Whether a team works at an instant, and when it is back: small enough for a page, with nothing but the browser's
 * own time zones. Deadlines are worked out elsewhere, by src/tickets/sla.
 */
import type { Calendar } from '../catalog/support/calendars.ts';

/** Seconds after midnight, from and until. */
export type Span = readonly [number, number];

/** A calendar as a page carries it: without what is past. */
export interface PageCalendar {
  readonly zone: string;
  /** The week's hours from a day on, Monday first; the first version has no day. */
  readonly versions: readonly { readonly from?: string | undefined; readonly week: readonly (readonly Span[])[] }[];
  /** Day → what of it is off. */
  readonly off: Readonly<Record<string, readonly Span[]>>;
  /** Day → its own hours. */
  readonly own: Readonly<Record<string, readonly Span[]>>;
}

export interface OpenState {
  readonly open: boolean;
  /** While open: when it closes. While closed: when it opens. Missing when that is not within the next weeks. */
  readonly changes: number | undefined;
}

const DAY_SECONDS = 86_400;
/** Days looked ahead: longer than any holidays. */
const AHEAD = 40;

/** @param today the build's day; what is older is left out */
export function pageCalendar({ timeZone, versions, holidays, exceptions }: Calendar, today: string): PageCalendar {
  const spans = (list: readonly { readonly from: number; readonly until: number }[]) => list.map(({ from, until }): Span => [from, until]);
  const later = <T>(map: ReadonlyMap<string, T>, read: (one: T) => Span[]) => Object.fromEntries([...map].filter(([day]) => day >= today).map(([day, one]) => [day, read(one)]));
  const current = versions.findLastIndex(({ from }) => from === undefined || from <= today);
  return {
    zone: timeZone,
    versions: versions.slice(Math.max(0, current)).map(({ from, week }, index) => ({ ...(index === 0 ? {} : { from }), week: week.map(spans) })),
    off: later(holidays, ({ closed }) => spans(closed)),
    own: later(exceptions, ({ open }) => spans(open)),
  };
}

/** @param now milliseconds */
export function openState(calendar: PageCalendar, now: number): OpenState {
  const here = wallClock(now, calendar.zone);
  const stretches: [number, number][] = [];
  for (let ahead = 0; ahead <= AHEAD; ahead += 1) {
    const day = plusDays(here.day, ahead);
    for (const [from, until] of openOn(calendar, day)) {
      const last = stretches.at(-1);
      const begins = instantAt(day, from, calendar.zone);
      const ends = instantAt(day, until, calendar.zone);
      if (last !== undefined && last[1] === begins) last[1] = ends;
      else stretches.push([begins, ends]);
    }
  }
  const next = stretches.find(([, ends]) => ends > now);
  if (next === undefined) return { open: false, changes: undefined };
  const open = next[0] <= now;
  const endless = open && next === stretches.at(-1) && next[1] - now > (AHEAD - 2) * DAY_SECONDS * 1_000;
  return { open, changes: endless ? undefined : next[open ? 1 : 0] };
}

/** What is open on a day by the wall clock. */
function openOn({ versions, off, own }: PageCalendar, day: string): Span[] {
  const exception = own[day];
  if (exception !== undefined) return [...exception];
  const version = versions.findLast(({ from }) => from === undefined || from <= day);
  const usual = version?.week[weekdayOf(day)] ?? [];
  return (off[day] ?? []).reduce<Span[]>((open, closed) => open.flatMap((span) => without(span, closed)), [...usual]);
}

function without([from, until]: Span, [closes, opens]: Span): Span[] {
  const parts: Span[] = [
    [from, Math.min(until, closes)],
    [Math.max(from, opens), until],
  ];
  return closes >= until || opens <= from ? [[from, until]] : parts.filter(([a, b]) => b > a);
}

/** The usual hours of a week as somebody in a zone sees them, equal days in a row together; Monday is 0. */
export function weekIn({ zone, versions }: PageCalendar, now: number, inZone: string): { readonly first: number; readonly last: number; readonly from: number; readonly until: number }[] {
  const today = wallClock(now, zone).day;
  const week = versions.findLast(({ from }) => from === undefined || from <= today)?.week ?? [];
  const monday = plusDays(today, -weekdayOf(today));
  const seen = week.flatMap((spans, weekday) =>
    spans.map(([from, until]) => {
      const day = plusDays(monday, weekday);
      const begins = instantAt(day, from, zone);
      return { weekday: weekdayOf(wallClock(begins, inZone).day), from: wallClock(begins, inZone).seconds, until: wallClock(instantAt(day, until, zone), inZone).seconds };
    }),
  );
  const groups: { first: number; last: number; from: number; until: number }[] = [];
  for (const { weekday, from, until } of seen) {
    const group = groups.find((one) => one.from === from && one.until === until && (one.last + 1) % 7 === weekday);
    if (group === undefined) groups.push({ first: weekday, last: weekday, from, until });
    else group.last = weekday;
  }
  return groups;
}

/** Monday is 0. */
function weekdayOf(day: string): number {
  return (new Date(`${day}T00:00:00Z`).getUTCDay() + 6) % 7;
}

function plusDays(day: string, days: number): string {
  return new Date(Date.parse(`${day}T00:00:00Z`) + days * DAY_SECONDS * 1_000).toISOString().slice(0, 10);
}

const formats = new Map<string, Intl.DateTimeFormat>();

/** The day and the seconds of the day by the clocks of a zone. */
export function wallClock(instant: number, zone: string): { day: string; seconds: number } {
  let format = formats.get(zone);
  if (format === undefined) {
    format = new Intl.DateTimeFormat('en-CA-u-ca-gregory', { timeZone: zone, hourCycle: 'h23', year: 'numeric', month: '2-digit', day: '2-digit', hour: '2-digit', minute: '2-digit', second: '2-digit' });
    formats.set(zone, format);
  }
  const part = Object.fromEntries(format.formatToParts(instant).map(({ type, value }) => [type, value]));
  return { day: `${part['year']}-${part['month']}-${part['day']}`, seconds: Number(part['hour']) * 3_600 + Number(part['minute']) * 60 + Number(part['second']) };
}

/** The instant of a wall-clock time; one that a change of clocks skips is the next that exists, one that comes twice the first. */
function instantAt(day: string, seconds: number, zone: string): number {
  const utc = Date.parse(`${day}T00:00:00Z`) + seconds * 1_000;
  const offset = (at: number) => {
    const wall = wallClock(at, zone);
    return Date.parse(`${wall.day}T00:00:00Z`) + wall.seconds * 1_000 - at;
  };
  // The offsets a day before and after: one of them holds, and the larger one means the earlier instant.
  const candidates = [utc - offset(utc - DAY_SECONDS * 1_000), utc - offset(utc + DAY_SECONDS * 1_000)];
  return Math.min(...candidates.filter((at) => at + offset(at) === utc), Math.max(...candidates));
}

/** Calendars: when somebody works, so that a promise of four hours means four of those. */
import { z } from 'zod';
import { didYouMean, type Diagnostic } from '../diagnostic.ts';
import type { Placed } from '../placed.ts';
import { text } from '../reader-length.ts';
import { calendarDay, slug } from '../schema.ts';
import { fieldName } from '../yaml.ts';
import { DAY_SECONDS, opensNever, readDay, readWeek, splitSpan, WEEKDAYS, type DaySpan, type HoursProblem, type WeekHours } from './hours.ts';

export const CALENDARS_FILE = 'support/calendars.yaml';

const window = z.string().regex(/^\d{1,2}:\d{2} ?[-–] ?\d{1,2}:\d{2}$/, 'two times, for example 09:00-18:00; a day ends at 24:00');
const windows = z.array(window).max(12);
const dayWindows = (day: string) => windows.optional().describe(`When it is open on ${day}. Goes before weekdays, weekend and daily.`);

const weekSchema = z.strictObject({
  daily: windows.optional().describe('Hours of every day, several windows if there is a break: [09:00-12:00, 13:00-17:00]. 00:00-24:00 is the whole day.'),
  weekdays: windows.optional().describe('Hours from Monday to Friday. Goes before daily.'),
  weekend: windows.optional().describe('Hours on Saturday and Sunday. Goes before daily.'),
  mon: dayWindows('Monday'),
  tue: dayWindows('Tuesday'),
  wed: dayWindows('Wednesday'),
  thu: dayWindows('Thursday'),
  fri: dayWindows('Friday'),
  sat: dayWindows('Saturday'),
  sun: dayWindows('Sunday'),
});

export const calendarsSchema = z.strictObject({
  holidays: z
    .array(
      z.strictObject({
        id: slug.describe('A short name that calendars use.'),
        title: text(2, 80).describe('Whose holidays these are.'),
        sample: z.boolean().default(false).describe('true marks a list that is an example, to be confirmed before anybody relies on it.'),
        days: z
          .array(
            z.strictObject({
              day: calendarDay.describe('The day, as it is kept: a holiday on a Sunday that is kept on Monday stands with Monday’s date.'),
              name: text(2, 60).describe('What day it is.'),
              closed: windows.min(1).optional().describe('The part of the day that is off, for example [13:00-24:00]. Without it the whole day is.'),
            }),
          )
          .min(1)
          .describe('Every day off, year by year. They are written out, because a rule for them is wrong sooner or later.'),
      }),
    )
    .default([])
    .describe('Lists of days off. A new day changes deadlines from that day on, never before it.'),
  calendars: z
    .array(
      z.strictObject({
        id: slug.describe('A short permanent name that policies use.'),
        title: text(3, 60).describe('The name that people see beside a deadline.'),
        timeZone: z.string().describe('Whose wall clock the hours are, for example America/New_York.'),
        versions: z
          .array(
            z.strictObject({
              from: calendarDay.optional().describe('The first day of these hours. Only the first version has none: it applies to everything before the second.'),
              hours: weekSchema.describe('The hours of a week.'),
            }),
          )
          .min(1)
          .describe('The hours, oldest first. To change them, add a version with its day; what is past stays as it was.'),
        holidays: z.array(z.string()).default([]).describe('Lists of days off that apply here.'),
        exceptions: z
          .array(
            z.strictObject({
              day: calendarDay.describe('The day.'),
              name: text(2, 60).describe('Why it is different.'),
              open: windows.describe('Its hours instead of the usual ones; [] when nobody works. A holiday on that day does not count.'),
            }),
          )
          .default([])
          .describe('Days with other hours than usual.'),
      }),
    )
    .default([])
    .describe('The calendars. A calendar with daily: [00:00-24:00] never closes.'),
});

/** A day off: its name and the part that is off. */
export interface Holiday {
  readonly name: string;
  readonly closed: readonly DaySpan[];
}

/** A day with hours of its own. */
export interface Exception {
  readonly name: string;
  readonly open: readonly DaySpan[];
}

/** When somebody works, in one time zone, as plain data. */
export interface Calendar {
  readonly id: string;
  readonly title: string;
  readonly timeZone: string;
  /** Oldest first; the first applies to everything before the second. */
  readonly versions: readonly { readonly from: string | undefined; readonly week: WeekHours }[];
  /** By day, `2026-11-26`. */
  readonly holidays: ReadonlyMap<string, Holiday>;
  readonly exceptions: ReadonlyMap<string, Exception>;
}

type Report = (diagnostic: Diagnostic) => void;
type File = z.output<typeof calendarsSchema>;

const WHOLE_DAY: readonly DaySpan[] = [{ from: 0, until: DAY_SECONDS }];

/** Whether the zone has a name that this machine's rules know. Offsets such as +05:00 are none: they know no summer. */
export function knowsZone(zone: string): boolean {
  if (/^[+-]/.test(zone)) return false;
  try {
    new Intl.DateTimeFormat('en', { timeZone: zone });
    return true;
  } catch {
    return false;
  }
}

/** What a mistyped zone most likely stands for. */
export function zoneMeant(zone: string): string {
  return didYouMean(zone, Intl.supportedValuesOf('timeZone')) ?? 'Write a continent and a city, for example America/New_York.';
}

/** The calendars by id. Every problem is reported; what has one is read as far as it can be. */
export function readCalendars({ value, lineOf }: Placed<File>, report: Report): Map<string, Calendar> {
  const found = (path: readonly PropertyKey[], code: string, message: string, more: Partial<Diagnostic> = {}) =>
    report({ code, severity: 'error', file: CALENDARS_FILE, line: lineOf(path), field: fieldName(path), message, ...more });
  const hours = <T>(path: readonly PropertyKey[], read: (problems: HoursProblem[]) => T): T => {
    const problems: HoursProblem[] = [];
    const result = read(problems);
    for (const one of problems) {
      const { code, message, more } = sentence(one);
      found(path, code, message, more);
    }
    return result;
  };

  const lists = new Map<string, Map<string, Holiday>>();
  for (const [index, list] of value.holidays.entries()) {
    if (lists.has(list.id)) found(['holidays', index, 'id'], 'calendar/duplicate', 'Another list has this name.', { value: list.id });
    const days = new Map<string, Holiday>();
    for (const [place, { day, name, closed }] of list.days.entries()) {
      const path = ['holidays', index, 'days', place];
      if (days.has(day)) found([...path, 'day'], 'calendar/holiday-twice', 'This day stands in the list already.', { value: day });
      days.set(day, { name, closed: closed === undefined ? WHOLE_DAY : hours([...path, 'closed'], (problems) => dayOf(closed, problems)) });
    }
    lists.set(list.id, days);
  }

  const calendars = new Map<string, Calendar>();
  for (const [index, calendar] of value.calendars.entries()) {
    const path = (...rest: PropertyKey[]) => ['calendars', index, ...rest];
    if (calendars.has(calendar.id)) found(path('id'), 'calendar/duplicate', 'Another calendar has this name.', { value: calendar.id });
    if (!knowsZone(calendar.timeZone)) found(path('timeZone'), 'calendar/zone', 'There is no such time zone.', { value: calendar.timeZone, remedy: zoneMeant(calendar.timeZone) });
    const versions = calendar.versions.map(({ from, hours: written }, version) => {
      const before = calendar.versions[version - 1];
      if (version === 0 && from !== undefined) found(path('versions', 0, 'from'), 'calendar/version', 'The first version has no first day: it applies to everything before the second.', { value: from, remedy: 'Take this line away.' });
      if (version > 0 && from === undefined) found(path('versions', version), 'calendar/version', 'A later version says from which day it applies.', { remedy: 'Add from: with a day.' });
      if (from !== undefined && before?.from !== undefined && from <= before.from) found(path('versions', version, 'from'), 'calendar/version', 'This version stands after a later one.', { value: from, remedy: 'Versions stand in the order of their days, oldest first.' });
      const windows = weekOf(written);
      const week = hours(path('versions', version, 'hours'), (problems) => readWeek(windows, problems));
      if (opensNever(week) && windows.flat().length === 0) found(path('versions', version, 'hours'), 'calendar/never-opens', 'This calendar never opens, so no promise could ever be kept.', { remedy: 'Write its hours, for example weekdays: [09:00-18:00].' });
      return { from, week };
    });
    const exceptions = new Map<string, Exception>();
    for (const [place, { day, name, open }] of calendar.exceptions.entries()) {
      if (exceptions.has(day)) found(path('exceptions', place, 'day'), 'calendar/exception-twice', 'This day has other hours already.', { value: day });
      exceptions.set(day, { name, open: hours(path('exceptions', place, 'open'), (problems) => dayOf(open, problems)) });
    }
    for (const [place, id] of calendar.holidays.entries()) {
      if (!lists.has(id)) found(path('holidays', place), 'calendar/holidays', 'There is no such list of holidays.', { value: id, remedy: didYouMean(id, [...lists.keys()]) ?? `Known: ${[...lists.keys()].join(', ') || 'none'}.` });
    }
    calendars.set(calendar.id, { id: calendar.id, title: calendar.title, timeZone: calendar.timeZone, versions, holidays: together(calendar.holidays.map((id) => lists.get(id) ?? new Map<string, Holiday>())), exceptions });
  }
  return calendars;
}

function weekOf(written: z.output<typeof weekSchema>): (readonly [string, string])[][] {
  return WEEKDAYS.map((day, index) => (written[day] ?? (index < 5 ? written.weekdays : written.weekend) ?? written.daily ?? []).map(splitSpan));
}

function dayOf(written: readonly string[], problems: HoursProblem[]): DaySpan[] {
  return readDay(written.map(splitSpan), problems);
}

/** A day that stands in several lists is off when any of them says so. */
function together(lists: readonly ReadonlyMap<string, Holiday>[]): Map<string, Holiday> {
  const all = new Map<string, Holiday>();
  for (const [day, holiday] of lists.flatMap((list) => [...list])) {
    const known = all.get(day);
    all.set(day, known === undefined ? holiday : { name: known.name === holiday.name ? known.name : `${known.name}, ${holiday.name}`, closed: [...known.closed, ...holiday.closed] });
  }
  return all;
}

function sentence({ problem, value, other }: HoursProblem): { code: string; message: string; more: Partial<Diagnostic> } {
  switch (problem) {
    case 'unreadable':
      return { code: 'calendar/hours', message: 'There is no such time. A day goes from 00:00 to 24:00.', more: { value } };
    case 'empty':
      return { code: 'calendar/hours', message: 'This window closes when it opens.', more: { value, remedy: 'The whole day is 00:00-24:00.' } };
    case 'midnight':
      return { code: 'calendar/hours', message: 'One date ends at midnight.', more: { value, remedy: 'Let it end at 24:00, and give the next date hours of its own.' } };
    case 'overlap':
      return { code: 'calendar/overlap', message: `This overlaps ${other}, so its time would count twice.`, more: { value, remedy: 'Join the two windows, or end the first where the second begins.' } };
  }
}

/** The calculator: one question a line, about hours that stand in the line itself. */
import { Temporal } from 'temporal-polyfill';
import { z } from 'zod';
import { knowsZone, zoneMeant, type Calendar, type Holiday } from '../../catalog/support/calendars.ts';
import { didYouMean, nearest } from '../../catalog/diagnostic.ts';
import { DAY_SECONDS, opensNever, readWeek, WEEKDAYS, type HoursProblem } from '../../catalog/support/hours.ts';
import { deadline, elapsed } from './deadline.ts';

/** What a line asks for, worked out; or why it cannot be. */
export type Answer =
  | { readonly id: unknown; readonly deadline: string }
  | { readonly id: unknown; readonly elapsed: number }
  | { readonly id: unknown; readonly error: string };

/** The line cannot be answered, in words for whoever wrote it. */
class BadLine extends Error {}

const FULL_NAMES = ['monday', 'tuesday', 'wednesday', 'thursday', 'friday', 'saturday', 'sunday'];
const pair = z.tuple([z.string(), z.string()], { error: 'a window is two times, ["09:00","18:00"]' });
const day = z.string().refine(isDay, { error: (issue) => `"${String(issue.input)}" is not a day such as 2026-11-26` });
const moment = z.string().transform((text, context) => {
  const instant = instantOf(text);
  if (typeof instant === 'number') return instant;
  context.addIssue(instant);
  return z.NEVER;
});
const seconds = z.number({ error: 'seconds is a number' }).min(0, 'seconds is 0 or more');

const shared = { id: z.unknown(), tz: z.string({ error: 'tz is the name of a time zone' }), hours: z.record(z.string(), z.array(pair).nullable(), { error: 'hours is {"mon": [["09:00","18:00"]], …}' }), holidays: z.array(day).default([]) };
const deadlineLine = z.object({ ...shared, start: moment, seconds });
const elapsedLine = z.object({ ...shared, from: moment, to: moment });
const FIELDS = [...new Set([...Object.keys(deadlineLine.shape), ...Object.keys(elapsedLine.shape)])];

/** Answers one line of JSON; never throws for what stands in it. */
export function answerLine(line: string): Answer {
  let input: unknown;
  try {
    input = JSON.parse(line);
  } catch {
    return { id: null, error: 'The line is not JSON.' };
  }
  if (typeof input !== 'object' || input === null || Array.isArray(input)) return { id: null, error: 'The line is not a JSON object.' };
  const id = 'id' in input ? input.id : null;
  try {
    return { id, ...answer(input) };
  } catch (error) {
    if (error instanceof Error && (error instanceof BadLine || error.name === 'CalendarNeverOpens' || error.name === 'DeadlineTooFar')) return { id, error: error.message };
    throw error;
  }
}

function answer(input: object): { deadline: string } | { elapsed: number } {
  // A line may carry notes of its own; what is nearly a field of ours is a slip that would change the answer.
  for (const key of Object.keys(input)) {
    const meant = FIELDS.includes(key) ? undefined : nearest(key, FIELDS);
    if (meant !== undefined) throw new BadLine(`There is no field ${key}. Did you mean "${meant}"?`);
  }
  const has = (key: string) => key in input;
  if (has('from') || has('to')) {
    if (has('start') || has('seconds')) throw new BadLine('Give start and seconds for a deadline, or from and to for the time between, not both.');
    const { from, to, ...calendar } = parse(elapsedLine, input);
    return { elapsed: elapsed(from, to, calendarOf(calendar)) };
  }
  const { start, seconds: target, ...calendar } = parse(deadlineLine, input);
  if (!isWhole(target * 1_000)) throw new BadLine('seconds has at most three decimals.');
  return { deadline: writtenInstant(deadline(start, target, calendarOf(calendar))) };
}

function parse<Schema extends z.ZodType>(schema: Schema, input: object): z.output<Schema> {
  const result = schema.safeParse(input);
  if (result.success) return result.data;
  const issue = result.error.issues[0]!;
  const place = issue.path.map(String).join('.');
  if (issue.code === 'invalid_type' && !(String(issue.path[0]) in input)) throw new BadLine(`${place} is missing.`);
  throw new BadLine(`${place}: ${issue.message}.`);
}

/** Calendars by what was written: a file of many questions about one team builds its tables once. */
const built = new Map<string, Calendar>();
const KEPT = 500;

function calendarOf({ tz, hours, holidays }: { tz: string; hours: Record<string, [string, string][] | null>; holidays: string[] }): Calendar {
  const key = JSON.stringify([tz, hours, holidays]);
  let calendar = built.get(key);
  if (calendar === undefined) {
    calendar = buildCalendar(tz, hours, holidays);
    if (built.size >= KEPT) built.delete(built.keys().next().value!);
    built.set(key, calendar);
  }
  return calendar;
}

function buildCalendar(tz: string, hours: Record<string, [string, string][] | null>, holidays: string[]): Calendar {
  if (!knowsZone(tz)) throw new BadLine(`There is no time zone "${tz}". ${zoneMeant(tz)}`);
  const days = WEEKDAYS.map((): [string, string][] => []);
  for (const [name, windows] of Object.entries(hours)) days[weekday(name)]!.push(...(windows ?? []));
  const problems: HoursProblem[] = [];
  const week = readWeek(days, problems);
  const [first] = problems;
  if (first) throw new BadLine(sentence(first));
  if (opensNever(week)) throw new BadLine('These hours never open.');
  const closed: Holiday = { name: 'Holiday', closed: [{ from: 0, until: DAY_SECONDS }] };
  return { id: 'hours', title: 'Hours', timeZone: tz, versions: [{ from: undefined, week }], holidays: new Map(holidays.map((one) => [one, closed])), exceptions: new Map() };
}

function weekday(name: string): number {
  const lower = name.toLowerCase();
  const index = [WEEKDAYS.indexOf(lower as (typeof WEEKDAYS)[number]), FULL_NAMES.indexOf(lower)].find((found) => found >= 0);
  if (index === undefined) throw new BadLine(`There is no day "${name}". ${didYouMean(name, [...WEEKDAYS, ...FULL_NAMES]) ?? `Write ${WEEKDAYS.join(', ')}.`}`);
  return index;
}

function sentence({ problem, value, other }: HoursProblem): string {
  switch (problem) {
    case 'overlap':
      return `The window ${value} overlaps ${other}.`;
    case 'empty':
      return `The window ${value} closes when it opens. The whole day is 00:00-24:00.`;
    default:
      return `The window ${value} has a time that does not exist. A day goes from 00:00 to 24:00.`;
  }
}

/** An instant with its offset, to the millisecond; else what is wrong with it. */
function instantOf(text: string): number | string {
  try {
    const instant = Temporal.Instant.from(text);
    // Three decimals of a second are what everything here keeps; to round would answer another question.
    return instant.epochNanoseconds % 1_000_000n === 0n ? instant.epochMilliseconds : `"${text}" is finer than a millisecond`;
  } catch {
    return `"${text}" is not an instant such as 2026-03-06T22:30:00Z, with Z or an offset`;
  }
}

/** `2026-03-09T14:30:00Z`; milliseconds only when there are any. */
function writtenInstant(instant: number): string {
  return new Date(instant).toISOString().replace('.000Z', 'Z');
}

function isDay(text: string): boolean {
  return /^\d{4}-\d{2}-\d{2}$/.test(text) && !Number.isNaN(Date.parse(`${text}T00:00:00Z`)) && new Date(`${text}T00:00:00Z`).toISOString().startsWith(text);
}

function isWhole(value: number): boolean {
  return Math.abs(value - Math.round(value)) < 1e-6;
}

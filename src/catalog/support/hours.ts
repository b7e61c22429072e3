/** Opening hours as they are written, and as seconds of a day by the wall clock. */

/** Monday first, as in `WeekHours`. */
export const WEEKDAYS = ['mon', 'tue', 'wed', 'thu', 'fri', 'sat', 'sun'] as const;
export type Weekday = (typeof WEEKDAYS)[number];

export const DAY_SECONDS = 86_400;

/** Part of a day: seconds after midnight by the wall clock, `until` not included and at most 24:00. */
export interface DaySpan {
  readonly from: number;
  readonly until: number;
}

/** Seven days, Monday first, each with its spans in order. */
export type WeekHours = readonly (readonly DaySpan[])[];

/** Why hours cannot be meant. */
export type HoursProblem = { readonly problem: 'unreadable' | 'empty' | 'overlap' | 'midnight'; readonly value: string; readonly other?: string };

const TIME = /^(\d{1,2}):(\d{2})(?::(\d{2}))?$/;

/** `09:00`, `24:00`, `23:59:30` as seconds after midnight; `undefined` when there is no such time. */
export function secondsOfDay(text: string): number | undefined {
  const [, hours, minutes, seconds = '0'] = TIME.exec(text) ?? [];
  if (hours === undefined || Number(minutes) > 59 || Number(seconds) > 59) return undefined;
  const total = Number(hours) * 3_600 + Number(minutes) * 60 + Number(seconds);
  return total <= DAY_SECONDS ? total : undefined;
}

/** `09:00-18:00` as its two ends. */
export function splitSpan(text: string): readonly [string, string] {
  const [from = '', until = ''] = text.split(/\s*[-–]\s*/);
  return [from.trim(), until.trim()];
}

/** The spans of one date, which has no next day to go on in; what is wrong is collected. */
export function readDay(written: readonly (readonly [string, string])[], problems: HoursProblem[]): DaySpan[] {
  const spans = written.flatMap((ends) => {
    const [today, tomorrow] = halves(ends, problems);
    if (tomorrow) problems.push({ problem: 'midnight', value: ends.join('-') });
    return today ? [today] : [];
  });
  return ordered(spans, problems);
}

/**
 * A week of hours. A window over midnight belongs to both days: `22:00-02:00` on Friday opens Saturday until 02:00.
 *
 * @param written the windows of each day, Monday first
 */
export function readWeek(written: readonly (readonly (readonly [string, string])[])[], problems: HoursProblem[]): WeekHours {
  const days: DaySpan[][] = WEEKDAYS.map(() => []);
  for (const [day, windows] of written.entries()) {
    for (const ends of windows) {
      const [today, tomorrow] = halves(ends, problems);
      if (today) days[day]!.push(today);
      if (tomorrow) days[(day + 1) % 7]!.push(tomorrow);
    }
  }
  return days.map((spans) => ordered(spans, problems));
}

export function opensNever(week: WeekHours): boolean {
  return week.every((spans) => spans.length === 0);
}

/** `09:00`, with seconds only when there are any. */
export function writtenTime(seconds: number): string {
  const parts = [Math.floor(seconds / 3_600), Math.floor(seconds / 60) % 60, ...(seconds % 60 === 0 ? [] : [seconds % 60])];
  return parts.map((part) => String(part).padStart(2, '0')).join(':');
}

/** The part before midnight and the part after it. */
function halves([open, close]: readonly [string, string], problems: HoursProblem[]): DaySpan[] {
  const value = `${open}-${close}`;
  const from = secondsOfDay(open);
  const until = secondsOfDay(close);
  if (from === undefined || until === undefined || from === DAY_SECONDS) {
    problems.push({ problem: 'unreadable', value });
    return [];
  }
  if (from === until) {
    problems.push({ problem: 'empty', value });
    return [];
  }
  if (from < until) return [{ from, until }];
  return [{ from, until: DAY_SECONDS }, ...(until === 0 ? [] : [{ from: 0, until }])];
}

/** By beginning. Windows that touch are fine; windows that overlap are a slip of the pen. */
function ordered(spans: readonly DaySpan[], problems: HoursProblem[]): DaySpan[] {
  const sorted = [...spans].sort((a, b) => a.from - b.from || a.until - b.until);
  for (const [index, span] of sorted.entries()) {
    const before = sorted[index - 1];
    if (before && before.until > span.from) problems.push({ problem: 'overlap', value: written(span), other: written(before) });
  }
  return sorted;
}

function written({ from, until }: DaySpan): string {
  return `${writtenTime(from)}-${writtenTime(until)}`;
}

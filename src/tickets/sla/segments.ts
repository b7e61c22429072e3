/** A span of time cut into what counted and what did not, with the reason for each. */
import type { Calendar } from '../../catalog/support/calendars.ts';
import { openHoursOf, type DayRule, type OpenHours } from './open-hours.ts';
import type { Stretch } from './stretches.ts';
import { DAY } from './zone.ts';

/** Why a clock stood still besides the calendar. */
export interface Pause extends Stretch {
  readonly why: 'waiting' | 'resolved';
}

export type Reason =
  /** Counted: usual hours, or those of an exception. */
  | 'open'
  /** Not counted. An exception may open a day or close it. */
  | 'closed'
  | 'holiday'
  | 'exception'
  | 'waiting'
  | 'resolved'
  | 'before start';

export interface Segment extends Stretch {
  readonly counted: boolean;
  readonly why: Reason;
  /** The holiday’s or the exception’s name. */
  readonly name?: string | undefined;
}

/**
 * Every counted and uncounted stretch between two instants.
 *
 * @param start what lies before it is "before start"; the clock may begin later than what is looked at
 */
export function segments({ from, until, start = from, calendar, pauses = [] }: { from: number; until: number; start?: number; calendar: Calendar; pauses?: readonly Pause[] }): Segment[] {
  const hours = openHoursOf(calendar);
  const open = hours.stretches(from, until);
  const days = daysBetween(hours, from, until);
  const cuts = new Set<number>([from, until, start]);
  for (const stretch of [...open, ...pauses, ...days, ...days.flatMap((day) => day.holidays)]) cuts.add(stretch.from).add(stretch.until);
  const edges = [...cuts].filter((cut) => cut >= from && cut <= until).sort((a, b) => a - b);

  const parts: Segment[] = [];
  for (const [index, edge] of edges.slice(0, -1).entries()) {
    const part = { from: edge, until: edges[index + 1]!, ...judge(edge, { start, open, days, pauses }) };
    const last = parts.at(-1);
    if (last !== undefined && last.counted === part.counted && last.why === part.why && last.name === part.name) parts[parts.length - 1] = { ...last, until: part.until };
    else parts.push(part);
  }
  return parts;
}

interface Day extends Stretch {
  readonly rule: DayRule;
  readonly holidays: readonly Stretch[];
}

interface Known {
  readonly start: number;
  readonly open: readonly Stretch[];
  readonly days: readonly Day[];
  readonly pauses: readonly Pause[];
}

/** What holds at an instant. A pause outside the hours costs nothing, so the calendar is asked first. */
function judge(instant: number, { start, open, days, pauses }: Known): Pick<Segment, 'counted' | 'why' | 'name'> {
  const holds = (stretch: Stretch) => stretch.from <= instant && instant < stretch.until;
  if (instant < start) return { counted: false, why: 'before start' };
  const day = days.find(holds);
  const exception = day?.rule.exception;
  if (open.some(holds)) {
    const pause = pauses.find(holds);
    if (pause) return { counted: false, why: pause.why };
    return exception === undefined ? { counted: true, why: 'open' } : { counted: true, why: 'exception', name: exception };
  }
  if (exception !== undefined) return { counted: false, why: 'exception', name: exception };
  if (day?.holidays.some(holds)) return { counted: false, why: 'holiday', name: day.rule.holiday?.name };
  return { counted: false, why: 'closed' };
}

function daysBetween(hours: OpenHours, from: number, until: number): Day[] {
  const local = (instant: number) => Math.floor((instant + hours.zone.offsetAt(instant)) / DAY);
  const days: Day[] = [];
  for (let number = local(from); number <= local(until); number += 1) {
    const day = hours.dayRule(number);
    if (day === undefined) continue;
    const at = (seconds: number) => hours.zone.instantOf(number * DAY + seconds * 1_000);
    days.push({ from: day.from, until: day.until, rule: day, holidays: (day.holiday?.closed ?? []).map((span) => ({ from: at(span.from), until: at(span.until) })) });
  }
  return days;
}

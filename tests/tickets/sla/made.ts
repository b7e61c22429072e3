/** Calendars, promises and stories as a test writes them. */
import type { Calendar } from '../../../src/catalog/support/calendars.ts';
import { DAY_SECONDS, readWeek, splitSpan, WEEKDAYS, type HoursProblem } from '../../../src/catalog/support/hours.ts';
import type { Policy, PolicyVersion } from '../../../src/catalog/support/policies.ts';
import type { ClockName, Priority } from '../../../src/catalog/support/priorities.ts';
import { eventFacts, type Actor, type EventKind, type FactsOf, type TicketEvent } from '../../../src/tickets/events.ts';
import type { SlaRules } from '../../../src/tickets/sla/policy.ts';

type Week = Partial<Record<(typeof WEEKDAYS)[number], string>>;

/** The same hours on each of the days; windows stand beside each other with spaces between. */
export function on(days: string, windows: string): Week {
  return Object.fromEntries(days.split(' ').map((day) => [day, windows]));
}

export const WORKDAYS = 'mon tue wed thu fri';
export const EVERY_DAY = 'mon tue wed thu fri sat sun';

export interface Written {
  readonly zone: string;
  readonly hours: Week;
  /** Days off, whole; or `2026-12-24 13:00-24:00`. */
  readonly holidays?: readonly string[];
  /** `2026-12-24 10:00-12:00`, or `2026-12-24` when nobody works. */
  readonly exceptions?: readonly string[];
  /** Later hours by their first day. */
  readonly later?: Readonly<Record<string, Week>>;
}

export function calendar({ zone, hours, holidays = [], exceptions = [], later = {} }: Written, id = 'office'): Calendar {
  const problems: HoursProblem[] = [];
  const week = (written: Week) => readWeek(WEEKDAYS.map((day) => (written[day]?.split(' ') ?? []).map(splitSpan)), problems);
  const parts = (windows: readonly string[]) => readWeek([windows.map(splitSpan), [], [], [], [], [], []], problems)[0]!;
  const made: Calendar = {
    id,
    title: id,
    timeZone: zone,
    versions: [{ from: undefined, week: week(hours) }, ...Object.entries(later).map(([from, written]) => ({ from, week: week(written) }))],
    holidays: new Map(holidays.map((text) => [text.slice(0, 10), { name: `Holiday ${text.slice(5, 10)}`, closed: text.length > 10 ? parts(text.slice(11).split(' ')) : [{ from: 0, until: DAY_SECONDS }] }])),
    exceptions: new Map(exceptions.map((text) => [text.slice(0, 10), { name: `Exception ${text.slice(5, 10)}`, open: text.length > 10 ? parts(text.slice(11).split(' ')) : [] }])),
  };
  if (problems.length > 0) throw new Error(JSON.stringify(problems));
  return made;
}

/** Monday to Friday, 9 to 6 in New York. */
export const NEW_YORK = calendar({ zone: 'America/New_York', hours: on(WORKDAYS, '09:00-18:00') }, 'new-york');
export const ALWAYS = calendar({ zone: 'America/New_York', hours: on(EVERY_DAY, '00:00-24:00') }, 'always');

/** `2026-03-06 22:30`, UTC; other offsets and seconds as written. */
export function at(text: string): number {
  const instant = Date.parse(/Z$|[+-]\d\d:\d\d$/.test(text) ? text.replace(' ', 'T') : `${text.replace(' ', 'T')}Z`);
  if (Number.isNaN(instant)) throw new Error(`"${text}" is no instant.`);
  return instant;
}

/** As `at` reads it, for messages. */
export function utc(instant: number): string {
  return Number.isFinite(instant) ? new Date(instant).toISOString().replace(/(:00)?\.000Z$/, '').replace('T', ' ') : String(instant);
}

export const minutes = (count: number) => count * 60;
export const hours = (count: number) => count * 3_600;

type Targets = Partial<Record<ClockName, number>>;

export function policy(id: string, targets: Targets, of: Calendar, when?: Policy['when']): Policy {
  return { id, title: id, when, targets: Object.fromEntries(Object.entries(targets).map(([clock, seconds]) => [clock, { seconds, calendar: of.id, inTime: undefined }])) };
}

export function rules(policies: readonly Policy[], calendars: readonly Calendar[], later: readonly PolicyVersion[] = []): SlaRules {
  return { calendars: new Map(calendars.map((one) => [one.id, one])), policies: [{ from: -Infinity, policies }, ...later] };
}

/** One table for every ticket. */
export function promising(targets: Targets, of: Calendar): SlaRules {
  return rules([policy('all', targets, of)], [of]);
}

const ACTORS: Partial<Record<EventKind, Actor['kind']>> = { created: 'requester', received: 'requester', rated: 'requester', triaged: 'system' };

/** `['09:00', 'replied']`, with facts and who did it when it matters. */
export type Told = { [K in EventKind]: readonly [when: string, kind: K, facts?: Partial<FactsOf<K>>, actor?: Actor['kind']] }[EventKind];

/** A story; times alone are on the day of the event before. */
export function story(...told: readonly Told[]): TicketEvent[] {
  let day = '';
  return told.map(([when, kind, facts, actor], index) => {
    const full = /^\d{4}/.test(when) ? when : `${day} ${when}`;
    day = full.slice(0, 10);
    const defaults: Partial<Record<EventKind, object>> = { created: { channel: 'form' }, triaged: { category: 'other', team: 'support', priority: 'medium' }, escalated: { level: 2, trigger: 'manual' }, closed: { reason: 'time' } };
    return { kind, facts: eventFacts[kind].parse({ ...defaults[kind], ...facts }), seq: index + 1, at: at(full), actor: { kind: actor ?? ACTORS[kind] ?? 'agent' }, source: 'command' } as TicketEvent;
  });
}

export function prioritized(when: string, to: Priority): Told {
  return [when, 'prioritized', { to }];
}

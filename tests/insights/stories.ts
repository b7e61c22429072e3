/** Small stories of tickets and visits for tests, with hours and promises that can be worked out by hand. */
import { readCalendars, calendarsSchema } from '../../src/catalog/support/calendars.ts';
import { policiesSchema, readPolicies } from '../../src/catalog/support/policies.ts';
import type { Diagnostic } from '../../src/catalog/diagnostic.ts';
import type { Gathered } from '../../src/insights/gather.ts';
import { periodFrom, ticketPeriod, type PeriodFigures } from '../../src/insights/period.ts';
import type { SessionEvent } from '../../src/insights/session-figures.ts';
import { ticketFigures, type TicketFigures, type TicketSurroundings } from '../../src/insights/ticket-figures.ts';
import { windowOf, type Window } from '../../src/insights/window.ts';
import { zoneOf } from '../../src/tickets/sla/zone.ts';
import type { Actor, EventKind, FactsOf, TicketEvent } from '../../src/tickets/events.ts';

export const ZONE = 'America/New_York';
export const MINUTE = 60;
export const HOUR = 3_600;

const refuse = (diagnostic: Diagnostic): void => {
  throw new Error(`${diagnostic.code}: ${diagnostic.message} ${diagnostic.value ?? ''}`);
};
const placed = <T>(value: T) => ({ value, lineOf: () => 1 });
const CALENDARS = readCalendars(
  placed(
    calendarsSchema.parse({
      calendars: [{ id: 'office', title: 'Office', timeZone: ZONE, versions: [{ hours: { weekdays: ['09:00-17:00'] } }] }],
    }),
  ),
  refuse,
);
const within = (hours: number) => ({ within: `${hours} hours`, calendar: 'office' });
const POLICIES = readPolicies(
  placed(
    policiesSchema.parse({
      versions: [
        {
          policies: [
            { id: 'high', title: 'High', when: { priority: ['high'] }, targets: { 'first-response': within(1), resolution: { ...within(8), inTime: 90 } } },
            { id: 'rest', title: 'Rest', default: true, targets: { 'first-response': within(4), resolution: within(24) } },
          ],
        },
      ],
    }),
  ),
  CALENDARS,
  ZONE,
  refuse,
);

export const RULES = { calendars: CALENDARS, policies: POLICIES };
export const OFFICE = CALENDARS.get('office')!;

/** New York's wall clock: `2026-01-05 09:00` is 14:00 UTC, `2026-07-06 09:00` is 13:00. With a T it is read as it stands. */
export function at(text: string): number {
  return text.includes('T') ? Date.parse(text) : zoneOf(ZONE).instantOf(Date.parse(`${text.replace(' ', 'T')}:00Z`));
}

export const REQUESTER: Actor = { kind: 'requester' };
export const AGENT: Actor = { kind: 'agent', name: 'agent-1' };
export const BOT: Actor = { kind: 'bot' };

export type Told = { [K in EventKind]: readonly [at: string, kind: K, actor: Actor, facts?: Partial<FactsOf<K>>] }[EventKind];

/** A ticket's events; what a kind needs and the test does not care about is filled in. */
export function story(...told: readonly Told[]): TicketEvent[] {
  return told.map(([when, kind, actor, facts], index) => ({ kind, facts: { ...NEEDED[kind as keyof typeof NEEDED], ...facts }, seq: index + 1, at: at(when), actor, source: 'form' }) as TicketEvent);
}

const NEEDED = {
  created: { channel: 'web', onBehalf: false, attachments: 0 },
  triaged: { category: 'account', priority: 'medium', team: 'support', tags: [], vip: false, security: false, compliance: false, rulings: [] },
  replied: { articles: [], attachments: 0 },
  resolved: { articles: [] },
  closed: { reason: 'time' },
  escalated: { level: 2, trigger: 'agent', attempts: 0 },
  rated: { scale: '1-5', score: 5 },
} as const;

/** Monday 5 to Sunday 11 January 2026, looked at long afterwards unless `now` says otherwise. */
export function week(now = '2026-02-01 00:00'): Window {
  return windowOf('2026-01-05', '2026-01-11', ZONE, at(now));
}

export function figuresOf(stories: readonly (readonly TicketEvent[])[], window: Window, more: Partial<TicketSurroundings> = {}): TicketFigures[] {
  return stories.flatMap((events, index) => ticketFigures({ id: `t${index}`, reference: `T${index}`, requester: `r${index}`, events }, { rules: RULES, hours: OFFICE, ratingAfter: 4 * HOUR * 1_000, asOf: window.asOf, ...more }) ?? []);
}

/** A period from everything that happened in it, as it is read from the store. */
export function periodOf({ tickets, ...readers }: Gathered, window: Window, rules = RULES): PeriodFigures {
  return periodFrom(ticketPeriod(tickets, rules, window), readers, window);
}

/** A visit, as `[when, kind, facts, article or query]`. */
export function visit(session: string, ...events: readonly (readonly [at: string, kind: string, facts?: Record<string, unknown>, about?: string])[]): SessionEvent[] {
  return events.map(([when, kind, facts = {}, about]) => ({ session, kind, at: at(when), article: kind === 'search' ? undefined : about, query: kind === 'search' ? about : undefined, facts }));
}

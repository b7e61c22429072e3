/** A month of tickets through the real store, worker and outbox, on a clock that jumps from one happening to the next. */
import { numbersFrom } from '../../src/demo/chance.ts';
import { enqueue } from '../../src/outbox/enqueue.ts';
import type { Store } from '../../src/store/store.ts';
import type { TicketEvent } from '../../src/tickets/events.ts';
import { eventsIn } from '../../src/tickets/read.ts';
import { addEvents, openTicket, type EventDraft, type Recording } from '../../src/tickets/record.ts';
import { requesterFor } from '../../src/tickets/requesters.ts';
import type { WatchRules } from '../../src/tickets/watch/rules.ts';
import { scheduleOf, watched } from '../../src/tickets/watch/schedule.ts';
import { tellOf } from '../../src/tickets/watch/tell.ts';
import { createWatcher, type Watcher } from '../../src/tickets/watch/watcher.ts';

const HOUR = 3_600_000;
export const MONTH_START = Date.parse('2026-03-01T05:00:00Z');
const MONTH_MS = 31 * 24 * HOUR;

interface Happening {
  readonly at: number;
  readonly ticket: number;
  readonly draft: EventDraft | 'open';
}

const REQUESTER = { kind: 'requester' } as const;
const AGENT = { kind: 'agent', name: 'agent-1' } as const;

/** What people will do with each ticket, in order of time: answers late and early, waiting, questions again, reopening. */
function plan(tickets: number, random: () => number): Happening[] {
  const between = (least: number, most: number) => least + random() * (most - least);
  const happenings: Happening[] = [];
  for (let ticket = 0; ticket < tickets; ticket += 1) {
    // More by day than by night, fewer at the weekend, some on the days around the change of clocks.
    const at = MONTH_START + Math.floor(random() * 31) * 24 * HOUR + between(0, 24) ** 0.5 * 4.8 * HOUR;
    happenings.push({ at, ticket, draft: 'open' });
    let now = at;
    const happens = (hours: [number, number], draft: EventDraft) => {
      now += between(...hours) * HOUR;
      happenings.push({ at: now, ticket, draft });
    };
    if (random() < 0.1) continue;
    if (random() < 0.15) happens([0.1, 2], { kind: 'prioritized', facts: { to: random() < 0.5 ? 'high' : 'low' }, actor: AGENT, source: 'command' });
    happens([0.05, random() < 0.3 ? 60 : 6], { kind: 'replied', facts: {}, actor: AGENT, source: 'command' });
    while (random() < 0.35) {
      happens([0.2, 30], { kind: 'received', facts: {}, actor: REQUESTER, source: 'mail' });
      happens([0.2, 20], { kind: 'replied', facts: {}, actor: AGENT, source: 'command' });
    }
    if (random() < 0.3) {
      happens([0.01, 1], { kind: 'waiting', facts: {}, actor: AGENT, source: 'command' });
      happens([1, 100], { kind: 'resumed', facts: {}, actor: REQUESTER, source: 'mail' });
    }
    if (random() < 0.1) continue;
    happens([0.1, 80], { kind: 'resolved', facts: {}, actor: AGENT, source: 'command' });
    if (random() < 0.1) {
      happens([1, 40], { kind: 'reopened', facts: {}, actor: REQUESTER, source: 'mail' });
      happens([1, 60], { kind: 'resolved', facts: {}, actor: AGENT, source: 'command' });
    }
  }
  return happenings.map((one) => ({ ...one, at: Math.round(one.at) })).sort((a, b) => a.at - b.at);
}

export interface Played {
  readonly alarms: readonly { readonly ticket: number; readonly alarm: string; readonly raised_at: number }[];
  /** What the stories say must have been raised, worked out from each ticket's events as they came. */
  readonly expected: readonly { readonly ticket: number; readonly alarm: string }[];
  /** Notices and mails in the outbox, by the fact behind them. */
  readonly errands: readonly string[];
  readonly looks: number;
}

export interface MonthOptions {
  readonly tickets: number;
  readonly seed: number;
  /** Ends the worker after this share of the month and begins another in its place; the standstill lasts so many hours. */
  readonly restart?: { readonly after: number; readonly standstillHours: number };
}

export async function playMonth(store: Store, rules: WatchRules, { tickets, seed, restart }: MonthOptions): Promise<Played> {
  const random = numbersFrom(seed);
  const happenings = plan(tickets, random);
  const end = MONTH_START + MONTH_MS;
  let now = MONTH_START;
  const clock = () => now;
  const recording: Recording = { envelope: store.envelope, schedule: (events) => scheduleOf(events, rules) };
  const begin = (): Watcher =>
    createWatcher({ store: async () => store, rules: () => rules, tell: (trx, raised, when) => tellOf(trx, raised, when, enqueue), wake: () => {}, log: { warn: () => {}, error: (facts) => { throw new Error(JSON.stringify(facts)); } }, errorFacts: (error) => ({ error: (error as Error).stack }), clock, steady: clock });
  let watcher = begin();
  const ids = new Map<number, string>();
  const priorities = ['critical', 'high', 'medium', 'medium', 'low', 'low'] as const;
  let looks = 0;
  let standstill = restart && { from: MONTH_START + MONTH_MS * restart.after, until: MONTH_START + MONTH_MS * restart.after + restart.standstillHours * HOUR };

  const happen = async ({ ticket, draft }: Happening) => {
    const id = ids.get(ticket);
    if (draft !== 'open') {
      await store.write((trx) => addEvents(trx, recording, id!, [draft], now)).catch((error: Error) => {
        if (error.name !== 'IllegalMove') throw error;
      });
      return;
    }
    const priority = priorities[ticket % priorities.length]!;
    const opened = await store.write(async (trx) =>
      openTicket(
        trx,
        recording,
        await requesterFor(trx, store.envelope, { email: `${ticket % 50}@example.org` }, now),
        [
          { kind: 'created', facts: { channel: 'form' }, actor: REQUESTER, source: 'form' },
          { kind: 'triaged', facts: { category: 'account', priority, team: 'support', security: ticket % 40 === 0, vip: false }, actor: { kind: 'system' }, source: 'form' },
        ],
        now,
      ),
    );
    ids.set(ticket, opened.id);
  };

  for (let next = 0; ; ) {
    const upcoming = happenings[next]?.at ?? Infinity;
    const { due } = await store.read((db) => db.selectFrom('ticket').select((select) => select.fn.min('look_at').as('due')).executeTakeFirstOrThrow());
    const look = due === null ? Infinity : Number(due);
    now = Math.max(now, Math.min(upcoming, look, end));
    if (now >= end) break;
    if (standstill && now >= standstill.from) {
      await watcher.stop();
      // People go on while nobody watches.
      while ((happenings[next]?.at ?? Infinity) < standstill.until) {
        const happening = happenings[next]!;
        now = Math.max(now, happening.at);
        await happen(happening);
        next += 1;
      }
      now = Math.max(now, standstill.until);
      standstill = undefined;
      watcher = begin();
    }
    if (look <= now && look < upcoming) {
      await watcher.look();
      looks += 1;
    } else {
      await happen(happenings[next]!);
      next += 1;
    }
  }
  await watcher.look();
  await watcher.stop();

  const numberOf = new Map([...ids].map(([number, id]) => [id, number]));
  const rows = await store.read((db) => db.selectFrom('ticket_alarm').select(['ticket', 'alarm', 'raised_at']).execute());
  const errands = await store.read((db) => db.selectFrom('outbox').select(['once_key', 'kind']).execute());
  const stories = await store.read((db) => eventsIn(db, [...ids.values()]));
  const named = (text: string) => text.replace(/[\da-f]{8}-[\da-f-]{27}/, (id) => String(numberOf.get(id)));
  return {
    alarms: rows.map(({ ticket, ...row }) => ({ ticket: numberOf.get(ticket)!, ...row })).sort(byAlarm),
    expected: [...stories].flatMap(([id, events]) => expectedOf(events, rules, end).map((alarm) => ({ ticket: numberOf.get(id)!, alarm }))).sort(byAlarm),
    errands: errands.map(({ once_key }) => named(once_key ?? '')).sort(),
    looks,
  };
}

function byAlarm(a: { ticket: number; alarm: string }, b: { ticket: number; alarm: string }): number {
  return a.ticket - b.ticket || a.alarm.localeCompare(b.alarm);
}

/** Every alarm that came due before the ticket's next event, looked at from each point of its story. */
function expectedOf(events: readonly TicketEvent[], rules: WatchRules, end: number): string[] {
  const keys = new Set<string>();
  for (let count = 1; count <= events.length; count += 1) {
    const until = events[count]?.at ?? end;
    // Events of one instant are one transaction: nobody looks between them.
    if (until === events[count - 1]!.at && count < events.length) continue;
    for (const { key, at } of watched(events.slice(0, count), rules).alarms) if (at < until || (at <= until && until === end)) keys.add(key);
  }
  return [...keys];
}

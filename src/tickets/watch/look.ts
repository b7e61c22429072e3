/** One look of the clock's worker at the tickets that want something: each alarm is raised once, by whoever comes first. */
import type { Transaction } from 'kysely';
import type { Level } from '../../catalog/support/escalation.ts';
import type { Tables } from '../../store/schema.ts';
import type { Store } from '../../store/store.ts';
import type { Alarm } from '../escalation/alarms.ts';
import { escalateBy, noticesFor, standing, type TeamNotice } from '../escalation/escalate.ts';
import type { TicketEvent } from '../events.ts';
import { snapshotOf, type State } from '../lifecycle.ts';
import { eventsIn } from '../read.ts';
import { addEvents } from '../record.ts';
import { clocksOf, frozenResults } from '../sla/clocks.ts';
import { opensFrom, type WatchRules } from './rules.ts';
import { scheduleOf, watched } from './schedule.ts';

type Trx = Transaction<Tables>;

/** An alarm that was raised just now, and who is to be told. */
export interface Raised {
  readonly ticket: string;
  readonly alarm: Alarm;
  readonly notices: readonly TeamNotice[];
  readonly tellRequester: boolean;
}

export interface Looking {
  readonly store: Store;
  readonly rules: WatchRules;
  /** Writes what has to be told, in the transaction that raises it. */
  readonly tell: (trx: Trx, raised: Raised, now: number) => Promise<void>;
}

export interface Look {
  readonly tickets: number;
  readonly raised: readonly Raised[];
}

/**
 * Has a look at tickets that wait for nothing as their row says, because other rules wrote it: those of before an
 * upgrade, or solved before `follow-up.yaml` said what follows.
 *
 * @returns how many there are
 */
export async function wakeForgotten(store: Store, { followUp }: WatchRules, now: number): Promise<number> {
  const over: readonly State[] = followUp === undefined ? ['resolved', 'closed'] : ['closed'];
  const woken = await store.write((trx) => trx.updateTable('ticket').set({ look_at: now }).where('look_at', 'is', null).where('state', 'not in', over).returning('id').execute());
  return woken.length;
}

/** Tickets of one read; each is then written on its own, so that one that fails holds up no other. */
const AT_ONCE = 200;

/**
 * Looks at every ticket whose time has come.
 *
 * Alarms long past, after a standstill, are raised like fresh ones: what is broken is told, however late.
 *
 * @param goOn asked between pages, because after a standstill a look may take minutes
 */
export async function lookAtDue(looking: Looking, now: number, failed: (ticket: string, error: unknown) => void, goOn: () => Promise<boolean> = async () => true): Promise<Look> {
  const raised: Raised[] = [];
  const seen = new Set<string>();
  for (;;) {
    const rows = await looking.store.read((db) => db.selectFrom('ticket').select('id').where('look_at', '<=', now).orderBy('look_at').orderBy('id').limit(AT_ONCE + seen.size).execute());
    const fresh = rows.map(({ id }) => id).filter((id) => !seen.has(id));
    if (fresh.length === 0 || (seen.size > 0 && !(await goOn()))) return { tickets: seen.size, raised };
    const stories = await looking.store.read((db) => eventsIn(db, fresh));
    const looks = fresh.map(async (id) => {
      seen.add(id);
      try {
        raised.push(...(await lookAt(looking, id, stories.get(id) ?? [], now)));
      } catch (error) {
        failed(id, error);
      }
    });
    await Promise.all(looks);
  }
}

async function lookAt(looking: Looking, ticket: string, story: readonly TicketEvent[], now: number): Promise<Raised[]> {
  const { store, rules } = looking;
  return store.write(async (trx) => {
    const raised: Raised[] = [];
    // Takes the ticket's row, so that nobody adds an event while we decide by the story as it was read.
    const row = await trx.updateTable('ticket').set((update) => ({ look_at: update.ref('look_at') })).where('id', '=', ticket).returning('events').executeTakeFirst();
    let events = row?.events === story.length ? story : ((await eventsIn(trx, [ticket])).get(ticket) ?? []);
    // Raising one may add events and so set off the next, or silence it: the clocks are asked anew each time.
    for (;;) {
      const alarm = await firstToRaise(trx, ticket, watched(events, rules).alarms, now);
      if (alarm === undefined) break;
      const [one, after] = await raise(trx, looking, ticket, events, alarm, now);
      raised.push(one);
      events = after;
      await looking.tell(trx, one, now);
    }
    const { alarms } = watched(events, rules);
    const next = alarms.find(({ at }) => at > now)?.at ?? null;
    await trx.updateTable('ticket').set({ look_at: next }).where('id', '=', ticket).execute();
    return raised;
  });
}

async function firstToRaise(trx: Trx, ticket: string, alarms: readonly Alarm[], now: number): Promise<Alarm | undefined> {
  const due = alarms.filter(({ at }) => at <= now);
  if (due.length === 0) return undefined;
  const raised = new Set((await trx.selectFrom('ticket_alarm').select('alarm').where('ticket', '=', ticket).execute()).map((row) => row.alarm));
  for (const alarm of due) {
    if (raised.has(alarm.key)) continue;
    const mine = await trx
      .insertInto('ticket_alarm')
      .values({ ticket, alarm: alarm.key, due_at: Math.round(alarm.at), raised_at: now })
      .onConflict((conflict) => conflict.columns(['ticket', 'alarm']).doNothing())
      .returning('alarm')
      .executeTakeFirst();
    if (mine !== undefined) return alarm;
  }
  return undefined;
}

async function raise(trx: Trx, looking: Looking, ticket: string, events: readonly TicketEvent[], alarm: Alarm, now: number): Promise<[Raised, readonly TicketEvent[]]> {
  const { store, rules } = looking;
  // Nobody of the team is told: it is the requester's turn.
  if (alarm.kind === 'follow-up') return [{ ticket, alarm, notices: [], tellRequester: false }, alarm.what === 'close' ? await closed(trx, looking, ticket, events, now) : events];
  const before = snapshotOf(events);
  const escalated = alarm.kind === 'trigger' ? escalateBy(alarm.trigger, before, rules.escalation) : undefined;
  const after = escalated === undefined ? events : (await addEvents(trx, { envelope: store.envelope, schedule: (story) => scheduleOf(story, rules) }, ticket, escalated.drafts, now)).events;
  const level = rungOf(snapshotOf(after), rules);
  const notices = level === undefined ? [] : noticesFor(level, now, (calendar, from) => opensFrom(rules, calendar, from));
  return [{ ticket, alarm, notices, tellRequester: escalated?.tellRequester ?? false }, after];
}

/** Ends a ticket that nobody opened again, with its clocks as they stand. */
async function closed(trx: Trx, { store, rules }: Looking, ticket: string, events: readonly TicketEvent[], now: number): Promise<readonly TicketEvent[]> {
  const facts = { reason: 'time', results: frozenResults(clocksOf(events, rules, now)) } as const;
  return (await addEvents(trx, { envelope: store.envelope, schedule: (story) => scheduleOf(story, rules) }, ticket, [{ kind: 'closed', facts, actor: { kind: 'system' }, source: 'schedule' }], now)).events;
}

/** Who is told: the rung on which the ticket stands now, or the lowest. Below it nobody works on it any more. */
function rungOf(ticket: ReturnType<typeof snapshotOf>, { escalation }: WatchRules): Level | undefined {
  return escalation.levels.findLast(({ level }) => level <= standing(ticket, escalation)) ?? escalation.levels[0];
}

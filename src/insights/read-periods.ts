/**
 * Periods beside the report's own, read from the store. What the tickets of one that is over came to is kept: nothing
 * of it changes any more, and reading a quarter of tickets takes most of a report's time.
 */
import { createHash } from 'node:crypto';
import { sql } from 'kysely';
import type { Store } from '../store/store.ts';
import { countedIn } from './counted-in.ts';
import { readersOf } from './gather.ts';
import { PERIOD_VERSION, periodFrom, periodFromText, periodText, ticketPeriod, type PeriodFigures, type TicketPeriod } from './period.ts';
import { ticketsOf } from './read.ts';
import type { TicketFigures, TicketSurroundings } from './ticket-figures.ts';
import { dayName, isOver, localDay, type Window } from './window.ts';

type Around = Omit<TicketSurroundings, 'asOf'>;

/** In the order of the windows. */
export async function readPeriods(store: Store, windows: readonly Window[], around: Around): Promise<PeriodFigures[]> {
  const tickets = await ticketPeriods(store, windows, around);
  const periods: PeriodFigures[] = [];
  for (const window of windows) periods.push(periodFrom(tickets.get(window)!, await readersOf(store, window), window));
  return periods;
}

/**
 * For the report's own window, whose tickets are read whole: next time it is the one before.
 *
 * @returns keeps what the tickets came to, which are to be read after this was called
 */
export async function keepsPeriod(store: Store, window: Window, around: Around): Promise<(tickets: readonly TicketFigures[]) => Promise<void>> {
  if (!isOver(window)) return async () => {};
  const events = await eventsBefore(store, [window]);
  return (tickets) => keep(store, [[window, events.get(window)!, ticketPeriod(tickets, around.rules, window)]], digestOf(around));
}

/** What was kept, and the rest from the store; of that, what is over is kept. */
async function ticketPeriods(store: Store, windows: readonly Window[], around: Around): Promise<Map<Window, TicketPeriod>> {
  const rules = digestOf(around);
  // Counted first: an event that comes while tickets are read makes what is kept stale, not wrong.
  const events = await eventsBefore(store, windows);
  const periods = await keptPeriods(store, events, rules);
  const missing = windows.filter((window) => !periods.has(window));
  if (missing.length === 0) return periods;
  for await (const { window, tickets } of ticketsOf(store, missing, around, countedIn)) periods.set(window, ticketPeriod(tickets, around.rules, window));
  await keep(store, missing.filter(isOver).map((window) => [window, events.get(window)!, periods.get(window)!]), rules);
  return periods;
}

async function keptPeriods(store: Store, events: ReadonlyMap<Window, number>, rules: string): Promise<Map<Window, TicketPeriod>> {
  const periods = new Map<Window, TicketPeriod>();
  for (const [window, many] of events) {
    if (!isOver(window)) continue;
    const { first, last } = daysOf(window);
    const row = await store.read((db) => db.selectFrom('report_period').select(['zone', 'version', 'rules', 'events', 'figures']).where('first_day', '=', first).where('last_day', '=', last).executeTakeFirst());
    if (row?.zone === window.zone && row.version === PERIOD_VERSION && row.rules === rules && row.events === many) periods.set(window, periodFromText(row.figures));
  }
  return periods;
}

async function keep(store: Store, periods: readonly (readonly [Window, number, TicketPeriod])[], rules: string): Promise<void> {
  if (periods.length === 0) return;
  const rows = periods.map(([window, events, period]) => {
    const { first, last } = daysOf(window);
    return { first_day: first, last_day: last, zone: window.zone, version: PERIOD_VERSION, rules, events, figures: periodText(period), made_at: Date.now() };
  });
  await store.write((trx) =>
    trx
      .insertInto('report_period')
      .values(rows)
      .onConflict((conflict) =>
        conflict.columns(['first_day', 'last_day']).doUpdateSet({
          zone: sql<string>`excluded.zone`,
          version: PERIOD_VERSION,
          rules,
          events: sql<number>`excluded.events`,
          figures: sql<string>`excluded.figures`,
          made_at: sql<number>`excluded.made_at`,
        }),
      )
      .execute(),
  );
}

/**
 * How many events of tickets lie before the end of each window. Events are only ever added, never changed, and a window
 * sees none that is later than its end: while the number stands, so does everything that was counted. One that a help
 * desk tells late changes it.
 */
async function eventsBefore(store: Store, windows: readonly Window[]): Promise<Map<Window, number>> {
  if (windows.length === 0) return new Map();
  const row = await store.read((db) =>
    db
      .selectFrom('ticket_event')
      .select(({ fn }) => windows.map(({ asOf }, index) => fn.countAll<number>().filterWhere('at', '<', asOf).as(`before_${index}`)))
      .executeTakeFirstOrThrow(),
  );
  const counts = row as Readonly<Record<string, number>>;
  return new Map(windows.map((window, index) => [window, Number(counts[`before_${index}`])]));
}

/** Promises, hours and questions that tickets were measured by: another digest, another figure perhaps. */
function digestOf(around: Around): string {
  const plain = (_name: string, value: unknown) => (value instanceof Map ? [...value] : value);
  return createHash('sha256').update(JSON.stringify(around, plain)).digest('base64url');
}

function daysOf({ from, to, zone }: Window): { first: string; last: string } {
  return { first: dayName(localDay(from, zone)), last: dayName(localDay(to - 1, zone)) };
}

/** Readers' figures by day: rolled up where that was done, from single events where not. */
import { sql, type Kysely } from 'kysely';
import type { Tables } from '../store/schema.ts';
import type { Store } from '../store/store.ts';
import { addFigures, addVisit, figuresFrom, FIGURES_VERSION, noReaders, windowOfDay, type ReaderFigures, type Written } from './reader-figures.ts';
import { visitsBetween } from './read-events.ts';
import type { SessionFigures } from './session-figures.ts';
import { dayName, dayNumber, daysIn, endOf, startOf, type Window } from './window.ts';

/** Where a day's figures come from: readers' pages, or a web server's log. */
export type DaySource = 'page' | 'log';

/** Figures of days between two numbers, both included, that were rolled up; what is to be made anew is left out. */
export async function rolledDays(store: Store, first: number, last: number, zone: string, source: DaySource): Promise<Map<number, ReaderFigures>> {
  const rows = await store.read((db) => rowsOf(db, first, last, source).select('figures').execute());
  return new Map(rows.flatMap((row) => (stands(row, zone) ? [[dayNumber(row.day), figuresFrom(row.figures)]] : [])));
}

/** The same days without their figures. */
export async function daysRolledUp(store: Store, first: number, last: number, zone: string): Promise<Set<number>> {
  const rows = await store.read((db) => rowsOf(db, first, last, 'page').execute());
  return new Set(rows.flatMap((row) => (stands(row, zone) ? [dayNumber(row.day)] : [])));
}

function rowsOf(db: Kysely<Tables>, first: number, last: number, source: DaySource) {
  return db.selectFrom('reader_day').select(['day', 'source', 'zone', 'version', 'settled']).where('source', '=', source).where('day', '>=', dayName(first)).where('day', '<=', dayName(last));
}

/** What was imported of days from logs, with the instants of the first and the last line. */
export async function loggedSpans(store: Store, days: readonly number[]): Promise<Map<number, { figures: string; span: NonNullable<Written['lines']> }>> {
  if (days.length === 0) return new Map();
  const rows = await store.read((db) => rowsOf(db, Math.min(...days), Math.max(...days), 'log').select('figures').execute());
  return new Map(rows.flatMap(({ day, figures }) => {
    const { lines } = JSON.parse(figures) as Written;
    return lines === undefined ? [] : [[dayNumber(day), { figures, span: lines }] as const];
  }));
}

/** Whether a day is used as it was rolled up: it was counted as days are counted now, or cannot be counted anew. */
function stands({ source, settled, zone: of, version }: { readonly source: DaySource; readonly settled: 0 | 1; readonly zone: string; readonly version: number }, zone: string): boolean {
  return source === 'log' || settled === 1 || (of === zone && version === FIGURES_VERSION);
}

/**
 * Figures of days from their single events.
 *
 * @param days numbers, each of which is read once when they follow one another
 * @param visit told every visit as well
 */
export async function countedDays(store: Store, days: readonly number[], { zone, asOf = Infinity }: { readonly zone: string; readonly asOf?: number }, visit: (session: SessionFigures) => void = () => {}): Promise<Map<number, ReaderFigures>> {
  const counted = new Map(days.map((day) => [day, { window: windowOfDay(day, zone, asOf), figures: noReaders() }]));
  for (const { first, last } of runs(days)) {
    for await (const session of visitsBetween(store, startOf(first, zone), endOf(last, zone))) {
      addVisit(counted, session, zone);
      visit(session);
    }
  }
  return new Map([...counted].map(([day, { figures }]) => [day, figures]));
}

/**
 * What readers did in a window, day by day.
 *
 * A log of a web server speaks only for days of which pages told nothing: it knows less, and the same readers twice
 * would be twice as many.
 *
 * @param visit told every visit of which the single events are still there; it makes them be read
 */
export async function readerDays(store: Store, window: Window, visit?: (session: SessionFigures) => void): Promise<Map<number, ReaderFigures>> {
  const { zone, asOf } = window;
  const days = daysIn(window);
  const [first, last] = [days[0]!, days.at(-1)!];
  // What is rolled up knows of a whole day; a report that looks back from its middle must not.
  const over = (figures: ReadonlyMap<number, ReaderFigures>) => new Map([...figures].filter(([day]) => endOf(day, zone) <= asOf));
  const rolled = over(await rolledDays(store, first, last, zone, 'page'));
  const counted = visit === undefined ? await countedDays(store, days.filter((day) => !rolled.has(day)), { zone, asOf }) : await countedDays(store, days, { zone, asOf }, visit);
  const logged = over(await rolledDays(store, first, last, zone, 'log'));
  return new Map(
    days.map((day) => {
      const told = rolled.get(day) ?? counted.get(day) ?? noReaders();
      return [day, told.deflection.sessions + told.searches.searches > 0 ? told : (logged.get(day) ?? told)];
    }),
  );
}

export function sumOf(days: Iterable<ReaderFigures>): ReaderFigures {
  const sum = noReaders();
  for (const day of days) addFigures(sum, day);
  return sum;
}

/** Days that follow one another, as spans; long ones in parts, so that one pass stays short. */
export function runs(days: readonly number[], longest = Infinity): { first: number; last: number }[] {
  const spans: { first: number; last: number }[] = [];
  for (const day of [...days].sort((a, b) => a - b)) {
    const open = spans.at(-1);
    if (open !== undefined && open.last + 1 === day && day - open.first < longest) open.last = day;
    else spans.push({ first: day, last: day });
  }
  return spans;
}

/** The instant of the oldest event that is kept. */
export async function oldestEvent(store: Store): Promise<number | undefined> {
  const row = await store.read((db) => db.selectFrom('reader_event').select('happened_at').orderBy('happened_at').limit(1).executeTakeFirst());
  return row?.happened_at;
}

/** Days as they are written; those whose events are gone stay as they are. */
export async function keepDays(store: Store, days: ReadonlyMap<number, { readonly figures: string; readonly visits: number }>, { zone, source, now }: { readonly zone: string; readonly source: DaySource; readonly now: number }): Promise<void> {
  if (days.size === 0) return;
  const rows = [...days].map(([day, { figures, visits }]) => ({ day: dayName(day), source, zone, version: FIGURES_VERSION, visits, figures, settled: 0 as const, made_at: now }));
  await store.write((trx) =>
    trx
      .insertInto('reader_day')
      .values(rows)
      .onConflict((conflict) =>
        conflict
          .columns(['day', 'source'])
          .doUpdateSet({ zone, version: FIGURES_VERSION, visits: sql<number>`excluded.visits`, figures: sql<string>`excluded.figures`, made_at: now })
          .where('reader_day.settled', '=', 0),
      )
      .execute(),
  );
}

/** Rolling up the days of readers that are over, and letting their single events go. */
import { randomUUID } from 'node:crypto';
import { giveLease, takeLease } from '../store/lease.ts';
import type { Store } from '../store/store.ts';
import { countedDays, daysRolledUp, keepDays, oldestEvent, runs } from './reader-days.ts';
import { figuresText } from './reader-figures.ts';
import { FOLLOWED_FOR } from './session-figures.ts';
import { dayName, endOf, localDay, startOf } from './window.ts';

/** A page tells late by an hour at most. */
const LATE = 3_600_000;
/** After this long a day cannot change any more: its visits went on for a day, and an hour more is for slow clocks. */
export const CLOSED_AFTER = FOLLOWED_FOR + 2 * LATE;

const LEASE = 'reader days';
const LEASE_MS = 60_000;
/** Days of one pass: a lease outlives it many times. */
const AT_ONCE = 14;

export interface RollingUp {
  readonly store: Store;
  /** The site's: whose days they are. */
  readonly zone: string;
  readonly now: number;
}

/**
 * Rolls up every day that is closed and was not yet. A second run does nothing; a run that was cut short goes on where
 * it stopped.
 *
 * @returns how many days were made; `undefined` when another process is at it
 */
export async function rollUp({ store, zone, now }: RollingUp): Promise<number | undefined> {
  const oldest = await oldestEvent(store);
  if (oldest === undefined) return 0;
  const [first, last] = [localDay(oldest, zone), lastClosed(now, zone)];
  if (last < first) return 0;
  const holder = randomUUID();
  const ours = () => store.write((trx) => takeLease(trx, LEASE, holder, Date.now(), LEASE_MS));
  if (!(await ours())) return undefined;
  try {
    const known = await daysRolledUp(store, first, last, zone);
    const missing: number[] = [];
    for (let day = first; day <= last; day += 1) if (!known.has(day)) missing.push(day);
    for (const span of runs(missing, AT_ONCE)) {
      if (!(await ours())) return undefined;
      const days = await countedDays(store, daysOf(span), { zone });
      await keepDays(store, new Map([...days].map(([day, figures]) => [day, { figures: figuresText(figures), visits: figures.deflection.sessions }])), { zone, source: 'page', now });
    }
    return missing.length;
  } finally {
    await store.write((trx) => giveLease(trx, LEASE, holder));
  }
}

/** The last local day of which everything is known. */
export function lastClosed(now: number, zone: string): number {
  let day = localDay(now - CLOSED_AFTER, zone);
  while (endOf(day, zone) + CLOSED_AFTER > now) day -= 1;
  return day;
}

/** A write that takes long keeps everybody waiting. */
const ROWS_AT_ONCE = 5_000;

/**
 * Lets single events go that are older than they may become, after their days were rolled up. What a day that is not
 * rolled up needs stays.
 *
 * @returns how many went, or would go
 */
export async function letEventsGo({ store, zone, now }: RollingUp, before: number, { dryRun }: { readonly dryRun: boolean }): Promise<number> {
  if (dryRun) {
    const row = await store.read((db) => db.selectFrom('reader_event').select((count) => count.fn.countAll<number>().as('n')).where('happened_at', '<', before).executeTakeFirstOrThrow());
    return Number(row.n);
  }
  const oldest = await oldestEvent(store);
  if (oldest === undefined || oldest >= before || (await rollUp({ store, zone, now })) === undefined) return 0;
  // The first day that is not closed begins with visits of the day before.
  const until = Math.min(before, startOf(lastClosed(now, zone) + 1, zone) - FOLLOWED_FOR);
  // Said before anything goes: a run that is cut short leaves days that nobody makes anew from half of their events.
  await store.write((trx) => trx.updateTable('reader_day').set({ settled: 1 }).where('source', '=', 'page').where('day', '<=', dayName(localDay(until + FOLLOWED_FOR, zone))).execute());
  for (let gone = 0; ; ) {
    const rows = await store.read((db) => db.selectFrom('reader_event').select('id').where('happened_at', '<', until).orderBy('happened_at').limit(ROWS_AT_ONCE).execute());
    if (rows.length === 0) return gone;
    await store.write((trx) => trx.deleteFrom('reader_event').where('happened_at', '<', until).where('id', 'in', rows.map(({ id }) => id)).execute());
    gone += rows.length;
  }
}

function daysOf({ first, last }: { readonly first: number; readonly last: number }): number[] {
  return Array.from({ length: last - first + 1 }, (_, index) => first + index);
}

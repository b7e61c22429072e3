/** Writes errands in the transaction of what made them needed. */
import { sql, type Transaction } from 'kysely';
import { compiledOnce } from '../store/compiled-once.ts';
import type { Tables } from '../store/schema.ts';
import { uuidv7 } from '../store/uuid.ts';
import { idsOnly, type Errand } from './row.ts';

type Trx = Transaction<Tables>;

/**
 * Writes one errand. It is done after the transaction is committed, so tell the worker then: `outbox.wake()`.
 *
 * @returns its id, or `undefined` when the same fact was written before
 * @throws {NotAnId} when `about` holds anything but ids
 */
export async function enqueue(trx: Trx, errand: Errand, now: number): Promise<string | undefined> {
  const { kind, lane = null, gate = false, once = null, notBefore = now } = errand;
  const [row] = await insertErrand(trx, { id: uuidv7(now), kind, lane, gate: gate ? 1 : 0, about: idsOnly(errand.about), once, notBefore, now });
  return row?.id;
}

interface NewRow {
  readonly id: string;
  readonly kind: string;
  readonly lane: string | null;
  readonly gate: 0 | 1;
  readonly about: string;
  readonly once: string | null;
  readonly notBefore: number;
  readonly now: number;
}

const insertErrand = compiledOnce<NewRow, { id: string }>(
  (trx, { id, kind, lane, gate, about, once, notBefore, now }) => {
    // The place is counted among what is still to be done, not told by a clock: processes' clocks differ.
    const place = lane === null ? sql`1` : sql`(select coalesce(max(place), 0) + 1 from outbox where lane = ${lane} and state <> 'done')`;
    const statement = sql<{ id: string }>`
      insert into outbox (id, kind, lane, place, gate, about, once_key, state, attempts, due_at, patience_from, created_at)
      values (${id}, ${kind}, ${lane}, ${place}, ${gate}, ${about}, ${once}, 'waiting', 0, ${notBefore}, ${notBefore}, ${now})
      on conflict (once_key) do nothing returning id`;
    return { compile: () => statement.compile(trx) };
  },
  ({ id, kind, lane, gate, about, once, notBefore, now }) => [id, kind, lane, ...(lane === null ? [] : [lane]), gate, about, once, notBefore, notBefore, now],
  ({ lane }) => (lane === null ? 'alone' : 'in a lane'),
);

/** Rows a statement: 13 values each, far below the 32,766 that SQLite takes. */
const AT_ONCE = 500;

/**
 * Writes many errands, such as one mail to each subscriber. In a lane they stand after what it holds already; nobody
 * else may write into the same lanes at the same moment, or two would stand in one place.
 *
 * @throws {NotAnId}
 */
export async function enqueueMany(trx: Trx, errands: readonly Omit<Errand, 'gate'>[], now: number): Promise<void> {
  for (let from = 0; from < errands.length; from += AT_ONCE) {
    const some = errands.slice(from, from + AT_ONCE);
    const places = await lastPlaces(trx, some.flatMap(({ lane }) => lane ?? []));
    const values = some.map(({ kind, about, lane = null, once = null, notBefore = now }) => {
      const place = 1 + (lane === null ? 0 : (places.get(lane) ?? 0));
      if (lane !== null) places.set(lane, place);
      return {
        id: uuidv7(now),
        kind,
        lane,
        place,
        gate: 0 as const,
        about: idsOnly(about),
        once_key: once,
        state: 'waiting' as const,
        attempts: 0,
        due_at: notBefore,
        patience_from: notBefore,
        created_at: now,
      };
    });
    await trx.insertInto('outbox').values(values).onConflict((conflict) => conflict.column('once_key').doNothing()).execute();
  }
}

async function lastPlaces(trx: Trx, lanes: readonly string[]): Promise<Map<string | null, number>> {
  if (lanes.length === 0) return new Map();
  const rows = await trx.selectFrom('outbox').select((one) => ['lane', one.fn.max('place').as('last')]).where('lane', 'in', lanes).where('state', '<>', 'done').groupBy('lane').execute();
  return new Map(rows.map(({ lane, last }) => [lane, Number(last)]));
}

/** Beside waiting and done. Asked for what waits, SQLite would read all that waits, of which there may be ten thousand, in place of the lanes. */
const OTHER_STATES = ['leased', 'dead', 'parked'] as const;

/** Lets what waits in lanes for its next attempt be tried at once: there is something new behind it. */
export async function hurryLanes(trx: Trx, lanes: readonly string[], now: number): Promise<void> {
  if (lanes.length === 0) return;
  await trx.updateTable('outbox').set({ due_at: now }).where('lane', 'in', lanes).where('state', '<>', 'done').where('state', 'not in', OTHER_STATES).where('attempts', '>', 0).where('due_at', '>', now).execute();
}

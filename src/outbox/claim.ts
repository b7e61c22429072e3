/** Who does what: rows are taken with a lease that ends by itself when its holder dies. */
import { sql } from 'kysely';
import type { Store } from '../store/store.ts';
import type { About, TakenRow } from './row.ts';

export interface Claim {
  readonly kinds: readonly string[];
  readonly most: number;
  /** Who takes them. */
  readonly worker: string;
  readonly leaseMs: number;
  readonly now: number;
}

interface Row {
  id: string;
  kind: string;
  about: string;
  lane: string | null;
  place: number;
  attempts: number;
  patience_from: number;
  created_at: number;
  result: string | null;
}

/** Whether there may be something to take. A look takes no lock. */
export async function anyDue(store: Store, kinds: readonly string[], now: number): Promise<boolean> {
  const { rows } = await store.read((db) =>
    sql`select 1 from outbox where state in ('waiting', 'leased') and due_at <= ${now} and kind in (${sql.join(kinds)}) limit 1`.execute(db),
  );
  return rows.length > 0;
}

/**
 * Takes rows that are due and first of their lane, longest due first, and counts the attempt.
 *
 * Two workers never take the same row: SQLite writes one after another, PostgreSQL skips what another is just taking.
 */
export async function take(store: Store, { kinds, most, worker, leaseMs, now }: Claim): Promise<TakenRow[]> {
  const others = store.kind === 'postgres' ? sql`for update skip locked` : sql``;
  const { rows } = await store.write((trx) =>
    sql<Row>`
      update outbox set state = 'leased', leased_by = ${worker}, due_at = ${now + leaseMs}, attempts = attempts + 1
      where id in (
        select due.id from outbox as due
        where due.state in ('waiting', 'leased') and due.due_at <= ${now} and due.kind in (${sql.join(kinds)})
          and not exists (
            select 1 from outbox as earlier
            where earlier.state <> 'done' and earlier.lane = due.lane and earlier.place < due.place
              and (earlier.state <> 'dead' or earlier.gate = 1)
          )
        order by due.due_at, due.place limit ${most} ${others}
      )
      returning id, kind, about, lane, place, attempts, patience_from, created_at, result`.execute(trx),
  );
  return rows.sort((a, b) => a.created_at - b.created_at || a.place - b.place).map(toTaken);
}

/**
 * Keeps the leases of rows that are still being done.
 *
 * @returns the ids that are still ours; the others were taken by another worker because we were silent too long
 */
export async function renew(store: Store, ids: readonly string[], { worker, leaseMs, now }: Omit<Claim, 'kinds' | 'most'>): Promise<Set<string>> {
  const { rows } = await store.write((trx) =>
    sql<{ id: string }>`
      update outbox set due_at = ${now + leaseMs}
      where state = 'leased' and leased_by = ${worker} and id in (${sql.join(ids)}) returning id`.execute(trx),
  );
  return new Set(rows.map(({ id }) => id));
}

/** Gives rows back that were taken and not begun, as if they had never been taken. */
export async function giveBack(store: Store, ids: readonly string[], worker: string, now: number): Promise<void> {
  if (ids.length === 0) return;
  await store.write((trx) =>
    sql`update outbox set state = 'waiting', leased_by = null, due_at = ${now}, attempts = attempts - 1
        where state = 'leased' and leased_by = ${worker} and id in (${sql.join(ids)})`.execute(trx),
  );
}

/** Keeps what an attempt has reached so far, for the next one. @returns whether the row is still ours */
export async function saveProgress(store: Store, row: TakenRow, worker: string, result: string): Promise<boolean> {
  const kept = await store.write((trx) => trx.updateTable('outbox').set({ result }).where('id', '=', row.id).where('leased_by', '=', worker).where('state', '=', 'leased').returning('id').executeTakeFirst());
  return kept !== undefined;
}

function toTaken(row: Row): TakenRow {
  return {
    id: row.id,
    kind: row.kind,
    about: JSON.parse(row.about) as About,
    lane: row.lane,
    attempts: row.attempts,
    patienceFrom: row.patience_from,
    createdAt: row.created_at,
    result: row.result === null ? undefined : (JSON.parse(row.result) as About),
  };
}

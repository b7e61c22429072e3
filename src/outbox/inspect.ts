/** What a person sees of the outbox, and may do with it. */
import { sql, type Kysely, type Transaction } from 'kysely';
import type { OutboxTable, Tables } from '../store/schema.ts';
import type { About } from './row.ts';

export type OpenState = Exclude<OutboxTable['state'], 'done'>;

/** A row as the command line shows it. */
export interface OpenRow {
  readonly id: string;
  readonly kind: string;
  readonly about: About;
  readonly state: OpenState;
  readonly attempts: number;
  readonly dueAt: number;
  readonly createdAt: number;
  readonly lastError: string | undefined;
}

export interface ParkedChannel {
  readonly channel: string;
  readonly reason: string;
  readonly parkedAt: number;
  readonly probeAt: number;
}

export interface Standing {
  readonly states: Readonly<Record<OpenState, number>>;
  /** When the oldest row that is still to be done was written. */
  readonly oldest: number | undefined;
  readonly parked: readonly ParkedChannel[];
}

/** How the outbox stands. What is done is not counted: that would read the whole table. */
export async function standing(db: Kysely<Tables>): Promise<Standing> {
  const states: Record<OpenState, number> = { waiting: 0, leased: 0, dead: 0, parked: 0 };
  const counted = await sql<{ state: OpenState; rows: number; oldest: number }>`
    select state, count(*) as rows, min(created_at) as oldest from outbox where state <> 'done' group by state`.execute(db);
  let oldest: number | undefined;
  for (const row of counted.rows) {
    states[row.state] = row.rows;
    if (row.state !== 'dead') oldest = Math.min(oldest ?? row.oldest, row.oldest);
  }
  const parked = await db.selectFrom('outbox_channel').selectAll().orderBy('channel').execute();
  return { states, oldest, parked: parked.map((one) => ({ channel: one.channel, reason: one.reason, parkedAt: one.parked_at, probeAt: one.probe_at })) };
}

/** Rows that are not done, oldest first. */
export async function openRows(db: Kysely<Tables>, which: { readonly states: readonly OpenState[]; readonly most: number }): Promise<OpenRow[]> {
  const rows = await db.selectFrom('outbox').selectAll().where('state', '<>', 'done').where('state', 'in', which.states).orderBy('created_at').orderBy('place').limit(which.most).execute();
  return rows.map((row) => ({
    id: row.id,
    kind: row.kind,
    about: JSON.parse(row.about) as About,
    state: row.state as OpenState,
    attempts: row.attempts,
    dueAt: row.due_at,
    createdAt: row.created_at,
    lastError: row.last_error ?? undefined,
  }));
}

/**
 * "Again": dead, parked and waiting rows are due now, and patience begins anew. Attempts stay counted, so that a
 * handler still looks whether an earlier one was accepted.
 *
 * @param ids all dead and parked rows if left out; then parked channels are opened, too
 * @returns how many rows
 */
export async function again(trx: Transaction<Tables>, now: number, ids?: readonly string[]): Promise<number> {
  if (ids === undefined) await trx.deleteFrom('outbox_channel').execute();
  const all = trx.updateTable('outbox').set({ state: 'waiting', due_at: now, patience_from: now });
  const chosen = ids === undefined ? all.where('state', 'in', ['dead', 'parked']) : all.where('state', 'in', ['dead', 'parked', 'waiting']).where('id', 'in', ids);
  return (await chosen.returning('id').execute()).length;
}

/** Forgets what was done before an instant. */
export async function forgetDone(trx: Transaction<Tables>, before: number): Promise<void> {
  await trx.deleteFrom('outbox').where('state', '=', 'done').where('done_at', '<', before).execute();
}

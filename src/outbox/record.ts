/** Writes how attempts ended, many in one transaction. */
import { sql, type Transaction } from 'kysely';
import type { Tables } from '../store/schema.ts';
import type { Step } from './outcome.ts';
import { idsOnly, shortCode, type TakenRow } from './row.ts';

type Trx = Transaction<Tables>;

export interface Ended {
  readonly row: TakenRow;
  readonly step: Step;
}

/**
 * Records ends. That something is done is true whoever says it, even a worker whose lease ran out meanwhile; anything
 * else counts only from the worker that holds the row.
 *
 * @returns the ids of rows that this changed: what follows from an end is written once, though two workers saw it
 */
export async function record(trx: Trx, ended: readonly Ended[], worker: string, now: number): Promise<Set<string>> {
  const plain = ended.filter(({ step }) => step.state === 'done' && step.result === undefined && step.error === undefined);
  const changed = new Set<string>();
  if (plain.length > 0) {
    const { rows } = await sql<{ id: string }>`
      update outbox set state = 'done', done_at = ${now}, leased_by = null, last_error = null
      where state <> 'done' and id in (${sql.join(plain.map(({ row }) => row.id))}) returning id`.execute(trx);
    for (const { id } of rows) changed.add(id);
  }
  const already = new Set(plain);
  for (const one of ended) if (!already.has(one) && (await recordOne(trx, one, worker, now))) changed.add(one.row.id);
  return changed;
}

async function recordOne(trx: Trx, { row, step }: Ended, worker: string, now: number): Promise<boolean> {
  const last_error = step.error === undefined ? null : shortCode(step.error);
  const end = { leased_by: null, last_error };
  if (step.state === 'done') {
    const result = step.result === undefined ? {} : { result: idsOnly(step.result) };
    const done = await trx.updateTable('outbox').set({ ...end, ...result, state: 'done', done_at: now }).where('id', '=', row.id).where('state', '<>', 'done').returning('id').executeTakeFirst();
    return done !== undefined;
  }
  const held = await trx
    .updateTable('outbox')
    .set({ ...end, state: step.state, due_at: step.state === 'waiting' ? step.dueAt : now })
    .where('id', '=', row.id)
    .where('state', '=', 'leased')
    .where('leased_by', '=', worker)
    .where('attempts', '=', row.attempts)
    .returning('id')
    .executeTakeFirst();
  return held !== undefined;
}

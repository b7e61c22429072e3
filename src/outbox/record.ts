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
 */
export async function record(trx: Trx, ended: readonly Ended[], worker: string, now: number): Promise<void> {
  const plain = ended.filter(({ step }) => step.state === 'done' && step.result === undefined && step.error === undefined);
  if (plain.length > 0) {
    await sql`
      update outbox set state = 'done', done_at = ${now}, leased_by = null, last_error = null
      where state <> 'done' and id in (${sql.join(plain.map(({ row }) => row.id))})`.execute(trx);
  }
  const already = new Set(plain);
  for (const one of ended) if (!already.has(one)) await recordOne(trx, one, worker, now);
}

async function recordOne(trx: Trx, { row, step }: Ended, worker: string, now: number): Promise<void> {
  const last_error = step.error === undefined ? null : shortCode(step.error);
  if (step.state === 'done') {
    const result = step.result === undefined ? {} : { result: idsOnly(step.result) };
    await trx.updateTable('outbox').set({ state: 'done', done_at: now, leased_by: null, last_error, ...result }).where('id', '=', row.id).where('state', '<>', 'done').execute();
    return;
  }
  await trx
    .updateTable('outbox')
    .set({ state: step.state, leased_by: null, last_error, due_at: step.state === 'waiting' ? step.dueAt : now })
    .where('id', '=', row.id)
    .where('state', '=', 'leased')
    .where('leased_by', '=', worker)
    .where('attempts', '=', row.attempts)
    .execute();
}

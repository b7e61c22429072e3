/** A job that only one process may do at a time. */
import { sql, type Transaction } from 'kysely';
import type { Tables } from './schema.ts';

/** What lies further ahead than anything that is written now, by more than clocks of two machines differ, is of a clock that was wrong. */
export const CLOCKS_DIFFER_MS = 10 * 60_000;

/**
 * Takes or renews a lease.
 *
 * @param holder this process, random
 * @returns whether it is ours until `now + forMs`; a holder that died keeps it until its own time is up
 */
export async function takeLease(trx: Transaction<Tables>, name: string, holder: string, now: number, forMs: number): Promise<boolean> {
  const { rows } = await sql<{ holder: string }>`
    insert into lease (name, holder, until) values (${name}, ${holder}, ${now + forMs})
    on conflict (name) do update set holder = excluded.holder, until = excluded.until
    where lease.holder = excluded.holder or lease.until <= ${now} or lease.until > ${now + forMs + CLOCKS_DIFFER_MS}
    returning holder`.execute(trx);
  return rows[0]?.holder === holder;
}

/** Gives a lease back, so that the next process need not wait. */
export async function giveLease(trx: Transaction<Tables>, name: string, holder: string): Promise<void> {
  await trx.deleteFrom('lease').where('name', '=', name).where('holder', '=', holder).execute();
}

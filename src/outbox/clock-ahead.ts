/** What was written by a clock that was ahead would wait until that time comes: it is due as if the clock had been right. */
import { sql, type Transaction } from 'kysely';
import type { Tables } from '../store/schema.ts';
import type { Store } from '../store/store.ts';
import type { Handlers, OutboxLog } from './handler.ts';
import { longestWait } from './outcome.ts';

/** Processes’ clocks have to agree within this. */
export const CLOCKS_AGREE_MS = 30_000;

export interface Plans {
  readonly kinds: readonly string[];
  readonly now: number;
  /** No failed attempt is put off for longer. */
  readonly longestWaitMs: number;
  readonly leaseMs: number;
}

/**
 * Brings back rows that lie further ahead than a right clock would have put them. Each keeps what was planned for it:
 * one that was written for a day later is due a day from now. Done twice, the second time finds nothing.
 *
 * Patience is left as it is: were it this clock that is wrong, and behind, it would end for every row when that is mended.
 *
 * @returns how many
 */
export async function bringBack(trx: Transaction<Tables>, { kinds, now, longestWaitMs, leaseMs }: Plans): Promise<number> {
  const ours = sql`kind in (${sql.join(kinds)})`;
  // Not tried yet, and where its errand put it; patience begins there.
  const planned = sql`attempts = 0 and due_at <= patience_from`;
  const written = await sql`
    update outbox set due_at = case when ${planned} then due_at - created_at + ${now} else ${now} end, created_at = ${now}
    where state = 'waiting' and created_at > ${now + CLOCKS_AGREE_MS} and ${ours} returning id`.execute(trx);
  const tried = await sql`
    update outbox set due_at = ${now}
    where state = 'waiting' and not (${planned}) and due_at > ${now + longestWaitMs + CLOCKS_AGREE_MS} and ${ours} returning id`.execute(trx);
  // Its worker may live, and have seen the clock a moment later than we: it is given the time to renew.
  const taken = await sql`
    update outbox set due_at = ${now + leaseMs}
    where state = 'leased' and due_at > ${now + leaseMs + CLOCKS_AGREE_MS} and ${ours} returning id`.execute(trx);
  return written.rows.length + tried.rows.length + taken.rows.length;
}

const EVERY_MS = 60_000;

/** @returns what a worker does at each look: now and then, and at once when its own clock was set back, it brings rows back */
export function bringingBack({ handlers, leaseMs, log }: { readonly handlers: Handlers; readonly leaseMs: number; readonly log: OutboxLog }): (store: Store, now: number) => Promise<void> {
  const kinds = [...handlers.keys()];
  const longestWaitMs = Math.max(0, ...[...handlers.values()].map(({ patience }) => longestWait(patience)));
  let lookedAt = -Infinity;
  let doneAt = -Infinity;
  return async (store, now) => {
    const setBack = now < lookedAt - CLOCKS_AGREE_MS;
    if (kinds.length === 0 || (!setBack && Math.abs(now - doneAt) < EVERY_MS)) return void (lookedAt = now);
    // Who saw the clock set back need not ask how far ahead it was: whatever waits to be tried again is tried.
    const rows = await store.write((trx) => bringBack(trx, { kinds, now, longestWaitMs: setBack ? 0 : longestWaitMs, leaseMs }));
    lookedAt = doneAt = now;
    if (rows > 0) log.warn({ rows }, 'a clock was ahead when these were put off; they are due as planned');
  };
}

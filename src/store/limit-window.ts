import { sql, type Transaction } from 'kysely';
import { compiledOnce } from './compiled-once.ts';
import { CLOCKS_DIFFER_MS } from './lease.ts';
import type { Tables } from './schema.ts';

/** What is counted, for whom, in which stretch of time. */
export interface LimitWindow {
  /** The rule that counts. */
  readonly bucket: string;
  /** Whom it counts: a salted hash, or one word for everybody. Never an address. */
  readonly key: string;
  readonly start: number;
  readonly end: number;
}

const countAll = compiledOnce(
  (trx, windows: readonly LimitWindow[]) =>
    trx
      .insertInto('limit_window')
      .values(windows.map(({ bucket, key, start, end }) => ({ bucket, key, window_start: start, window_end: end, count: 1 })))
      .onConflict((conflict) => conflict.columns(['bucket', 'key', 'window_start']).doUpdateSet({ count: sql`limit_window.count + 1` }))
      .returning(['bucket', 'key', 'count']),
  (windows) => windows.flatMap(({ bucket, key, start, end }) => [bucket, key, start, end, 1]),
  (windows) => String(windows.length),
);

/**
 * Counts one more in each window and tells how many there are now, in one statement: two processes never read the
 * same number, and several limits cost one round trip. Rolls back with the write it is part of.
 *
 * @param windows all different; always in the same order of rules, so that two writes cannot wait for each other
 * @returns the counts, in the order of the windows
 */
export async function countInWindows(trx: Transaction<Tables>, windows: readonly LimitWindow[]): Promise<number[]> {
  const rows = await countAll(trx, windows);
  return windows.map(({ bucket, key }) => rows.find((row) => row.bucket === bucket && row.key === key)?.count ?? 0);
}

/** Counts one more in one window. */
export async function countInWindow(trx: Transaction<Tables>, window: LimitWindow): Promise<number> {
  const [count = 0] = await countInWindows(trx, [window]);
  return count;
}

/** Deletes the windows that have ended, and those of a clock that was ahead, which would stay until their time comes. */
export async function forgetEndedWindows(trx: Transaction<Tables>, now: number): Promise<void> {
  await trx.deleteFrom('limit_window').where((one) => one.or([one('window_end', '<=', now), one('window_start', '>', now + CLOCKS_DIFFER_MS)])).execute();
}

/** What is to be announced, and announcing it once. */
import type { Transaction } from 'kysely';
import type { StatusRecords, StatusUpdate } from '../status/records.ts';
import { updatesOf } from '../status/records.ts';
import type { Tables } from '../store/schema.ts';
import type { Store } from '../store/store.ts';

/** What follows from an announcement, as rows and errands in its transaction. It may run again, so rows only. */
export type Announced = (update: StatusUpdate, trx: Transaction<Tables>, now: number) => Promise<void>;

/**
 * An update that is older is history and no news. It is long enough that whoever read "it is broken" in the evening
 * also reads "it works again" when the service was away for a night, and so short that neither a first start beside a
 * status page of years nor a database restored from yesterday's copy tells anybody of what is long over.
 */
export const OLDEST_NEWS_MS = 24 * 60 * 60_000;

/** An update posted on a machine whose clock is ahead is shown at once, and is announced at once. */
export const CLOCK_AHEAD_MS = 10 * 60_000;

/** Announcements are kept for so long: far longer than an update is news. */
export const KEEP_ANNOUNCED_MS = 90 * 24 * 60 * 60_000;

/** Updates that are news at an instant, oldest first. Examples that never happened are none. */
export function newsOf(records: StatusRecords, now: number): StatusUpdate[] {
  // The clock's own updates come when it says so; only what people posted may be ahead.
  const posted = updatesOf(records, now + CLOCK_AHEAD_MS).filter(({ at, kind }) => at <= now || kind === 'incident');
  return posted.filter(({ at, sample }) => !sample && at > now - OLDEST_NEWS_MS);
}

/**
 * Announces what was not announced before, each update in a transaction of its own with everything that follows
 * from it. Processes that come at once find each other's rows, so none is announced twice.
 *
 * @returns how many were announced
 */
export async function announce(store: Store, news: readonly StatusUpdate[], follow: readonly Announced[], now: number): Promise<number> {
  if (news.length === 0) return 0;
  const records = [...new Set(news.map(({ record }) => record))];
  const rows = await store.read((db) => db.selectFrom('announced_update').select(['record', 'at']).where('record', 'in', records).execute());
  const known = new Set(rows.map(({ record, at }) => `${record} ${at}`));
  let announced = 0;
  for (const update of news) {
    if (known.has(`${update.record} ${update.at}`)) continue;
    const ours = await store.write(async (trx) => {
      const row = await trx
        .insertInto('announced_update')
        .values({ record: update.record, at: update.at, kind: update.kind, announced_at: now })
        .onConflict((conflict) => conflict.columns(['record', 'at']).doNothing())
        .returning('record')
        .executeTakeFirst();
      if (row === undefined) return false;
      for (const one of follow) await one(update, trx, now);
      return true;
    });
    if (ours) announced += 1;
  }
  return announced;
}

export async function forgetAnnounced(trx: Transaction<Tables>, now: number): Promise<void> {
  await trx.deleteFrom('announced_update').where('announced_at', '<', now - KEEP_ANNOUNCED_MS).execute();
}

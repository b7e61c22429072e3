import { randomBytes } from 'node:crypto';
import type { Transaction } from 'kysely';
import { CLOCKS_DIFFER_MS } from './lease.ts';
import type { Tables } from './schema.ts';
import type { RandomBytes } from './uuid.ts';

/**
 * The salt behind the client hashes of a day: made by whichever process asks first, then the same for all.
 *
 * @param day       any name of the day, for example `2026-03-06`
 * @param expiresAt when it is to be forgotten
 */
export async function saltOfDay(
  trx: Transaction<Tables>,
  { day, expiresAt }: { day: string; expiresAt: number },
  random: RandomBytes = randomBytes,
): Promise<string> {
  const salt = Buffer.from(random(32)).toString('base64url');
  await trx
    .insertInto('daily_salt')
    .values({ day, salt, expires_at: expiresAt })
    .onConflict((conflict) => conflict.column('day').doNothing())
    .execute();
  const stored = await trx.selectFrom('daily_salt').select('salt').where('day', '=', day).executeTakeFirstOrThrow();
  return stored.salt;
}

const DAY_MS = 24 * 60 * 60_000;

/** Deletes the salts that expired, and those of days that a clock ahead of time made up; from then on nobody can tell whose hash was whose. */
export async function forgetExpiredSalts(trx: Transaction<Tables>, now: number): Promise<void> {
  await trx.deleteFrom('daily_salt').where((one) => one.or([one('expires_at', '<=', now), one('expires_at', '>', now + DAY_MS + CLOCKS_DIFFER_MS)])).execute();
}

/** Tokens that were used: a second time they are refused, in every process. */
import type { Transaction } from 'kysely';
import { compiledOnce } from '../../store/compiled-once.ts';
import type { Tables } from '../../store/schema.ts';

type Trx = Transaction<Tables>;

/** The token, or the work done for it, was used before. */
export class AlreadySpent extends Error {
  override readonly name = 'AlreadySpent';
}

/**
 * Marks a token as used, in the transaction of what it is used for: what fails spends nothing.
 *
 * @throws {AlreadySpent}
 */
export async function spend(trx: Trx, digest: string, until: number): Promise<void> {
  if ((await insertSpent(trx, { digest, until })).length === 0) throw new AlreadySpent();
}

/** Deletes tokens that have expired by themselves. */
export async function forgetSpent(trx: Trx, now: number): Promise<void> {
  await trx.deleteFrom('spent_token').where('expires_at', '<=', now).execute();
}

const insertSpent = compiledOnce(
  (trx, { digest, until }: { digest: string; until: number }) =>
    trx
      .insertInto('spent_token')
      .values({ digest, expires_at: until })
      .onConflict((conflict) => conflict.column('digest').doNothing())
      .returning('digest'),
  ({ digest, until }) => [digest, until],
);

import type { Transaction } from 'kysely';
import type { Envelope } from './envelope.ts';
import { SecretUnknown } from './errors.ts';
import type { Tables } from './schema.ts';

/**
 * Notes the key that seals from now on.
 *
 * @throws {SecretUnknown} when content may stand here that none of our keys opens: a wrong or lost secret should be
 *   noticed at the start, not when the first old ticket is read
 */
export async function registerKeys(trx: Transaction<Tables>, envelope: Envelope, now: number): Promise<void> {
  const inUse = await trx.selectFrom('data_key').select('id').where('retired_at', 'is', null).orderBy('created_at').execute();
  const lost = inUse.map(({ id }) => id).filter((id) => !envelope.keyIds.includes(id));
  if (lost.length > 0) throw new SecretUnknown(lost);

  await trx
    .insertInto('data_key')
    .values({ id: envelope.keyId, created_at: now, retired_at: null })
    .onConflict((conflict) => conflict.column('id').doUpdateSet({ retired_at: null }))
    .execute();
}

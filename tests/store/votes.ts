import type { Insertable, Transaction } from 'kysely';
import type { Tables } from '../../src/store/schema.ts';
import { uuidv7 } from '../../src/store/uuid.ts';

/** A vote to fill rows with; name what the test is about. */
export function vote(more: Partial<Insertable<Tables['vote']>> = {}): Insertable<Tables['vote']> {
  const now = 1_772_836_200_000;
  return {
    id: uuidv7(now),
    article: 'k7m2q',
    revision: 'r1',
    session: null,
    answer: 'yes',
    reason: null,
    comment_sealed: null,
    deduplicated: 0,
    token_digest: null,
    created_at: now,
    updated_at: now,
    ...more,
  };
}

/** Stores one vote in a write. */
export function cast(more: Parameters<typeof vote>[0] = {}): (trx: Transaction<Tables>) => Promise<void> {
  return async (trx) => {
    await trx.insertInto('vote').values(vote(more)).execute();
  };
}

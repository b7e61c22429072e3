/** An errand that leaves one for each of many people: in batches, and on from the last batch when its process died. */
import { setTimeout as pause } from 'node:timers/promises';
import type { Transaction } from 'kysely';
import type { Tables } from '../store/schema.ts';
import type { Store } from '../store/store.ts';
import type { Job } from './handler.ts';
import type { Outcome } from './outcome.ts';

/** How an errand finds its people, and what it leaves for some of them. */
export interface Batches<One extends { readonly id: string }> {
  readonly store: Store;
  /** The next people in the order of their ids, after an id; `''` for the first. */
  readonly page: (db: Pick<Transaction<Tables>, 'selectFrom'>, after: string, most: number) => Promise<readonly One[]>;
  /** Leaves their errands, each under its own `once`: a batch may be written again. */
  readonly leave: (trx: Transaction<Tables>, some: readonly One[]) => Promise<void>;
  /** Called after each batch, so that the first go while the last are written. */
  readonly wake: () => void;
}

/** A batch is one transaction, for which votes and tickets wait on SQLite: some milliseconds. */
export const BATCH = 250;
/** Between batches others get their turn, also when the store is quick. */
const BREATH_MS = 5;

export async function oneForEach<One extends { readonly id: string }>({ result, signal, save }: Pick<Job, 'result' | 'signal' | 'save'>, { store, page, leave, wake }: Batches<One>): Promise<Outcome> {
  let after = String(result?.['after'] ?? '');
  for (;;) {
    signal.throwIfAborted();
    const some = await store.read((db) => page(db, after, BATCH));
    const last = some.at(-1);
    if (last === undefined) return { kind: 'done' };
    await store.write((trx) => leave(trx, some));
    wake();
    after = last.id;
    // Begun again, a batch finds its own rows; this only saves the looking.
    if (!(await save({ after }))) return { kind: 'later', error: 'lease.lost', blame: 'row' };
    await pause(BREATH_MS);
  }
}

import type { Kysely, Transaction } from 'kysely';
import type { Envelope } from './envelope.ts';
import type { DatabaseKind } from './migrations/migration.ts';
import type { Tables } from './schema.ts';

/** What a write does: queries on its transaction, awaited, and nothing else. It may run again after a collision. */
export type Work<T> = (trx: Transaction<Tables>) => Promise<T>;

/** What a read asks. Its connection takes no writes. */
export type Query<T> = (db: Kysely<Tables>) => Promise<T>;

/** A database of either kind. */
export interface Database {
  readonly kind: DatabaseKind;
  /**
   * Sees what was committed before it began. Each query sees its own moment.
   *
   * @throws {StoreUnavailable} when the database cannot answer now
   */
  read<T>(query: Query<T>): Promise<T>;
  /**
   * All of `work` or nothing of it. Resolves when it is durable: it survives a crash of the process and of the machine.
   *
   * On PostgreSQL transactions run side by side (read committed), so what must hold is held by the database: a unique
   * index with `on conflict`, an `update … where` that names what it expects, or `for update` on the row it decides by.
   *
   * @throws {StoreUnavailable} when it could not be stored; else whatever `work` threw
   */
  write<T>(work: Work<T>): Promise<T>;
  /**
   * Leaves no byte in the database's own files of what was deleted before, as far as the kind of database can: for
   * after an erasure, when deleting must mean gone. Others may go on working meanwhile.
   *
   * @returns whether it could be done now; while somebody reads an old state it could not
   */
  overwriteDeleted(): Promise<boolean>;
  /** Finishes the writes it took, then closes. */
  close(): Promise<void>;
}

/** The database together with the keys that its sealed columns need. */
export interface Store extends Database {
  readonly envelope: Envelope;
}

/** What keeps a store from answering. The service says 503 to all of them; the word is for logs and metrics. */
export type Unavailability =
  | 'busy' // another process holds the lock, or transactions keep colliding
  | 'full' // no room left on the disk
  | 'read-only' // the file, its file system or the server takes no writes
  | 'io' // reading or writing failed below us
  | 'damaged' // the file is not a sound database
  | 'replaced' // another file, or none, stands where ours was opened
  | 'slow' // a statement or a whole write ran out of time
  | 'unreachable'; // no connection, or it broke

const SENTENCES: Record<Unavailability, string> = {
  busy: 'The database is held by another process or transaction.',
  full: 'The disk of the database is full.',
  'read-only': 'The database takes no writes.',
  io: 'The database could not be read or written.',
  damaged: 'The database file is damaged.',
  replaced: 'The database file was moved or replaced.',
  slow: 'The database took too long.',
  unreachable: 'The database cannot be reached.',
};

/**
 * Nothing of the write that met this error counts as stored. It may be tried again; with a key that makes a
 * repeat harmless, because a connection that broke during COMMIT leaves the outcome open.
 */
export class StoreUnavailable extends Error {
  override readonly name = 'StoreUnavailable';
  readonly reason: Unavailability;

  constructor(reason: Unavailability, cause?: unknown) {
    super(SENTENCES[reason], { cause });
    this.reason = reason;
  }
}

/** The database was written by a later program. Running on would read columns wrongly, so nothing runs. */
export class StoreIsNewer extends Error {
  override readonly name = 'StoreIsNewer';
  readonly unknown: readonly string[];

  constructor(unknown: readonly string[]) {
    super(`The database holds migrations this program does not know (${unknown.join(', ')}). Start the newer program, or restore a backup from before.`);
    this.unknown = unknown;
  }
}

/** A migration that already ran here reads differently now, or one is missing before others that ran. */
export class MigrationsDisagree extends Error {
  override readonly name = 'MigrationsDisagree';
  readonly migration: string;

  constructor(migration: string, what: string) {
    super(`Migration ${migration} ${what}. Migrations that were released never change; write a new one.`);
    this.migration = migration;
  }
}

/** The secret is absent or unusable; the message says what to set. */
export class SecretUnusable extends Error {
  override readonly name = 'SecretUnusable';
}

/** The database holds content sealed under keys that no given secret makes. */
export class SecretUnknown extends Error {
  override readonly name = 'SecretUnknown';
  readonly keys: readonly string[];

  constructor(keys: readonly string[]) {
    super(
      `The database holds content sealed with ${keys.map((key) => `key ${key}`).join(', ')}, which no secret in BEDSIDE_SECRET or the data folder's "secret" file makes. Add the secret it was written with after a comma.`,
    );
    this.keys = keys;
  }
}

/** A sealed text does not open: changed, cut off, or moved from the row it was sealed for. */
export class SealBroken extends Error {
  override readonly name = 'SealBroken';

  constructor(place: string, cause?: unknown) {
    super(`The sealed text at ${place} does not open there.`, { cause });
  }
}

import type { DatabaseSync } from 'node:sqlite';
import { setTimeout as pause } from 'node:timers/promises';
import { Kysely, type DatabaseConnection } from 'kysely';
import { runsDirectly } from './compiled-once.ts';
import { StoreUnavailable } from './errors.ts';
import { groupCommit } from './group-commit.ts';
import type { Tables } from './schema.ts';
import { run, runPrepared, sqliteConnection, sqliteDialect } from './sqlite-dialect.ts';
import { namedSqliteError, needsReopening } from './sqlite-faults.ts';
import { assertInPlace, openForReading, openForWriting, patiently, type OpenFile } from './sqlite-file.ts';
import type { Database, Work } from './store.ts';

/** A log that somebody reads or writes at this moment is tried again: a busy service leaves gaps of a few milliseconds. */
const CHECKPOINT_PAUSE_MS = 20;
const CHECKPOINT_PATIENCE_MS = 5_000;

/** A write holds the lock for everybody, so it may await the database and nothing slower. */
const SLOWEST_WRITE_MS = 5_000;

/**
 * The embedded database: one connection writes, in groups; another reads what is committed.
 *
 * A connection that met a fault which will not pass (file moved, disk gone, opened when it was read-only) is thrown
 * away, and the next call opens the file anew: the service recovers without a restart.
 *
 * @param prepare runs once per opened file, in a transaction that no other process can share: migrations
 */
export async function openSqlite(path: string, prepare: Work<void>): Promise<Database> {
  let writer: OpenFile | undefined;
  let reader: DatabaseSync | undefined;
  let current: DatabaseConnection | undefined;
  let fault: StoreUnavailable | undefined;
  let closed = false;

  const writing = new Kysely<Tables>({
    dialect: sqliteDialect(() => {
      if (!current) throw new Error('A query outside of a write.');
      return current;
    }),
  });
  const reading = new Kysely<Tables>({
    dialect: sqliteDialect(() => {
      assertOpen();
      return sqliteConnection((reader ??= openForReading(path)));
    }),
  });

  function assertOpen(): void {
    if (closed) throw new StoreUnavailable('unreachable', new Error('The store was closed.'));
  }

  function closeReader(): void {
    closeQuietly(reader);
    reader = undefined;
  }

  function closeBoth(): void {
    closeReader();
    closeQuietly(writer?.database);
    writer = undefined;
  }

  /** Names an error that a whole group meets, and closes what it made useless. */
  function failed(error: unknown): unknown {
    const named = namedSqliteError(error);
    if (needsReopening(named)) closeBoth();
    return named;
  }

  async function begin(): Promise<void> {
    fault = undefined;
    assertOpen();
    try {
      writer ??= await openAndPrepare('fail');
      await beginImmediate(writer);
    } catch (error) {
      throw failed(error);
    }
  }

  async function openAndPrepare(whenMissing: 'create' | 'fail'): Promise<OpenFile> {
    const file = await openForWriting(path, whenMissing);
    try {
      await beginImmediate(file);
      await runInSavepoint(file, prepare);
      // A write that touches more than 16 pages can be undone by itself only with a copy of them, which SQLite would put
      // into a file of its own: a quarter of a ticket's time. Not before: a migration may sort more than memory holds.
      file.database.exec('commit; pragma temp_store = memory');
      return file;
    } catch (error) {
      closeQuietly(file.database);
      throw namedSqliteError(error);
    }
  }

  async function runInSavepoint<T>(file: OpenFile, work: Work<T>): Promise<T> {
    const { database } = file;
    let over = false;
    assertInTransaction(database);
    runPrepared(database, 'savepoint work');
    const admit = (): void => {
      if (over) throw new Error('This write is over: something in it was not awaited, or it took too long.');
      assertInTransaction(database);
    };
    current = sqliteConnection(database, admit);
    try {
      const value = await inTime(
        writing.transaction().execute((trx) => {
          runsDirectly(trx, (text, values) => {
            admit();
            return run(database, text, values).rows;
          });
          return work(trx);
        }),
      );
      assertInTransaction(database);
      runPrepared(database, 'release work');
      return value;
    } catch (error) {
      undoWork(database);
      throw error;
    } finally {
      over = true;
      current = undefined;
    }
  }

  async function runInGroup<T>(work: Work<T>): Promise<T> {
    const file = openWriter();
    if (fault) throw fault;
    try {
      return await runInSavepoint(file, work);
    } catch (error) {
      const named = namedSqliteError(error);
      if (named instanceof StoreUnavailable && !file.database.isTransaction) fault = named;
      throw named;
    }
  }

  async function commit(): Promise<void> {
    const file = openWriter();
    try {
      if (fault) throw fault;
      assertInTransaction(file.database);
      assertInPlace(path, file);
      file.database.exec('commit');
    } catch (error) {
      rollBack(file.database);
      throw failed(error);
    }
  }

  function openWriter(): OpenFile {
    if (!writer) throw new StoreUnavailable('io');
    return writer;
  }

  const group = groupCommit({ begin, commit });

  writer = await openAndPrepare('create');
  return {
    kind: 'sqlite',
    read: async (query) => {
      try {
        return await query(reading);
      } catch (error) {
        const named = namedSqliteError(error);
        if (needsReopening(named)) closeReader();
        throw named;
      }
    },
    write: (work) => group.write(() => runInGroup(work)),
    // Pages are overwritten as they are freed (secure_delete); what is left is in the log, until it starts over.
    overwriteDeleted: async () => {
      await group.settled();
      assertOpen();
      writer ??= await openAndPrepare('fail');
      for (const began = performance.now(); ; await pause(CHECKPOINT_PAUSE_MS)) {
        const { busy } = writer.database.prepare('pragma wal_checkpoint(truncate)').get() as { busy: number };
        if (busy === 0) return true;
        if (performance.now() - began > CHECKPOINT_PATIENCE_MS) return false;
      }
    },
    close: async () => {
      await group.settled();
      closed = true;
      closeBoth();
    },
  };
}

async function beginImmediate({ database }: OpenFile): Promise<void> {
  await patiently(() => database.exec('begin immediate'));
}

/** Some faults (a full disk among them) make SQLite drop the whole transaction; further statements would each commit alone. */
function assertInTransaction(database: DatabaseSync): void {
  if (!database.isTransaction) throw new StoreUnavailable('io', new Error('SQLite dropped the transaction'));
}

/** When one write cannot be undone by itself, nothing of its group may be committed. */
function undoWork(database: DatabaseSync): void {
  try {
    if (database.isTransaction) database.exec('rollback to work; release work');
  } catch {
    rollBack(database);
  }
}

function closeQuietly(database: DatabaseSync | undefined): void {
  try {
    database?.close();
  } catch {
    // It is useless either way; what matters is that the next call opens another.
  }
}

function rollBack(database: DatabaseSync): void {
  try {
    if (database.isTransaction) database.exec('rollback');
  } catch {
    // Nothing was committed, which is all that a rollback could bring about.
  }
}

/** Rejects when the work takes too long. What it still does later meets a write that is over. */
async function inTime<T>(work: Promise<T>): Promise<T> {
  let timer: NodeJS.Timeout | undefined;
  const late = new Promise<never>((_, reject) => {
    timer = setTimeout(() => reject(new StoreUnavailable('slow')), SLOWEST_WRITE_MS);
  });
  try {
    return await Promise.race([work, late]);
  } finally {
    clearTimeout(timer);
  }
}

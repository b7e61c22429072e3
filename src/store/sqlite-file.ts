import { statSync } from 'node:fs';
import { DatabaseSync } from 'node:sqlite';
import { setTimeout as pause } from 'node:timers/promises';
import { pathToFileURL } from 'node:url';
import { StoreUnavailable } from './errors.ts';
import { closeToEverybody, makePrivate } from './private-file.ts';
import { namedSqliteError } from './sqlite-faults.ts';

/** An open database and the file it was opened from. */
export interface OpenFile {
  readonly database: DatabaseSync;
  readonly inode: bigint;
}

/** SQLite waits for a lock by sleeping, and the event loop sleeps with it: so only this long … */
const BLOCKING_WAIT_MS = 50;
/** … and then again and again, between turns of the event loop, for this long. */
const PATIENCE_MS = 5_000;

/** Where the database of a data folder stands. */
export function databaseFile(dataDir: string): string {
  return `${dataDir}/bedside.db`;
}

/**
 * Opens the file for writing: what is committed is on the disk, what is deleted is overwritten.
 *
 * @param whenMissing creating one is right at start only; later a missing file means that somebody moved it
 */
export async function openForWriting(path: string, whenMissing: 'create' | 'fail'): Promise<OpenFile> {
  if (whenMissing === 'create') keepPrivate(path);
  return patiently(() => {
    const database = openDatabase(path, whenMissing === 'create' ? 'rwc' : 'rw');
    try {
      const { journal_mode } = database.prepare('pragma journal_mode = wal').get() as { journal_mode: string };
      if (journal_mode !== 'wal') throw new StoreUnavailable('io', new Error(`${path}: this file system has no shared memory, which write-ahead logging needs`));
      database.exec('pragma synchronous = full; pragma foreign_keys = on; pragma secure_delete = on; pragma journal_size_limit = 67108864');
      return { database, inode: inodeOf(path) };
    } catch (error) {
      database.close();
      throw error;
    }
  });
}

/** SQLite would make the file for all to read; what it keeps beside it gets the file's own mode. */
function keepPrivate(path: string): void {
  try {
    makePrivate(path);
  } catch {
    // What is wrong with the place is told by SQLite, in the names that we know.
  }
  for (const ending of ['', '-wal', '-shm']) closeToEverybody(path + ending);
}

/** Opens the file for reading; it must exist. */
export function openForReading(path: string): DatabaseSync {
  return openDatabase(path, 'ro');
}

/** @throws {StoreUnavailable} when another file, or none, stands at the path: what we wrote would be lost */
export function assertInPlace(path: string, { inode }: OpenFile): void {
  if (inodeOf(path) !== inode) throw new StoreUnavailable('replaced');
}

/**
 * Tries until the lock is free.
 *
 * @throws {StoreUnavailable} `busy` when it is held for five seconds; other faults at once
 */
export async function patiently<T>(action: () => T): Promise<T> {
  for (let left = PATIENCE_MS; ; left -= 2 * BLOCKING_WAIT_MS) {
    try {
      return action();
    } catch (error) {
      const named = namedSqliteError(error);
      if (!(named instanceof StoreUnavailable) || named.reason !== 'busy' || left <= 0) throw named;
      await pause(BLOCKING_WAIT_MS);
    }
  }
}

function openDatabase(path: string, mode: 'ro' | 'rw' | 'rwc'): DatabaseSync {
  const address = pathToFileURL(path);
  address.searchParams.set('mode', mode);
  return new DatabaseSync(address, { timeout: BLOCKING_WAIT_MS, readOnly: mode === 'ro' });
}

/** Zero when nothing stands there; no file has that number. */
function inodeOf(path: string): bigint {
  return statSync(path, { bigint: true, throwIfNoEntry: false })?.ino ?? 0n;
}

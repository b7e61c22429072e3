import { chmodSync, closeSync, existsSync, fsyncSync, mkdirSync, openSync, renameSync, rmSync, statSync } from 'node:fs';
import { dirname } from 'node:path';
import { backup, DatabaseSync } from 'node:sqlite';
import { pathToFileURL } from 'node:url';
import { makePrivate, PRIVATE } from './private-file.ts';
import { syncFolder } from './secret.ts';
import { namedSqliteError } from './sqlite-faults.ts';
import { databaseFile } from './sqlite-file.ts';

/** A finished copy. */
export interface Backup {
  readonly file: string;
  readonly bytes: number;
  /** The keys without whose secrets its sealed content stays closed. Unknown for a PostgreSQL dump. */
  readonly keys?: readonly string[];
}

/** There is nothing to copy, or the copy is not sound; the message says which. */
export class BackupFailed extends Error {
  override readonly name = 'BackupFailed';
}

/** All pages in one step: the copy is one moment, and writers neither wait for it nor start it over. */
const EVERY_PAGE = 2 ** 31 - 1;

/**
 * Copies the embedded database while it is in use, into a folder. The copy appears under its name only when it is
 * whole, checked and on the disk.
 *
 * @throws {BackupFailed} when there is no database, or the copy is damaged
 */
export async function backupSqlite({ dataDir, out, now }: { dataDir: string; out: string; now: number }): Promise<Backup> {
  const source = databaseFile(dataDir);
  if (!existsSync(source)) throw new BackupFailed(`There is no database at ${source}.`);
  mkdirSync(out, { recursive: true, mode: 0o700 });
  const file = `${out}/${backupName(now, 'db')}`;
  const draft = `${file}.part`;
  try {
    makePrivate(draft);
    await copyPages(source, draft);
    const keys = checkedKeys(draft);
    finishFile(draft, file);
    return { file, bytes: statSync(file).size, keys };
  } finally {
    removeDatabase(draft);
  }
}

/** `bedside-2026-03-06T22-30-00-000Z.db`: sorts by time, and stands on every file system. */
export function backupName(now: number, ending: 'db' | 'dump'): string {
  return `bedside-${new Date(now).toISOString().replaceAll(/[:.]/g, '-')}.${ending}`;
}

/** Puts a finished file under its name, durably, and for its owner's eyes only unless told otherwise. */
export function finishFile(draft: string, file: string, mode = PRIVATE): void {
  chmodSync(draft, mode);
  const written = openSync(draft, 'r+');
  fsyncSync(written);
  closeSync(written);
  renameSync(draft, file);
  syncFolder(dirname(file));
}

/**
 * Makes the copy one file that needs no log beside it, and reads all of it.
 *
 * @returns the keys in use in it
 * @throws {BackupFailed} when it is not a sound database of ours
 */
export function checkedKeys(copy: string): string[] {
  const database = new DatabaseSync(copy);
  try {
    database.exec('pragma journal_mode = delete');
    const faults = database.prepare('pragma integrity_check').all();
    if (faults.length !== 1 || faults[0]?.integrity_check !== 'ok') throw new BackupFailed(`The backup is damaged: ${JSON.stringify(faults.slice(0, 3))}`);
    if (database.prepare('pragma foreign_key_check').all().length > 0) throw new BackupFailed('The backup holds rows whose owners are missing.');
    return database
      .prepare('select id from data_key where retired_at is null')
      .all()
      .map(({ id }) => String(id));
  } catch (error) {
    if (error instanceof BackupFailed) throw error;
    throw new BackupFailed('The backup is not a database of ours, or damaged.', { cause: error });
  } finally {
    database.close();
  }
}

/** Removes a database file and what SQLite keeps beside it. */
export function removeDatabase(path: string): void {
  for (const ending of ['', '-wal', '-shm', '-journal']) rmSync(path + ending, { force: true });
}

async function copyPages(source: string, target: string): Promise<void> {
  const address = pathToFileURL(source);
  // Not read-only: the last connection to close takes the log away, and would otherwise leave files of another owner.
  address.searchParams.set('mode', 'rw');
  const database = new DatabaseSync(address, { timeout: 5_000 });
  try {
    await backup(database, target, { rate: EVERY_PAGE });
  } catch (error) {
    throw namedSqliteError(error);
  } finally {
    database.close();
  }
}

import { chmodSync, chownSync, constants, copyFileSync, existsSync, linkSync, mkdirSync, renameSync, statSync } from 'node:fs';
import { DatabaseSync } from 'node:sqlite';
import { BackupFailed, backupName, checkedKeys, finishFile, removeDatabase } from './backup.ts';
import { StoreUnavailable } from './errors.ts';
import { pendingMigrations, type AppliedMigration } from './migrate.ts';
import { MIGRATIONS } from './migrations/all.ts';
import { modeInPlaceOf, PRIVATE } from './private-file.ts';
import { namedSqliteError } from './sqlite-faults.ts';
import { databaseFile } from './sqlite-file.ts';

/** What a restore did. */
export interface Restored {
  readonly file: string;
  /** Where the database that stood there before is kept. */
  readonly previous?: string;
  readonly keys?: readonly string[];
}

/** Another process has the database open; what it stored after the exchange would be lost. */
export class StoreInUse extends Error {
  override readonly name = 'StoreInUse';
}

/** What to do when a process has the database open. */
export type WhenInUse = 'refuse' | 'force';

/**
 * Puts a backup in the place of the embedded database. The one that stood there is kept beside it.
 *
 * @throws {BackupFailed} when the backup is missing or damaged; nothing was touched then
 * @throws {StoreIsNewer} when it was made by a later program
 * @throws {StoreInUse} when a process has the database open and `whenInUse` is `refuse`
 */
export function restoreSqlite({ dataDir, from, now, whenInUse }: { dataDir: string; from: string; now: number; whenInUse: WhenInUse }): Restored {
  if (!existsSync(from)) throw new BackupFailed(`There is no backup at ${from}.`);
  mkdirSync(dataDir, { recursive: true, mode: 0o700 });
  const file = databaseFile(dataDir);
  const draft = `${file}.restoring`;
  try {
    // A copy beside the target, because only within one file system the exchange is one step.
    copyFileSync(from, draft, constants.COPYFILE_FICLONE);
    chmodSync(draft, PRIVATE);
    const keys = checkedKeys(draft);
    assertKnownSchema(draft);
    const previous = existsSync(file) ? setAside(file, `${dataDir}/before-restore-${backupName(now, 'db')}`, whenInUse) : undefined;
    keepOwner(draft, existsSync(file) ? file : dataDir);
    finishFile(draft, file, modeInPlaceOf(file));
    return { file, previous, keys };
  } finally {
    removeDatabase(draft);
  }
}

/** An administrator restores what the service's own user must be able to open. */
function keepOwner(draft: string, like: string): void {
  if (process.getuid?.() !== 0) return;
  const { uid, gid } = statSync(like);
  chownSync(draft, uid, gid);
}

function assertKnownSchema(copy: string): void {
  const database = new DatabaseSync(copy, { readOnly: true });
  try {
    const applied = database.prepare('select name, digest from migration order by name').all() as unknown as AppliedMigration[];
    pendingMigrations(applied, MIGRATIONS, 'sqlite');
  } finally {
    database.close();
  }
}

/** Keeps the current database under another name as well; its own name stays taken until the new one replaces it. */
function setAside(file: string, previous: string, whenInUse: WhenInUse): string {
  const inUse = !foldedIntoOneFile(file);
  if (inUse && whenInUse === 'refuse') {
    throw new StoreInUse(`${file} is open in another process. Stop the service first (or use --force: what it stores from now on is lost).`);
  }
  linkSync(file, previous);
  // Whoever still has it open keeps writing to the old file and its log; the new file must not find that log.
  for (const ending of ['-wal', '-shm']) if (existsSync(file + ending)) renameSync(file + ending, previous + ending);
  return previous;
}

/**
 * Moves the log's content into the file. SQLite does that only for a connection that is alone, which is just the
 * question here; unlike a file with a process number in it, the answer is right after a crash too.
 */
function foldedIntoOneFile(file: string): boolean {
  const database = new DatabaseSync(file, { timeout: 1_000 });
  try {
    return database.prepare('pragma journal_mode = delete').get()?.journal_mode === 'delete';
  } catch (error) {
    const named = namedSqliteError(error);
    if (named instanceof StoreUnavailable && named.reason === 'busy') return false;
    // A database too damaged to be opened is a good reason to restore; it goes aside with whatever lies beside it.
    if (named instanceof StoreUnavailable && named.reason === 'damaged') return true;
    throw named;
  } finally {
    database.close();
  }
}

import { StoreUnavailable, type Unavailability } from './errors.ts';

/** SQLite's primary result codes that say the database, not the query, is at fault (sqlite.org/rescode.html). */
const FAULTS: Readonly<Record<number, Unavailability>> = {
  5: 'busy', // SQLITE_BUSY
  6: 'busy', // SQLITE_LOCKED
  8: 'read-only', // SQLITE_READONLY
  10: 'io', // SQLITE_IOERR
  11: 'damaged', // SQLITE_CORRUPT
  13: 'full', // SQLITE_FULL
  14: 'unreachable', // SQLITE_CANTOPEN
  15: 'busy', // SQLITE_PROTOCOL: too many processes opened the log at once
  26: 'damaged', // SQLITE_NOTADB
};

/** An error as the store's callers see it: `StoreUnavailable` for faults of the database, else the error itself. */
export function namedSqliteError(error: unknown): unknown {
  if (!(error instanceof Error)) return error;
  if ('code' in error && error.code === 'ERR_INVALID_STATE') return new StoreUnavailable('io', error); // closed under the query
  const fault = FAULTS[primaryCode(error)];
  return fault ? new StoreUnavailable(fault, error) : error;
}

/** Whether the file must be opened anew before anything can work again. A lock or a full disk pass by themselves. */
export function needsReopening(error: unknown): boolean {
  return error instanceof StoreUnavailable && !['busy', 'full', 'slow'].includes(error.reason);
}

/** The low byte names the kind; the rest of an extended code only refines it. */
function primaryCode(error: Error): number {
  return 'errcode' in error && typeof error.errcode === 'number' ? error.errcode & 0xff : 0;
}

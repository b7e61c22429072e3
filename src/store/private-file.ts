/** Files for our own user's eyes, whoever made the folder they stand in and whatever the umask says. */
import { chmodSync, closeSync, openSync, statSync } from 'node:fs';

/** What a file of ours may be to whom: read and written by its owner. */
export const PRIVATE = 0o600;

const EVERYBODY = 0o007;

/** Makes an empty file, for a program that would make it for all to read. One that is there stays as it is. */
export function makePrivate(path: string): void {
  closeSync(openSync(path, 'a', PRIVATE));
}

/**
 * The mode that a file is to have in place of the one that stands there. What is closed to everybody else was given
 * to a group, or taken from it, by somebody who meant it; what is open to everybody was made so by a umask.
 */
export function modeInPlaceOf(path: string): number {
  const found = statSync(path, { throwIfNoEntry: false });
  return found === undefined || (found.mode & EVERYBODY) !== 0 ? PRIVATE : found.mode & 0o777;
}

/** Closes a file that everybody may read. Of another owner's we cannot. */
export function closeToEverybody(path: string): void {
  const found = statSync(path, { throwIfNoEntry: false });
  if (found === undefined || (found.mode & EVERYBODY) === 0) return;
  try {
    chmodSync(path, PRIVATE);
  } catch {
    // Whether the database can be opened at all is told by opening it.
  }
}

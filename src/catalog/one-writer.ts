/**
 * One command at a time changes a content tree. Each reads the whole tree, works out what it will write and looks at
 * the result: with two at once, one would write over the other's lines, or take what the other did for its own mistake.
 */
import { existsSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { tryLock } from './lock-file.ts';

/** In the tree itself, so that a command in another container meets it, too; a name that nothing reads. */
export const WRITER_LOCK = '.bedside.lock';
/** A command takes seconds. */
const SILENT_MS = 10 * 60_000;
const LONGEST_WAIT_MS = 60_000;
const LOOK_AGAIN_MS = 50;

/** Another command was at work for longer than anybody waits. */
export class TreeBusy extends Error {
  override readonly name = 'TreeBusy';
}

/**
 * Does the work when nobody else changes the tree. What it knows of the tree it reads itself: before, another command
 * may still have been at it.
 *
 * @throws {TreeBusy} then nothing was done
 */
export function asOnlyWriter<T>(root: string, work: () => T, longestWaitMs = LONGEST_WAIT_MS): T {
  // Of a folder that is not there, the work itself says so in a sentence.
  if (!existsSync(root)) return work();
  const file = join(root, WRITER_LOCK);
  const end = performance.now() + longestWaitMs;
  let release = tryLock(file, SILENT_MS);
  for (; release === undefined; release = tryLock(file, SILENT_MS)) {
    if (performance.now() > end) throw new TreeBusy(`Another command is changing the content${holder(file)}. Wait until it is done, then try again. When none is running, delete ${WRITER_LOCK} in the content folder.`);
    Atomics.wait(new Int32Array(new SharedArrayBuffer(4)), 0, 0, LOOK_AGAIN_MS);
  }
  try {
    return work();
  } finally {
    release();
  }
}

function holder(file: string): string {
  try {
    const [pid, host] = readFileSync(file, 'utf8').trim().split(' ');
    return host === undefined ? '' : `: process ${pid} on ${host}`;
  } catch {
    return '';
  }
}

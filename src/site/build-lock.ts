/** One build of a site at a time: two would write into one folder and one cache. */
import { existsSync, utimesSync } from 'node:fs';
import { setTimeout as sleep } from 'node:timers/promises';
import { tryLock } from '../catalog/lock-file.ts';

/** The builder touches its lock this often. */
const BEAT_MS = 2_000;
/** After this long without, it is dead, or its machine is. */
const SILENT_MS = 60_000;
const LOOK_AGAIN_MS = 200;

/**
 * Waits until no other build holds the lock, and takes it.
 *
 * @param waiting called once, when there is something to wait for
 * @returns what gives it back
 */
export async function takeLock(file: string, waiting: () => void): Promise<() => void> {
  let release = tryLock(file, SILENT_MS);
  if (release === undefined) waiting();
  for (; release === undefined; release = tryLock(file, SILENT_MS)) await sleep(LOOK_AGAIN_MS);
  const beat = setInterval(() => {
    if (existsSync(file)) utimesSync(file, new Date(), new Date());
  }, BEAT_MS);
  beat.unref();
  const giveBack = release;
  return () => {
    clearInterval(beat);
    giveBack();
  };
}

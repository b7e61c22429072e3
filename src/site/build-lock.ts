/** One build of a site at a time: two would write into one folder and one cache. */
import { existsSync, readFileSync, rmSync, statSync, utimesSync, writeFileSync } from 'node:fs';
import { hostname } from 'node:os';
import { setTimeout as sleep } from 'node:timers/promises';

/** The builder touches its lock this often. */
const BEAT_MS = 2_000;
/** After this long without, it is dead, or its machine is. */
const SILENT_MS = 60_000;
const LOOK_AGAIN_MS = 200;

/** The locks of this process. */
const held = new Set<string>();

/**
 * Waits until no other build holds the lock, and takes it.
 *
 * @param waiting called once, when there is something to wait for
 * @returns what gives it back
 */
export async function takeLock(file: string, waiting: () => void): Promise<() => void> {
  for (let told = false; ; told = true) {
    try {
      writeFileSync(file, `${process.pid} ${hostname()}\n`, { flag: 'wx' });
      break;
    } catch (error) {
      if ((error as NodeJS.ErrnoException).code !== 'EEXIST') {
        // On a full disk the file is there and says nothing: the next build would wait for nobody.
        rmSync(file, { force: true });
        throw error;
      }
    }
    if (isDead(file)) rmSync(file, { force: true });
    else {
      if (!told) waiting();
      await sleep(LOOK_AGAIN_MS);
    }
  }
  held.add(file);
  const beat = setInterval(() => {
    if (existsSync(file)) utimesSync(file, new Date(), new Date());
  }, BEAT_MS);
  beat.unref();
  return () => {
    clearInterval(beat);
    held.delete(file);
    rmSync(file, { force: true });
  };
}

function isDead(file: string): boolean {
  try {
    if (Date.now() - statSync(file).mtimeMs > SILENT_MS) return true;
    const [pid, host] = readFileSync(file, 'utf8').trim().split(' ');
    // After a restart, a container gives out the same numbers again: what has ours and is not held here is dead.
    return host === hostname() && (Number(pid) === process.pid ? !held.has(file) : !isAlive(Number(pid)));
  } catch {
    // It was given back while we looked.
    return false;
  }
}

function isAlive(pid: number): boolean {
  try {
    process.kill(pid, 0);
    return true;
  } catch (error) {
    return (error as NodeJS.ErrnoException).code === 'EPERM';
  }
}

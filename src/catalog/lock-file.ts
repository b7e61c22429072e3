/** A file that says who is at work; of two that want to, one gets it. */
import { randomUUID } from 'node:crypto';
import { readFileSync, renameSync, linkSync, rmSync, statSync, writeFileSync } from 'node:fs';
import { hostname } from 'node:os';

/** The locks of this process. */
const held = new Set<string>();

/**
 * @param silentMs a lock that nobody touched for so long is of a process or a machine that died
 * @returns what gives the lock back, or `undefined` while somebody else has it
 */
export function tryLock(file: string, silentMs: number): (() => void) | undefined {
  try {
    writeFileSync(file, `${process.pid} ${hostname()} ${randomUUID()}\n`, { flag: 'wx' });
  } catch (error) {
    if ((error as NodeJS.ErrnoException).code !== 'EEXIST') {
      // On a full disk the file is there and says nothing: the next one would wait for nobody.
      rmSync(file, { force: true });
      throw error;
    }
    const left = leftBehind(file, silentMs);
    return left !== undefined && takeAway(file, left) ? tryLock(file, silentMs) : undefined;
  }
  held.add(file);
  return () => {
    held.delete(file);
    rmSync(file, { force: true });
  };
}

/** The words of a lock whose holder is dead. */
function leftBehind(file: string, silentMs: number): string | undefined {
  try {
    const words = readFileSync(file, 'utf8');
    if (Date.now() - statSync(file).mtimeMs > silentMs) return words;
    const [pid, host] = words.trim().split(' ');
    // After a restart, a container gives out the same numbers again: what has ours and is not held here is dead.
    return host === hostname() && (Number(pid) === process.pid ? !held.has(file) : !isAlive(Number(pid))) ? words : undefined;
  } catch {
    // It was given back while we looked.
    return undefined;
  }
}

/** Of two that find the same dead lock, the slower one must not take away the new lock of the quicker one. */
function takeAway(file: string, words: string): boolean {
  const aside = `${file}.${randomUUID()}`;
  try {
    renameSync(file, aside);
    if (readFileSync(aside, 'utf8') === words) return true;
    linkSync(aside, file);
    return false;
  } catch {
    return false;
  } finally {
    rmSync(aside, { force: true });
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

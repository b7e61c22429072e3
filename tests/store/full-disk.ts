/** A disk without room, for one process: a limit on the size of files is what root, too, cannot write past. */
import { execFileSync, spawnSync } from 'node:child_process';

/** Whether this system can play a full disk: it needs Linux and its `prlimit`. */
export const canFillDisks = spawnSync('prlimit', ['--version']).status === 0;

/**
 * Lets no file of the process grow beyond a size, until it is called again without one.
 *
 * Only the soft limit moves. A hard one, once lowered, is raised again for root alone, and in a container for nobody:
 * the disk would stay full, and whoever goes on would do so by luck.
 *
 * @throws when the limit cannot be set
 */
export function limitFileSize(pid: number | undefined, bytes?: number): void {
  if (pid === undefined) throw new Error('The process did not start.');
  execFileSync('prlimit', ['--pid', String(pid), `--fsize=${bytes ?? 'unlimited'}:`]);
}

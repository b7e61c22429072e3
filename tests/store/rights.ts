import { chmodSync, readdirSync } from 'node:fs';
import { join } from 'node:path';

/** Lets everybody read a folder with all that is in it, also where new files are their owner's alone (umask 077). */
export function readableForAll(folder: string): void {
  chmodSync(folder, 0o755);
  for (const entry of readdirSync(folder, { recursive: true, withFileTypes: true })) chmodSync(join(entry.parentPath, entry.name), entry.isDirectory() ? 0o755 : 0o644);
}

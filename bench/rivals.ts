/** Rivals live in `bench/rivals/`, each with its own lockfile; they are installed on first use, outside the project's dependencies. */
import { spawnSync } from 'node:child_process';
import { cpSync, existsSync, readFileSync } from 'node:fs';
import { join, resolve } from 'node:path';

/** Everything that a bench makes. Git knows nothing of it. */
export const WORK = resolve(import.meta.dirname, '..', 'var', 'bench');

/**
 * A rival's folder, ready to run.
 *
 * @throws when npm cannot install it
 */
export function installed(rival: 'starlight' | 'servers' | 'linkcheck'): string {
  const source = join(import.meta.dirname, 'rivals', rival);
  const folder = join(WORK, 'rivals', rival);
  const lock = (place: string) => (existsSync(join(place, 'package-lock.json')) ? readFileSync(join(place, 'package-lock.json'), 'utf8') : '');
  const current = lock(folder) === lock(source) && existsSync(join(folder, 'node_modules', '.package-lock.json'));
  cpSync(source, folder, { recursive: true, filter: (path) => !path.includes('node_modules') });
  if (current) return folder;
  console.error(`Installing ${rival} for comparison…`);
  const { status } = spawnSync('npm', ['ci', '--silent'], { cwd: folder, stdio: ['ignore', 'inherit', 'inherit'] });
  if (status !== 0) throw new Error(`${rival} could not be installed: npm ci in ${folder} ended with ${status}.`);
  return folder;
}

export function versionOf(folder: string, name: string): string {
  return (JSON.parse(readFileSync(join(folder, 'node_modules', name, 'package.json'), 'utf8')) as { version: string }).version;
}

/** Builds a site: content first, so that a wrong file is a readable message and not a stack trace. */
import { createHash } from 'node:crypto';
import { existsSync, readdirSync, statSync, readFileSync, writeFileSync } from 'node:fs';
import { basename, join, resolve } from 'node:path';
import { readCatalog } from '../catalog/load.ts';
import { todayIn } from '../catalog/today.ts';
import { formatDiagnostics } from '../catalog/diagnostic.ts';
import { contentRoot, useCatalog } from './current.ts';
import { MANIFEST_FOLDER } from './manifest.ts';

export interface BuildOptions {
  /** Where the site goes. */
  readonly out: string;
  /** Render every page anew. */
  readonly force: boolean;
  readonly quiet?: boolean;
}

/** @returns the exit code: 0 built, 1 errors in the content, 2 could not build */
export async function buildSite({ out, force, quiet = false }: BuildOptions): Promise<0 | 1 | 2> {
  const root = contentRoot();
  const { catalog, diagnostics } = readCatalog(root, { today: (zone) => todayIn(zone), unpublished: false });
  if (diagnostics.length > 0) console.error(formatDiagnostics(diagnostics, basename(root)));
  if (catalog === undefined) return 1;
  useCatalog(catalog);
  process.env['BEDSIDE_OUT'] = resolve(out);
  process.env['BEDSIDE_CACHE'] = cacheFolder(root);
  try {
    const { build } = await import('astro');
    await build({ logLevel: quiet ? 'warn' : 'info', force });
    writeFileSync(join(resolve(out), MANIFEST_FOLDER, 'stamp'), inputsStamp());
    return 0;
  } catch (error) {
    console.error(error instanceof Error ? (error.stack ?? error.message) : error);
    return 2;
  }
}

/** A folder for each content tree, so that building one brand does not forget another's pages and pictures. */
export function cacheFolder(root: string): string {
  return resolve('node_modules/.astro', createHash('sha256').update(root).digest('hex').slice(0, 12));
}

/** Whether a built site is of the content and the program as they are now. */
export function isFresh(out: string): boolean {
  const stamp = join(resolve(out), MANIFEST_FOLDER, 'stamp');
  return existsSync(stamp) && readFileSync(stamp, 'utf8') === inputsStamp();
}

/** The state of everything a build reads: paths, sizes and times. */
function inputsStamp(): string {
  const hash = createHash('sha256');
  const today = new Date().toISOString().slice(0, 10);
  hash.update(`${process.version} ${today}\n`);
  for (const input of [contentRoot(), resolve('src'), resolve('public'), resolve('astro.config.mjs'), resolve('package-lock.json')]) {
    for (const file of filesUnder(input)) {
      const { size, mtimeMs } = statSync(file);
      hash.update(`${file} ${size} ${mtimeMs}\n`);
    }
  }
  return hash.digest('hex');
}

function filesUnder(path: string): string[] {
  if (!existsSync(path)) return [];
  if (statSync(path).isFile()) return [path];
  return readdirSync(path, { recursive: true, withFileTypes: true })
    .filter((entry) => entry.isFile())
    .map((entry) => join(entry.parentPath, entry.name))
    .sort();
}

/** Builds a site: content first, so that a wrong file is a readable message and not a stack trace. */
import { createHash } from 'node:crypto';
import { cpSync, existsSync, mkdirSync, readdirSync, readFileSync, rmSync, statSync, writeFileSync } from 'node:fs';
import { basename, dirname, join, resolve } from 'node:path';
import type { Catalog } from '../catalog/catalog.ts';
import { readCatalog } from '../catalog/load.ts';
import { todayIn } from '../catalog/today.ts';
import { formatDiagnostics } from '../catalog/diagnostic.ts';
import { contentRoot, useCatalog } from './current.ts';
import { takeLock } from './build-lock.ts';
import { buildingFolder, exchange, NotExchangeable, placed } from './exchange.ts';
import { MANIFEST_FOLDER } from './manifest.ts';
import { newerStatus, writeStatusOutput } from './status-output.ts';

/** Beside the manifest: what the build was made from. */
const STAMP = 'stamp';

export interface BuildOptions {
  /** Where the site goes; what is there is exchanged in one step when all is built. */
  readonly out: string;
  /** Render every page anew. */
  readonly force: boolean;
  readonly quiet?: boolean;
}

/** @returns the exit code: 0 built, 1 errors in the content, 2 could not build */
export async function buildSite({ out, force, quiet = false }: BuildOptions): Promise<0 | 1 | 2> {
  const root = contentRoot();
  const { folder, lock } = buildingFolder(out);
  let release: (() => void) | undefined;
  try {
    mkdirSync(dirname(folder), { recursive: true });
    release = await takeLock(lock, () => console.error(`Another build of ${out} is running; waiting for it.`));
    return await buildInto(folder, { out, force, quiet, root });
  } catch (error) {
    console.error(failure(error, out));
    return 2;
  } finally {
    // Only the holder of the lock may clear up: the folder of another build is no rubbish.
    if (release !== undefined) rmSync(folder, { recursive: true, force: true });
    release?.();
  }
}

/** A full disk or a folder that may not be written to is no mistake in the program; anything else shows where it was. */
function failure(error: unknown, out: string): string {
  if (error instanceof NotExchangeable) return error.message;
  if (!(error instanceof Error)) return String(error);
  const { code } = error as NodeJS.ErrnoException;
  const said = ({ ENOSPC: 'The disk is full.', EDQUOT: 'The disk is full.', EIO: 'The disk is full, or cannot be written to.', EROFS: 'The folder cannot be written to.', EACCES: 'The folder may not be written to.', EPERM: 'The folder may not be written to.' } as Record<string, string>)[code ?? ''];
  return said === undefined ? (error.stack ?? error.message) : `${said} Nothing was built, and what stood in ${out}/ is as it was.\n${error.message}`;
}

async function buildInto(folder: string, { root, out, force, quiet }: Required<BuildOptions> & { root: string }): Promise<0 | 1> {
  // Of the inputs as they are before they are read: what is edited meanwhile is built the next time.
  const stamp = inputsStamp();
  const { catalog, diagnostics } = readCatalog(root, { today: (zone) => todayIn(zone), unpublished: false });
  if (diagnostics.length > 0) console.error(formatDiagnostics(diagnostics, basename(root)));
  if (catalog === undefined) return 1;
  useCatalog(catalog);
  const workshop = workshopFor(folder, root);
  process.env['BEDSIDE_OUT'] = workshop;
  process.env['BEDSIDE_CACHE'] = cacheFolder(root);
  const { build } = await import('astro');
  try {
    await build({ logLevel: quiet ? 'warn' : 'info', force });
    if (workshop !== folder) cpSync(workshop, folder, { recursive: true });
  } finally {
    if (workshop !== folder) rmSync(workshop, { recursive: true, force: true });
  }
  writeFileSync(join(folder, MANIFEST_FOLDER, STAMP), stamp);
  finish(catalog, folder, out);
  if (!quiet) console.log(`The site is in ${out}/.`);
  return 0;
}

/**
 * Where Astro builds: beside the site, or within the project when that is another disk or a volume, because Astro
 * renames files from the one to the other.
 */
function workshopFor(folder: string, root: string): string {
  if (statSync(dirname(folder)).dev === statSync('.').dev) return folder;
  return join(cacheFolder(root), `building-${createHash('sha256').update(folder).digest('hex').slice(0, 8)}`);
}

/** Status pages and place at the very end, so that nothing that was published during the build is lost with it. */
function finish(catalog: Catalog, folder: string, out: string): void {
  for (;;) {
    const before = placed(out);
    const newer = newerStatus(out);
    writeStatusOutput(catalog, contentRoot(), folder);
    if (newerStatus(out) === newer && exchange(folder, out, before)) return;
  }
}

/** A folder for each content tree, so that building one brand does not forget another's pages and pictures. */
export function cacheFolder(root: string): string {
  return resolve('node_modules/.astro', createHash('sha256').update(root).digest('hex').slice(0, 12));
}

/** Whether a built site is of the content and the program as they are now. */
export function isFresh(out: string): boolean {
  const stamp = join(resolve(out), MANIFEST_FOLDER, STAMP);
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

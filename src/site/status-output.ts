/** The status pages as part of the help center: under `/status/`, with their JSON at `/api/v2/`. */
import { copyFileSync, linkSync, mkdirSync, readdirSync, readFileSync, realpathSync, rmSync } from 'node:fs';
import { join, relative, sep } from 'node:path';
import type { Catalog } from '../catalog/catalog.ts';
import { statusAssets } from '../status/assets.ts';
import { placeInHelpCenter } from '../status/place.ts';
import { statusFiles } from '../status/site-files.ts';
import { exchange, newFolder, placed, writeFiles } from './exchange.ts';
import { isFinished, MANIFEST_FILE, MANIFEST_FOLDER, manifestSchema } from './manifest.ts';
import { readStatusContent, type StatusBuild } from './status-build.ts';

/** What of a catalog the status pages are made from. */
type Told = Pick<Catalog, 'site' | 'status'>;

/** The folders of a built help center that hold nothing else. */
const FOLDERS = ['status', 'api/v2'];

/** Path from the site's root, without base → content; empty when the tree has no status. */
export function statusOutput({ site, status }: Told, now: number): Map<string, string> {
  if (status === undefined) return new Map();
  const files = statusFiles({ site, tree: status, place: placeInHelpCenter(site), assets: statusAssets(site), now });
  return new Map([...files].map(([path, content]) => [path.slice(site.base.length - 1), content]));
}

/**
 * Writes the status pages of a help center that is being built.
 *
 * A build may take minutes, and an incident may be opened meanwhile: the records are read again, unless somebody is
 * in the middle of writing one.
 */
export function writeStatusOutput(catalog: Catalog, root: string, folder: string): void {
  for (const old of FOLDERS) rmSync(join(folder, old), { recursive: true, force: true });
  const now = buildInstant();
  const { content } = catalog.status === undefined ? { content: undefined } : readStatusContent(root, now);
  writeFiles(statusOutput({ site: catalog.site, status: content?.tree ?? catalog.status }, now), folder);
}

/**
 * Exchanges the status pages within a built help center and leaves the rest as it is: for the setup in which one
 * process serves both.
 *
 * @returns whether `out` holds the help center of this content; when not, nothing is done
 */
export function refreshStatus({ root, out, now }: StatusBuild): boolean {
  for (;;) {
    const before = placed(out);
    const { content } = readStatusContent(root, now);
    if (content === undefined || !isFinished(out)) return false;
    const { site, tree } = content;
    const built = realpathSync(out);
    const { data: manifest } = manifestSchema.safeParse(JSON.parse(readFileSync(join(built, MANIFEST_FOLDER, MANIFEST_FILE), 'utf8')));
    if (manifest?.url !== site.url || manifest.base !== site.base || manifest.name !== site.name) return false;
    const files = statusOutput({ site, status: tree }, now);
    const folder = newFolder(out);
    try {
      linkFiles(built, folder, (path) => !files.has(`/${path}`) && !FOLDERS.some((status) => path.startsWith(`${status}/`)));
      writeFiles(files, folder);
      if (exchange(folder, out, before)) return true;
    } finally {
      rmSync(folder, { recursive: true, force: true });
    }
  }
}

/** The same files once more, without their bytes: a built file is never written again. */
function linkFiles(from: string, to: string, wanted: (path: string) => boolean): void {
  const made = new Set<string>();
  for (const entry of readdirSync(from, { recursive: true, withFileTypes: true })) {
    const file = join(entry.parentPath, entry.name);
    if (!entry.isFile() || !wanted(relative(from, file).split(sep).join('/'))) continue;
    const place = join(to, relative(from, entry.parentPath));
    if (!made.has(place)) mkdirSync(place, { recursive: true });
    made.add(place);
    try {
      linkSync(file, join(place, entry.name));
    } catch {
      // Not every file system has links.
      copyFileSync(file, join(place, entry.name));
    }
  }
}

/** The instant that a build shows: now, or what `SOURCE_DATE_EPOCH` says, to repeat a build. */
export function buildInstant(): number {
  const epoch = process.env['SOURCE_DATE_EPOCH'];
  return epoch === undefined ? Date.now() : Number(epoch) * 1_000;
}

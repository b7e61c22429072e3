/** The status pages as part of the help center: under `/status/`, with their JSON at `/api/v2/`. */
import { readFileSync, realpathSync, rmSync } from 'node:fs';
import { join } from 'node:path';
import type { Catalog } from '../catalog/catalog.ts';
import type { Site } from '../catalog/schema.ts';
import { statusAssets } from '../status/assets.ts';
import { placeInHelpCenter } from '../status/place.ts';
import { recordsText, statusRecords } from '../status/records.ts';
import { statusFiles } from '../status/site-files.ts';
import { exchange, newFolder, placed, writeFiles } from './exchange.ts';
import { isFinished, MANIFEST_FILE, MANIFEST_FOLDER, manifestSchema, NEWER_STATUS, RECORDS_FILE } from './manifest.ts';
import { readStatusContent, type StatusBuild } from './status-build.ts';

/** What of a catalog the status pages are made from. */
type Told = Pick<Catalog, 'site' | 'status'>;

/** Path from the site's root, without base → content; empty when the tree has no status. */
export function statusOutput({ site, status }: Told, now: number): Map<string, string> {
  if (status === undefined) return new Map();
  const place = placeInHelpCenter(site);
  const files = statusFiles({ site, tree: status, place, assets: statusAssets(site), now });
  // Beside the pages, and of the same moment: what the service announces is what they show.
  return new Map([...files].map(([path, content]) => [path.slice(site.base.length - 1), content])).set(`/${MANIFEST_FOLDER}/${RECORDS_FILE}`, recordsText(statusRecords(site, status, place)));
}

/**
 * Writes the status pages of a help center that is being built.
 *
 * A build may take minutes, and an incident may be opened meanwhile: the records are read again, unless somebody is
 * in the middle of writing one.
 */
export function writeStatusOutput(catalog: Catalog, root: string, folder: string): void {
  for (const old of ['status', 'api/v2']) rmSync(join(folder, old), { recursive: true, force: true });
  const now = buildInstant();
  const { content } = catalog.status === undefined ? { content: undefined } : readStatusContent(root, now);
  writeFiles(statusOutput({ site: catalog.site, status: content?.tree ?? catalog.status }, now), folder);
}

/**
 * Gives a built help center newer status pages, for the setup in which one process serves both. They lie beside the
 * build's own, behind a link that is exchanged in one step, so that this takes no longer with 5,000 articles. The
 * next build has the newest within and leaves them behind.
 *
 * @returns whether `out` holds the help center of this content; when not, nothing is done
 */
export function refreshStatus({ root, out, now }: StatusBuild): boolean {
  for (;;) {
    if (!isFinished(out)) return false;
    const built = realpathSync(out);
    const place = join(built, NEWER_STATUS);
    const before = placed(place);
    const { content } = readStatusContent(root, now);
    if (content === undefined || !isOf(content.site, built)) return false;
    const folder = newFolder(place);
    try {
      writeFiles(statusOutput({ site: content.site, status: content.tree }, now), folder);
      // A build that took the place meanwhile may have read before us.
      if (exchange(folder, place, before) && realpathSync(out) === built) return true;
    } finally {
      rmSync(folder, { recursive: true, force: true });
    }
  }
}

/** Tells whether newer status pages were given to what stands at `out`. */
export function newerStatus(out: string): string | undefined {
  return placed(join(out, NEWER_STATUS));
}

function isOf(site: Site, built: string): boolean {
  const { data } = manifestSchema.safeParse(JSON.parse(readFileSync(join(built, MANIFEST_FOLDER, MANIFEST_FILE), 'utf8')));
  return data?.url === site.url && data.base === site.base && data.name === site.name;
}

/** The instant that a build shows: now, or what `SOURCE_DATE_EPOCH` says, to repeat a build. */
export function buildInstant(): number {
  const epoch = process.env['SOURCE_DATE_EPOCH'];
  return epoch === undefined ? Date.now() : Number(epoch) * 1_000;
}

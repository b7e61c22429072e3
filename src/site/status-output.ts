/** The status pages as part of the help center: under `/status/`, with their JSON at `/api/v2/`. */
import { rmSync } from 'node:fs';
import { join } from 'node:path';
import type { Catalog } from '../catalog/catalog.ts';
import { statusAssets } from '../status/assets.ts';
import { placeInHelpCenter } from '../status/place.ts';
import { writeFiles } from '../status/publish.ts';
import { statusFiles } from '../status/site-files.ts';

/** Path from the site's root, without base → content; empty when the tree has no status. */
export function statusOutput({ site, status }: Catalog, now: number): Map<string, string> {
  if (status === undefined) return new Map();
  const files = statusFiles({ site, tree: status, place: placeInHelpCenter(site), assets: statusAssets(site), now });
  return new Map([...files].map(([path, content]) => [path.slice(site.base.length - 1), content]));
}

/** @returns how many pages there are */
export function writeStatusOutput(catalog: Catalog, folder: string, now: number): number {
  for (const old of ['status', 'api/v2']) rmSync(join(folder, old), { recursive: true, force: true });
  const files = statusOutput(catalog, now);
  writeFiles(files, folder);
  return [...files.keys()].filter((path) => path.endsWith('.html')).length;
}

/** The instant that a build shows: now, or what `SOURCE_DATE_EPOCH` says, to repeat a build. */
export function buildInstant(): number {
  const epoch = process.env['SOURCE_DATE_EPOCH'];
  return epoch === undefined ? Date.now() : Number(epoch) * 1_000;
}

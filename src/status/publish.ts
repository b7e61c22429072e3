/** Puts a status site in place, whole or not at all. */
import { randomUUID } from 'node:crypto';
import { existsSync, lstatSync, mkdirSync, readdirSync, readlinkSync, renameSync, rmSync, symlinkSync, writeFileSync } from 'node:fs';
import { basename, dirname, join, resolve } from 'node:path';

const KEPT_MS = 60_000;

/**
 * Writes files into a new folder and exchanges it with the old one in a single step of the file system: `out` is
 * a link, and renaming a link over another is atomic. A reader never meets a page of one build and JSON of
 * another, nor a moment without either. Builds before are kept for a minute, for requests that are still under way.
 *
 * @param files path from the site's root, with a slash in front → content
 */
export function publishFolder(files: ReadonlyMap<string, string>, out: string): void {
  const link = resolve(out);
  const prefix = `.${basename(link)}-`;
  const folder = `${prefix}${Date.now().toString(36)}-${randomUUID().slice(0, 8)}`;
  writeFiles(files, join(dirname(link), folder));
  const before = lstatSync(link, { throwIfNoEntry: false });
  const kept = before?.isSymbolicLink() ? readlinkSync(link) : undefined;
  // A plain folder, from elsewhere or from before, makes room first.
  if (before !== undefined && kept === undefined) rmSync(link, { recursive: true });
  const fresh = `${link}.${randomUUID().slice(0, 8)}`;
  symlinkSync(folder, fresh, 'dir');
  renameSync(fresh, link);
  for (const name of readdirSync(dirname(link))) {
    const [, made] = (name.startsWith(prefix) && /^([0-9a-z]{8,9})-[0-9a-f]{8}$/.exec(name.slice(prefix.length))) || [];
    if (made !== undefined && name !== folder && name !== kept && Date.now() - parseInt(made, 36) > KEPT_MS) rmSync(join(dirname(link), name), { recursive: true, force: true });
  }
}

/** Writes files into a folder that stays what else it is. */
export function writeFiles(files: ReadonlyMap<string, string>, folder: string): void {
  const placed = [...files].map(([path, content]) => ({ path: join(folder, path), content }));
  for (const place of new Set(placed.map(({ path }) => dirname(path)))) if (!existsSync(place)) mkdirSync(place, { recursive: true });
  for (const { path, content } of placed) writeFileSync(path, content);
}

/**
 * Puts a built site in place, whole or not at all.
 *
 * `out` is a link to a folder beside it. A build is written into a new folder, and the link is moved onto that in a
 * single step of the file system: a reader never meets a page of one build and JSON of another, nor a moment
 * without either, and a build that dies leaves what stood there. Folders beside `out`:
 *
 *     .dist-mfx3k2a1-0b1c2d3e        built, in place now or before
 *     .dist-mfx3k2a1-0b1c2d3e.new    being built
 *     .dist-building, with .lock     being built by Astro, whose cache holds only for a folder of the same name
 */
import { randomUUID } from 'node:crypto';
import { existsSync, lstatSync, mkdirSync, readdirSync, readlinkSync, renameSync, rmSync, symlinkSync, writeFileSync } from 'node:fs';
import { basename, dirname, join, resolve } from 'node:path';

/** What was in place stays for this long, for requests that are still under way. */
const KEPT_MS = 60_000;
/** A folder that was begun so long ago is of a build that died. */
const DEAD_MS = 60 * 60_000;
/** What file systems answer that have no links, or keep them from us. */
const NO_LINKS = ['EPERM', 'ENOSYS', 'ENOTSUP', 'EOPNOTSUPP', 'EINVAL'];

/** `out` is something that cannot be exchanged, such as a mounted volume. */
export class NotExchangeable extends Error {
  override readonly name = 'NotExchangeable';
  constructor(out: string, cause: unknown) {
    super(`${out} cannot be exchanged for the new build (${(cause as NodeJS.ErrnoException).code ?? String(cause)}). It must be a link or a folder in a folder that can be written to; when it is a mounted volume, mount the folder above it.`, { cause });
  }
}

/** A folder for a build that is to stand at `out`: beside it, empty, not seen by anybody. */
export function newFolder(out: string): string {
  const folder = `${freshName(resolve(out))}.new`;
  mkdirSync(folder, { recursive: true });
  return folder;
}

/** The folder of the one build of `out` that Astro makes; the lock beside it must be held. */
export function buildingFolder(out: string): { folder: string; lock: string } {
  const folder = join(dirname(resolve(out)), `.${basename(resolve(out))}-building`);
  return { folder, lock: `${folder}.lock` };
}

/** What stands at `out` now, to be compared; `undefined` when nothing does. */
export function placed(out: string): string | undefined {
  const found = lstatSync(resolve(out), { throwIfNoEntry: false });
  return found?.isSymbolicLink() ? readlinkSync(resolve(out)) : found && `${found.dev}:${found.ino}`;
}

/**
 * Moves a built folder into place.
 *
 * @param before what stood there when the content of the build was read
 * @returns false when another build was put in place since: what it shows may be newer, so read again
 */
export function exchange(folder: string, out: string, before: string | undefined): boolean {
  const link = resolve(out);
  if (placed(out) !== before) return false;
  const ready = freshName(link);
  const fresh = `${ready}.link`;
  const aside = freshName(link);
  const plain = lstatSync(link, { throwIfNoEntry: false })?.isSymbolicLink() === false;
  try {
    renameSync(folder, ready);
    const links = tryLink(basename(ready), fresh);
    // A plain folder, from elsewhere or where there are no links, makes room first.
    if (plain) renameSync(link, aside);
    renameSync(links ? fresh : ready, link);
  } catch (error) {
    if (!existsSync(link) && existsSync(aside)) renameSync(aside, link);
    for (const left of [fresh, ready, folder]) rmSync(left, { recursive: true, force: true });
    throw new NotExchangeable(out, error);
  }
  sweep(link, basename(ready), before);
  return true;
}

function tryLink(target: string, link: string): boolean {
  try {
    symlinkSync(target, link, 'dir');
    return true;
  } catch (error) {
    if (NO_LINKS.includes((error as NodeJS.ErrnoException).code ?? '')) return false;
    throw error;
  }
}

function freshName(link: string): string {
  return join(dirname(link), `.${basename(link)}-${Date.now().toString(36)}-${randomUUID().slice(0, 8)}`);
}

/** Deletes builds that were exchanged a while ago, and what dead ones left. */
function sweep(link: string, current: string, before: string | undefined): void {
  const prefix = `.${basename(link)}-`;
  const remains = readdirSync(dirname(link)).flatMap((name) => {
    const [, begun, kind] = (name.startsWith(prefix) && /^([0-9a-z]{8,9})-[0-9a-f]{8}(\.new|\.link)?$/.exec(name.slice(prefix.length))) || [];
    return begun === undefined ? [] : [{ name, begun: parseInt(begun, 36), built: kind === undefined }];
  });
  const built = remains.filter((one) => one.built).sort((one, other) => one.begun - other.begun);
  for (const one of remains) {
    // A build was in place until the next one was made.
    const since = one.built ? built[built.indexOf(one) + 1]?.begun : one.begun;
    const old = since !== undefined && Date.now() - since > (one.built ? KEPT_MS : DEAD_MS);
    if (old && one.name !== current && one.name !== before) rmSync(join(dirname(link), one.name), { recursive: true, force: true });
  }
}

/**
 * Writes files into a folder that stays what else it is.
 *
 * @param files path from the site's root, with a slash in front → content
 */
export function writeFiles(files: ReadonlyMap<string, string>, folder: string): void {
  const all = [...files].map(([path, content]) => ({ path: join(folder, path), content }));
  for (const place of new Set(all.map(({ path }) => dirname(path)))) if (!existsSync(place)) mkdirSync(place, { recursive: true });
  for (const { path, content } of all) writeFileSync(path, content);
}

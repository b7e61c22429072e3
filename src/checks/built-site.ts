/** A built site as links see it: its pages with their anchors, and every other file. */
import { existsSync, readdirSync, readFileSync } from 'node:fs';
import { join, relative, sep } from 'node:path';
import type { Redirects } from '../catalog/redirects.ts';
import { readPage, type PageLink, type ReadPage } from './html.ts';
import { CannotRun } from './cannot-run.ts';

export interface BuiltPage extends ReadPage {
  /** From the site's root, without base, decoded: `/billing/refunds/`. */
  readonly address: string;
}

export interface BuiltSite {
  /** `https://help.example.org`. */
  readonly origin: string;
  /** `/` or `/help/`. */
  readonly base: string;
  readonly pages: ReadonlyMap<string, BuiltPage>;
  /** Every file that is no page, by address. */
  readonly files: ReadonlySet<string>;
  readonly redirects: Redirects;
}

export interface BuiltSiteOptions {
  readonly url: string;
  readonly base: string;
  readonly redirects: Redirects;
}

/** @throws {CannotRun} when the folder holds no pages */
export function readBuiltSite(folder: string, { url, base, redirects }: BuiltSiteOptions): BuiltSite {
  if (!existsSync(folder)) throw new CannotRun(`There is no built site in ${folder}.`);
  const pages = new Map<string, BuiltPage>();
  const files = new Set<string>();
  // Pages of a site share most of their links; kept once, they are a tenth of the memory.
  const known = new Map<string, PageLink>();
  const once = (link: PageLink): PageLink => {
    const key = `${link.tag} ${link.attribute} ${link.href}`;
    const same = known.get(key);
    if (same === undefined) known.set(key, link);
    return same ?? link;
  };
  for (const entry of readdirSync(folder, { recursive: true, withFileTypes: true })) {
    if (!entry.isFile()) continue;
    const path = join(entry.parentPath, entry.name);
    const place = `/${relative(folder, path).split(sep).join('/')}`;
    // Names that begin with a dot are not served, but for what the web keeps there.
    if (/\/\.(?!well-known\/)/.test(place)) continue;
    if (!/\.html?$/i.test(place)) files.add(place);
    else {
      const address = place.replace(/\/index\.html$/, '/');
      const page = readPage(readFileSync(path, 'utf8'));
      pages.set(address, { address, ...page, links: page.links.map(once) });
    }
  }
  if (pages.size === 0) throw new CannotRun(`There are no pages in ${folder}.`);
  return { origin: new URL(url).origin, base, pages, files, redirects };
}

/** Redirects for hosts that are not our server: the `_redirects` of static hosts, and a map for nginx. */
import { mkdirSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import type { Catalog } from '../catalog/catalog.ts';
import { MANIFEST_FOLDER } from './manifest.ts';

/** Read by Cloudflare Pages, Netlify and others from the root of the site. */
export const STATIC_HOST_FILE = '_redirects';
/** In the folder that no server shows; docs/operators/static.md says how nginx includes it. */
export const NGINX_FILE = 'redirects.nginx.map';

/** Old → new as a browser would ask, base in front, each with and without its last slash. */
function pairs({ site, redirects }: Catalog): [from: string, to: string][] {
  const prefix = site.base.slice(0, -1);
  return [...redirects].flatMap(([from, to]): [string, string][] => {
    const target = encodeURI(prefix + to);
    const bare = encodeURI(prefix + from.replace(/\/$/, ''));
    return from.endsWith('/') ? [[bare, target], [`${bare}/`, target]] : [[bare, target]];
  });
}

export function staticHostRedirects(catalog: Catalog): string {
  return pairs(catalog).map(([from, to]) => `${from} ${to} 301\n`).join('');
}

/** nginx compares `$uri`, which it has decoded; a quote or a dollar sign would mean something to it. */
export function nginxRedirects(catalog: Catalog): string {
  const quoted = (text: string) => `"${text.replaceAll(/["\\$]/g, (mark) => (mark === '$' ? '%24' : `\\${mark}`))}"`;
  return pairs(catalog).map(([from, to]) => `${quoted(decodeURI(from))} ${quoted(to)};\n`).join('');
}

export function writeRedirects(catalog: Catalog, folder: string): void {
  mkdirSync(join(folder, MANIFEST_FOLDER), { recursive: true });
  writeFileSync(join(folder, STATIC_HOST_FILE), staticHostRedirects(catalog));
  writeFileSync(join(folder, MANIFEST_FOLDER, NGINX_FILE), nginxRedirects(catalog));
}

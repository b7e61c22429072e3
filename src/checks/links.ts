/** What becomes of each link of a built site, judged as a browser and a plain file server would. */
import { anchorIn } from '../catalog/check-references.ts';
import { nearest } from '../catalog/diagnostic.ts';
import { pageAddress } from '../catalog/redirects.ts';
import type { BuiltPage, BuiltSite } from './built-site.ts';
import type { PageLink } from './html.ts';

export type Problem =
  /** No page and no file is there. `like` is what it most likely means. */
  | { readonly kind: 'missing'; readonly path: string; readonly like: string | undefined }
  | { readonly kind: 'anchor'; readonly page: string; readonly anchor: string; readonly like: string | undefined }
  /** It arrives, but not at once. */
  | { readonly kind: 'redirected'; readonly to: string }
  | { readonly kind: 'malformed' };

export interface FoundLink {
  readonly page: string;
  readonly link: PageLink;
  readonly problem: Problem;
}

/** Answered by the service, which no build contains. */
const SERVICE = /^\/(intake\/|healthz$|readyz$|metrics$)/;

export function* linkProblems(site: BuiltSite): Generator<FoundLink> {
  // The frame repeats on every page: what does not depend on the page is judged once.
  const judged = new Map<string, Problem | undefined>();
  for (const page of site.pages.values()) {
    for (const link of page.links) {
      const shared = link.href.startsWith('/') || /^[a-z][a-z0-9+.-]*:/i.test(link.href);
      const problem = shared && judged.has(link.href) ? judged.get(link.href) : judge(site, page, link.href);
      if (shared) judged.set(link.href, problem);
      if (problem !== undefined) yield { page: page.address, link, problem };
    }
  }
}

/** Addresses on other hosts, with the pages that link there. */
export function externalAddresses(site: BuiltSite): Map<string, string[]> {
  const found = new Map<string, string[]>();
  for (const page of site.pages.values()) {
    for (const { tag, href } of page.links) {
      if (tag !== 'a' && tag !== 'area') continue;
      const url = parse(href, addressOfPage(site, page));
      if (url === undefined || !/^https?:$/.test(url.protocol) || url.origin === site.origin) continue;
      url.hash = '';
      const pages = found.get(url.href) ?? [];
      if (pages.at(-1) !== page.address) pages.push(page.address);
      found.set(url.href, pages);
    }
  }
  return found;
}

function judge(site: BuiltSite, page: BuiltPage, href: string): Problem | undefined {
  const url = parse(href, addressOfPage(site, page));
  if (url === undefined) return { kind: 'malformed' };
  if (!/^https?:$/.test(url.protocol) || url.origin !== site.origin) return undefined;
  const prefix = site.base.slice(0, -1);
  const whole = decoded(url.pathname);
  if (!`${whole}/`.startsWith(site.base)) {
    // Beside the site lives another program, whose pages nobody here knows. Its own pages without their base are known.
    return lookUp(site, whole) === undefined ? undefined : { kind: 'missing', path: whole, like: prefix + whole };
  }
  const path = whole.slice(prefix.length) || '/';
  if (SERVICE.test(path)) return undefined;
  const anchor = anchorIn(url.hash.slice(1));
  const found = lookUp(site, path);
  if (found === 'file') return undefined;
  if (found !== undefined) return judgeAnchor(site, found, anchor, url.hash);
  const old = site.redirects.pages.get(pageAddress(path));
  if (old !== undefined) {
    const [target = '', heading] = old.split('#');
    const there = site.pages.get(target);
    if (there !== undefined && heading === undefined && anchor !== undefined) {
      const problem = judgeAnchor(site, there, anchor, url.hash);
      return problem ?? { kind: 'redirected', to: `${prefix}${target}#${anchor}` };
    }
    return { kind: 'redirected', to: prefix + old };
  }
  const canonical = [`${path}/`, path.replaceAll(/\/{2,}/g, '/'), path.replace(/\/index(\.html?)?$/, '/'), path.replace(/\.html?$/, '/')].find((one) => one !== path && site.pages.has(one));
  if (canonical !== undefined) return { kind: 'redirected', to: prefix + canonical + url.search + url.hash };
  const known = [...site.pages.keys(), ...site.files];
  const like = known.find((one) => one.toLowerCase() === path.toLowerCase()) ?? nearest(path, known);
  return { kind: 'missing', path: prefix + path, like: like === undefined ? undefined : prefix + like };
}

function judgeAnchor(site: BuiltSite, page: BuiltPage, anchor: string | undefined, hash: string): Problem | undefined {
  // A browser looks for the words as they stand before it looks for them decoded.
  if (anchor === undefined || page.ids.has(hash.slice(1)) || page.ids.has(anchor)) return undefined;
  const moved = site.redirects.anchors.get(page.address)?.get(anchor);
  if (moved !== undefined) return { kind: 'redirected', to: site.base.slice(0, -1) + moved };
  return { kind: 'anchor', page: page.address, anchor, like: nearest(anchor, [...page.ids]) };
}

function lookUp(site: BuiltSite, path: string): BuiltPage | 'file' | undefined {
  return site.pages.get(path) ?? (site.files.has(path) ? 'file' : undefined);
}

function addressOfPage(site: BuiltSite, page: BuiltPage): string {
  const own = site.origin + encodeURI(site.base.slice(0, -1) + page.address);
  return page.base === undefined ? own : new URL(page.base, own).href;
}

function parse(href: string, base: string): URL | undefined {
  return URL.canParse(href, base) ? new URL(href, base) : undefined;
}

function decoded(text: string): string {
  try {
    return decodeURIComponent(text);
  } catch {
    return text;
  }
}

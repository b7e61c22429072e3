/**
 * Where old addresses lead: `aliases` of articles and `redirects.yaml`, as one answer for the server, for
 * static hosts and for the page that an old `#heading` opens.
 */
import { z } from 'zod';
import { didYouMean, shown, type Diagnostic } from './diagnostic.ts';
import { RESERVED_SEGMENTS } from './schema.ts';

const OLD = /^\/(?!\/)[^\s?#\\]*(#[^\s#]+)?$/;

/** `old: new`, one a line. */
export const redirectsSchema = z
  .record(
    z.string().regex(OLD, 'an old address that starts with one slash, for example /billing/refund/ or /billing/refund/#when'),
    z.string().regex(OLD, 'an address on this site, for example /billing/refunds/ or /billing/refunds/#when'),
  )
  .describe('Old address on the left, new address on the right; both may end in a #heading.');

/** One line that sends readers on. */
export interface RedirectEntry {
  readonly from: string;
  readonly to: string;
  readonly file: string;
  readonly line: number;
}

export interface Redirects {
  /** Old page → where it leads in the end, maybe with a #heading. Without base. */
  readonly pages: ReadonlyMap<string, string>;
  /** Page as it is now → old heading → where it leads in the end. */
  readonly anchors: ReadonlyMap<string, ReadonlyMap<string, string>>;
}

/** With and without its last slash, a page is the same; a file (`/media/plan.pdf`) has none. */
export function pageAddress(path: string): string {
  return path.endsWith('/') || /\.[a-z0-9]{1,5}$/i.test(path) ? path : `${path}/`;
}

export function splitAddress(address: string): [page: string, anchor: string | undefined] {
  const at = address.indexOf('#');
  return at === -1 ? [pageAddress(address), undefined] : [pageAddress(address.slice(0, at)), decodedAnchor(address.slice(at + 1))];
}

function decodedAnchor(anchor: string): string {
  try {
    return decodeURIComponent(anchor);
  } catch {
    return anchor;
  }
}

/** The end of a chain, or `undefined` when it runs in a circle. */
function follow(start: string, table: ReadonlyMap<string, string>): string | undefined {
  const seen = new Set<string>();
  let [page, anchor] = splitAddress(start);
  for (;;) {
    const here = anchor === undefined ? page : `${page}#${anchor}`;
    if (seen.has(here)) return undefined;
    seen.add(here);
    const next = table.get(here) ?? table.get(page);
    if (next === undefined) return here;
    const [nextPage, nextAnchor] = splitAddress(next);
    // As in a browser: a heading that the answer does not name stays.
    [page, anchor] = [nextPage, nextAnchor ?? anchor];
  }
}

/**
 * Chains become one step; circles are left out and named.
 *
 * An old heading of a page that moved is answered by the page it moved to: a browser takes the `#heading`
 * along to the new address.
 */
export function settleRedirects(entries: readonly RedirectEntry[]): { redirects: Redirects; circles: RedirectEntry[] } {
  const table = new Map(entries.map(({ from, to }) => [splitAddress(from).filter((part) => part !== undefined).join('#'), to]));
  const pages = new Map<string, string>();
  const anchors = new Map<string, Map<string, string>>();
  const circles: RedirectEntry[] = [];
  for (const entry of entries) {
    const [page, anchor] = splitAddress(entry.from);
    const end = follow(entry.to, table);
    const own = anchor === undefined ? page : `${page}#${anchor}`;
    if (end === undefined || end === own) circles.push(entry);
    else if (anchor === undefined) pages.set(page, end);
  }
  for (const entry of entries) {
    const [page, anchor] = splitAddress(entry.from);
    const end = follow(entry.to, table);
    if (anchor === undefined || end === undefined || circles.includes(entry)) continue;
    const live = splitAddress(pages.get(page) ?? page)[0];
    const ofPage = anchors.get(live) ?? new Map<string, string>();
    // What an entry of the page itself says goes before what an older page brings along.
    if (live === page || !ofPage.has(anchor)) ofPage.set(anchor, end);
    anchors.set(live, ofPage);
  }
  return { redirects: { pages, anchors }, circles };
}

/** What a redirect may lead to. */
export interface Places {
  /** Page address → its headings; `undefined` for pages whose inside is not known. */
  readonly pages: ReadonlyMap<string, ReadonlySet<string> | undefined>;
}

/** Every way in which a line of `redirects.yaml` or an alias cannot work. */
export function checkRedirects(entries: readonly RedirectEntry[], { pages }: Places, report: (diagnostic: Diagnostic) => void): Redirects {
  const { redirects, circles } = settleRedirects(entries);
  const known = [...pages.keys()];
  const first = new Map<string, RedirectEntry>();
  for (const entry of entries) {
    const at = { severity: 'error', file: entry.file, line: entry.line, value: shown(`${entry.from} → ${entry.to}`) } as const;
    const [page, anchor] = splitAddress(entry.from);
    const key = anchor === undefined ? page : `${page}#${anchor}`;
    const other = first.get(key);
    // Two aliases with one address are the loader's to report, where the fields are checked.
    if (other !== undefined && !(entry.file.startsWith('articles/') && other.file.startsWith('articles/'))) {
      report({ ...at, code: 'redirect/twice', message: `${other.file}:${other.line} says already where this address leads.`, remedy: 'Keep one of the two.' });
    }
    first.set(key, entry);
    if (circles.includes(entry)) {
      report({ ...at, code: 'redirect/circle', message: 'This leads back to itself, so nobody arrives.', remedy: 'Let it lead to a page that exists.' });
      continue;
    }
    if (entry.file.startsWith('articles/')) continue;
    const live = pages.get(page);
    if (anchor === undefined ? pages.has(page) : live?.has(anchor)) {
      report({ ...at, code: 'redirect/taken', message: anchor === undefined ? 'A page of this site lives at this address, so it cannot lead elsewhere.' : 'This heading is on its page, so it cannot lead elsewhere.', remedy: 'Delete this line.' });
      continue;
    }
    if (anchor === undefined && (RESERVED_SEGMENTS as readonly string[]).includes(page.split('/')[1] ?? '')) {
      report({ ...at, code: 'redirect/reserved', message: `Addresses that begin with /${page.split('/')[1]}/ belong to the program.` });
      continue;
    }
    const [target = '', heading] = splitAddress((anchor === undefined ? redirects.pages.get(page) : undefined) ?? follow(entry.to, new Map()) ?? entry.to);
    const end = splitAddress(redirects.pages.get(target) ?? target)[0];
    const headings = pages.get(end);
    if (!pages.has(end)) {
      report({ ...at, code: 'redirect/target', message: 'This site has no page at the new address.', ...remedyOf(didYouMean(end, known)) });
    } else if (heading !== undefined && headings !== undefined && !headings.has(heading) && !redirects.anchors.get(end)?.has(heading)) {
      report({ ...at, code: 'redirect/target', message: 'The new page has no heading with this anchor.', remedy: didYouMean(heading, [...headings]) ?? `Known there: ${[...headings].map((one) => `#${one}`).join(' ') || 'none'}.` });
    }
  }
  return redirects;
}

function remedyOf(remedy: string | undefined): { remedy?: string } {
  return remedy === undefined ? {} : { remedy };
}

/** From a built page back to the line that an author can change. */
import { existsSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { resolveFrom } from '../catalog/catalog.ts';
import { shown } from '../catalog/diagnostic.ts';
import type { FoundLink } from './links.ts';
import { addressOf, type Material } from './material.ts';
import type { Finding } from './rule.ts';

/** A place in the content, with the words as the author wrote them. */
interface Place {
  readonly file: string;
  readonly line: number;
  readonly written: string;
}

/** Files that put links on pages, beside articles. */
const DATA_FILES = ['site.yaml', 'categories.yaml', 'search.yaml'];

/**
 * One finding for each line that is wrong. A link that a component or the frame puts on many pages is one
 * finding, not one for each page.
 */
export function* placed(material: Material, found: Iterable<FoundLink>, finding: (one: FoundLink, at: Place) => Finding): Generator<Finding> {
  const articles = new Map(material.published.map((article) => [addressOf(article), article]));
  const told = new Set<string>();
  const unplaced = new Map<string, FoundLink[]>();
  for (const one of found) {
    const article = articles.get(one.page);
    const wanted = hrefOf(material, one.page, one.link.href);
    const references = [...(article?.markup.links ?? []), ...(article?.markup.images ?? [])].filter(({ target }) => wanted !== undefined && article !== undefined && hrefOf(material, one.page, published(article.file, target)) === wanted);
    for (const { target, line } of references) {
      if (article === undefined || told.has(`${article.file}:${line}:${target}`)) continue;
      told.add(`${article.file}:${line}:${target}`);
      yield finding(one, { file: article.file, line, written: target });
    }
    if (references.length > 0) continue;
    const known = unplaced.get(one.link.href);
    if (known === undefined) unplaced.set(one.link.href, [one]);
    else if (known.at(-1)?.page !== one.page) known.push(one);
  }
  for (const [href, all] of unplaced) {
    const first = all[0]!;
    const at = inData(material, href) ?? { file: articles.get(first.page)?.file ?? 'site.yaml', line: 1, written: href };
    const made = finding(first, at);
    const where = all.length === 1 ? `On ${first.page}` : `On ${all.length} pages, first ${first.page}`;
    yield { ...made, value: shown(`<${first.link.tag} ${first.link.attribute}="${href}">`), message: `${where}: ${made.message}` };
  }
}

/** `../billing/refunds.mdx#when` as the address that the page got. */
function published(file: string, target: string): string {
  if (!target.startsWith('.')) return target;
  const [path = '', anchor] = target.split('#');
  const resolved = resolveFrom(file, path).replace(/^articles/, '').replace(/\.mdx$/, '/');
  return anchor === undefined ? resolved : `${resolved}#${anchor}`;
}

/** Base in front of what an author writes without it, and one spelling for one address. */
function hrefOf(material: Material, page: string, href: string): string | undefined {
  const { origin, base } = material.site;
  const withBase = href.startsWith('/') && !href.startsWith('//') && !`${href}/`.startsWith(base) ? base.slice(0, -1) + href : href;
  const start = origin + encodeURI(base.slice(0, -1) + page);
  return URL.canParse(withBase, start) ? new URL(withBase, start).href : undefined;
}

function inData({ tree, site }: Material, href: string): Place | undefined {
  const spellings = new Set([href, href.startsWith(site.base) ? `/${href.slice(site.base.length)}` : href]);
  for (const file of DATA_FILES) {
    const path = join(tree.root, file);
    if (!existsSync(path)) continue;
    const lines = readFileSync(path, 'utf8').split('\n');
    const index = lines.findIndex((line) => spellings.has(line.replace(/^[^:]*:\s*/, '').replaceAll(/["']/g, '').trim()));
    if (index !== -1) return { file, line: index + 1, written: href };
  }
  return undefined;
}

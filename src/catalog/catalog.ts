/** The loaded content tree: plain data that the site, the service and the scripts share. */
import type { Heading, Reference } from './markup.ts';
import type { ArticleFields, Category, SearchWords, Site, Terms } from './schema.ts';
import type { Release } from './releases.ts';
import type { StatusTree } from './status-tree.ts';
import type { Support } from './support/support.ts';

export interface Article extends ArticleFields {
  /** The category's slug, from the folder. */
  readonly category: string;
  readonly slug: string;
  /** `/billing/cancel-premium/`, without the site's base. */
  readonly address: string;
  /** Path from the content root, `articles/billing/cancel-premium.mdx`. */
  readonly file: string;
  /** The whole file, frontmatter included, so that lines stay true. */
  readonly source: string;
  /** SHA-256 of the source, for caches. Not the revision: formatting moves it. */
  readonly digest: string;
  readonly headings: readonly Heading[];
  readonly links: readonly Reference[];
  readonly images: readonly Reference[];
}

export interface CategoryWithArticles extends Category {
  readonly address: string;
  readonly articles: readonly Article[];
}

export interface Catalog {
  /** Absolute path of the content tree. */
  readonly root: string;
  readonly site: Site;
  readonly terms: Terms;
  readonly search: SearchWords;
  /** What changed in the product, oldest first; some may lie ahead. */
  readonly releases: readonly Release[];
  readonly categories: readonly CategoryWithArticles[];
  /** In reading order: by category, then by `order` and title. */
  readonly articles: readonly Article[];
  readonly byId: ReadonlyMap<string, Article>;
  /** By path from the content root. */
  readonly byFile: ReadonlyMap<string, Article>;
  /** Old address → new address, both without base, from `aliases` and `redirects.yaml`; chains are one step. */
  readonly redirects: ReadonlyMap<string, string>;
  /** Page → heading it once had → where that is now. */
  readonly movedAnchors: ReadonlyMap<string, ReadonlyMap<string, string>>;
  /** What is recorded for the status page; missing when the tree has no `status/`. */
  readonly status: StatusTree | undefined;
  /** How tickets are taken and answered; missing when the tree has no `support/`. */
  readonly support: Support | undefined;
}

/** The file that a relative path in `file` means, as a path from the content root; it never leaves the root. */
export function resolveFrom(file: string, target: string): string {
  return walk(file, target).parts.join('/');
}

/** Whether a relative path in `file` climbs out of the folder with the articles. */
export function leavesArticles(file: string, target: string): boolean {
  const { parts, outside } = walk(file, target);
  return outside || parts[0] !== 'articles';
}

function walk(file: string, target: string): { parts: string[]; outside: boolean } {
  const parts = file.split('/').slice(0, -1);
  let outside = false;
  for (const part of decodedPath(target).split('/')) {
    if (part === '..') outside = parts.pop() === undefined || outside;
    else if (part !== '.' && part !== '') parts.push(part);
  }
  return { parts, outside };
}

/** A path without its percent signs; one that is wrongly written stays as it is, and is not found. */
export function decodedPath(path: string): string {
  try {
    return decodeURI(path);
  } catch {
    return path;
  }
}

/** The loaded content tree: plain data that the site, the service and the scripts share. */
import type { Heading, Reference } from './markup.ts';
import type { ArticleFields, Category, Site, Terms } from './schema.ts';

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
  readonly categories: readonly CategoryWithArticles[];
  /** In reading order: by category, then by `order` and title. */
  readonly articles: readonly Article[];
  readonly byId: ReadonlyMap<string, Article>;
  /** By path from the content root. */
  readonly byFile: ReadonlyMap<string, Article>;
  /** Old address → new address, both without base, from `aliases`. */
  readonly redirects: ReadonlyMap<string, string>;
}

/** The file that a relative path in `file` means, as a path from the content root. */
export function resolveFrom(file: string, target: string): string {
  const parts = file.split('/').slice(0, -1);
  for (const part of decodeURI(target).split('/')) {
    if (part === '..') parts.pop();
    else if (part !== '.' && part !== '') parts.push(part);
  }
  return parts.join('/');
}

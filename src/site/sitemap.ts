/** When each page of the sitemap last changed, where that is known. */
import type { SitemapItem } from '@astrojs/sitemap';
import type { Catalog } from '../catalog/catalog.ts';
import { currentCatalog } from './current.ts';

/** What search engines are told of a page. */
export function withLastChange(item: SitemapItem): SitemapItem {
  const day = lastChange(currentCatalog(), new URL(item.url).pathname);
  return day === undefined ? item : { ...item, lastmod: day };
}

/**
 * The day that an author says an article's meaning changed; for a category, its newest article's.
 *
 * @param path with the site's base
 * @returns `undefined` for other pages: a date nobody stands for teaches search engines to trust none
 */
export function lastChange(catalog: Catalog, path: string): string | undefined {
  const address = decodeURI(path).replace(catalog.site.base, '/');
  const category = catalog.categories.find((one) => one.address === address);
  const shown = category?.articles ?? catalog.articles.filter((article) => article.address === address);
  return shown.map(({ lastUpdated }) => lastUpdated).sort().at(-1);
}

/** How new and how much read an article is: what decides among equals. */
import type { Article, Catalog } from '../catalog/catalog.ts';

/** An article that was touched this long before the newest one counts as old. */
const OLD_DAYS = 730;

/**
 * 0 to 1. Half is how new it is beside the newest article, half its place among the most read in `site.yaml`.
 * Measured against the newest article, not against today: the same content gives the same index on any day.
 */
export function standingOf(article: Article, catalog: Catalog): number {
  const age = (newestOf(catalog) - touched(article)) / (24 * 60 * 60 * 1_000);
  const fresh = Math.max(0, 1 - age / OLD_DAYS);
  const place = catalog.site.popular.indexOf(article.id);
  const read = place === -1 ? 0 : 1 - place / (2 * catalog.site.popular.length);
  return 0.5 * fresh + 0.5 * read;
}

const newest = new WeakMap<Catalog, number>();

function newestOf(catalog: Catalog): number {
  let known = newest.get(catalog);
  if (known === undefined) {
    known = catalog.articles.reduce((latest, article) => Math.max(latest, touched(article)), 0);
    newest.set(catalog, known);
  }
  return known;
}

function touched({ lastUpdated, reviewedOn }: Article): number {
  return Math.max(Date.parse(lastUpdated), reviewedOn === undefined ? 0 : Date.parse(reviewedOn));
}

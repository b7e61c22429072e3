/** What is on an article's card, and the address that follows from it. */
import { createHash } from 'node:crypto';
import type { Article, Catalog } from '../catalog/catalog.ts';
import { hex } from '../catalog/colors.ts';

/** Pixels, as every network asks for. */
export const CARD = { width: 1200, height: 630 } as const;
/** Raise it when social-cards.ts changes what a card looks like. */
const RENDERING = 2;

export interface Card {
  readonly title: string;
  readonly category: string;
  readonly site: string;
  readonly mark: string;
  readonly accent: string;
  readonly onAccent: string;
}

export function cardOf({ site, categories }: Catalog, article: Article): Card {
  const { name, brand } = site;
  return {
    title: article.title,
    category: categories.find(({ slug }) => slug === article.category)?.title ?? '',
    site: name,
    mark: brand.mark ?? name.slice(0, 1),
    accent: hex(brand.accent.light),
    onAccent: hex(brand.onAccent.light),
  };
}

/** The card's path on the site, without base. Its name changes with what is on it, so it may be kept for good. */
export function cardPath(catalog: Catalog, article: Article): string {
  const digest = createHash('sha256').update(JSON.stringify([RENDERING, cardOf(catalog, article)])).digest('hex').slice(0, 12);
  return `/media/cards/${article.id}.${digest}.png`;
}

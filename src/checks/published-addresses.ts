/** Addresses and headings that readers may have kept, held against the ledger of what was published. */
import type { KnownAddress } from './locks.ts';
import { addressOf, type Material } from './material.ts';

/** Page → its headings, for everything this site publishes. */
export function publishedAddresses({ tree, published }: Pick<Material, 'tree' | 'published'>): Map<string, KnownAddress> {
  const known = new Map<string, KnownAddress>();
  for (const { slug } of tree.categories?.value ?? []) known.set(`/${slug}/`, { article: undefined, anchors: [] });
  for (const article of published) known.set(addressOf(article), { article: article.fields.id, anchors: article.markup.headings.map(({ id }) => id) });
  return known;
}

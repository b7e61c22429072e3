/** Addresses and headings that readers may have kept, held against the ledger of what was published. */
import { existsSync } from 'node:fs';
import { join } from 'node:path';
import type { KnownAddress } from './locks.ts';
import { addressOf, type Material } from './material.ts';

export interface PublishedAddress extends KnownAddress {
  /** Where it comes from, as a path from the content root. */
  readonly file: string;
}

/** Page → its headings, for everything this site publishes. */
export function publishedAddresses({ tree, published }: Pick<Material, 'tree' | 'published'>): Map<string, PublishedAddress> {
  const known = new Map<string, PublishedAddress>();
  for (const { slug } of tree.categories?.value ?? []) known.set(`/${slug}/`, { article: undefined, anchors: [], file: 'categories.yaml' });
  for (const article of published) known.set(addressOf(article), { article: article.fields.id, anchors: article.markup.headings.map(({ id }) => id), file: article.file });
  // Examples are there to be deleted.
  const records = [...(tree.status?.incidents ?? []).map((one) => ({ ...one, folder: 'incidents' })), ...(tree.status?.maintenances ?? []).map((one) => ({ ...one, folder: 'maintenance' }))];
  for (const { id, file, folder } of records.filter(({ sample }) => !sample)) known.set(`/status/${folder}/${id}/`, { article: undefined, anchors: [], file });
  return known;
}

/** An address of an incident or a maintenance: it has no other place to lead to. */
export function isRecord(address: string): boolean {
  return address.startsWith('/status/');
}

/** Whether one of the records cannot be read, so that nobody knows which there are. */
export function recordsAreUnknown({ tree }: Pick<Material, 'tree'>): boolean {
  return tree.status === undefined && existsSync(join(tree.root, 'status'));
}

/** `touch`: dates that follow the meaning, and the two files that remember it. */
import { existsSync } from 'node:fs';
import { join } from 'node:path';
import { revisionInTree } from '../articles/revision-files.ts';
import type { ReadArticle } from '../catalog/article-file.ts';
import type { CheckedTree } from '../catalog/check.ts';
import { asOnlyWriter } from '../catalog/one-writer.ts';
import { writeAll } from '../catalog/write-files.ts';
import { ADDRESS_LOCK, FRESHNESS_LOCK, formatAddressLock, formatFreshnessLock, readAddressLock, readFreshnessLock, type FreshnessLock, type KnownAddress } from '../checks/locks.ts';
import { isPublished } from '../checks/material.ts';
import { publishedAddresses } from '../checks/published-addresses.ts';
import { findArticle } from './articles.ts';
import { setField } from './fields.ts';
import { soundTree, stillSound } from './tree.ts';

export interface TouchOptions {
  readonly today: string;
  /** The articles a person named; none means all. */
  readonly articles: readonly string[];
  /** Takes the change as one that says the same to a reader: the date stays. */
  readonly same: boolean;
}

export interface Touched {
  /** Articles whose date is today now. */
  readonly dated: readonly string[];
  /** Articles that are recorded as they are. */
  readonly recorded: readonly string[];
  readonly addresses: number;
}

export function touch(root: string, options: TouchOptions): Touched {
  return asOnlyWriter(root, () => touchAlone(root, options));
}

function touchAlone(root: string, { today, articles, same }: TouchOptions): Touched {
  const tree = soundTree(root, today);
  const published = tree.read.filter(({ fields }) => isPublished(fields, today));
  const named = articles.length === 0 ? published : articles.map((words) => findArticle(tree.read, words)).filter(({ fields }) => isPublished(fields, today));
  const known: FreshnessLock['entries'] = existsSync(join(root, FRESHNESS_LOCK)) ? readFreshnessLock(root).entries : new Map();
  const write = new Map<string, string>();
  const dated: string[] = [];
  const recorded: string[] = [];
  const entries = new Map([...known].filter(([id]) => tree.read.some(({ fields }) => fields.id === id)));
  for (const article of named) {
    const { file, fields, source } = article;
    const revision = revisionInTree(root, file, fields, source);
    const before = known.get(fields.id);
    const day = dayOf(article, { before, revision, today, same });
    if (day !== fields.lastUpdated) {
      write.set(file, setField(source, 'lastUpdated', day, 'id'));
      dated.push(file);
    } else if (before?.revision !== revision || before.lastUpdated !== day) recorded.push(file);
    entries.set(fields.id, { lastUpdated: day, revision });
  }
  const addresses = ledgerOf(root, tree, published);
  write.set(FRESHNESS_LOCK, formatFreshnessLock(entries)).set(ADDRESS_LOCK, formatAddressLock(addresses.entries));
  writeAll(root, { write }, stillSound(root, today));
  return { dated, recorded, addresses: addresses.added };
}

/** A day that an author moved on is believed; one that stood still while the meaning changed becomes today. */
function dayOf({ fields }: ReadArticle, { before, revision, today, same }: { before: { lastUpdated: string; revision: string } | undefined; revision: string; today: string; same: boolean }): string {
  if (before === undefined || before.revision === revision) return before !== undefined && fields.lastUpdated < before.lastUpdated ? before.lastUpdated : fields.lastUpdated;
  if (fields.lastUpdated > before.lastUpdated) return fields.lastUpdated;
  return same ? before.lastUpdated : today;
}

/** The ledger only grows: what is gone stays in it, and a redirect answers for it. */
export function ledgerOf(root: string, tree: CheckedTree, published: readonly ReadArticle[]): { entries: Map<string, KnownAddress>; added: number } {
  const entries = new Map(existsSync(join(root, ADDRESS_LOCK)) ? readAddressLock(root).entries : []);
  let added = 0;
  for (const [address, { article, anchors }] of publishedAddresses({ tree, published })) {
    const before = entries.get(address);
    const all = [...new Set([...(before?.anchors ?? []), ...anchors])];
    added += (before === undefined ? 1 : 0) + all.length - (before?.anchors.length ?? 0);
    entries.set(address, { article, anchors: all });
  }
  return { entries, added };
}

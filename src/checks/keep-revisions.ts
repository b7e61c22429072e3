/**
 * For changes that say the same to a reader, such as a link that follows a moved page: what was up to date
 * before is up to date after.
 */
import { existsSync } from 'node:fs';
import { join } from 'node:path';
import { revisionInTree } from '../articles/revision-files.ts';
import type { ReadArticle } from '../catalog/article-file.ts';
import { writeAll } from '../catalog/write-files.ts';
import { FRESHNESS_LOCK, formatFreshnessLock, readFreshnessLock } from './locks.ts';

/** Ask before the change; the answer writes the new digests when it is called after. */
export function keepRevisions(root: string, before: readonly ReadArticle[]): (after: readonly ReadArticle[]) => void {
  if (!existsSync(join(root, FRESHNESS_LOCK))) return () => undefined;
  const { entries } = readFreshnessLock(root);
  const revision = ({ file, fields, source }: ReadArticle) => revisionInTree(root, file, fields, source);
  const current = new Set(before.filter((article) => entries.get(article.fields.id)?.revision === revision(article)).map(({ fields }) => fields.id));
  return (after) => {
    const next = new Map(entries);
    for (const article of after) {
      const known = entries.get(article.fields.id);
      if (known !== undefined && current.has(article.fields.id)) next.set(article.fields.id, { ...known, revision: revision(article) });
    }
    writeAll(root, { write: new Map([[FRESHNESS_LOCK, formatFreshnessLock(next)]]) });
  };
}

/** An article's revision, with its pictures read from the content tree. */
import { createHash } from 'node:crypto';
import { existsSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { articleRevision } from '../articles/revision.ts';
import { resolveFrom, type Article, type Catalog } from '../catalog/catalog.ts';

export function revisionOf(catalog: Catalog, article: Article): string {
  return articleRevision(article, article.source, (target) => {
    const path = join(catalog.root, resolveFrom(article.file, target));
    return existsSync(path) ? createHash('sha256').update(readFileSync(path)).digest('base64url') : 'none';
  });
}

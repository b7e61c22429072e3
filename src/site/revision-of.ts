/** An article's revision, with its pictures read from the content tree. */
import { createHash } from 'node:crypto';
import { existsSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { articleRevision } from '../articles/revision.ts';
import { resolveFrom, type Article, type Catalog } from '../catalog/catalog.ts';
import { shared } from './process-memory.ts';

/** Asked for the page and for the manifest. An article's object belongs to one catalog, so nothing here grows old. */
const known = shared('revisions', () => new WeakMap<Article, string>());

export function revisionOf(catalog: Catalog, article: Article): string {
  let revision = known.get(article);
  if (revision === undefined) {
    revision = makeRevision(catalog, article);
    known.set(article, revision);
  }
  return revision;
}

function makeRevision(catalog: Catalog, article: Article): string {
  return articleRevision(article, article.source, (target) => {
    const path = join(catalog.root, resolveFrom(article.file, target));
    return existsSync(path) ? createHash('sha256').update(readFileSync(path)).digest('base64url') : 'none';
  });
}

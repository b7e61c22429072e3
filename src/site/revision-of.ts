/** An article's revision, with its pictures read from the content tree. */
import { revisionInTree } from '../articles/revision-files.ts';
import type { Article, Catalog } from '../catalog/catalog.ts';
import { shared } from './process-memory.ts';

/** Asked for the page and for the manifest. An article's object belongs to one catalog, so nothing here grows old. */
const known = shared('revisions', () => new WeakMap<Article, string>());

export function revisionOf(catalog: Catalog, article: Article): string {
  let revision = known.get(article);
  if (revision === undefined) {
    revision = revisionInTree(catalog.root, article.file, article, article.source);
    known.set(article, revision);
  }
  return revision;
}

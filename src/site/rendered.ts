/** An article’s HTML, made once for its page and for the search index. */
import { renderArticle, type RenderedArticle } from '../articles/render.ts';
import type { Article, Catalog } from '../catalog/catalog.ts';
import { shared } from './process-memory.ts';
import { renderContext } from './render-context.ts';

/** An article's object belongs to one catalog: another load makes another object, so nothing here grows old. */
const known = shared('rendered', () => new WeakMap<Article, RenderedArticle>());

export function rendered(catalog: Catalog, article: Article): RenderedArticle {
  let made = known.get(article);
  if (made === undefined) {
    made = renderArticle(article, renderContext(catalog));
    known.set(article, made);
  }
  return made;
}

/** An article's HTML for its page, pictures in place. */
import { renderArticle } from '../articles/render.ts';
import type { Article } from '../catalog/catalog.ts';
import { currentCatalog } from './current.ts';
import { placePictures } from './pictures.ts';
import { renderContext } from './render-context.ts';

export async function articleHtml(article: Article): Promise<string> {
  return placePictures(renderArticle(article, renderContext(currentCatalog())));
}

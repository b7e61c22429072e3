/** An article's HTML for its page, pictures in place. */
import type { Article } from '../catalog/catalog.ts';
import { currentCatalog } from './current.ts';
import { placePictures } from './pictures.ts';
import { rendered } from './rendered.ts';

export async function articleHtml(article: Article): Promise<string> {
  return placePictures(rendered(currentCatalog(), article));
}

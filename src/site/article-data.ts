/** What the head of an article's page tells machines. */
import { articleData, asScript } from '../articles/structured-data.ts';
import type { Article, Catalog } from '../catalog/catalog.ts';
import { filmOf } from './films.ts';
import { whole } from './machine-files.ts';
import { fullPicture } from './pictures.ts';
import { rendered } from './rendered.ts';
import { cardPath } from './card-path.ts';

/** @returns JSON-LD, ready to stand in a script element */
export async function structuredData(catalog: Catalog, article: Article): Promise<string> {
  const { site, categories } = catalog;
  const category = categories.find(({ slug }) => slug === article.category)!;
  const { html, pictures } = rendered(catalog, article);
  const film = filmOf(catalog, article);
  const absolute = (address: string) => new URL(address, site.url).href;
  const data = articleData(article, {
    page: whole(site, article.address),
    home: whole(site, '/'),
    card: whole(site, cardPath(catalog, article)),
    language: site.locale,
    siteName: site.name,
    product: site.product,
    category: { title: category.title, page: whole(site, category.address) },
    html,
    pictures: await Promise.all(pictures.map(async ({ file }) => absolute(await fullPicture(file)))),
    ...(film === undefined
      ? {}
      : { film: { address: absolute(film.file), poster: absolute(await fullPicture(film.poster)), captions: film.captionCues, chapters: film.chapterCues } }),
  });
  return asScript(data);
}

/** An article's Markdown with the addresses of this site. */
import { articleTwin } from '../articles/twin.ts';
import { resolveFrom, type Article, type Catalog } from '../catalog/catalog.ts';
import { textsFor } from '../texts/texts.ts';
import { filmOf } from './films.ts';
import { whole } from './machine-files.ts';
import { fullPicture } from './pictures.ts';
import { renderContext } from './render-context.ts';

export async function twinOf(catalog: Catalog, article: Article): Promise<string> {
  const t = textsFor(catalog.site.locale);
  const film = filmOf(catalog, article);
  const files = [...new Set(article.images.map(({ target }) => resolveFrom(article.file, target)))];
  const pictures = new Map(await Promise.all(files.map(async (file) => [file, new URL(await fullPicture(file), catalog.site.url).href] as const)));
  return articleTwin(article, {
    render: renderContext(catalog),
    page: whole(catalog.site, article.address),
    pictureAddress: (file) => pictures.get(file) ?? '',
    related: article.related.flatMap((id) => catalog.byId.get(id) ?? []),
    ...(film === undefined ? {} : { film: { title: film.title, address: new URL(film.file, catalog.site.url).href, parts: film.parts } }),
    texts: { related: t.related, lastUpdated: t.lastUpdated, bindingNote: t.bindingNote, page: t.media.page, film: t.media.film },
  });
}

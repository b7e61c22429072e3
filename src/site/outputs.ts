/** What a build leaves beside the pages: the search index and the manifest. */
import { mkdirSync, rmSync, writeFileSync } from 'node:fs';
import { dirname, join } from 'node:path';
import type { Catalog } from '../catalog/catalog.ts';
import { standingOf } from '../search/standing.ts';
import { indexArticles, type IndexedArticle, type SearchFile } from '../search/index-articles.ts';
import { indexOnThread } from '../search/index-thread.ts';
import { MANIFEST_FILE, MANIFEST_FOLDER, type Manifest } from './manifest.ts';
import { mailOf } from '../forms/fallback.ts';
import { renderContext } from './render-context.ts';
import { rendered } from './rendered.ts';
import { revisionOf } from './revision-of.ts';
import { writeSupport } from './support-file.ts';

/** The search index of a catalog, as files under `/pagefind/`. */
export function searchFiles(catalog: Catalog): Promise<SearchFile[]> {
  return indexArticles(indexedArticles(catalog), catalog.search, catalog.site.locale);
}

/** The same while pages are made: most of its work is done on a thread of its own. */
export function searchFilesMeanwhile(catalog: Catalog): Promise<readonly SearchFile[]> {
  return indexOnThread(indexedArticles(catalog), catalog.search, catalog.site.locale);
}

/** Each is rendered when its turn comes, so that Pagefind starts with the first. */
function* indexedArticles(catalog: Catalog): Generator<IndexedArticle> {
  const context = renderContext(catalog);
  const titles = new Map(catalog.categories.map((category) => [category.slug, category.title]));
  for (const article of catalog.articles) {
    yield {
      id: article.id,
      url: context.href(article.address),
      title: article.title,
      summary: article.summary,
      keywords: article.keywords,
      headings: article.headings.map(({ text }) => text),
      errors: article.errors,
      standing: standingOf(article, catalog),
      topic: { slug: article.category, title: titles.get(article.category) ?? article.category },
      html: rendered(catalog, article).html,
    };
  }
}

export function writeSearch(files: readonly SearchFile[], folder: string): void {
  rmSync(join(folder, 'pagefind'), { recursive: true, force: true });
  const placed = files.map(({ path, content }) => ({ file: join(folder, 'pagefind', path), content }));
  for (const place of new Set(placed.map(({ file }) => dirname(file)))) mkdirSync(place, { recursive: true });
  for (const { file, content } of placed) writeFileSync(file, content);
}

export function manifestOf(catalog: Catalog): Manifest {
  const { site } = catalog;
  const origins = [site.url, site.serviceUrl, site.statusUrl].flatMap((url) => (url === undefined ? [] : [new URL(url).origin]));
  return {
    version: 1,
    name: site.name,
    url: site.url,
    base: site.base,
    locale: site.locale,
    articles: catalog.articles.map((article) => ({
      id: article.id,
      address: article.address,
      title: article.title,
      category: article.category,
      revision: revisionOf(catalog, article),
      ...(article.components.length === 0 ? {} : { components: [...article.components] }),
    })),
    redirects: Object.fromEntries(catalog.redirects),
    contact: {
      forms: [...(catalog.support?.forms ?? [])],
      channels: site.channels.map((channel) => ({ id: channel.id, title: channel.title, kind: channel.kind, mail: mailOf(channel), hours: channel.hours })),
      timeZone: site.timeZone,
    },
    origins: [...new Set(origins)],
  };
}

export function writeManifest(catalog: Catalog, folder: string): void {
  mkdirSync(join(folder, MANIFEST_FOLDER), { recursive: true });
  writeFileSync(join(folder, MANIFEST_FOLDER, MANIFEST_FILE), `${JSON.stringify(manifestOf(catalog), null, 1)}\n`);
  writeSupport(catalog, folder);
}

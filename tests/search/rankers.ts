/** Our ranker and two others on the same articles. */
import { mkdtempSync, mkdirSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { dirname, join } from 'node:path';
import MiniSearch from 'minisearch';
import { createIndex } from 'pagefind';
import type { Article, Catalog } from '../../src/catalog/catalog.ts';
import type { Pagefind } from '../../src/search/finder.ts';
import { plainText } from '../../src/search/indexed-text.ts';
import { loadPagefind } from '../../src/search/node-engine.ts';
import { rendered } from '../../src/site/rendered.ts';
import { finderOf } from '../../src/site/search-index.ts';
import type { Ranker } from './query-set.ts';

const MOST = 10;

export async function bedside(catalog: Catalog): Promise<Ranker> {
  const finder = await finderOf(catalog);
  const ids = idsByAddress(catalog);
  return async (query) => {
    const finding = await finder.find({ query, topic: '', mend: true });
    const articles = await Promise.all(finding.results.slice(0, MOST).map(async (result) => ids.get((await finding.data(result)).url) ?? ''));
    return { articles, weak: finding.weak };
  };
}

/** Pagefind by itself, with the same fields and sensible weights: no answer is its only sign of weakness. */
export async function pagefindAlone(catalog: Catalog): Promise<Ranker> {
  const { index } = await createIndex({ forceLanguage: catalog.site.locale.split('-')[0], includeCharacters: '-_.' });
  if (index === undefined) throw new Error('Pagefind makes no index.');
  for (const article of catalog.articles) {
    const meta = (name: string, value: string) => `<span data-pagefind-meta="${name}[data-value]" data-value="${value.replaceAll('&', '&amp;').replaceAll('"', '&quot;')}"></span>`;
    const content = `<html><body><main data-pagefind-body><h1 data-pagefind-meta="title">${article.title}</h1><p data-pagefind-weight="4">${article.summary}</p>${meta('summary', article.summary)}${meta('keywords', [...article.keywords, ...errorsOf(article)].join(' · '))}${rendered(catalog, article).html}</main></body></html>`;
    await index.addHTMLFile({ url: article.address, content });
  }
  const folder = mkdtempSync(join(tmpdir(), 'bedside-pagefind-'));
  process.once('exit', () => rmSync(folder, { recursive: true, force: true }));
  for (const { path, content } of (await index.getFiles()).files) {
    mkdirSync(dirname(join(folder, path)), { recursive: true });
    writeFileSync(join(folder, path), content);
  }
  await index.deleteIndex();
  const pagefind: Pagefind = await loadPagefind(folder, catalog.site.locale, { ranking: { metaWeights: { title: 6, keywords: 4, summary: 3 } } });
  const ids = idsByAddress(catalog);
  return async (query) => {
    const { results } = await pagefind.search(query);
    const articles = await Promise.all(results.slice(0, MOST).map(async (result) => ids.get((await result.data()).url) ?? ''));
    return { articles, weak: results.length === 0 };
  };
}

/** MiniSearch with what its users turn on: fuzzy, prefix, boosts. */
export function miniSearch(catalog: Catalog): Ranker {
  const index = new MiniSearch({
    fields: ['title', 'summary', 'keywords', 'headings', 'errors', 'text'],
    searchOptions: { fuzzy: 0.2, prefix: true, boost: { title: 4, keywords: 3, summary: 2, errors: 2, headings: 1.5 } },
  });
  index.addAll(
    catalog.articles.map((article) => ({
      id: article.id,
      title: article.title,
      summary: article.summary,
      keywords: article.keywords.join(' · '),
      headings: article.headings.map(({ text }) => text).join(' · '),
      errors: errorsOf(article).join(' · '),
      text: plainText(rendered(catalog, article).html),
    })),
  );
  return async (query) => {
    const results = index.search(query);
    return { articles: results.slice(0, MOST).map(({ id }) => String(id)), weak: results.length === 0 };
  };
}

function errorsOf({ errors }: Article): string[] {
  return errors.flatMap(({ code, message }) => (code === undefined ? [message] : [code, message]));
}

function idsByAddress(catalog: Catalog): Map<string, string> {
  const prefix = catalog.site.base.slice(0, -1);
  return new Map(catalog.articles.map(({ address, id }) => [prefix + address, id]));
}

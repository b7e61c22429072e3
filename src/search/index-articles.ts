/**
 * Builds the full-text index with Pagefind, from rendered articles rather than from built pages:
 * the same index serves dev, the built site and the tests, and navigation never gets into it.
 */
import { createIndex, type PagefindIndex } from 'pagefind';

export interface IndexedArticle {
  /** Path on the site, with base. */
  readonly url: string;
  readonly title: string;
  readonly summary: string;
  readonly keywords: readonly string[];
  /** Messages and codes that readers may paste. */
  readonly errors: readonly string[];
  readonly topic: { readonly slug: string; readonly title: string };
  readonly html: string;
}

export interface SearchFile {
  /** Path under `/pagefind/`. */
  readonly path: string;
  readonly content: Uint8Array;
}

/**
 * @param language `en`, `de`: chooses Pagefind's stemmer
 * @returns the files to serve under `/pagefind/`
 * @throws when Pagefind refuses an article, with its own words
 */
export async function indexArticles(articles: Iterable<IndexedArticle>, language: string): Promise<SearchFile[]> {
  const { index, errors } = await createIndex({ forceLanguage: language, includeCharacters: '-_.' });
  if (index === undefined) throw new Error(`The search index cannot be made: ${errors.join('; ')}`);
  try {
    for (const batch of batches(articles)) await Promise.all(batch.map((article) => add(index, article)));
    const { files, errors: problems } = await index.getFiles();
    if (problems.length > 0) throw new Error(`The search index cannot be made: ${problems.join('; ')}`);
    // Pagefind's stock interface and its worker are not used; without them the folder is the engine and the index alone.
    return files.filter((file) => !/(-ui|-component|-highlight|-worker|playground)/.test(file.path)).map(({ path, content }) => ({ path, content }));
  } finally {
    await index.deleteIndex();
  }
}

/** Enough at once to keep Pagefind busy, few enough that little waits in memory. */
const BATCH = 16;

function* batches<T>(items: Iterable<T>): Generator<T[]> {
  let batch: T[] = [];
  for (const item of items) {
    if (batch.push(item) < BATCH) continue;
    yield batch;
    batch = [];
  }
  if (batch.length > 0) yield batch;
}

async function add(index: PagefindIndex, article: IndexedArticle): Promise<void> {
  const { errors } = await index.addHTMLFile({ url: article.url, content: document(article) });
  if (errors.length > 0) throw new Error(`${article.url} cannot be indexed: ${errors.join('; ')}`);
}

/** The words of an article that count, with what each is worth in the markup's own terms. */
function document(article: IndexedArticle): string {
  const { title, summary, keywords, errors, topic, html } = article;
  const text = html
    .replaceAll(/<!--image:\d+-->/g, '')
    .replaceAll(/<a class="anchor"[^>]*>.*?<\/a>/g, '')
    .replaceAll(/<svg[^]*?<\/svg>/g, '');
  return (
    `<!doctype html><html><body><main data-pagefind-body>` +
    `<h1 data-pagefind-meta="title">${escape(title)}</h1>` +
    `<p data-pagefind-weight="4">${escape(summary)}</p>` +
    meta('summary', summary) +
    meta('keywords', [...keywords, ...errors].join(' · ')) +
    meta('topic', topic.title) +
    `<span data-pagefind-filter="topic:${escape(topic.slug)}"></span>` +
    `${text}</main></body></html>`
  );
}

function meta(name: string, value: string): string {
  return value === '' ? '' : `<span data-pagefind-meta="${name}[data-value]" data-value="${escape(value)}"></span>`;
}

function escape(text: string): string {
  return text.replaceAll('&', '&amp;').replaceAll('"', '&quot;').replaceAll('<', '&lt;');
}

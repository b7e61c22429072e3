/**
 * Builds the full-text index with Pagefind, from rendered articles rather than from built pages:
 * the same index serves dev, the built site and the tests, and navigation never gets into it.
 */
import { gunzipSync } from 'node:zlib';
import { createIndex, type PagefindIndex } from 'pagefind';
import { buildLexicon, type BrandRules, type LexiconArticle } from './build-lexicon.ts';
import { indexedText, plainText } from './indexed-text.ts';

export interface IndexedArticle extends Omit<LexiconArticle, 'fragment' | 'text'> {
  /** Path on the site, with base. */
  readonly url: string;
  readonly topic: { readonly slug: string; readonly title: string };
  readonly html: string;
}

export interface SearchFile {
  /** Path under `/pagefind/`. */
  readonly path: string;
  readonly content: Uint8Array;
}

/** Enough to keep Pagefind busy, few enough that little waits in memory. */
const LANES = 16;

/**
 * @param articles are made when their turn comes
 * @param rules how readers speak, from `search.yaml`
 * @param locale chooses the stemmer
 * @returns the files to serve under `/pagefind/`
 * @throws when Pagefind refuses an article, with its own words
 */
export async function indexArticles(articles: Iterable<IndexedArticle> | AsyncIterable<IndexedArticle>, rules: BrandRules, locale: string): Promise<SearchFile[]> {
  const { index, errors } = await createIndex({ forceLanguage: locale.split('-')[0] ?? 'en', includeCharacters: '-_.' });
  if (index === undefined) throw new Error(`The search index cannot be made: ${errors.join('; ')}`);
  try {
    const seen = new Map<string, Omit<LexiconArticle, 'fragment'>>();
    // All lanes draw from one iterator: while Pagefind reads some articles, the next are rendered.
    await Promise.all(
      Array.from({ length: LANES }, async () => {
        for await (const article of articles) {
          const { id, title, summary, keywords, headings, errors, standing } = article;
          await add(index, article, locale);
          seen.set(article.url, { id, title, summary, keywords, headings, errors, standing, text: plainText(article.html) });
        }
      }),
    );
    const { files, errors: problems } = await index.getFiles();
    if (problems.length > 0) throw new Error(`The search index cannot be made: ${problems.join('; ')}`);
    const fragments = files.flatMap(({ path, content }) => {
      const name = /^fragment\/(.+)\.pf_fragment$/.exec(path)?.[1];
      const article = name === undefined ? undefined : seen.get(urlOfFragment(content));
      return name === undefined || article === undefined ? [] : [{ ...article, fragment: name }];
    });
    // Pagefind's stock interface and its worker are not used; without them the folder is the engine and the index alone.
    const engine = files.filter((file) => !/(-ui|-component|-highlight|-worker|playground)/.test(file.path)).map(({ path, content }) => ({ path, content }));
    const parts = engine.filter(({ path }) => path.startsWith('index/'));
    const first = [...engine.filter(({ path }) => path.endsWith('.pf_meta')), ...(parts.length === 1 ? parts : [])].map(({ path }) => path);
    return [...engine, ...buildLexicon(fragments, rules, locale, first)];
  } finally {
    await index.deleteIndex();
  }
}

/** The lexicon counts articles by Pagefind's names for them, which it says only here. */
function urlOfFragment(content: Uint8Array): string {
  const text = gunzipSync(content).toString('utf8');
  return (JSON.parse(text.slice(text.indexOf('{'))) as { url: string }).url;
}

async function add(index: PagefindIndex, article: IndexedArticle, locale: string): Promise<void> {
  const { errors } = await index.addHTMLFile({ url: article.url, content: document(article, locale) });
  if (errors.length > 0) throw new Error(`${article.url} cannot be indexed: ${errors.join('; ')}`);
}

/** An article's text for Pagefind. Title, keywords and messages are the lexicon's; here the first two are only carried along. */
function document({ title, summary, keywords, headings, errors, topic, html }: IndexedArticle, locale: string): string {
  const elsewhere = [title, summary, ...keywords, ...headings, ...errors.map(({ message }) => message)];
  return (
    `<!doctype html><html><body><main data-pagefind-body>` +
    meta('title', title) +
    meta('summary', summary) +
    meta('topic', topic.title) +
    `<span data-pagefind-filter="topic:${escape(topic.slug)}"></span>` +
    `${indexedText(html, elsewhere, locale)}</main></body></html>`
  );
}

function meta(name: string, value: string): string {
  return value === '' ? '' : `<span data-pagefind-meta="${name}[data-value]" data-value="${escape(value)}"></span>`;
}

function escape(text: string): string {
  return text.replaceAll('&', '&amp;').replaceAll('"', '&quot;').replaceAll('<', '&lt;');
}

/** Pagefind behind one function: a query in, answers out. Loads nothing until the first call. */

/** One answer as a surface shows it. */
export interface Answer {
  readonly url: string;
  readonly title: string;
  readonly summary: string;
  readonly topic: string;
  /** The heading under which the words stand, when it is not the title. */
  readonly section: { readonly title: string; readonly url: string } | undefined;
  /** Words of the article that matched, for highlighting. */
  readonly words: readonly string[];
}

export interface Answers {
  readonly total: number;
  /** Loads the next ones; results are fetched only when they are shown. */
  readonly take: (from: number, count: number) => Promise<Answer[]>;
}

interface PagefindResult {
  readonly id: string;
  readonly score: number;
  data(): Promise<PagefindData>;
}

interface PagefindData {
  readonly url: string;
  readonly excerpt: string;
  readonly meta: Readonly<Record<string, string>>;
  readonly sub_results: readonly { readonly title: string; readonly url: string; readonly excerpt: string; readonly locations: readonly number[] }[];
}

interface Pagefind {
  options(options: object): Promise<void>;
  init(): Promise<void>;
  search(query: string, options?: object): Promise<{ readonly results: readonly PagefindResult[] }>;
}

/** A match in a title says more than one in the text; one among the keywords nearly as much. Tuned on the query set. */
const RANKING = { metaWeights: { title: 6, keywords: 4, summary: 3, topic: 0.5 } };

let loading: Promise<Pagefind> | undefined;
let failures = 0;

/**
 * The engine, loaded once. After a failure the next call tries anew, at an address of its own: some browsers
 * remember that a module could not be loaded.
 *
 * @param base the site's base, with slashes around
 */
export function loadEngine(base: string): Promise<Pagefind> {
  loading ??= (async () => {
    const pagefind = (await import(/* @vite-ignore */ `${base}pagefind/pagefind.js${failures === 0 ? '' : `?again=${failures}`}`)) as Pagefind;
    // A search takes a few milliseconds; a worker would cost every reader 11 KB and one more way to the server.
    await pagefind.options({ ranking: RANKING, excerptLength: 24, noWorker: true });
    await pagefind.init();
    return pagefind;
  })();
  loading.catch(() => {
    failures += 1;
    loading = undefined;
  });
  return loading;
}

/** @param topic a category's slug, or '' for all */
export async function search(base: string, query: string, topic: string): Promise<Answers> {
  const pagefind = await loadEngine(base);
  const { results } = await pagefind.search(query, topic === '' ? {} : { filters: { topic } });
  return {
    total: results.length,
    take: async (from, count) => Promise.all(results.slice(from, from + count).map(async (result) => toAnswer(await result.data()))),
  };
}

function toAnswer(data: PagefindData): Answer {
  const words = [...new Set([...data.excerpt.matchAll(/<mark>(.*?)<\/mark>/g)].map((match) => match[1] ?? '').filter(Boolean))];
  const best = [...data.sub_results].filter((one) => one.url.includes('#')).sort((a, b) => b.locations.length - a.locations.length)[0];
  return {
    url: data.url,
    title: data.meta['title'] ?? '',
    summary: data.meta['summary'] ?? '',
    topic: data.meta['topic'] ?? '',
    section: best === undefined ? undefined : { title: best.title, url: best.url },
    words,
  };
}

/** Everything that failed in a window, read from the store and held against the articles as they are now. */
import type { Catalog } from '../catalog/catalog.ts';
import { votesBetween } from '../feedback/votes.ts';
import { languageFor } from '../search/english.ts';
import { plainText } from '../search/indexed-text.ts';
import { wordsOf } from '../search/words.ts';
import { rendered } from '../site/rendered.ts';
import { finderOf } from '../site/search-index.ts';
import type { Store } from '../store/store.ts';
import { collectFailures } from './failed-searches.ts';
import { gaps, type FoundGap, type GapArticle } from './gaps.ts';
import { collectComplaints } from './gaps/complaints.ts';
import { readAsked, type Answering } from './gaps/read-asked.ts';
import { gather, type Gathered } from './gather.ts';
import type { TicketSurroundings } from './ticket-figures.ts';
import type { Window } from './window.ts';
import { wordingOf } from './wording.ts';

export interface FoundGaps {
  readonly gathered: Gathered;
  /** Most people first. */
  readonly found: readonly FoundGap[];
  /** Tickets whose words were looked at, of those that came in. */
  readonly lookedAt: { readonly tickets: number; readonly of: number };
}

export async function findGaps(store: Store, catalog: Catalog, around: Omit<TicketSurroundings, 'asOf'>, window: Window): Promise<FoundGaps> {
  const { site, search, support } = catalog;
  const wording = wordingOf(search, languageFor(site.locale));
  const failures = collectFailures(wording, window, new Set(site.contactArticle === undefined ? [] : [site.contactArticle]));
  const gathered = await gather(store, window, around, (session) => failures.add(session));
  const complaints = collectComplaints(wording, window);
  for await (const vote of votesBetween(store, window.from, window.asOf)) complaints.add(vote);
  const articles = articlesOf(catalog);
  const { asked, of } = await readAsked(store, gathered.tickets, window, answeringOf(catalog, articles), wording);
  const found = gaps({
    failed: failures.told(),
    gathered,
    complaints: complaints.list(),
    asked,
    articles,
    categories: new Map((support?.triage?.categories ?? []).map(({ id, title }) => [id, title])),
    window,
    wording,
  });
  return { gathered, found, lookedAt: { tickets: asked.length, of } };
}

function articlesOf(catalog: Catalog): GapArticle[] {
  return catalog.articles.map((article) => ({
    id: article.id,
    title: article.title,
    summary: article.summary,
    keywords: article.keywords,
    headings: article.headings.map(({ text }) => text),
    text: plainText(rendered(catalog, article).html),
  }));
}

/** Search as readers have it, on the articles as they are now. Its index is made when the first question comes. */
function answeringOf(catalog: Catalog, articles: readonly GapArticle[]): Answering {
  const known = new Set([...articles.flatMap(({ title, summary, keywords, headings, text }) => [title, summary, ...keywords, ...headings, text]), ...catalog.search.synonyms.flat()].flatMap(wordsOf));
  const byAddress = new Map(catalog.articles.map(({ id, address }) => [`${catalog.site.base}${address.slice(1)}`, id]));
  let finder: ReturnType<typeof finderOf> | undefined;
  return {
    knownWord: (word) => known.has(word),
    async answerTo(text) {
      const finding = await (await (finder ??= finderOf(catalog))).find({ query: text, topic: '', mend: true });
      const [first] = finding.results;
      return finding.weak || first === undefined ? undefined : byAddress.get((await finding.data(first)).url);
    },
  };
}

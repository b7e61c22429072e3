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
import { LOOKED_AT, readAsked, type Answering } from './gaps/read-asked.ts';
import type { SiteWords } from './gaps/told-answers.ts';
import { gather, type Gathered } from './gather.ts';
import type { TicketSurroundings } from './ticket-figures.ts';
import type { Window } from './window.ts';
import { wordingOf, type Wording } from './wording.ts';

export interface FoundGaps {
  readonly gathered: Gathered;
  /** Most people first. */
  readonly found: readonly FoundGap[];
  /** Tickets whose words were looked at, of those that came in. */
  readonly lookedAt: { readonly tickets: number; readonly of: number };
  readonly site: SiteNow;
  readonly wording: Wording;
}

/** The site's search and words, on the articles as they are now. */
export interface SiteNow extends Answering, SiteWords {
  /** Ids of the articles that search finds, best first. */
  relatedTo(text: string, most: number): Promise<string[]>;
}

/** @param purpose a list looks at more tickets than a report has time for */
export async function findGaps(store: Store, catalog: Catalog, around: Omit<TicketSurroundings, 'asOf'>, window: Window, purpose: keyof typeof LOOKED_AT = 'report'): Promise<FoundGaps> {
  const { search, support } = catalog;
  const wording = wordingOf(search, languageFor(catalog.site.locale));
  const failures = collectFailures(wording, window, new Set(noAnswersOf(catalog)));
  const gathered = await gather(store, window, around, (session) => failures.add(session));
  const articles = articlesOf(catalog);
  const site = siteNow(catalog, articles, wording);
  const complaints = collectComplaints(wording, window, site.knownWord);
  for await (const vote of votesBetween(store, window.from, window.asOf)) complaints.add(vote);
  const { asked, of } = await readAsked(store, gathered.tickets, window, site, wording, LOOKED_AT[purpose]);
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
  return { gathered, found, lookedAt: { tickets: asked.length, of }, site, wording };
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

/** The article about getting in touch is where a search ends that found nothing. */
function noAnswersOf({ site }: Catalog): string[] {
  return site.contactArticle === undefined ? [] : [site.contactArticle];
}

/** The index of search is made when the first question comes. */
function siteNow(catalog: Catalog, articles: readonly GapArticle[], wording: Wording): SiteNow {
  const texts = [...articles.flatMap(({ title, summary, keywords, headings, text }) => [title, summary, ...keywords, ...headings, text]), ...catalog.search.synonyms.flat(), ...catalog.terms.ui];
  const known = new Set(texts.flatMap(wordsOf));
  const stems = new Set(texts.flatMap((text) => wording.stemsOf(text)));
  const names = new Set(texts.flatMap((text) => text.match(/\p{Lu}[\p{L}’'-]+/gu) ?? []));
  const byAddress = new Map(catalog.articles.map(({ id, address }) => [`${catalog.site.base}${address.slice(1)}`, id]));
  let finder: ReturnType<typeof finderOf> | undefined;
  const find = async (query: string) => (await (finder ??= finderOf(catalog))).find({ query, topic: '', mend: true });
  return {
    knownWord: (word) => known.has(word),
    capitalNouns: /^(de|lb)\b/.test(catalog.site.locale),
    hasStem: (stem) => stems.has(stem),
    hasName: (word) => names.has(word),
    async answerTo(text) {
      const finding = await find(text);
      const [first] = finding.results;
      return finding.weak || first === undefined ? undefined : byAddress.get((await finding.data(first)).url);
    },
    async relatedTo(text, most) {
      const finding = await find(text);
      const urls = await Promise.all(finding.results.slice(0, most + 1).map(async (result) => (await finding.data(result)).url));
      const answersNothing = noAnswersOf(catalog);
      return urls.flatMap((url) => byAddress.get(url) ?? []).filter((id) => !answersNothing.includes(id)).slice(0, most);
    },
  };
}

/** What speaks for a possible incident, for whoever is called: counts, the usual level, articles, words of several people. */
import type { Store } from '../store/store.ts';
import { eventsIn } from '../tickets/read.ts';
import { queriesReach, searchesBetween, ticketsBetween, votesBetween, type Concerns } from './count.ts';
import type { Kind, Signal } from './detector.ts';
import { wordsOf, type Said, type ToldWord } from './words.ts';

export interface Evidence {
  readonly why: Signal['why'];
  readonly from: number;
  readonly until: number;
  readonly levels: readonly { readonly kind: Kind; readonly people: number; readonly usual: number }[];
  readonly beyond: number;
  /** Used by several people, and known to the site. */
  readonly words: readonly ToldWord[];
  /** Articles that were found unhelpful or were being read, by id, most people first. */
  readonly articles: readonly { readonly id: string; readonly people: number }[];
  /** References of the newest tickets. */
  readonly tickets: readonly string[];
}

export interface Place {
  readonly components: readonly string[];
  readonly from: number;
  readonly until: number;
}

export interface Reading extends Concerns {
  readonly known: (word: string) => boolean;
  readonly locale: string;
}

/** Inside the team, three who say a word are not one any more. */
export const WORDS_FROM = 3;
const MOST_TICKETS = 200;
const MOST_ARTICLES = 3;
const MOST_REFERENCES = 5;

export async function evidenceOf(store: Store, reading: Reading, component: string, signal: Signal): Promise<Evidence> {
  const { why, from, until, levels, beyond } = signal;
  const said = await saidBetween(store, reading, { components: [component], from, until }, WORDS_FROM);
  return {
    why,
    from,
    until,
    levels: levels.filter(({ people, usual }) => people > 0 || usual >= 0.5).map(({ kind, people, usual }) => ({ kind, people, usual: Math.round(usual * 10) / 10 })),
    beyond: Math.round(beyond),
    ...said,
  };
}

/** @param wordsFrom a word is told when so many people said it */
export async function saidBetween(store: Store, reading: Reading, { components, from, until }: Place, wordsFrom: number): Promise<Pick<Evidence, 'words' | 'articles' | 'tickets'>> {
  const { reach } = reading;
  const concerned = (reached: readonly string[]) => reached.some((one) => components.includes(one));
  const tickets = (await ticketsBetween(store, from, until)).filter(({ facts }) => concerned(reach.ofTicket(facts)));
  const votes = (await votesBetween(store, from, until)).filter(({ article }) => concerned(reach.ofArticle(article)));
  const searches = await searchesBetween(store, from, until);
  const concerns = await queriesReach(searches.map(({ query }) => query), reading);

  const newest = tickets.slice(-MOST_TICKETS);
  const rules = new Set(newest.flatMap(({ facts }) => facts.words.flatMap((words) => words.toLowerCase().match(/\p{L}+/gu) ?? [])));
  const stories = await store.read((db) => eventsIn(db, newest.map(({ id }) => id), store.envelope));
  const said: Said[] = [
    ...newest.flatMap(({ id, requester }) => {
      const words = stories.get(id)?.[0]?.words;
      return words === undefined ? [] : [{ who: requester, text: `${words.subject ?? ''} ${words.body ?? ''}` }];
    }),
    ...searches.flatMap(({ query, session }) => (concerned(concerns.get(query) ?? []) ? [{ who: session, text: query }] : [])),
  ];
  const articles = new Map<string, number>();
  for (const { article } of [...votes, ...newest.flatMap(({ facts }) => (facts.article === null ? [] : [{ article: facts.article }]))]) articles.set(article, (articles.get(article) ?? 0) + 1);
  const ids = newest.slice(-MOST_REFERENCES).map(({ id }) => id);
  const references = ids.length === 0 ? [] : await store.read((db) => db.selectFrom('ticket').select('reference').where('id', 'in', ids).orderBy('created_at', 'desc').orderBy('reference').execute());
  return {
    words: wordsOf(said, { from: wordsFrom, known: (word) => rules.has(word) || reading.known(word), locale: reading.locale }),
    articles: [...articles].map(([id, people]) => ({ id, people })).sort((a, b) => b.people - a.people || a.id.localeCompare(b.id)).slice(0, MOST_ARTICLES),
    tickets: references.map(({ reference }) => reference),
  };
}

/** What to write next: where readers failed, most people first, with what to do about it. */
import { createHash } from 'node:crypto';
import { adviceFor, wordsOfArticles, type Action, type ArticleWords, type GapArticle, type Led } from './gaps/advice.ts';
import type { AskedTicket } from './gaps/asked-ticket.ts';
import { judged, type Complaint } from './gaps/complaints.ts';
import { notedGaps } from './gaps/noted.ts';
import { strangeWords, topicsIn, type Topic } from './gaps/topics.ts';
import { crowdOf, join, toldOf, type Crowds } from './gaps/told.ts';
import type { FailedSearch } from './failed-searches.ts';
import type { Gathered } from './gather.ts';
import type { Window } from './window.ts';
import type { Wording } from './wording.ts';

export type { GapArticle } from './gaps/advice.ts';

export interface Gap {
  readonly kind: 'search' | 'tickets' | 'reading';
  /** What readers asked, or what the tickets or the article are about. */
  readonly what: string;
  readonly also: readonly string[];
  /** Visits, or people with tickets. */
  readonly people: number;
  readonly why: string;
  readonly action: Action;
  readonly todo: string;
  /** The article that it is about, when there is one. */
  readonly article: string | undefined;
  /** The same for the same gap, whatever else is found; a row's number is not. */
  readonly id?: string;
}

/** A gap with what a draft is made of. */
export interface FoundGap extends Gap {
  readonly id: string;
  /** Stems of what was asked; none when it is about an article as a whole. */
  readonly stems: readonly string[];
  /** The tickets that ask it, by id. For reading their answers; told nowhere. */
  readonly tickets: readonly string[];
}

export interface GapInput {
  readonly failed: readonly FailedSearch[];
  readonly gathered: Pick<Gathered, 'tickets' | 'deflection'>;
  readonly complaints: readonly Complaint[];
  /** The tickets whose words were looked at; a part of them when they are many. */
  readonly asked: readonly AskedTicket[];
  readonly articles: readonly GapArticle[];
  /** Titles of ticket categories, by id. */
  readonly categories: ReadonlyMap<string, string>;
  readonly window: Window;
  readonly wording: Wording;
}

type Draft = Omit<FoundGap, 'id'>;

export function gaps(input: GapInput): FoundGap[] {
  const { failed, gathered, complaints, asked, categories, window, wording } = input;
  const words = wordsOfArticles(input.articles, wording);
  const title = new Map(input.articles.map((one) => [one.id, one.title]));
  const topics = topicsIn(asked.filter(({ answer }) => answer === undefined), asked, wording, window.zone);
  const said = together(failed.map((search) => searchGap(search, words)), topics.map((topic) => topicGap(topic, words)));
  const inArticles = (stem: string) => words.some(({ all }) => all.has(stem));
  // A word of tickets that one row has already is a part of its question.
  const toldOnce = ({ stems, tickets }: Topic) => said.some((gap) => gap.stems.includes(stems[0]!) || tickets.filter(({ id }) => gap.tickets.includes(id)).length * 2 >= tickets.length);
  const strange = strangeWords(asked, inArticles, wording, window.zone).filter((word) => !toldOnce(word));
  const found = [
    ...said,
    ...strange.flatMap((word) => wordGap(word, words) ?? []),
    ...notedGaps(gathered.tickets, categories, title, window).map((gap) => ({ ...gap, stems: [] })),
    ...complaints.flatMap((complaint) => complaintGap(complaint, title) ?? []),
    ...readGaps(input, words, title),
  ];
  return found.sort((a, b) => b.people - a.people || (a.what < b.what ? -1 : 1)).map((gap) => ({ id: idOf(gap), ...gap }));
}

/** Told words only, so that it tells no more than the row. */
function idOf({ kind, action, what, stems, article }: Draft): string {
  return createHash('sha256').update(JSON.stringify([kind, action, stems.length > 0 ? stems : what, article ?? ''])).digest('hex').slice(0, 8);
}

function searchGap({ key, query, also, failure, sessions, searches, contacted, foundLater }: FailedSearch, articles: readonly ArticleWords[]): Draft {
  const stems = key.split(' ');
  const { because, ...advice } = adviceFor(stems, { failed: failure, led: foundLater }, articles);
  const went = contacted === 0 ? '' : `, ${contacted} went on to a person`;
  const how = { zero: `${searches} searches found nothing${went}`, weak: `${searches} searches found only doubtful answers${went}`, 'no-click': `${searches} searches whose answers nobody opened${went}` }[failure];
  return { kind: 'search', what: query, also, people: sessions, why: `${how}; ${because}`, ...advice, stems, tickets: [] };
}

function topicGap({ stems, what, also, tickets, people }: Topic, articles: readonly ArticleWords[]): Draft {
  const { because, ...advice } = adviceFor(stems, { failed: 'ticket', led: ledByAgents(tickets, people) }, articles);
  return { kind: 'tickets', what, also, people, why: `${people} people with tickets, for which search would only guess; ${because}`, ...advice, stems, tickets: tickets.map(({ id }) => id) };
}

/** The article with which agents answered most of these people. */
function ledByAgents(tickets: readonly AskedTicket[], people: number): Led | undefined {
  const crowds: Crowds = new Map();
  // Articles are no words of readers: five people of one day are enough.
  for (const { requester, answeredBy } of tickets) for (const article of answeredBy) crowdOf(crowds, article).people.add(requester);
  const [most] = [...crowds].map(([article, crowd]) => ({ article, people: crowd.people.size })).sort((a, b) => b.people - a.people || (a.article < b.article ? -1 : 1));
  return most !== undefined && most.people >= FROM_PEOPLE && most.people * 2 >= people ? most : undefined;
}

/** A word of tickets that no article has: another word for what one says, or something that none says. */
function wordGap({ stems, what, tickets, people }: Topic, articles: readonly ArticleWords[]): Draft | undefined {
  const base = { kind: 'tickets', what, also: [], people, stems, tickets: tickets.map(({ id }) => id) } as const;
  const led = ledByAgents(tickets, people) ?? ledBySearch(tickets, people);
  const title = articles.find(({ article }) => article.id === led?.article)?.article.title;
  // Where search is sure of an answer for most, though not of the same one, the word is nobody's question.
  const unanswered = new Set(tickets.filter(({ answer }) => answer === undefined).map(({ requester }) => requester));
  if (led === undefined && unanswered.size * 2 < people) return undefined;
  if (led === undefined || title === undefined) return { ...base, action: 'write', why: `${people} people with tickets use this word, and no article has it`, todo: 'Write an article, or say it in the one that means it.', article: undefined };
  return { ...base, action: 'add synonym', why: `${people} people with tickets use this word, no article has it, and “${title}” answered ${led.people} of them`, todo: `Add it to the keywords of “${title}”.`, article: led.article };
}

function ledBySearch(tickets: readonly AskedTicket[], people: number): Led | undefined {
  return ledByAgents(tickets.map((ticket) => ({ ...ticket, answeredBy: ticket.answer === undefined ? [] : [ticket.answer] })), people);
}

/** One question is one row, whether it was typed into search or into a form. */
function together(searches: readonly Draft[], topics: readonly Draft[]): Draft[] {
  const rows = [...searches];
  for (const topic of topics) {
    const index = rows.findIndex(({ stems, tickets }) => tickets.length === 0 && (hasAll(topic.stems, stems) || hasAll(stems, topic.stems)));
    const search = rows[index];
    if (search === undefined) rows.push(topic);
    else rows[index] = { ...search, people: search.people + topic.people, also: [...new Set([...search.also, ...topic.also])], why: `${search.why}; and ${topic.why.split(';')[0]!}`, tickets: topic.tickets };
  }
  return rows;
}

/** A single word stands in too many questions to make two of them one. */
function hasAll(all: readonly string[], some: readonly string[]): boolean {
  return some.every((one) => all.includes(one)) && (some.length > 1 || all.length === 1);
}

/** Fewer people than this are no pattern, and may be known. */
const FROM_PEOPLE = 5;

function complaintGap(complaint: Complaint, title: ReadonlyMap<string, string>): Draft | undefined {
  const found = judged(complaint);
  const { article, words } = complaint;
  return found && { kind: 'reading', what: title.get(article) ?? article, also: words, ...found, article, stems: [], tickets: [] };
}

/** Articles after which readers wrote to us, unless fewer than after others: a much-read article is not a bad one. */
function readGaps({ gathered: { deflection }, asked, window, wording }: GapInput, articles: readonly ArticleWords[], title: ReadonlyMap<string, string>): Draft[] {
  const usual = deflection.readings === 0 ? 0 : deflection.readingsThenWrote / deflection.readings;
  return [...deflection.articles].flatMap(([id, { readers, wrote }]): Draft[] => {
    if (wrote < FROM_PEOPLE || wrote / readers < usual) return [];
    const also = askedBesides(asked.filter(({ from }) => from === id), articles.find(({ article }) => article.id === id), wording, window);
    const row = { kind: 'reading', what: title.get(id) ?? id, also, people: wrote, article: id, stems: [], tickets: [] } as const;
    const why = `${wrote} of ${readers} visits that opened it wrote to us within 30 minutes${usual === 0 ? '' : `; after others it is ${Math.round(usual * 1_000) / 10} %`}`;
    if (also.length === 0) return [{ ...row, action: 'fix', why, todo: 'Read their tickets and add what they had to ask.' }];
    return [{ ...row, action: 'extend', why: `${why}; those who came from it use words that it does not have`, todo: `Say something of ${also.map((word) => `“${word}”`).join(', ')}.` }];
  });
}

function askedBesides(tickets: readonly AskedTicket[], article: ArticleWords | undefined, { isTelling }: Wording, { zone }: Window): string[] {
  const words: Crowds = new Map();
  for (const { requester, createdAt, terms } of tickets) for (const { stem, written } of terms) if (isTelling(stem) && article?.all.has(stem) === false) join(crowdOf(words, written), requester, createdAt, zone);
  return toldOf(words).slice(0, 6).map(({ what }) => what);
}

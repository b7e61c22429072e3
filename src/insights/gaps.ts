/** What to write next: where readers failed, most people first, with what to do about it. */
import { wilson } from '../feedback/wilson.ts';
import type { FailedSearch } from './failed-searches.ts';
import type { Gathered } from './gather.ts';
import type { TicketFigures } from './ticket-figures.ts';
import { within, type Window } from './window.ts';
import type { Wording } from './wording.ts';

export interface Gap {
  readonly kind: 'search' | 'tickets' | 'reading';
  /** What readers asked, or what the tickets or the article are about. */
  readonly what: string;
  readonly also: readonly string[];
  /** Visits, or people with tickets. */
  readonly people: number;
  readonly why: string;
  readonly action: 'write' | 'extend' | 'retitle' | 'add synonym' | 'fix';
  readonly todo: string;
  /** The article that it is about, when there is one. */
  readonly article: string | undefined;
}

/** An article as far as its words are compared. */
export interface GapArticle {
  readonly id: string;
  readonly title: string;
  readonly summary: string;
  readonly keywords: readonly string[];
  readonly headings: readonly string[];
}

export interface GapInput {
  readonly failed: readonly FailedSearch[];
  readonly gathered: Pick<Gathered, 'tickets' | 'deflection' | 'votes'>;
  readonly articles: readonly GapArticle[];
  /** Titles of ticket categories, by id. */
  readonly categories: ReadonlyMap<string, string>;
  readonly window: Window;
  readonly wording: Wording;
}

/** Fewer people than this are no pattern, and may be known. */
const FROM_PEOPLE = 5;
/** So few votes say nothing about an article. */
const FROM_VOTES = 10;

export function gaps({ failed, gathered, articles, categories, window, wording }: GapInput): Gap[] {
  const words = articles.map((article) => ({ article, stems: new Set([article.title, article.summary, ...article.keywords, ...article.headings].flatMap((text) => wording.stemsOf(text))) }));
  const title = new Map(articles.map((one) => [one.id, one.title]));
  const found = [
    ...failed.map((search) => searchGap(search, words)),
    ...ticketGaps(gathered.tickets, categories, title, window),
    ...readingGaps(gathered, title),
  ];
  return found.sort((a, b) => b.people - a.people || (a.what < b.what ? -1 : 1));
}

type Words = readonly { readonly article: GapArticle; readonly stems: ReadonlySet<string> }[];

function searchGap({ key, query, also, failure, sessions, searches, contacted }: FailedSearch, words: Words): Gap {
  const asked = key.split(' ');
  const best = words
    .map(({ article, stems }) => ({ article, share: asked.filter((stem) => stems.has(stem)).length / asked.length }))
    .reduce<{ article: GapArticle; share: number } | undefined>((first, one) => (one.share > (first?.share ?? 0) ? one : first), undefined);
  const went = contacted === 0 ? '' : `, ${contacted} went on to a person`;
  const base = { kind: 'search', what: query, also, people: sessions, article: best?.article.id } as const;
  const why = { zero: `${searches} searches found nothing${went}`, weak: `${searches} searches found only doubtful answers${went}`, 'no-click': `${searches} searches whose answers nobody opened${went}` }[failure];
  if (best === undefined || best.share < 0.5) return { ...base, why, article: undefined, action: 'write', todo: 'Write an article: none has these words.' };
  const name = `“${best.article.title}”`;
  if (failure === 'zero') return { ...base, why, action: 'add synonym', todo: `If ${name} answers it, add the readers’ words to its keywords or to synonyms in search.yaml; else write an article.` };
  if (best.share < 1) return { ...base, why, action: 'extend', todo: `Extend ${name}: it has some of these words, not all.` };
  return { ...base, why, action: 'retitle', todo: `Retitle ${name} with the readers’ words: it has them, and is not chosen.` };
}

/** Tickets that agents solved without an article, or with a note about one, by category. */
function ticketGaps(tickets: readonly TicketFigures[], categories: ReadonlyMap<string, string>, title: ReadonlyMap<string, string>, window: Window): Gap[] {
  const groups = new Map<string, { readonly people: Set<string>; readonly reason: keyof typeof TICKET_REASONS; readonly category: string; readonly articles: Map<string, number> }>();
  for (const ticket of tickets) {
    const reason = ticket.counts && within(window, ticket.solvedAt.at(-1)) ? reasonOf(ticket) : undefined;
    if (reason === undefined) continue;
    const category = ticket.category ?? 'other';
    const group = groups.get(`${category} ${reason}`) ?? { people: new Set<string>(), reason, category, articles: new Map<string, number>() };
    groups.set(`${category} ${reason}`, group);
    group.people.add(ticket.requester);
    for (const article of ticket.answeredBy) group.articles.set(article, (group.articles.get(article) ?? 0) + 1);
  }
  return [...groups.values()].map(({ people, reason, category, articles }) => {
    const [most] = [...articles].sort((a, b) => b[1] - a[1])[0] ?? [];
    const { why, action, todo } = TICKET_REASONS[reason];
    const named = most === undefined ? 'the article that the agents meant' : `“${title.get(most) ?? most}”`;
    return { kind: 'tickets', what: `Tickets about ${categories.get(category) ?? category}`, also: [], people: people.size, why, action, todo: todo.replace('{article}', () => named), article: most };
  });
}

const TICKET_REASONS = {
  'article-missing': { why: 'agents noted that an article is missing', action: 'write', todo: 'Write the article from what the agents answered.' },
  'article-unclear': { why: 'agents noted that an article is not clear', action: 'fix', todo: 'Rewrite {article} with what the agents had to add.' },
  'article-not-found': { why: 'agents noted that the article was not found', action: 'add synonym', todo: 'Add the words of these tickets to the keywords of {article}.' },
  'no-article': { why: 'they were solved without naming an article', action: 'write', todo: 'Look whether one article would answer most of them, and write it; else name the article with the next solution.' },
} as const;

function reasonOf({ insight, answeredBy }: TicketFigures): keyof typeof TICKET_REASONS | undefined {
  if (insight === 'article-missing' || insight === 'article-unclear' || insight === 'article-not-found') return insight;
  // What the product does wrong, and what happens once, no article mends.
  return insight === undefined && answeredBy.length === 0 ? 'no-article' : undefined;
}

/** Articles after which readers wrote to us, and those that most readers call unhelpful. */
function readingGaps({ deflection, votes }: GapInput['gathered'], title: ReadonlyMap<string, string>): Gap[] {
  const wrote = [...deflection.articles].flatMap(([id, { readers, wrote: people }]): Gap[] =>
    people < FROM_PEOPLE ? [] : [{ kind: 'reading', what: title.get(id) ?? id, also: [], people, why: `${people} of ${readers} visits that opened it wrote to us within 30 minutes`, action: 'fix', todo: 'Read their tickets and add what they had to ask.', article: id }],
  );
  const unhelpful = [...votes.articles].flatMap(([id, { yes, all }]): Gap[] => {
    const high = wilson(yes, all)?.high ?? 1;
    return all < FROM_VOTES || high >= 0.5 ? [] : [{ kind: 'reading', what: title.get(id) ?? id, also: [], people: all - yes, why: `${all - yes} of ${all} votes say that it did not help; at most ${Math.round(high * 100)} % are helped`, action: 'fix', todo: 'Read the reasons in report:feedback and mend the part they name.', article: id }];
  });
  return [...wrote, ...unhelpful];
}

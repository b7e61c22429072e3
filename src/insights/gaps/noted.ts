/** Tickets that agents solved without an article, or with a note about one, by category. */
import type { Gap } from '../gaps.ts';
import type { TicketFigures } from '../ticket-figures.ts';
import { within, type Window } from '../window.ts';

const REASONS = {
  'article-missing': { why: 'agents noted that an article is missing', action: 'write', todo: 'Write the article from what the agents answered.' },
  'article-unclear': { why: 'agents noted that an article is not clear', action: 'fix', todo: 'Rewrite {article} with what the agents had to add.' },
  'article-not-found': { why: 'agents noted that the article was not found', action: 'add synonym', todo: 'Add the words of these tickets to the keywords of {article}.' },
  'no-article': { why: 'they were solved without naming an article', action: 'write', todo: 'Look whether one article would answer most of them, and write it; else name the article with the next solution.' },
} as const;

/** Categories are the team's words, not the requesters': they are told of any number. */
export function notedGaps(tickets: readonly TicketFigures[], categories: ReadonlyMap<string, string>, title: ReadonlyMap<string, string>, window: Window): (Gap & { readonly tickets: readonly string[] })[] {
  const groups = new Map<string, { readonly people: Set<string>; readonly ids: string[]; readonly reason: keyof typeof REASONS; readonly category: string; readonly articles: Map<string, number> }>();
  for (const ticket of tickets) {
    const reason = ticket.counts && within(window, ticket.solvedAt.at(-1)) ? reasonOf(ticket) : undefined;
    if (reason === undefined) continue;
    const category = ticket.category ?? 'other';
    const group = groups.get(`${category} ${reason}`) ?? { people: new Set<string>(), ids: [], reason, category, articles: new Map<string, number>() };
    groups.set(`${category} ${reason}`, group);
    group.people.add(ticket.requester);
    group.ids.push(ticket.id);
    for (const article of ticket.answeredBy) group.articles.set(article, (group.articles.get(article) ?? 0) + 1);
  }
  return [...groups.values()].map(({ people, ids, reason, category, articles }) => {
    const [most] = [...articles].sort((a, b) => b[1] - a[1])[0] ?? [];
    const { why, action, todo } = REASONS[reason];
    const named = most === undefined ? 'the article that the agents meant' : `“${title.get(most) ?? most}”`;
    return { kind: 'tickets', what: `Tickets about ${categories.get(category) ?? category}`, also: [], people: people.size, why, action, todo: todo.replace('{article}', () => named), article: most, tickets: ids };
  });
}

function reasonOf({ insight, answeredBy }: TicketFigures): keyof typeof REASONS | undefined {
  if (insight === 'article-missing' || insight === 'article-unclear' || insight === 'article-not-found') return insight;
  // What the product does wrong, and what happens once, no article mends.
  return insight === undefined && answeredBy.length === 0 ? 'no-article' : undefined;
}

/** Lists beside the figures. They name tickets, teams and articles, never a person. */
import type { Gathered } from './gather.ts';
import { median } from './measure.ts';
import type { TicketFigures } from './ticket-figures.ts';
import { within, type Window } from './window.ts';

export interface Table {
  readonly id: string;
  readonly title: string;
  readonly note: string;
  readonly columns: readonly string[];
  readonly rows: readonly (readonly (string | number)[])[];
}

/** Titles by article id. */
export type ArticleNames = ReadonlyMap<string, string>;

/** Rows of one list; what comes after says little that the first did not. */
const ROWS = 15;
/** A list by article shows one that so many readers opened: a smaller number could be one person. */
const ARTICLE_FROM = 5;

export function criticalOpen(tickets: readonly TicketFigures[]): Table {
  const open = tickets.filter(({ priority, open: spans }) => priority === 'critical' && spans.at(-1)?.until === Infinity);
  return { id: 'critical-open', title: 'Critical and open', note: 'oldest first', columns: ['ticket', 'category', 'team', 'since'], rows: open.sort((a, b) => a.createdAt - b.createdAt).map(({ reference, category, team, createdAt }) => [reference, category ?? '–', team ?? '–', minute(createdAt)]) };
}

export function brokenPromises(tickets: readonly TicketFigures[], window: Window): Table {
  const broken = tickets.flatMap(({ reference, priority, team, verdicts }) =>
    verdicts.flatMap(({ clock, adjusted }) => (adjusted !== undefined && !adjusted.kept && within(window, adjusted.at) ? [{ reference, clock, priority, team, at: adjusted.at }] : [])),
  );
  return {
    id: 'broken-promises',
    title: 'Promises broken',
    note: `${broken.length} in all, the latest first`,
    columns: ['ticket', 'promise', 'priority', 'team', 'ran out'],
    rows: broken.sort((a, b) => b.at - a.at).slice(0, ROWS).map(({ reference, clock, priority, team, at }) => [reference, clock, priority ?? '–', team ?? '–', minute(at)]),
  };
}

/** How each team did. A person is nowhere told apart: what one did in a week is talked about, not counted. */
export function teamTable(tickets: readonly TicketFigures[], window: Window): Table {
  const teams = new Map<string, TicketFigures[]>();
  for (const ticket of tickets.filter(({ counts }) => counts)) {
    const own = teams.get(ticket.team ?? '–');
    if (own === undefined) teams.set(ticket.team ?? '–', [ticket]);
    else own.push(ticket);
  }
  const rows = [...teams].map(([team, own]) => {
    const some = (test: (ticket: TicketFigures) => boolean) => own.filter(test).length;
    const waits = own.flatMap(({ firstResponse }) => (firstResponse !== undefined && within(window, firstResponse.at) ? [firstResponse.calendarSeconds] : []));
    const middle = median(Float64Array.from(waits).sort());
    return [
      team,
      some(({ createdAt }) => within(window, createdAt)),
      some(({ solvedAt }) => solvedAt.some((at) => within(window, at))),
      some(({ raisedAt }) => raisedAt.some((at) => within(window, at))),
      some(({ verdicts }) => verdicts.some(({ adjusted }) => adjusted?.kept === false && within(window, adjusted.at))),
      middle === undefined ? '–' : Math.round(middle / 60),
    ];
  });
  return { id: 'teams', title: 'By team', note: 'by the team that has the ticket as the window ends; agents are not told apart', columns: ['team', 'received', 'solved', 'escalated', 'with a broken promise', 'first response, median minutes'], rows: rows.sort((a, b) => (String(a[0]) < String(b[0]) ? -1 : 1)) };
}

const INSIGHTS = { 'article-missing': 'an article is missing', 'article-unclear': 'an article is not clear', 'article-not-found': 'the article was not found', 'product-problem': 'the product has a problem', 'one-off': 'a single case' } as const;

/** What agents said would have saved the ticket. */
export function insightTable(tickets: readonly TicketFigures[], window: Window): Table {
  const counts = new Map<string, number>();
  for (const { counts: counted, insight, solvedAt } of tickets) {
    if (counted && insight !== undefined && within(window, solvedAt.at(-1))) counts.set(INSIGHTS[insight], (counts.get(INSIGHTS[insight]) ?? 0) + 1);
  }
  return { id: 'insights', title: 'What would have saved the ticket', note: 'as agents noted with the solution', columns: ['what', 'tickets'], rows: [...counts].sort((a, b) => b[1] - a[1]) };
}

/** Articles that were read before somebody wrote to us, most people first. */
export function articleTable({ deflection, votes }: Gathered, names: ArticleNames): Table {
  const rows = [...deflection.articles]
    .filter(([, { readers }]) => readers >= ARTICLE_FROM)
    .map(([id, { readers, wrote }]) => ({ id, readers, wrote, votes: votes.articles.get(id) }))
    .sort((a, b) => b.wrote - a.wrote || b.readers - a.readers || (a.id < b.id ? -1 : 1))
    .slice(0, ROWS);
  return {
    id: 'articles',
    title: 'Articles before contact',
    note: `visits that opened the article, and of those that wrote to us within 30 minutes; from ${ARTICLE_FROM} visits up`,
    columns: ['article', 'visits', 'wrote to us', 'helpful', 'votes'],
    rows: rows.map(({ id, readers, wrote, votes: own }) => [names.get(id) ?? id, readers, wrote, own === undefined ? '–' : `${Math.round((own.yes / own.all) * 100)} %`, own?.all ?? 0]),
  };
}

function minute(instant: number): string {
  return `${new Date(instant).toISOString().slice(0, 16).replace('T', ' ')}Z`;
}

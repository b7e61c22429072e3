/** A made-up quarter, week by week, for looking at pages: the same at each run, and nobody in it is real. */
import type { Priority } from '../../src/catalog/support/priorities.ts';
import { numbersFrom } from '../../src/demo/chance.ts';
import { nobody } from '../../src/insights/measures/deflection.ts';
import { noVotes } from '../../src/insights/measures/helpfulness.ts';
import { noReadings } from '../../src/insights/measures/reading.ts';
import { noSearches } from '../../src/insights/measures/searches.ts';
import type { Gathered } from '../../src/insights/gather.ts';
import type { Span, TicketFigures } from '../../src/insights/ticket-figures.ts';
import type { Gap } from '../../src/insights/gaps.ts';
import type { Window } from '../../src/insights/window.ts';
import { HOUR, MINUTE } from './stories.ts';

const CATEGORIES = ['account', 'verification', 'billing', 'technical', 'content'];
const TEAMS = ['support', 'technical', 'trust-and-safety'];
const PRIORITIES: Priority[] = ['low', 'medium', 'medium', 'medium', 'high', 'high', 'critical'];
const DAY = 86_400_000;

export interface Making {
  /** 1 is a busy team; 0.02 has a handful of tickets. */
  readonly size: number;
}

/** What happened in a window; more and slower in windows whose number since 1970 is divisible by five. */
export function madeUp(window: Window, { size }: Making): Gathered {
  const week = Math.round(window.from / (7 * DAY));
  const random = numbersFrom(week);
  const bad = week % 5 === 0 ? 1.6 : 1;
  const count = Math.round((120 + random() * 40) * bad * size);
  const span = (at: number, seconds: number): Span => ({ at, calendarSeconds: seconds, businessSeconds: seconds * 0.6 });
  const tickets = Array.from({ length: count }, (_, index): TicketFigures => {
    // Office hours, five days; some at night and on week-ends.
    const office = random() < 0.85;
    const day = office ? Math.floor(random() * 5) : Math.floor(random() * 7);
    const hour = office ? 9 + Math.floor((random() + random()) * 4.5) : Math.floor(random() * 24);
    const createdAt = Math.min(window.from + day * DAY + hour * HOUR * 1_000 + Math.floor(random() * HOUR) * 1_000, window.asOf - 1);
    const first = (20 + random() * random() * 900) * MINUTE * bad;
    const solve = first + random() * random() * 60 * HOUR * bad;
    const [answered, solved] = [createdAt + first * 1_000, createdAt + solve * 1_000];
    const priority = PRIORITIES[Math.floor(random() * PRIORITIES.length)]!;
    const late = random() < 0.05 * bad * bad;
    const done = solved < window.asOf;
    return {
      id: `${week}-${index}`,
      reference: `UD-${String(week).padStart(4, '0')}-${String(index).padStart(3, '0')}`,
      requester: `r${Math.floor(random() * count * 0.9)}`,
      createdAt,
      counts: true,
      channel: random() < 0.7 ? 'web' : 'email',
      source: random() < 0.75 ? 'form' : 'mail',
      priority,
      category: CATEGORIES[Math.floor(random() * random() * CATEGORIES.length)],
      team: TEAMS[Math.floor(random() * random() * TEAMS.length)],
      firstResponse: answered < window.asOf ? span(answered, first) : undefined,
      replies: random() < 0.3 ? [span(answered, first / 2)] : [],
      firstResolution: done ? span(solved, solve) : undefined,
      fullResolution: done ? span(solved, solve) : undefined,
      verdicts: [{ clock: 'first-response', adjusted: { kept: !late, at: answered }, original: { kept: !late && random() > 0.02, at: answered } }],
      solvedAt: done ? [solved] : [],
      reopenedAt: done && random() < 0.07 ? [solved + HOUR * 1_000] : [],
      raisedAt: random() < 0.12 ? [answered] : [],
      cameBackAt: random() < 0.25 ? [solved + HOUR * 1_000] : [],
      askedAt: done ? solved + 4 * HOUR * 1_000 : undefined,
      rating: done && random() < 0.3 ? { scale: '1-5', score: random() < 0.75 ? 5 : 1 + Math.floor(random() * 4), at: Math.min(solved + 5 * HOUR * 1_000, window.asOf - 1) } : undefined,
      open: [{ from: createdAt, until: done ? solved : Infinity }],
      pausedSince: undefined,
      insight: random() < 0.1 ? 'article-missing' : undefined,
      answeredBy: random() < 0.6 ? ['login001'] : [],
    };
  });
  const of = (share: number, whole: number) => Math.round(whole * share);
  const sessions = of(size, 5_200 + random() * 900);
  const seeking = of(0.55, sessions);
  const forms = of(0.09 * bad, sessions);
  const searches = of(0.5, sessions);
  const zero = of(0.06 + 0.02 * random(), searches);
  return {
    tickets,
    searches: { ...noSearches(), searches, zero, weak: of(0.09, searches), refined: of(0.11, searches), answered: searches - zero, unopened: of(0.24, searches - zero), contacted: of(0.07, searches) },
    deflection: {
      ...nobody(),
      sessions,
      readers: of(0.74, sessions),
      readersSilent: of(0.71, sessions),
      seeking,
      seekingHelped: of(0.5 + random() * 0.1, seeking),
      forms,
      formsSolved: of(0.14, forms),
      readings: of(0.74, sessions),
      readingsThenWrote: of(0.03, sessions),
      articles: new Map([
        ['login001', { readers: of(0.2, sessions), wrote: of(0.012, sessions) }],
        ['refund01', { readers: of(0.11, sessions), wrote: of(0.006, sessions) }],
        ['verify01', { readers: of(0.09, sessions), wrote: of(0.008, sessions) }],
      ]),
    },
    reading: noReadings(),
    votes: { ...noVotes(), yes: of(0.062, sessions), all: of(0.08, sessions), articles: new Map([['login001', { yes: of(0.02, sessions), all: of(0.03, sessions) }]]) },
  };
}

export const NAMES: ReadonlyMap<string, string> = new Map([
  ['login001', 'Why can I not log in?'],
  ['refund01', 'How do I get a refund?'],
  ['verify01', 'Why does my verification take so long?'],
]);

const gap = (what: string, people: number, action: Gap['action'], why: string, todo: string, more: Partial<Gap> = {}): Gap => ({ kind: 'search', what, also: [], people, why, action, todo, article: undefined, ...more });

/** As a busy week leaves them. */
export const GAPS: readonly Gap[] = [
  gap('export citations', 96, 'write', '121 searches found nothing, 14 went on to a person', 'Write an article: none has these words.'),
  gap('Why does my verification take so long?', 47, 'fix', '47 of 512 visits that opened it wrote to us within 30 minutes', 'Read their tickets and add what they had to ask.', { kind: 'reading', article: 'verify01' }),
  gap('change institution', 38, 'add synonym', '44 searches found nothing', 'If “How do I change my hospital?” answers it, add the readers’ words to its keywords or to synonyms in search.yaml; else write an article.', { article: 'hospital' }),
  gap('Tickets about Billing', 23, 'write', 'agents noted that an article is missing', 'Write the article from what the agents answered.', { kind: 'tickets' }),
  gap('two step code not arriving', 19, 'extend', '25 searches found only doubtful answers, 3 went on to a person', 'Extend “Why can I not log in?”: it has some of these words, not all.', { article: 'login001' }),
  gap('dark mode', 11, 'retitle', '12 searches whose answers nobody opened', 'Retitle “Change how the app looks” with the readers’ words: it has them, and is not chosen.', { article: 'looks001' }),
];

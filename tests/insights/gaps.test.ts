/** What to write next, and that nothing rare is told on the way. */
import { describe, expect, onTestFinished, test } from 'vitest';
import { envelope } from '../../src/events/envelope.ts';
import { keepEvents } from '../../src/events/events.ts';
import { collectFailures } from '../../src/insights/failed-searches.ts';
import { gather } from '../../src/insights/gather.ts';
import { gaps, type GapArticle, type GapInput } from '../../src/insights/gaps.ts';
import { nobody } from '../../src/insights/measures/deflection.ts';
import { sessionFigures } from '../../src/insights/session-figures.ts';
import { wordingOf } from '../../src/insights/wording.ts';
import { english } from '../../src/search/english.ts';
import { openStore } from '../../src/store/open.ts';
import { freshFolder, SECRET } from '../store/databases.ts';
import { AGENT, at, figuresOf, REQUESTER, RULES, story, visit, week } from './stories.ts';

const WEEK = week();
const WORDING = wordingOf({ synonyms: [['refund', 'money back']], phrases: [{ say: ['talk to a human'], search: 'contact support' }], misspellings: { verifcation: 'verification' }, faint: ['acme'] }, english);
const ARTICLES: GapArticle[] = [
  { id: 'refund01', title: 'How do I get a refund?', summary: 'Write to us within 14 days of the payment.', keywords: ['cancel'], headings: [], text: 'A refund takes five days.' },
  { id: 'login001', title: 'Why can I not log in?', summary: 'Reset your password with the link in our mail.', keywords: [], headings: [], text: 'The link works for an hour.' },
];
const NOTHING: GapInput = { failed: [], gathered: { tickets: [], deflection: nobody() }, complaints: [], asked: [], articles: ARTICLES, categories: new Map(), window: WEEK, wording: WORDING };
const DAYS = ['2026-01-05', '2026-01-06', '2026-01-07'];

/** So many visits that search in vain, spread over days. */
function asked(query: string, visits: number, { outcome = 'zero', days = DAYS, name = query }: { outcome?: string; days?: readonly string[]; name?: string } = {}) {
  return Array.from({ length: visits }, (_, index) => sessionFigures(visit(`${name} ${index}`, [`${days[index % days.length]!} 10:00`, 'search', { search: 1, outcome, refined: false }, query])));
}

function told(...visits: ReturnType<typeof asked>[]) {
  const failures = collectFailures(WORDING, WEEK);
  for (const session of visits.flat()) failures.add(session);
  return failures.told();
}

function found(...visits: ReturnType<typeof asked>[]) {
  return gaps({ ...NOTHING, failed: told(...visits) });
}

describe('wordings are one', () => {
  test.for([
    ['delete my account', 'Deleting an account?'],
    ['get my money back', 'refunds'],
    ['verifcation', 'verification'],
    ['I want to talk to a human', 'contact support'],
    ['export data acme', 'exporting data'],
  ] as const)('“%s” and “%s”', ([one, other]) => {
    expect(WORDING.keyOf(one)).toBe(WORDING.keyOf(other));
    expect(WORDING.keyOf(one)).not.toBe('');
  });

  test('and others are not', () => {
    expect(WORDING.keyOf('delete a post')).not.toBe(WORDING.keyOf('delete my account'));
  });
});

describe('a gap says what to do', () => {
  test.for([
    ['no article has the words', 'export citations', 'zero', 'write', undefined],
    ['one has them and was not found', 'money back', 'zero', 'add synonym', 'refund01'],
    ['one has some of them', 'refund invoice', 'weak', 'extend', 'refund01'],
    ['one has all of them and nobody opens it', 'payment', 'good', 'retitle', 'refund01'],
    ['its title has all of them, and nobody opens it', 'refund', 'good', 'fix', 'refund01'],
  ] as const)('when %s', ([, query, outcome, action, article]) => {
    expect(found(asked(query, 6, { outcome }))).toMatchObject([{ what: query, people: 6, action, article }]);
  });

  test('most people first, and the writings of one question are one row', () => {
    const rows = found(asked('export citations', 5), asked('delete post', 6), asked('exporting a citation', 5));
    expect(rows.map(({ what, also, people }) => [what, also, people])).toEqual([
      ['export citations', ['exporting a citation'], 10],
      ['delete post', [], 6],
    ]);
  });

  test('of tickets: what agents noted, by category, as people and not as tickets', () => {
    const solved = (category: string, facts: object) => story(['2026-01-05 10:00', 'created', REQUESTER], ['2026-01-05 10:00', 'triaged', { kind: 'system' }, { category }], ['2026-01-05 12:00', 'resolved', AGENT, facts]);
    const tickets = figuresOf([solved('billing', { insight: 'article-missing' }), solved('billing', { insight: 'article-missing' }), solved('account', { insight: 'article-unclear', articles: ['login001'] }), solved('account', { insight: 'one-off' }), solved('other', {})], WEEK).map((ticket, index) => (index === 1 ? { ...ticket, requester: 'r0' } : ticket));
    const rows = gaps({ ...NOTHING, gathered: { tickets, deflection: nobody() }, categories: new Map([['billing', 'Billing']]) });
    expect(rows.map(({ what, people, action }) => [what, people, action])).toEqual([
      ['Tickets about Billing', 1, 'write'],
      ['Tickets about account', 1, 'fix'],
      ['Tickets about other', 1, 'write'],
    ]);
    expect(rows[1]?.todo).toBe('Rewrite “Why can I not log in?” with what the agents had to add.');
  });

  test('of articles: read before contact from five people up, and unhelpful only when few votes cannot explain it', () => {
    const deflection = { ...nobody(), articles: new Map([['refund01', { readers: 40, wrote: 5 }], ['login001', { readers: 9, wrote: 4 }]]) };
    // 2 of 20 helped: at most 30 %. 3 of 9 are too few votes.
    const complaints = [{ article: 'login001', yes: 2, all: 20 }, { article: 'refund01', yes: 3, all: 9 }].map((one) => ({ ...one, reasons: [], words: [] }));
    const rows = gaps({ ...NOTHING, gathered: { tickets: [], deflection }, complaints });
    expect(rows.map(({ what, people, article }) => [what, people, article])).toEqual([
      ['Why can I not log in?', 18, 'login001'],
      ['How do I get a refund?', 5, 'refund01'],
    ]);
  });
});

describe('nothing is told', () => {
  test('of a question that four visits asked, or five on a single day', () => {
    expect(told(asked('export citations', 4))).toEqual([]);
    expect(told(asked('export citations', 9, { days: ['2026-01-05'] }))).toEqual([]);
  });

  test('of one visit that asks again and again, on as many days as it likes', () => {
    expect(told(Array.from({ length: 20 }, () => asked('maria lindqvist', 1)[0]!))).toEqual([]);
  });

  test('of a rare writing that stands beside frequent ones', () => {
    const [cluster] = told(asked('refund', 8), asked('refunds', 1), asked('my money back', 4));
    expect(cluster).toMatchObject({ query: 'refund', also: [], sessions: 13 });
  });

  test('of a cluster whose writings are all rare, though together they are many', () => {
    expect(told(asked('refund', 3), asked('refunds', 3), asked('money back', 3))).toEqual([]);
  });

  test('of names, numbers and addresses, whichever way they come: typed often, with titles, and through the store', async () => {
    const store = await openStore({ dataDir: freshFolder(), secret: SECRET });
    onTestFinished(() => store.close());
    const queries = ['patient johansson results', 'posts by Maria Lindqvist', 'Dr. Lindqvist refund', 'refund for maria@example.org', 'record 4711-0815-22', 'call +1 202 555 0143', 'xanthippe solo'];
    const known = (word: string) => ['refund', 'posts', 'record', 'results'].includes(word);
    for (const [number, query] of queries.entries()) {
      // The last was asked by one reader, the others by eight on four days.
      for (let reader = 0; reader < (number === queries.length - 1 ? 1 : 8); reader += 1) {
        const session = `00000000-0000-4000-8000-${String(number * 100 + reader).padStart(12, '0')}`;
        const batch = envelope.parse({ version: 1, session, events: [{ kind: 'search', ago: 0, search: 1, surface: 'home', query, results: 0, outcome: 'zero', repaired: false, refined: false }] });
        await store.write((trx) => keepEvents(trx, batch, { articleAt: () => undefined, knownWord: known, bot: false, now: at('2026-01-05 10:00') + (reader % 4) * 86_400_000 }));
      }
    }
    const failures = collectFailures(WORDING, WEEK);
    const gathered = await gather(store, WEEK, { rules: RULES, hours: undefined, ratingAfter: undefined }, (session) => failures.add(session));
    expect(gathered.searches.searches).toBe(49);
    const text = JSON.stringify(gaps({ ...NOTHING, failed: failures.told(), gathered }));
    expect(text).toContain('refund for [email]');
    expect(text).not.toMatch(/johansson|maria|lindqvist|example\.org|4711|0815|555|xanthippe/i);
  });
});

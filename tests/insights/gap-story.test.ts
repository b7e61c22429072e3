/** A week on a site with four articles in which every kind of advice is given once, and three rows are not given. */
import { describe, expect, test } from 'vitest';
import { collectFailures } from '../../src/insights/failed-searches.ts';
import { gaps, type GapArticle } from '../../src/insights/gaps.ts';
import type { AskedTicket } from '../../src/insights/gaps/asked-ticket.ts';
import { collectComplaints } from '../../src/insights/gaps/complaints.ts';
import { ownWords } from '../../src/insights/gaps/read-asked.ts';
import { nobody } from '../../src/insights/measures/deflection.ts';
import { sessionFigures } from '../../src/insights/session-figures.ts';
import { wordingOf } from '../../src/insights/wording.ts';
import { english } from '../../src/search/english.ts';
import { at, visit, week } from './stories.ts';

const WEEK = week();
const WORDING = wordingOf({ synonyms: [['delete', 'erase']], phrases: [], misspellings: {}, faint: ['acme'] }, english);
const DAYS = ['2026-01-05', '2026-01-06', '2026-01-07'];
const ARTICLES: GapArticle[] = [
  { id: 'refund01', title: 'How do I get a refund?', summary: 'Write to us within 14 days of the payment.', keywords: [], headings: [], text: 'A refund takes five days. An invoice shows it.' },
  { id: 'login001', title: 'Why can I not log in?', summary: 'Reset your password with the link in our mail.', keywords: [], headings: [], text: 'The link works for an hour.' },
  { id: 'contact1', title: 'How do I reach you?', summary: 'Write to us, and we answer within a day.', keywords: [], headings: [], text: 'We read every message.' },
  { id: 'premium1', title: 'What does Premium cost?', summary: 'It costs ten dollars a month.', keywords: ['price'], headings: [], text: 'It renews by itself.' },
];

type Later = readonly [minutes: number, article: string];

/** Visits that search in vain, spread over three days; some open an article so many minutes later. */
function searched(query: string, visits: number, outcome: 'zero' | 'weak' | 'good', later: Later | undefined = undefined, days: readonly string[] = DAYS) {
  return Array.from({ length: visits }, (_, index) => {
    const day = days[index % days.length]!;
    return sessionFigures(visit(`${query} ${index}`, [`${day} 10:00`, 'search', { search: 1, outcome, refined: false }, query], ...(later === undefined ? [] : [[`${day} 10:${String(later[0]).padStart(2, '0')}`, 'read', {}, later[1]] as const])));
  });
}

/** So many people, a ticket each, with the same words. */
function wrote(text: string, people: number, more: Partial<AskedTicket> = {}): AskedTicket[] {
  return Array.from({ length: people }, (_, index) => ({
    id: `${text} ${index}`, requester: `${text} ${index}`, createdAt: at(`${DAYS[index % DAYS.length]!} 11:00`), terms: WORDING.termsOf(text), answer: undefined, answeredBy: [], from: undefined, ...more,
  }));
}

function found(visits: ReturnType<typeof searched>, asked: AskedTicket[], deflection = nobody(), votes: readonly (readonly [article: string, answer: 'yes' | 'no', many: number, reason?: string, comment?: string])[] = []) {
  const failures = collectFailures(WORDING, WEEK, new Set(['contact1']));
  for (const session of visits) failures.add(session);
  const complaints = collectComplaints(WORDING, WEEK);
  let number = 0;
  for (const [article, answer, many, reason, comment] of votes) {
    for (let index = 0; index < many; index += 1) complaints.add({ article, answer, reason, comment, session: `reader ${(number += 1)}`, createdAt: at(`${DAYS[index % 3]!} 12:00`) });
  }
  return gaps({ failed: failures.told(), gathered: { tickets: [], deflection }, complaints: complaints.list(), asked, articles: ARTICLES, categories: new Map(), window: WEEK, wording: WORDING });
}

describe('a week', () => {
  const rows = found(
    [
      // Nobody writes of exporting, and 7 visits search for it.
      ...searched('export citations', 7, 'zero'),
      // "money" stands nowhere; 6 of 9 open the refund's article within ten minutes.
      ...searched('money back', 6, 'zero', [4, 'refund01']),
      ...searched('money back', 3, 'zero').map((session) => ({ ...session, id: `${session.id} again` })),
      // One of two words is the article's.
      ...searched('premium students', 8, 'weak'),
      // Both words are in its text, and in nothing that stands out.
      ...searched('refund invoice', 11, 'good'),
    ],
    [
      // The same question in 5 tickets: one row with the searches.
      ...wrote('Please export my citations as a file', 5),
      // 12 people ask for it, and agents answered 10 of them with one article.
      ...wrote('the reimbursement never arrived', 10, { answeredBy: ['refund01'] }),
      ...wrote('the reimbursement never arrived', 2).map((ticket) => ({ ...ticket, id: `${ticket.id} more`, requester: `${ticket.requester} more` })),
    ],
    // 6 of 20 wrote after it; of all that read, 10 %.
    { ...nobody(), readings: 100, readingsThenWrote: 10, articles: new Map([['login001', { readers: 20, wrote: 6 }]]) },
    // 1 of 14 is helped: at most 31 %. Nine of them say that it solved nothing.
    [['premium1', 'yes', 1], ['premium1', 'no', 9, 'unsolved', 'It does not say anything about vouchers'], ['premium1', 'no', 4, 'other']],
  );
  const row = (what: string) => rows.find((one) => one.what === what);

  test('gives every kind of advice, most people first', () => {
    expect(rows.map(({ what, people, action, article }) => [what, people, action, article])).toEqual([
      ['What does Premium cost?', 13, 'extend', 'premium1'],
      ['export citations', 12, 'write', undefined],
      ['reimbursement arrived', 12, 'add synonym', 'refund01'],
      ['refund invoice', 11, 'retitle', 'refund01'],
      ['money back', 9, 'add synonym', 'refund01'],
      ['premium students', 8, 'extend', 'premium1'],
      ['Why can I not log in?', 6, 'fix', 'login001'],
    ]);
  });

  test.for([
    ['export citations', '7 searches found nothing; no article has half of these words, rare ones counting more; and 5 people with tickets, for which search would only guess'],
    ['money back', '9 searches found nothing; 6 of these visits opened “How do I get a refund?” soon after, and nothing that stands out of it has all of these words'],
    ['reimbursement arrived', '12 people with tickets, for which search would only guess; agents answered 10 of these people with “How do I get a refund?”, and nothing that stands out of it has all of these words'],
    ['refund invoice', '11 searches whose answers nobody opened; the text of “How do I get a refund?” has all of these words, and nothing that stands out does'],
    ['premium students', '8 searches found only doubtful answers; “What does Premium cost?” has half of these words or more, not all'],
    ['What does Premium cost?', '13 of 14 votes say that it did not help; at most 31 % are helped; 9 of 14 votes say that it did not solve their problem'],
    ['Why can I not log in?', '6 of 20 visits that opened it wrote to us within 30 minutes; after others it is 10 %'],
  ] as const)('says why: %s', ([what, why]) => expect(row(what)?.why).toBe(why));

  test('tells the words of comments that five readers used', () => {
    expect(row('What does Premium cost?')?.also).toEqual(['vouchers']);
  });

  test('gives a row the same name whatever else is found', () => {
    expect(found(searched('premium students', 8, 'weak'), [])[0]?.id).toBe(row('premium students')?.id);
    expect(new Set(rows.map(({ id }) => id)).size).toBe(rows.length);
  });
});

describe('no advice is given', () => {
  test('to point at an article that only five of twelve visits opened, or opened too late, or that answers nothing', () => {
    const visits = (later: Later) => [...searched('money back', 5, 'zero', later), ...searched('money back', 7, 'zero').map((session) => ({ ...session, id: `${session.id} again` }))];
    expect(found(visits([4, 'refund01']), []).map(({ action }) => action)).toEqual(['write']);
    expect(found(searched('money back', 9, 'zero', [11, 'refund01']), []).map(({ action }) => action)).toEqual(['write']);
    expect(found(searched('money back', 9, 'zero', [4, 'contact1']), []).map(({ action }) => action)).toEqual(['write']);
  });

  test('about a much-read article after which fewer write than after others', () => {
    expect(found([], [], { ...nobody(), readings: 2_000, readingsThenWrote: 100, articles: new Map([['login001', { readers: 1_000, wrote: 40 }]]) })).toEqual([]);
  });

  test('about an article that a few of many readers call outdated, or that six of ten find helpful', () => {
    expect(found([], [], nobody(), [['login001', 'yes', 60], ['login001', 'no', 6, 'outdated']])).toEqual([]);
    expect(found([], [], nobody(), [['login001', 'yes', 6], ['login001', 'no', 4, 'unclear']])).toEqual([]);
    expect(found([], [], nobody(), [['login001', 'yes', 15], ['login001', 'no', 5, 'outdated']]).map(({ action, people }) => [action, people])).toEqual([['fix', 5]]);
  });

  test('to extend an article for words that every long article has', () => {
    // “account” stands in all five articles, “offline” in none: of ln 2 and ln 6 the article has 28 %.
    const everywhere = [...ARTICLES, ARTICLES[0]!].map((one, index) => ({ ...one, id: `article${index}`, text: 'Your account keeps everything.' }));
    const failures = collectFailures(WORDING, WEEK);
    for (const session of searched('accounts offline', 6, 'weak')) failures.add(session);
    const [row] = gaps({ failed: failures.told(), gathered: { tickets: [], deflection: nobody() }, complaints: [], asked: [], articles: everywhere, categories: new Map(), window: WEEK, wording: WORDING });
    expect(row?.action).toBe('write');
  });

  test('about tickets that search answers, unless they share a word that no article has', () => {
    expect(found([], wrote('I want a refund', 9, { answer: 'refund01' }))).toEqual([]);
    expect(found([], wrote('refund of the chargeback', 9, { answer: 'refund01' })).map(({ what, action, article, why }) => [what, action, article, why])).toEqual([
      ['chargeback', 'add synonym', 'refund01', '9 people with tickets use this word, no article has it, and “How do I get a refund?” answered 9 of them'],
    ]);
    const scattered = (article: string, name: string) => wrote('refund of the chargeback', 4, { answer: article }).map((ticket) => ({ ...ticket, id: `${ticket.id} ${name}`, requester: `${ticket.requester} ${name}` }));
    expect(found([], [...scattered('refund01', 'a'), ...scattered('login001', 'b'), ...scattered('premium1', 'c')])).toEqual([]);
  });
});

describe('words of tickets are told from five people on two days', () => {
  test('and not of four, of one day, or of one person who writes again and again', () => {
    expect(found([], wrote('export citations', 4))).toEqual([]);
    expect(found([], wrote('export citations', 9).map((ticket) => ({ ...ticket, createdAt: at('2026-01-05 11:00') })))).toEqual([]);
    expect(found([], wrote('export citations', 9).map((ticket) => ({ ...ticket, requester: 'one' })))).toEqual([]);
    expect(found([], wrote('export citations', 5))).toHaveLength(1);
  });

  test('each writing for itself: a rare word of a frequent ticket is left out', () => {
    const [row] = found([], [...wrote('export citations bibtex', 5), ...wrote('export citations xanthippe', 1)]);
    expect(row).toMatchObject({ what: 'export citations', people: 6 });
    expect(row?.also).toEqual(['bibtex']);
  });

  test('after names, addresses and numbers were taken out, the requester’s own name among them', () => {
    const known = (word: string) => ['export', 'refund'].includes(word);
    const text = ownWords({ name: 'Maria Lindqvist', subject: 'Refund for lindqvist', body: 'Dear Dr. Johansson, patient Anna Berg born 1980-02-03 wrote to maria@example.org from +1 202 555 0143. Export it. Maria' }, known);
    expect(text.toLowerCase().split(/\W+/)).toEqual(expect.arrayContaining(['refund', 'export']));
    expect(text).not.toMatch(/maria|lindqvist|johansson|anna|berg|1980|example|555/i);
    const complaint = { subject: 'Rude answer', body: 'I was told off by Xanthippe. Then my Refund and “Socrates” were mentioned, and Platon too.' };
    expect(ownWords(complaint, known).match(/\p{L}+/gu)?.join(' ')).toBe('Rude answer I was told off by Then my Refund and were mentioned and too');
    expect(ownWords({ subject: '', body: 'Ich möchte eine Rechnung' }, known, true)).toContain('Rechnung');
  });

  test('and votes without JavaScript are one reader, however many', () => {
    const complaints = collectComplaints(WORDING, WEEK);
    for (let index = 0; index < 9; index += 1) complaints.add({ article: 'premium1', answer: 'no', reason: undefined, comment: 'nothing about vouchers', session: undefined, createdAt: at(`${DAYS[index % 3]!} 12:00`) });
    expect(complaints.list()).toMatchObject([{ all: 9, words: [] }]);
  });
});

import fc from '../chance.ts';
import { describe, expect, test } from 'vitest';
import { commentsCsv, csv, feedbackCsv, feedbackText } from '../../src/feedback/report-formats.ts';
import { feedbackReport } from '../../src/feedback/report.ts';
import type { CountedVote } from '../../src/feedback/votes.ts';
import { wilson } from '../../src/feedback/wilson.ts';

const day = (n: number) => Date.UTC(2026, 10, n, 12);
const span = { from: day(1), to: day(30) };
const articles = [
  { id: 'refunds1', title: 'How do I get a refund?', address: '/billing/refunds/', revision: 'BBBBBBBBBBBBBBBB' },
  { id: 'login001', title: 'Why can’t I log in?', address: '/troubleshooting/log-in/', revision: 'CCCCCCCCCCCCCCCC' },
];

function vote(article: string, answer: 'yes' | 'no', more: Partial<CountedVote> = {}): CountedVote {
  return { article, revision: 'BBBBBBBBBBBBBBBB', answer, reason: undefined, comment: undefined, session: undefined, deduplicated: true, createdAt: day(2), ...more };
}

describe('Wilson’s interval', () => {
  // Worked by hand from the formula: center (p + z²/2n)/(1 + z²/n), half-width as in the source.
  test.each([
    [8, 10, 0.4902, 0.9433],
    [0, 5, 0, 0.4345],
    [5, 5, 0.5655, 1],
    [50, 100, 0.4038, 0.5962],
  ])('of %i in %i is from %f to %f', (yes, asked, low, high) => {
    const interval = wilson(yes, asked)!;
    expect(interval.low).toBeCloseTo(low, 4);
    expect(interval.high).toBeCloseTo(high, 4);
  });

  test('does not exist when nobody was asked', () => {
    expect(wilson(0, 0)).toBeUndefined();
  });

  test('holds the share, stays within 0 and 1, and narrows as more are asked', () => {
    fc.assert(
      fc.property(fc.integer({ min: 1, max: 500 }), fc.integer({ min: 0, max: 500 }), (asked, some) => {
        const yes = Math.min(some, asked);
        const { low, high } = wilson(yes, asked)!;
        const tenfold = wilson(yes * 10, asked * 10)!;
        expect(low).toBeGreaterThanOrEqual(0);
        expect(high).toBeLessThanOrEqual(1);
        expect(low - 1e-12).toBeLessThanOrEqual(yes / asked);
        expect(high + 1e-12).toBeGreaterThanOrEqual(yes / asked);
        expect(tenfold.high - tenfold.low).toBeLessThan(high - low);
      }),
    );
  });
});

describe('the report', () => {
  const votes = [
    vote('refunds1', 'no', { revision: 'AAAAAAAAAAAAAAAA', reason: 'unclear', createdAt: day(1) }),
    vote('refunds1', 'no', { revision: 'AAAAAAAAAAAAAAAA', reason: 'unclear', comment: 'Ask jo@example.org', createdAt: day(3) }),
    vote('refunds1', 'yes', { deduplicated: false, createdAt: day(5) }),
    ...Array.from({ length: 10 }, (_, n) => vote('login001', n < 9 ? 'yes' : 'no', { revision: 'CCCCCCCCCCCCCCCC', reason: n < 9 ? undefined : 'other' })),
    vote('gone0001', 'no'),
  ];
  const report = feedbackReport(votes, articles, span);

  test('puts the article first that surely fails, not the one with a single bad vote', () => {
    // Upper ends: 1 of 3 is 0.792, 0 of 1 is 0.793, 9 of 10 is 0.982.
    expect(report.articles.map((article) => article.article)).toEqual(['refunds1', 'gone0001', 'login001']);
    expect(feedbackReport([...Array.from({ length: 30 }, () => vote('refunds1', 'no')), vote('login001', 'no')], articles, span).articles[0]?.article).toBe('refunds1');
  });

  test('counts by revision, the current one first', () => {
    const refunds = report.articles.find((article) => article.article === 'refunds1')!;
    expect(refunds).toMatchObject({ yes: 1, no: 2, share: 1 / 3 });
    expect(refunds.revisions).toMatchObject([
      { revision: 'BBBBBBBBBBBBBBBB', current: true, yes: 1, no: 0, notDeduplicated: 1, firstVoteAt: day(5) },
      { revision: 'AAAAAAAAAAAAAAAA', current: false, yes: 0, no: 2, notDeduplicated: 0, firstVoteAt: day(1), lastVoteAt: day(3) },
    ]);
    expect(refunds.reasons).toEqual([{ reason: 'unclear', votes: 2 }]);
  });

  test('shows comments scrubbed, even those stored before the rule was', () => {
    expect(report.articles.flatMap((article) => article.comments.map((comment) => comment.text))).toEqual(['Ask [email]']);
  });

  test('as text names the article, the interval, and how little is known', () => {
    const text = feedbackText(report, 'UTC');
    expect(text).toContain('14 votes from 2026-11-01 to 2026-11-30');
    expect(text).toContain(' 90 % yes  (60 % to 98 %)  9 yes, 1 no');
    expect(text).toContain('33 % yes  (6 % to 79 %)  1 yes, 2 no  few votes');
    expect(text).toContain('(not published: gone0001)');
    expect(feedbackText(feedbackReport([], articles, span), 'UTC')).toMatch(/^No votes from /);
  });

  test('as CSV has one row an article and revision', () => {
    const rows = feedbackCsv(report).trimEnd().split('\r\n');
    expect(rows).toHaveLength(1 + 4);
    expect(rows[0]).toMatch(/^article,title,address,revision,current,yes,no,share/);
    expect(commentsCsv(report)).toContain('refunds1,How do I get a refund?,AAAAAAAAAAAAAAAA,no,2026-11-03T12:00:00.000Z,Ask [email]\r\n');
  });
});

describe('a cell of CSV', () => {
  test.each(['=1+1', '+1', '-1', '@SUM(A1)', '\t=1', '\r=1', ' =1'])('that begins like a formula (%j) is made a text', (value) => {
    const cell = csv([[value]]);
    expect(cell.replace(/^"/, '').startsWith("'")).toBe(true);
  });

  test('keeps quotes, commas and line breaks together', () => {
    expect(csv([['a "b", c\nd', 2]])).toBe('"a ""b"", c\nd",2\r\n');
  });
});

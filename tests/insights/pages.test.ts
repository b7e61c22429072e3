/** Reports as pages: what stands where, that they are sound, and that they ask nothing of anybody. */
import { createHash } from 'node:crypto';
import { HtmlValidate } from 'html-validate';
import { describe, expect, test } from 'vitest';
import { feedbackPage, gapsPage, queuePage, stalePage } from '../../src/insights/page/list-pages.ts';
import { scaleOf } from '../../src/insights/page/charts/scale.ts';
import { GAPS, pageOf, SITE, week12 } from './pages.ts';
import { at, week } from './stories.ts';

const validator = new HtmlValidate({ extends: ['html-validate:standard', 'html-validate:a11y'] });
const ABOUT = { site: SITE, now: at('2026-01-12 09:00') };
const OUTSIDE = { title: 'Was it <b>this</b>?', text: '<img src=x onerror=alert(1)> https://evil.example.org' };

const PAGES: readonly (readonly [string, () => string | Promise<string>])[] = [
  ['a full week', () => pageOf('weekly', 1)],
  ['a tiny one', () => pageOf('weekly', 0.003)],
  ['an empty month', () => pageOf('monthly', 0)],
  ['a day', () => pageOf('daily', 0.2)],
  ['a week that is not over', () => pageOf('weekly', 1, '2026-01-09 12:00')],
  ['gaps', () => gapsPage(GAPS, week(), 'The words of all 12 tickets were looked at.', ABOUT)],
  ['stale articles', () => stalePage({ today: '2026-01-12', fresh: 3, formula: 'visits', owners: [{ owner: 'Support', articles: [{ id: 'a', title: OUTSIDE.title, file: 'a.mdx', why: 'expired', day: '2026-01-01', daysLate: 11, weight: 12.4, figures: '12 visits', claim: 'until spring' }] }] }, ABOUT)],
  ['feedback', () => feedbackPage({ from: week().from, to: week().to, votes: 1, articles: [{ article: 'a', title: OUTSIDE.title, address: '/a/', yes: 0, no: 1, share: 0, interval: { low: 0, high: 0.8 }, revisions: [], reasons: [{ reason: 'unclear', votes: 1 }], comments: [{ at: at('2026-01-06 10:00'), answer: 'no', revision: 'A', text: OUTSIDE.text }] }] }, ABOUT)],
  ['the queue', () => queuePage([{ id: 'late', title: 'Late', note: '1 of 1 open', columns: ['ticket', 'priority', 'due', 'promise', 'state', 'team', 'category'], rows: [['UD-1', 'high', '4 min late', 'first-response', 'open', 'support', 'account']] }], ABOUT)],
];

describe.for(PAGES)('%s', ([, made]) => {
  test('is valid HTML in one file that loads and runs nothing', async () => {
    const page = await made();
    const { results } = await validator.validateString(page);
    expect(results.flatMap(({ messages }) => messages.map((one) => `${one.ruleId}: ${one.message} (${one.selector ?? ''})`))).toEqual([]);
    expect(page).not.toMatch(/<(script|link|iframe|img)\b|<[^>]*\s(src|href|style)=|@import|url\(/i);
    const [, style = ''] = /<style>([^]*?)<\/style>/.exec(page) ?? [];
    expect(page).toContain(`content="default-src 'none'; style-src 'sha256-${createHash('sha256').update(style).digest('base64')}'; base-uri 'none'; form-action 'none'"`);
  });
});

test('what people wrote stays words', () => {
  const page = PAGES.find(([name]) => name === 'feedback')![1]() as string;
  expect(page).toContain('&lt;img src=x onerror=alert(1)&gt;');
});

describe('a weekly page', () => {
  test('begins with three things to do, then figures, curves, the way to a ticket, hours, gaps, and everything', async () => {
    const page = await pageOf('weekly', 1);
    const headings = [...page.matchAll(/<h2 id="([^"]+)"/g)].map(([, id]) => id);
    expect(headings.slice(0, 6)).toEqual(['to-do', 'key', 'trends', 'funnel', 'hours', 'gaps']);
    expect(headings).toContain('figures-waiting');
    expect(page.match(/<ol class="tasks">[^]*?<\/ol>/)?.[0].match(/<li>/g)).toHaveLength(3);
  });

  test('gives each chart a text and the figures behind it', async () => {
    const page = await pageOf('weekly', 1);
    const figures = page.match(/<figure>[^]*?<\/figure>/g) ?? [];
    expect(figures.length).toBeGreaterThan(8);
    for (const figure of figures) {
      for (const svg of figure.match(/<svg viewBox="0 0 (?:340|700)[^>]*>/g) ?? []) expect(svg).toMatch(/role="img".* aria-label="[^"]{20,}"/);
      expect(figure).toMatch(/<details>[^]*<table>[^]*<\/details>/);
    }
  });

  test('draws the target, what happened, and the break of a definition', async () => {
    const page = await pageOf('weekly', 1);
    const figure = page.match(/<figure><h3 id="trend-\d+">Promises kept<\/h3>[^]*?<\/figure>/)?.[0] ?? '';
    expect(figure).toContain('target above 95 %');
    expect(figure).toMatch(/stroke-dasharray="6 4"/);
    expect(figure).toContain('Defined anew: New promises from 2025-12-08 on');
    // One stroke before the break and one after it.
    expect(figure.match(/<path stroke-width="2"|<path d="M[^"]*L[^"]*"/g)).toHaveLength(2);
    expect(page).toMatch(/<li class="incident"><b>[A-Z]<\/b> <time datetime="2025-12-16">2025-12-16<\/time> <span>Incident \(major\): Problems with creating posts/);
  });

  test('judges no figure of a few cases', async () => {
    const page = await pageOf('weekly', 0.003);
    expect(page).toContain('too few to tell');
    const judged = [...page.matchAll(/<h3>([^<]+)<\/h3>\n<p class="value">[^]*?<\/li>/g)].filter(([whole]) => /missed|reached/.test(whole)).map(([, title]) => title);
    // A count is what it is.
    expect(judged).toEqual(['Open at the end of the last day']);
  });

  test('says first that the week is not over', async () => {
    const page = await pageOf('weekly', 1, '2026-01-09 12:00');
    expect(page.indexOf('These days are not over')).toBeLessThan(page.indexOf('<main>'));
    expect(page).toContain('so far');
  });
});

describe('an axis', () => {
  test.for([
    ['hours', [3_600 * 3.2, 3_600 * 7], 'seconds', [0, 7_200, 14_400, 21_600, 28_800]],
    ['percent near the top', [0.91, 0.95, 0.99], 'share', [0.9, 0.925, 0.95, 0.975, 1]],
    ['percent up to all', [0.58, 0.97], 'share', [0.5, 0.7, 0.9]],
    ['percent near the bottom', [0.02, 0.09], 'share', [0, 0.025, 0.05, 0.075, 0.1]],
    ['a few tickets', [0, 1], 'count', [0, 1]],
    ['ratings', [4.2, 4.7], 'score', [4, 4.2, 4.4, 4.6, 4.8]],
    ['nothing', [0, 0], 'count', [0, 1]],
  ] as const)('of %s', ([, values, unit, ticks]) => {
    const scale = scaleOf(values, unit);
    expect(scale.ticks.length).toBeLessThanOrEqual(6);
    expect(scale.ticks[0]).toBe(ticks[0]);
    expect(scale.high).toBeGreaterThanOrEqual(Math.max(...values));
    expect(scale.low).toBeLessThanOrEqual(Math.min(...values));
    expect(scale.ticks).toEqual(ticks);
  });
});

test('the same days give the same page, to the last byte', async () => {
  expect(await pageOf('weekly', 1)).toBe(await pageOf('weekly', 1));
  expect(week12()).toHaveLength(12);
});

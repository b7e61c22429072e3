/** The demo: the same seed makes the same figures, through the functions that real readers go through. */
import { parse } from 'csv-parse/sync';
import { describe, expect, onTestFinished, test } from 'vitest';
import { loadCatalog } from '../../src/catalog/load.ts';
import { fill, isFresh, makeDemo } from '../../src/demo/demo.ts';
import { DEMO_NOTE, markDemo } from '../../src/demo/mark.ts';
import { gather, type Gathered } from '../../src/insights/gather.ts';
import { windowOf } from '../../src/insights/window.ts';
import { openStore } from '../../src/store/open.ts';
import { freshFolder, SECRET } from '../store/databases.ts';

const NOW = Date.parse('2026-11-12T15:00:00Z');
const SHORT = { seed: 7, days: 6, visitsADay: 60 };
const CATALOG = loadCatalog('content', { today: () => '2026-11-12', unpublished: false });
const support = CATALOG.support!;
const AROUND = { rules: { calendars: support.calendars, policies: support.policies }, hours: support.calendars.get('support-hours'), ratingAfter: support.followUp?.rating?.after };
const WINDOW = windowOf('2026-11-06', '2026-11-11', CATALOG.site.timeZone, NOW);

async function demo(seed: number): Promise<Gathered> {
  const store = await openStore({ dataDir: freshFolder(), secret: SECRET });
  onTestFinished(() => store.close());
  await fill(store, CATALOG, { ...SHORT, seed }, NOW);
  return gather(store, WINDOW, AROUND);
}

/** Without names that the store makes up. */
const figuresOf = ({ tickets, ...readers }: Gathered) => ({ ...readers, tickets: tickets.map((ticket) => JSON.stringify({ ...ticket, id: '', reference: '', requester: '' })).sort() });

test('the same seed gives the same readers and tickets, another one others; every kind of figure has something to show', async () => {
  const [one, again, other] = [await demo(7), await demo(7), await demo(8)];
  expect(figuresOf(again)).toEqual(figuresOf(one));
  expect(figuresOf(other)).not.toEqual(figuresOf(one));
  const { deflection, searches, votes, reading, tickets } = one;
  for (const many of [deflection.sessions, deflection.readers, deflection.forms, deflection.formsSolved, deflection.formsSent, searches.zero, searches.weak, searches.refined, votes.all, reading.size]) expect(many).toBeGreaterThan(0);
  const some = (test: (ticket: (typeof tickets)[number]) => boolean) => tickets.filter(test).length;
  for (const many of [some(({ firstResponse }) => firstResponse !== undefined), some(({ solvedAt }) => solvedAt.length > 0), some(({ rating }) => rating !== undefined), some(({ source }) => source !== 'form'), some(({ verdicts }) => verdicts.length > 0)]) expect(many).toBeGreaterThan(0);
  // As many messages as the forms sent, and nothing that lies ahead.
  expect(some(({ source, createdAt }) => source === 'form' && createdAt >= WINDOW.from)).toBe(deflection.formsSent);
  expect(Math.max(...tickets.flatMap(({ createdAt, solvedAt }) => [createdAt, ...solvedAt]))).toBeLessThan(WINDOW.to);
}, 300_000);

test('is made anew on another day, and for other content', async () => {
  const folder = freshFolder();
  const short = { ...SHORT, days: 1, visitsADay: 5 };
  await makeDemo(folder, CATALOG, short, NOW);
  expect(isFresh(folder, CATALOG, short, NOW)).toBe(true);
  expect(isFresh(folder, CATALOG, short, NOW + 86_400_000)).toBe(false);
  expect(isFresh(folder, { ...CATALOG, root: '/another' }, short, NOW)).toBe(false);
  expect(isFresh(freshFolder(), CATALOG, short, NOW)).toBe(false);
});

describe('a form of a report says that it shows the demo', () => {
  test('as text and Markdown in its first line', () => {
    expect(markDemo('Weekly report', 'text').split('\n')[0]).toBe(DEMO_NOTE);
    expect(markDemo('# Weekly report', 'md').split('\n')[0]).toContain(DEMO_NOTE);
  });

  test('as JSON in each thing, so that its shape stays', () => {
    expect(JSON.parse(markDemo('{"period":"weekly"}', 'json'))).toEqual({ demo: true, period: 'weekly' });
    expect(JSON.parse(markDemo('[{"id":"late"}]', 'json'))).toEqual([{ demo: true, id: 'late' }]);
  });

  test('as a table in a column of its own, whatever stands in the cells', () => {
    expect(parse(markDemo('figure,title\nsla,"kept, or ""broken""\nby then"\n', 'csv'))).toEqual([['figure', 'title', 'demo'], ['sla', 'kept, or "broken"\nby then', 'yes']]);
  });

  test('as a page in its title and above everything', () => {
    expect(markDemo('<html><head><title>Weekly</title></head><body class="x"><h1>Weekly</h1>', 'html')).toBe(`<html><head><title>Demo: Weekly</title></head><body class="x"><p role="note"><strong>${DEMO_NOTE}</strong></p><h1>Weekly</h1>`);
  });
});

/** Readers' figures by day: rolled up or counted from single events, they are the same to the last digit. */
import fc from '../chance.ts';
import { describe, expect, test } from 'vitest';
import { addFigures, addVisit, figuresFrom, figuresText, noReaders, windowOfDay, type ReaderFigures } from '../../src/insights/reader-figures.ts';
import { readerDays, sumOf } from '../../src/insights/reader-days.ts';
import { readingMeasures, stepAt } from '../../src/insights/measures/reading.ts';
import { lastClosed, letEventsGo, rollUp } from '../../src/insights/roll-up.ts';
import { FOLLOWED_FOR, type SessionEvent } from '../../src/insights/session-figures.ts';
import { collectVisits } from '../../src/insights/visits.ts';
import { dayName, daysIn, localDay, windowOf } from '../../src/insights/window.ts';
import type { Store } from '../../src/store/store.ts';
import { describeOnBothDatabases, openFresh } from '../store/databases.ts';
import { at, visit, ZONE } from './stories.ts';

/** Thursday to Monday with the night in which the clocks go forward. */
const SPAN = windowOf('2026-03-05', '2026-03-09', ZONE, at('2026-04-01 00:00'));
const AFTERWARDS = at('2026-03-12 00:00');
const sameAs = (figures: ReaderFigures) => figuresText(figures);

/** One pass over what the store would give for these days. */
function counted(events: readonly SessionEvent[], days: readonly number[]): Map<number, ReaderFigures> {
  const windows = new Map(days.map((day) => [day, { window: windowOfDay(day, ZONE), figures: noReaders() }]));
  const [from, to] = [windowOfDay(days[0]!, ZONE).from - FOLLOWED_FOR, windowOfDay(days.at(-1)!, ZONE).to + FOLLOWED_FOR];
  const visits = collectVisits();
  const add = (over: ReturnType<typeof visits.rest>) => over.forEach((one) => addVisit(windows, one, ZONE));
  for (const event of events) if (event.at >= from && event.at < to) add(visits.add(event));
  add(visits.rest());
  return new Map([...windows].map(([day, { figures }]) => [day, figures]));
}

const KINDS = [
  ['search', { search: 1, outcome: 'good', refined: false }],
  ['search', { search: 2, outcome: 'zero', refined: true }],
  ['search', { search: 1, outcome: 'weak', refined: false }],
  ['open', { search: 1, position: 1 }],
  ['contact', { search: 2 }],
  ['read', { seconds: 30 }],
  ['read', { seconds: 600 }],
  ['suggestion-shown', {}],
  ['suggestion-opened', {}],
  ['suggestion-solved', {}],
  ['contact-opened', {}],
  ['contact-sent', {}],
  ['contact-left', { written: true }],
] as const;

/** Three tabs over two weeks, the five days in their middle; silences from minutes to days. */
const log = fc
  .array(
    fc.record({ tab: fc.constantFrom('a', 'b', 'c'), kind: fc.constantFrom(...KINDS), article: fc.constantFrom('login001', 'refund01'), minutes: fc.oneof({ weight: 3, arbitrary: fc.integer({ min: 0, max: 90 }) }, fc.integer({ min: 0, max: 1_700 })) }),
    { maxLength: 120 },
  )
  .map((told) => {
    let now = SPAN.from - 3 * FOLLOWED_FOR;
    return told.map(({ tab, kind: [kind, facts], article, minutes }): SessionEvent => ({ session: tab, kind, at: (now += minutes * 60_000), article: kind === 'search' ? undefined : article, query: kind === 'search' ? 'refund' : undefined, facts }));
  });

describe('the sum of days', () => {
  test('is the figure of the span, for any log', () => {
    fc.assert(
      fc.property(log, (events) => {
        const days = daysIn(SPAN);
        const whole = sumOf(counted(events, days).values());
        const alone = noReaders();
        for (const day of days) addFigures(alone, figuresFrom(figuresText(counted(events, [day]).get(day)!)));
        expect(sameAs(alone)).toBe(sameAs(whole));
      }),
      { numRuns: 300 },
    );
  });

  test('has the visit that goes on after midnight on its first day, its search on the second', () => {
    const days = counted(visit('a', ['2026-03-07 23:50', 'read', { seconds: 60 }, 'login001'], ['2026-03-08 00:10', 'search', { search: 1, outcome: 'good', refined: false }, 'refund'], ['2026-03-08 00:20', 'contact-sent']), [localDay(at('2026-03-07 12:00'), ZONE), localDay(at('2026-03-08 12:00'), ZONE)]);
    expect([...days.values()].map(({ deflection, searches }) => [deflection.sessions, deflection.readingsThenWrote, searches.searches])).toEqual([
      [1, 1, 0],
      [0, 0, 1],
    ]);
  });

  test('counts a tab anew after a day of silence, and not a minute earlier', () => {
    const sessions = (...times: string[]) => sumOf(counted(visit('a', ...times.map((time) => [time, 'read', {}, 'login001'] as const)), daysIn(SPAN)).values()).deflection.sessions;
    expect(sessions('2026-03-05 10:00', '2026-03-06 10:00')).toBe(1);
    expect(sessions('2026-03-05 10:00', '2026-03-06 10:01')).toBe(2);
    // What went on for days without a silence is one visit, of its first day.
    expect(sessions('2026-03-04 23:00', '2026-03-05 20:00', '2026-03-06 15:00')).toBe(0);
  });

  test('tells the hour of the wall clock, also on the day that has no two o’clock', () => {
    const { hours } = sumOf(counted(visit('a', ['2026-03-08 03:30', 'read', {}, 'login001']), daysIn(SPAN)).values()).deflection;
    expect(hours.flatMap((many, hour) => (many > 0 ? [[hour, many]] : []))).toEqual([[3, 1]]);
  });
});

test('the median of steps is that of the pages, one by one', () => {
  fc.assert(
    fc.property(fc.array(fc.constantFrom(0, 10, 30, 60, 180, 600), { minLength: 1, maxLength: 60 }), fc.constantFrom(0.5, 0.9), (seconds, part) => {
      const steps = [0, 10, 30, 60, 180, 600].map((step) => seconds.filter((one) => one === step).length);
      expect(stepAt(steps, part)).toBe([...seconds].sort((a, b) => a - b)[Math.ceil(Number((part * seconds.length).toFixed(9))) - 1]);
    }),
  );
  expect(readingMeasures(new Map(), SPAN).map(({ value, n }) => [value, n])).toEqual([
    [undefined, 0],
    [undefined, 0],
  ]);
});

test('a day is closed when its visits are over and the last page has told: a day and two hours after it ends', () => {
  expect(dayName(lastClosed(at('2026-01-07 01:59'), ZONE))).toBe('2026-01-04');
  expect(dayName(lastClosed(at('2026-01-07 02:00'), ZONE))).toBe('2026-01-05');
});

async function keep(store: Store, events: readonly SessionEvent[]): Promise<void> {
  const rows = events.map((event, index) => ({ id: `${event.session}/${String(index).padStart(4, '0')}`, kind: event.kind, version: 1, session: event.session, bot: 0 as const, article: event.article ?? null, query: event.query ?? null, facts: JSON.stringify(event.facts), happened_at: event.at, received_at: event.at }));
  await store.write((trx) => trx.insertInto('reader_event').values(rows).execute());
}

const VISITS = ['2026-03-05', '2026-03-06', '2026-03-07', '2026-03-08', '2026-03-09', '2026-03-10'].flatMap((day) => [
  ...visit(`reader ${day}`, [`${day} 23:40`, 'read', { seconds: 30 }, 'login001']),
  ...visit(`seeker ${day}`, [`${day} 10:00`, 'search', { search: 1, outcome: 'zero', refined: false }, 'xanthippe solo'], [`${day} 10:01`, 'contact-opened'], [`${day} 10:05`, 'contact-sent']),
]);

describeOnBothDatabases('days of readers in the store', (database) => {
  test('are rolled up once, only when they are closed, and again when the site moves to another zone', async () => {
    const store = await openFresh(database);
    await keep(store, VISITS);
    const raw = sameAs(sumOf((await readerDays(store, SPAN)).values()));
    const rolled = () => store.read((db) => db.selectFrom('reader_day').select(['day', 'visits', 'zone']).orderBy('day').execute());
    expect(await rollUp({ store, zone: ZONE, now: at('2026-03-09 12:00') })).toBe(3);
    expect(await rolled()).toEqual(['2026-03-05', '2026-03-06', '2026-03-07'].map((day) => ({ day, visits: 2, zone: ZONE })));
    expect(sameAs(sumOf((await readerDays(store, SPAN)).values()))).toBe(raw);
    expect(await rollUp({ store, zone: ZONE, now: AFTERWARDS })).toBe(2);
    expect(await rollUp({ store, zone: ZONE, now: AFTERWARDS })).toBe(0);
    expect(sameAs(sumOf((await readerDays(store, SPAN)).values()))).toBe(raw);
    // In Tokyo ten o'clock is midnight, and after the change of the clocks still the same day.
    expect(await rollUp({ store, zone: 'Asia/Tokyo', now: AFTERWARDS })).toBe(5);
    expect((await rolled()).filter(({ zone }) => zone === 'Asia/Tokyo').map(({ day, visits }) => [day, visits])).toEqual([['2026-03-06', 2], ['2026-03-07', 2], ['2026-03-08', 3], ['2026-03-09', 2], ['2026-03-10', 2]]);
  });

  test('keep their figures when single events go, and nothing of a query, a tab or a moment', async () => {
    const store = await openFresh(database);
    await keep(store, VISITS);
    const raw = sameAs(sumOf((await readerDays(store, SPAN)).values()));
    const rolling = { store, zone: ZONE, now: AFTERWARDS };
    expect(await letEventsGo(rolling, at('2026-03-08 12:00'), { dryRun: true })).toBe(15);
    expect(await letEventsGo(rolling, at('2026-03-08 12:00'), { dryRun: false })).toBe(15);
    expect(await letEventsGo(rolling, at('2026-03-08 12:00'), { dryRun: false })).toBe(0);
    // Days whose events are gone are never made anew, in whatever zone.
    await rollUp({ store, zone: 'Asia/Tokyo', now: AFTERWARDS });
    expect(sameAs(sumOf((await readerDays(store, windowOf('2026-03-05', '2026-03-08', ZONE, AFTERWARDS))).values()))).toBe(sameAs(sumOf(counted(VISITS, daysIn(windowOf('2026-03-05', '2026-03-08', ZONE, AFTERWARDS))).values())));
    await rollUp(rolling);
    expect(sameAs(sumOf((await readerDays(store, SPAN)).values()))).toBe(raw);
    const kept = JSON.stringify(await store.read((db) => db.selectFrom('reader_day').selectAll().execute()));
    expect(kept).not.toMatch(/xanthippe|solo|reader |seeker /);
    expect(kept).not.toContain(String(VISITS[0]!.at).slice(0, 9));
  });

  test('that are not closed keep their events, and those of the day before', async () => {
    const store = await openFresh(database);
    await keep(store, VISITS);
    await letEventsGo({ store, zone: ZONE, now: at('2026-03-09 12:00') }, at('2026-03-09 12:00'), { dryRun: false });
    const oldest = await store.read((db) => db.selectFrom('reader_event').select('happened_at').orderBy('happened_at').executeTakeFirstOrThrow());
    // The 8th is the first that is not closed.
    expect(oldest.happened_at).toBe(at('2026-03-07 10:00'));
  });

  test('are made by one process at a time', async () => {
    const store = await openFresh(database);
    await keep(store, VISITS);
    await store.write((trx) => trx.insertInto('lease').values({ name: 'reader days', holder: 'another', until: Date.now() + 60_000 }).execute());
    expect(await rollUp({ store, zone: ZONE, now: AFTERWARDS })).toBeUndefined();
    expect(await letEventsGo({ store, zone: ZONE, now: AFTERWARDS }, AFTERWARDS, { dryRun: false })).toBe(0);
  });
});

import { describe, expect, test } from 'vitest';
import { presentOf, signalOf, SLOT_MS, type Counts, type Kind } from '../../src/early-signal/detector.ts';
import { chanceOfAtLeast, together } from '../../src/early-signal/tail.ts';
import { alarmsIn, monthOf, SITES } from './months.ts';

const BARS = { people: 100, within: 8, least: 5 };
const HOUR = 60 * 60_000;
/** The last instant of a slot. */
const NOW = Date.UTC(2026, 2, 11, 15) - 1;
const LAST = Math.floor(NOW / SLOT_MS);

/** So many people in every slot of nine weeks, but for what the last hour brought. */
function steady(usual: Partial<Record<Kind, number>>, lastHour: Partial<Record<Kind, number>> = {}, weeks = 9): Counts {
  return {
    people: (kind, slot) => {
      if (slot > LAST || slot <= LAST - weeks * 7 * 96) return undefined;
      return slot > LAST - 4 ? (lastHour[kind] ?? 0) / 4 : (usual[kind] ?? 0);
    },
  };
}

describe('how surprising a count is', () => {
  test('is the textbook’s tail of Poisson when the level does not vary', () => {
    expect(chanceOfAtLeast(3, 1, 0)).toBeCloseTo(1 - Math.exp(-1) * 2.5, 5);
    expect(chanceOfAtLeast(0, 5, 0)).toBe(1);
  });

  test('is the geometric tail when the level is as uncertain as it is high', () => {
    // Size 1: each further person halves the chance when one is expected.
    expect(chanceOfAtLeast(10, 1, 1)).toBeCloseTo(2 ** -10, 10);
  });

  test('holds for large counts, where one minus the rest would be nothing', () => {
    expect(chanceOfAtLeast(5_000, 100, 0.05)).toBeLessThan(1e-200);
    expect(chanceOfAtLeast(100, 5_000, 0.05)).toBeCloseTo(1, 6);
  });

  test('comes to an end for a flood, where terms are too small to tell one from its share', () => {
    // At 3,927 a sum that never ended held up the whole service.
    const chances = Array.from({ length: 400 }, (_, more) => chanceOfAtLeast(3_800 + more, 5, 1));
    expect(chances.every((chance, index) => chance >= 0 && chance <= (chances[index - 1] ?? 1e-290))).toBe(true);
  });

  test('two finds together say more than either, one alone what it says', () => {
    expect(together([0.05])).toBeCloseTo(0.05, 12);
    // Chi square of −2 ln 0.0025 with four degrees of freedom.
    expect(together([0.05, 0.05])).toBeCloseTo(0.0025 * (1 - Math.log(0.0025)), 12);
  });
});

describe('one part', () => {
  test('that brings what it always brings says nothing', () => {
    expect(signalOf(steady({ tickets: 1, searches: 20 }, { tickets: 4, searches: 80 }), BARS, NOW)).toBeUndefined();
  });

  test('of a small site says nothing at two messages, nor at four', () => {
    expect(signalOf(steady({}, { tickets: 2 }), BARS, NOW)).toBeUndefined();
    expect(signalOf(steady({}, { tickets: 4 }), BARS, NOW)).toBeUndefined();
  });

  test('of a small site speaks at eight messages in an hour, with the counts beside the usual', () => {
    const signal = signalOf(steady({}, { tickets: 8 }), BARS, NOW);
    expect(signal).toMatchObject({ why: 'unusual', until: NOW });
    expect(signal!.levels.find(({ kind }) => kind === 'tickets')).toMatchObject({ people: 8 });
    expect(signal!.beyond).toBeGreaterThan(7);
  });

  test('speaks when messages, votes and searches rise together though none would be enough', () => {
    const usual = { tickets: 0.25, votes: 0.25, searches: 2.5 };
    expect(signalOf(steady(usual, { tickets: 6, votes: 1, searches: 10 }), BARS, NOW)).toBeUndefined();
    expect(signalOf(steady(usual, { tickets: 1, votes: 6, searches: 10 }), BARS, NOW)).toBeUndefined();
    expect(signalOf(steady(usual, { tickets: 1, votes: 1, searches: 30 }), BARS, NOW)).toBeUndefined();
    expect(signalOf(steady(usual, { tickets: 8, votes: 8, searches: 40 }), BARS, NOW)).toMatchObject({ why: 'unusual' });
  });

  test('needs much more when people only read, because a newsletter makes them read', () => {
    expect(signalOf(steady({ searches: 1 }, { searches: 16 }), BARS, NOW)).toBeUndefined();
    expect(signalOf(steady({ searches: 1 }, { searches: 120 }), BARS, NOW)).toMatchObject({ why: 'unusual' });
  });

  test('without weeks to compare with is held against the bar alone', () => {
    const days = 3 / 7;
    expect(signalOf(steady({}, { tickets: 40 }, days), BARS, NOW)).toBeUndefined();
    expect(signalOf(steady({}, { tickets: 120 }, days), BARS, NOW)).toMatchObject({ why: 'bar' });
  });

  test('over the bar counts who is beyond the usual: 130 an hour at a site of 120 is any day', () => {
    expect(signalOf(steady({ tickets: 30 }, { tickets: 130 }), BARS, NOW)).toBeUndefined();
    expect(signalOf(steady({ tickets: 30 }, { tickets: 330 }), BARS, NOW)).toBeDefined();
  });

  test('an outage four weeks ago does not raise what is usual', () => {
    const then = LAST - 4 * 7 * 96;
    const calm = steady({ tickets: 0.25 }, { tickets: 18 });
    const once: Counts = { people: (kind, slot) => (kind === 'tickets' && slot > then - 8 && slot <= then ? 40 : calm.people(kind, slot)) };
    const usual = (counts: Counts) => presentOf(counts, NOW).levels[0]!.usual;
    expect(usual(once)).toBeLessThan(usual(calm) + 1.5);
    expect(signalOf(once, BARS, NOW)).toBeDefined();
  });

  test('that was not counted now and then is compared with what is known', () => {
    const calm = steady({ tickets: 0.25 }, { tickets: 18 });
    const gaps: Counts = { people: (kind, slot) => (Math.floor((LAST - slot) / 672) % 2 === 1 ? undefined : calm.people(kind, slot)) };
    expect(signalOf(gaps, BARS, NOW)).toBeDefined();
  });
});

/** Every slot at its end; each five minutes is what the bench does. */
const QUARTER = SLOT_MS;

describe('months in which nothing breaks', () => {
  const sites = Object.entries(SITES).filter(([name]) => name !== 'huge');

  test.each(sites)('with holidays and growth call nobody, at a %s site', (_, site) => {
    for (const seed of [1, 2]) expect(alarmsIn(monthOf(seed, { ...site, growth: 1.3 }, [], { holidays: [10, 11] }), BARS, QUARTER)).toEqual([]);
  });

  test.each(sites)('with an article that is passed around, or a newsletter, call nobody, at a %s site', (_, site) => {
    const passedAround = monthOf(3, site, [{ fromHour: 100, hours: 72, slow: true, times: { votes: 12, searches: 4 } }], { days: 8 });
    const newsletter = monthOf(4, site, [{ fromHour: 24 + 10, hours: 5, times: { votes: 2, searches: 2.5 } }], { days: 3 });
    expect([...alarmsIn(passedAround, BARS, QUARTER), ...alarmsIn(newsletter, BARS, QUARTER)]).toEqual([]);
  });
});

describe('an outage', () => {
  /** People who write an hour, and within how many minutes of its start somebody is called. */
  test.each([
    ['small', 8, 60],
    ['small', 40, 15],
    ['middle', 15, 90],
    ['middle', 40, 25],
    ['large', 120, 30],
  ] as const)('at a %s site that makes %i people an hour write is told within %i minutes', (name, size, minutes) => {
    for (const seed of [101, 102, 103]) {
      const month = monthOf(seed, SITES[name], [{ fromHour: 34, hours: 4, adds: { tickets: size, searches: size * 4, votes: size / 3 } }], { days: 2 });
      const began = month.start + 34 * HOUR;
      const called = alarmsIn(month, BARS).map(({ at }) => (at - began) / 60_000);
      expect(called.length).toBeGreaterThan(0);
      expect(called[0]).toBeGreaterThan(0);
      expect(called[0]).toBeLessThanOrEqual(minutes);
    }
  });
});

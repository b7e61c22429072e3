import { beforeAll, describe, expect, test } from 'vitest';
import { loadCatalog } from '../../src/catalog/load.ts';
import { judge, readQuerySet, score, type Judged } from './query-set.ts';
import { bedside } from './rankers.ts';

/**
 * How good search is, at least. These may only rise: whoever makes them higher enters the new figure, and whoever
 * makes them lower mends search instead.
 */
const FLOOR = {
  held: { first: 0.94, firstThree: 0.99, typosFirstThree: 0.99, nonsenseFlagged: 0.99, goodFlagged: 0.021 },
  tuned: { first: 0.97, firstThree: 0.99, typosFirstThree: 0.99, nonsenseFlagged: 0.99, goodFlagged: 0.001 },
};
/** Sets of later days, both halves together. */
const LATER = {
  /** Harder queries, written when the ranking stood. */
  later: { first: 0.87, firstThree: 0.97, nonsenseFlagged: 0.95, goodFlagged: 0.025 },
  /** Three readers: a tired doctor on a phone, an administrator, somebody whose English is new. */
  fresh: { first: 0.9, firstThree: 0.97, nonsenseFlagged: 0.99, goodFlagged: 0.02 },
};

let judged: Judged[];
const later: Partial<Record<keyof typeof LATER, Judged[]>> = {};

beforeAll(async () => {
  const ranker = await bedside(loadCatalog('content', { today: '2026-11-23', unpublished: false }));
  judged = await judge(readQuerySet(), ranker);
  for (const name of ['later', 'fresh'] as const) later[name] = await judge(readQuerySet(`tests/search/${name}.tsv`), ranker);
});

test('the set holds at least 250 queries of every kind, each once, and both halves are large', () => {
  expect(judged.length).toBeGreaterThanOrEqual(250);
  expect(new Set(judged.map(({ query }) => query.toLowerCase())).size).toBe(judged.length);
  expect([...new Set(judged.map(({ kind }) => kind))].sort()).toEqual(['error', 'jargon', 'nonsense', 'plain', 'sentence', 'spelling', 'synonym', 'typo']);
  for (const half of ['held', 'tuned']) expect(judged.filter((one) => one.half === half).length).toBeGreaterThan(judged.length * 0.4);
});

describe.each(['held', 'tuned'] as const)('on the %s half', (half) => {
  const own = () => judged.filter((one) => one.half === half);

  test('the right article comes first, or among the first three', () => {
    const { first, firstThree } = score(own());
    expect(first).toBeGreaterThanOrEqual(FLOOR[half].first);
    expect(firstThree).toBeGreaterThanOrEqual(FLOOR[half].firstThree);
  });

  test('a mistyped query finds its article among the first three', () => {
    expect(score(own().filter(({ kind }) => kind === 'typo')).firstThree).toBeGreaterThanOrEqual(FLOOR[half].typosFirstThree);
  });

  test('nonsense is called weak, and good queries are not', () => {
    const { nonsenseFlagged, flagged } = score(own());
    expect(nonsenseFlagged).toBeGreaterThanOrEqual(FLOOR[half].nonsenseFlagged);
    expect(flagged).toBeLessThanOrEqual(FLOOR[half].goodFlagged);
  });
});

test.for(['later', 'fresh'] as const)('on the queries of %s.tsv, which were written when the ranking stood', (name) => {
  const { first, firstThree, nonsenseFlagged, flagged } = score(later[name]!);
  expect(first).toBeGreaterThanOrEqual(LATER[name].first);
  expect(firstThree).toBeGreaterThanOrEqual(LATER[name].firstThree);
  expect(nonsenseFlagged).toBeGreaterThanOrEqual(LATER[name].nonsenseFlagged);
  expect(flagged).toBeLessThanOrEqual(LATER[name].goodFlagged);
});

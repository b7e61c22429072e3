/** Intervals of means and percentiles, worked out by hand, and which figures have one. */
import { expect, test } from 'vitest';
import { FIGURES } from '../../src/catalog/support/insights.ts';
import { meanInterval, percentileInterval } from '../../src/insights/intervals.ts';
import { times } from '../../src/insights/measure.ts';
import { deflectionMeasures, nobody } from '../../src/insights/measures/deflection.ts';
import { noReadings, readingMeasures } from '../../src/insights/measures/reading.ts';
import { helpfulness, noVotes } from '../../src/insights/measures/helpfulness.ts';
import { escalationRate, firstContactResolution, reopenRate } from '../../src/insights/measures/outcomes.ts';
import { waits } from '../../src/insights/measures/response.ts';
import { satisfaction } from '../../src/insights/measures/satisfaction.ts';
import { noSearches, searchMeasures } from '../../src/insights/measures/searches.ts';
import { backlog, createdOf, received } from '../../src/insights/measures/volume.ts';
import { AGENT, at, figuresOf, REQUESTER, story, week } from './stories.ts';

const upTo = (n: number) => Float64Array.from({ length: n }, (_, index) => index + 1);

test('the median of 25 lies between the 8th and the 18th', () => {
  // 12.5 ± 1.96 × √6.25: ranks 7.6 and 17.4, the next whole ones.
  expect(percentileInterval(upTo(25), 0.5)).toEqual({ low: 8, high: 18 });
});

test('90 % of 100 lies between the 85th and the 96th; of ten nothing can be said', () => {
  // 90 ± 1.96 × √9: 84.1 and 95.9.
  expect(percentileInterval(upTo(100), 0.9)).toEqual({ low: 85, high: 96 });
  expect(percentileInterval(upTo(10), 0.9)).toBeUndefined();
});

test('the mean of 1, 3, 5, 7 lies 2.53 around 4, and inside its scale', () => {
  // Variance 20 / 3; 1.96 × √(6.667 / 4) = 2.5303.
  const { low, high } = meanInterval(Float64Array.of(1, 3, 5, 7))!;
  expect([low, high].map((value) => Number(value.toFixed(3)))).toEqual([1.47, 6.53]);
  expect(meanInterval(Float64Array.of(1, 3, 5, 7), { least: 2, most: 5 })).toEqual({ low: 2, high: 5 });
  expect(meanInterval(Float64Array.of(4))).toBeUndefined();
});

test('with fewer than twenty cases no wait has an interval', () => {
  const about = { id: 'x', title: 'x', formula: 'x', source: 'x' };
  expect(times(about, [...upTo(19)], week()).map(({ interval }) => interval)).toEqual([undefined, undefined, undefined]);
  // The 21st of 20 is not there.
  expect(times(about, [...upTo(20)], week()).map(({ interval }) => interval !== undefined)).toEqual([true, true, false]);
  expect(times(about, [...upTo(40)], week()).map(({ interval }) => interval !== undefined)).toEqual([true, true, true]);
});

test('every figure has formula, source and window, and may have a target', () => {
  const rated = (scale: string) => story(['2026-01-05 10:00', 'created', REQUESTER], ['2026-01-05 11:00', 'resolved', AGENT], ['2026-01-05 12:00', 'rated', REQUESTER, { scale, score: 1 }]);
  const tickets = figuresOf([rated('1-5'), rated('yes-no')], week());
  expect(week().to).toBe(at('2026-01-12 00:00'));
  const measures = [
    received(tickets, week()), backlog(tickets, week()), ...waits(tickets, week()), firstContactResolution(tickets, week()), reopenRate(tickets, week()), escalationRate(tickets, week()),
    ...satisfaction(tickets, week()), ...searchMeasures(noSearches(), week()), ...deflectionMeasures(nobody(), createdOf(tickets, week()), week()), helpfulness(noVotes(), week()), ...readingMeasures(noReadings(), week()),
  ];
  expect(measures.filter(({ formula, source, window }) => formula.length < 10 || source.length < 5 || window.from !== week().from)).toEqual([]);
  expect(measures.map(({ id }) => id).filter((id) => !FIGURES.includes(id))).toEqual([]);
});

/** The periods before, what happened in them, and where they cannot be compared. */
import { describe, expect, test } from 'vitest';
import { marksBetween } from '../../src/insights/annotations.ts';
import { changesIn, policyChanges } from '../../src/insights/definitions.ts';
import { funnelOf, hoursOf } from '../../src/insights/happened.ts';
import { nobody } from '../../src/insights/measures/deflection.ts';
import type { Measure } from '../../src/insights/measure.ts';
import { stretches, trendsOf, windowsUntil, type TrendPoint } from '../../src/insights/trends.ts';
import { windowOf, windowText, type Window } from '../../src/insights/window.ts';
import { daysText } from '../../src/insights/words.ts';
import { at, figuresOf, REQUESTER, story, week, ZONE } from './stories.ts';

const NOW = at('2026-11-23 10:00');
const days = (from: string, to: string) => windowOf(from, to, ZONE, NOW);

describe('the windows before', () => {
  test.for([
    ['a week', days('2026-11-16', '2026-11-22'), '2026-11-02 to 2026-11-08', '2026-11-09 to 2026-11-15', '2026-11-16 to 2026-11-22'],
    ['a month', days('2026-03-01', '2026-03-31'), '2026-01-01 to 2026-01-31', '2026-02-01 to 2026-02-28', '2026-03-01 to 2026-03-31'],
    ['ten days', days('2026-11-11', '2026-11-20'), '2026-10-22 to 2026-10-31', '2026-11-01 to 2026-11-10', '2026-11-11 to 2026-11-20'],
    ['a quarter, by its weeks', days('2026-07-01', '2026-09-30'), '2026-09-10 to 2026-09-16', '2026-09-17 to 2026-09-23', '2026-09-24 to 2026-09-30'],
    ['a year, by its months', days('2026-01-01', '2026-11-15'), '2026-09-01 to 2026-09-30', '2026-10-01 to 2026-10-31', '2026-11-01 to 2026-11-15'],
  ] as const)('of %s', ([, window, ...texts]) => {
    expect(windowsUntil(window, 3).map(windowText)).toEqual(texts);
  });

  test('follow each other without a gap, over the end of summer time as well', () => {
    const windows = windowsUntil(days('2026-11-16', '2026-11-22'), 12);
    for (const [index, { from }] of windows.entries()) if (index > 0) expect(from).toBe(windows[index - 1]!.to);
  });
});

describe('a curve', () => {
  const measure = (window: Window, value: number | undefined, n = 100): Measure => ({ id: 'sla', title: 'Promises kept', unit: 'share', value, n, formula: '', source: '', window, tooSmall: n < 20, target: { above: 0.95, source: '' } });
  const windows = windowsUntil(days('2026-11-23', '2026-11-29'), 4);
  const periods = windows.map((window, index) => ({ window, figures: [measure(window, index === 1 ? undefined : 0.9, index === 0 ? 3 : 100)] }));

  const measured = [measure(windows.at(-1)!, 0.9)];

  test('knows what is not over, what is too small, and what is missing', () => {
    const [trend] = trendsOf(measured, periods, []);
    expect(trend?.points.map(({ value, tooSmall, unfinished }) => [value, tooSmall, unfinished])).toEqual([[0.9, true, false], [undefined, false, false], [0.9, false, false], [0.9, false, true]]);
    expect(stretches(trend!.points).map((stretch) => stretch.length)).toEqual([1, 2]);
  });

  test('breaks where promises were made anew, and other figures do not', () => {
    const changes = policyChanges([{ from: -Infinity }, { from: at('2026-11-18 00:00') }], ZONE);
    const [trend] = trendsOf(measured, periods, changes);
    expect(trend?.points.map(({ anew }) => anew)).toEqual([[], [], ['New promises from 2026-11-18 on (support/policies.yaml)'], []]);
    expect(stretches([{ ...trend!.points[0]! }, ...trend!.points.slice(2)] as TrendPoint[]).map((stretch) => stretch.length)).toEqual([1, 2]);
    expect(changesIn(changes, 'received', windows[2]!)).toEqual([]);
    expect(changesIn(changes, 'sla-resolution-high', windows[2]!)).toHaveLength(1);
  });
});

describe('what happened', () => {
  const [from, to] = [at('2026-01-05 00:00'), at('2026-01-12 00:00')];

  test('stands on the curve as letters, oldest first', () => {
    const marks = marksBetween(
      {
        incidents: [
          { title: 'Posts fail', impact: 'major', started: at('2026-01-07 10:00'), sample: false },
          { title: 'No harm', impact: 'none', started: at('2026-01-07 10:00'), sample: false },
          { title: 'Long ago', impact: 'critical', started: at('2025-12-07 10:00'), sample: false },
        ],
        releases: [{ day: '2026-01-06', title: 'Citations' }],
        articles: [{ title: 'A', lastUpdated: '2026-01-08' }, { title: 'B', lastUpdated: '2026-01-09' }, { title: 'C', lastUpdated: '2026-01-11' }, { title: 'D', lastUpdated: '2026-01-12' }],
      },
      from,
      to,
      ZONE,
    );
    expect(marks.map(({ letter, day, text }) => [letter, day, text])).toEqual([
      ['A', '2026-01-05', '3 articles changed this week: “A”, “B” and 1 more'],
      ['B', '2026-01-06', 'Release: Citations'],
      ['C', '2026-01-07', 'Incident (major): Posts fail'],
    ]);
  });

  test('is a dozen marks at most, incidents and releases before articles', () => {
    const releases = Array.from({ length: 14 }, (_, index) => ({ day: `2026-01-${String(5 + (index % 7)).padStart(2, '0')}`, title: `r${index}` }));
    const marks = marksBetween({ incidents: [{ title: 'Down', impact: 'critical', started: at('2026-01-05 10:00'), sample: false }], releases, articles: [{ title: 'A', lastUpdated: '2026-01-08' }] }, from, to, ZONE);
    expect(marks).toHaveLength(12);
    expect(marks.map(({ kind }) => kind)).toContain('incident');
    expect(marks.map(({ kind }) => kind)).not.toContain('articles');
  });
});

test('tickets fall on the hour of the team’s own clock', () => {
  // A Monday, and a Sunday night that is Monday in UTC.
  const tickets = figuresOf([story(['2026-01-05 10:20', 'created', REQUESTER]), story(['2026-01-11 23:30', 'created', REQUESTER])], week());
  const hours = hoursOf(tickets, week());
  expect([hours[0]![10], hours[6]![23], hours.flat().reduce((sum, count) => sum + count, 0)]).toEqual([1, 1, 2]);
});

test('the way from a question to a ticket ends with tickets that came through a form', () => {
  const mail = story(['2026-01-05 10:20', 'created', REQUESTER]).map((event) => ({ ...event, source: 'mail' as const }));
  const tickets = figuresOf([story(['2026-01-05 10:20', 'created', REQUESTER]), mail], week());
  expect(funnelOf({ deflection: { ...nobody(), sessions: 100, seeking: 60, forms: 10, formsSolved: 2 }, tickets }, week()).map(({ count }) => count)).toEqual([100, 60, 10, 1]);
});

test.for([
  ['2026-11-16', '2026-11-22', '16 to 22 November 2026'],
  ['2026-10-01', '2026-10-31', 'October 2026'],
  ['2026-10-26', '2026-11-01', '26 October to 1 November 2026'],
  ['2025-12-29', '2026-01-04', '29 December 2025 to 4 January 2026'],
  ['2026-11-22', '2026-11-22', '22 November 2026'],
] as const)('%s to %s is “%s”', ([from, to, text]) => expect(daysText(days(from, to))).toBe(text));

/** What a report puts first. */
import { describe, expect, test } from 'vitest';
import { firstThings, type Found, type Overdue } from '../../src/insights/first-things.ts';
import type { Gap } from '../../src/insights/gaps.ts';
import type { Measure } from '../../src/insights/measure.ts';
import { week } from './stories.ts';

const DAYS = '--from 2026-01-05 --to 2026-01-11';

function gap(what: string, people: number, more: Partial<Gap> = {}): Gap {
  return { kind: 'search', what, also: [], people, why: 'they found nothing', action: 'write', todo: 'Write it.', article: undefined, ...more };
}

function measure(id: string, value: number, n: number, more: Partial<Measure> = {}): Measure {
  return { id, title: id, unit: 'share', value, n, formula: '', source: '', window: week(), tooSmall: n < 20, ...more };
}

const old = (id: string, readers: number, doubt: number): Overdue => ({ id, title: id, why: 'its check is late', doubt, readers });

function first(found: Partial<Found>, most = 3) {
  return firstThings({ gaps: [], measures: [], overdue: [], days: DAYS, ...found }, most).map(({ kind, what, people, command }) => ({ kind, what, people, command }));
}

describe('the first things to do', () => {
  test('are those that concern most people, each with what to type', () => {
    expect(
      first({
        gaps: [gap('export citations', 40), gap('How do I pay?', 12, { kind: 'reading', action: 'fix', article: 'pay00001' })],
        // 95 % are wanted, 90 % were reached: 5 of 100 cases.
        measures: [measure('sla', 0.9, 100, { target: { above: 0.95, source: 'plan' } })],
        // 60 readers, and half of what is surely old.
        overdue: [old('old00001', 60, 0.5)],
      }, 9),
    ).toEqual([
      { kind: 'gap', what: 'export citations', people: 40, command: `npm run gaps -- draft 1 ${DAYS}` },
      { kind: 'overdue', what: 'old00001', people: 30, command: 'npm run review -- old00001' },
      { kind: 'failing', what: 'How do I pay?', people: 12, command: `npm run report:feedback -- --article pay00001 ${DAYS}` },
      { kind: 'missed', what: 'sla', people: 5, command: 'npm run report:queue' },
    ]);
  });

  test('are not three times the same while something else is there', () => {
    const gaps = [gap('a', 90), gap('b', 80), gap('c', 70)];
    expect(first({ gaps, overdue: [old('old00001', 20, 1)] }).map(({ what }) => what)).toEqual(['a', 'b', 'old00001']);
    expect(first({ gaps }).map(({ what }) => what)).toEqual(['a', 'b', 'c']);
  });

  test('name all missed targets in one', () => {
    const missed = firstThings(
      {
        gaps: [],
        overdue: [],
        days: DAYS,
        measures: [
          measure('reopened', 0.2, 100, { target: { below: 0.1, source: '' } }),
          // 5 hours where 4 are wanted: a fifth of 200 cases.
          measure('first-response-calendar-mean', 18_000, 200, { unit: 'seconds', target: { below: 14_400, source: '' } }),
          measure('backlog', 53, 7, { unit: 'count', tooSmall: false, target: { below: 50, source: '' } }),
        ],
      },
      3,
    );
    expect(missed.map(({ what, people, why }) => [what, people, why])).toEqual([['first-response-calendar-mean', 40, '5 h where the plan wants below 4 h; that is 40 of 200 cases. Also missed: reopened; backlog']]);
  });

  test('leave out what is reached, what is too small to tell, and old articles that nobody reads', () => {
    expect(
      first({
        measures: [measure('sla', 0.96, 100, { target: { above: 0.95, source: '' } }), measure('csat-mean', 1, 19, { unit: 'score', target: { above: 4.5, source: '' } })],
        overdue: [old('old00001', 4, 1)],
      }),
    ).toEqual([]);
  });

  test('name an article once, whatever is wrong with it', () => {
    expect(first({ gaps: [gap('How do I pay?', 12, { kind: 'reading', action: 'fix', article: 'pay00001' })], overdue: [old('pay00001', 50, 1)] })).toMatchObject([{ kind: 'overdue', people: 50 }]);
  });
});

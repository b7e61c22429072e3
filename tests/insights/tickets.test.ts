/** Each figure of tickets on a story small enough to be worked out by hand. Office hours are 9 to 17, Monday to Friday. */
import { describe, expect, test } from 'vitest';
import type { Measure } from '../../src/insights/measure.ts';
import { escalationRate, firstContactResolution, reopenRate } from '../../src/insights/measures/outcomes.ts';
import { promises } from '../../src/insights/measures/promises.ts';
import { waits } from '../../src/insights/measures/response.ts';
import { satisfaction } from '../../src/insights/measures/satisfaction.ts';
import { backlog, backlogByDay, received, receivedBy } from '../../src/insights/measures/volume.ts';
import { windowOf } from '../../src/insights/window.ts';
import type { TicketEvent } from '../../src/tickets/events.ts';
import { AGENT, at, BOT, figuresOf, HOUR, MINUTE, REQUESTER, RULES, story, week, ZONE, type Told } from './stories.ts';

function figure(measures: readonly Measure[], id: string): Measure {
  const found = measures.find((measure) => measure.id === id);
  if (found === undefined) throw new Error(`No figure is called ${id}: ${measures.map((one) => one.id).join(', ')}`);
  return found;
}
const waited = (id: string, ...stories: TicketEvent[][]) => figure(waits(figuresOf(stories, week()), week()), id).value;

const monday = (time: string) => `2026-01-05 ${time}`;
const tuesday = (time: string) => `2026-01-06 ${time}`;
const CREATED = [monday('10:00'), 'created', REQUESTER] as const;
const TRIAGED = [monday('10:00'), 'triaged', { kind: 'system' }] as const;

describe('the first response', () => {
  test('is a person’s: what a bot answers after a minute is none', () => {
    const answered = story(CREATED, [monday('10:01'), 'replied', BOT], [monday('11:30'), 'replied', AGENT]);
    expect(waited('first-response-calendar-mean', answered)).toBe(90 * MINUTE);
  });

  test('to a ticket that an agent wrote down is the next public message', () => {
    const noted = story([monday('10:00'), 'created', AGENT, { onBehalf: true }], [monday('10:45'), 'replied', AGENT]);
    expect(waited('first-response-calendar-mean', noted)).toBe(45 * MINUTE);
  });

  test('on the next morning took a night by the wall and an hour and a half of office time', () => {
    const overnight = story([monday('16:00'), 'created', REQUESTER], [tuesday('09:30'), 'replied', AGENT]);
    expect(waited('first-response-calendar-mean', overnight)).toBe(17.5 * HOUR);
    expect(waited('first-response-business-mean', overnight)).toBe(1.5 * HOUR);
  });

  test('has mean, median and 90 % that differ when one waited for long', () => {
    const after = (minutes: number) => story([monday('10:00'), 'created', REQUESTER], [new Date(at(monday('10:00')) + minutes * 60_000).toISOString(), 'replied', AGENT]);
    const stories = [10, 20, 30, 40, 50, 60, 70, 80, 90, 1_000].map(after);
    expect(waited('first-response-calendar-mean', ...stories)).toBe(145 * MINUTE);
    expect(waited('first-response-calendar-median', ...stories)).toBe(55 * MINUTE);
    expect(waited('first-response-calendar-p90', ...stories)).toBe(90 * MINUTE);
  });

  test('belongs to the week in which it was given', () => {
    const friday = story(['2026-01-02 16:30', 'created', REQUESTER], [monday('09:15'), 'replied', AGENT]);
    expect(waited('first-response-business-mean', friday)).toBe(45 * MINUTE);
    const late = story(['2026-01-09 16:30', 'created', REQUESTER], ['2026-01-12 09:15', 'replied', AGENT]);
    expect(waited('first-response-business-mean', late)).toBeUndefined();
  });
});

test('the next reply counts from the oldest open question, by the team’s hours where nothing is promised', () => {
  const asked = story(CREATED, TRIAGED, [monday('10:30'), 'replied', AGENT], [monday('16:30'), 'received', REQUESTER], [monday('16:50'), 'received', REQUESTER], [tuesday('09:40'), 'replied', AGENT]);
  expect(waited('next-reply-calendar-mean', asked)).toBe(17 * HOUR + 10 * MINUTE);
  expect(waited('next-reply-business-mean', asked)).toBe(70 * MINUTE);
});

describe('the resolution', () => {
  test('while we waited for the requester took no business time, also when the wait ends with it', () => {
    const paused = story(CREATED, TRIAGED, [monday('11:00'), 'waiting', AGENT], ['2026-01-08 15:00', 'resolved', AGENT]);
    expect(waited('full-resolution-business-mean', paused)).toBe(HOUR);
    expect(waited('full-resolution-calendar-mean', paused)).toBe(77 * HOUR);
  });

  test('of a ticket that was opened again is the first one, and the last without the time it was solved', () => {
    const twice = story(CREATED, TRIAGED, [monday('11:00'), 'resolved', AGENT], [tuesday('09:00'), 'reopened', REQUESTER], [tuesday('10:30'), 'resolved', AGENT]);
    expect(waited('first-resolution-business-mean', twice)).toBe(HOUR);
    expect(waited('full-resolution-business-mean', twice)).toBe(2.5 * HOUR);
    expect(waited('full-resolution-calendar-mean', twice)).toBe(24.5 * HOUR);
  });

  test('over the week-end when the clocks change counts the hour that was skipped to nobody', () => {
    // Friday 6 March 16:00 to Monday 9 March 10:00, now four hours behind UTC.
    const window = windowOf('2026-03-09', '2026-03-15', ZONE, at('2026-04-01 00:00'));
    const figures = waits(figuresOf([story(['2026-03-06 16:00', 'created', REQUESTER], ['2026-03-09T10:00:00-04:00', 'resolved', AGENT])], window), window);
    expect(figure(figures, 'first-resolution-calendar-mean').value).toBe(65 * HOUR);
    expect(figure(figures, 'first-resolution-business-mean').value).toBe(2 * HOUR);
  });

  test('of a merged ticket, spam or a duplicate is none', () => {
    for (const reason of ['merged', 'spam', 'duplicate'] as const) {
      const gone = story(CREATED, [monday('10:30'), 'replied', AGENT], [monday('11:00'), 'closed', AGENT, { reason }]);
      expect(waited('first-response-calendar-mean', gone)).toBeUndefined();
      expect(received(figuresOf([gone], week()), week()).value).toBe(0);
    }
  });

  test('of the ticket that another was merged into counts from the earlier start', () => {
    const kept = story(CREATED, [monday('10:30'), 'merged', AGENT, { from: 'other', began: at(monday('09:00')) }], [monday('11:00'), 'replied', AGENT]);
    expect(waited('first-response-calendar-mean', kept)).toBe(2 * HOUR);
  });
});

describe('promises kept', () => {
  const high = [monday('10:00'), 'triaged', { kind: 'system' }, { priority: 'high' }] as const;
  const kept = story(CREATED, high, [monday('11:00'), 'replied', AGENT]);
  const late = story(CREATED, high, [monday('11:01'), 'replied', AGENT]);
  const lateOpen = story(CREATED, high);
  const openNotDue = story(['2026-01-09 16:30', 'created', REQUESTER], ['2026-01-09 16:30', 'triaged', { kind: 'system' }, { priority: 'high' }]);

  test('count what was met in time and what ran out, open or not, and leave out what is open and not due', () => {
    const figures = promises(figuresOf([kept, late, lateOpen, openNotDue], week()), RULES, week());
    const response = figure(figures, 'sla-first-response-high');
    expect([response.value, response.n]).toEqual([1 / 3, 3]);
    // All four resolutions are open: three ran out on Tuesday at 10:00, the fourth has until Monday.
    const resolution = figure(figures, 'sla-resolution-high');
    expect([resolution.value, resolution.n]).toEqual([0, 3]);
    expect(figure(figures, 'sla').n).toBe(6);
  });

  test('differ by the target with time that was added and by the first one', () => {
    const longer = story(CREATED, high, [monday('10:30'), 'adjusted', AGENT, { clock: 'first-response', seconds: 2 * HOUR }], [monday('12:00'), 'replied', AGENT]);
    const figures = promises(figuresOf([longer], week()), RULES, week());
    expect(figure(figures, 'sla-first-response-high').value).toBe(1);
    expect(figure(figures, 'sla-first-response-high-original').value).toBe(0);
  });

  test('break in the week in which they ran out, once', () => {
    const figuresAt = (from: string, to: string) => {
      const window = windowOf(from, to, ZONE, at('2026-02-01 00:00'));
      const found = promises(figuresOf([story(['2026-01-09 16:30', 'created', REQUESTER], ['2026-01-09 16:30', 'triaged', { kind: 'system' }, { priority: 'high' }], ['2026-01-20 10:00', 'replied', AGENT])], window), RULES, window);
      return found.find(({ id }) => id === 'sla-first-response-high')?.n ?? 0;
    };
    expect([figuresAt('2026-01-05', '2026-01-11'), figuresAt('2026-01-12', '2026-01-18'), figuresAt('2026-01-19', '2026-01-25')]).toEqual([0, 1, 0]);
  });

  test('broken before a merge stay broken, kept ones go with the ticket', () => {
    const merged = story(CREATED, high, [monday('12:00'), 'merged', AGENT, { into: 'other' }], [monday('12:00'), 'closed', AGENT, { reason: 'merged' }]);
    expect(figure(promises(figuresOf([merged], week()), RULES, week()), 'sla-first-response-high')).toMatchObject({ value: 0, n: 1 });
  });

  test('carry the share that the policy wants, which is reached with that share', () => {
    const solved = story(CREATED, high, [monday('12:00'), 'resolved', AGENT]);
    expect(figure(promises(figuresOf([solved], week()), RULES, week()), 'sla-resolution-high').target?.above).toBeCloseTo(0.9, 12);
  });
});

describe('the ways a ticket ends', () => {
  const solved = (...later: Told[]) => story(CREATED, [monday('11:00'), 'replied', AGENT], [monday('11:00'), 'resolved', AGENT], ...later);

  test('opened again counts once for a ticket, and not when a robot did it', () => {
    const again = solved([tuesday('09:00'), 'reopened', REQUESTER], [tuesday('10:00'), 'resolved', AGENT], [tuesday('11:00'), 'reopened', REQUESTER]);
    const robot = solved([tuesday('09:00'), 'reopened', BOT]);
    const figures = figuresOf([again, robot, solved(), solved()], week());
    expect(reopenRate(figures, week())).toMatchObject({ value: 1 / 4, n: 4 });
  });

  test('escalated is to a higher level than before', () => {
    const raised = story(CREATED, [monday('11:00'), 'escalated', AGENT, { level: 2 }], [monday('12:00'), 'escalated', AGENT, { level: 3 }]);
    const told = story(CREATED, [monday('11:00'), 'escalated', AGENT, { level: 0 }]);
    expect(escalationRate(figuresOf([raised, told], week()), week())).toMatchObject({ value: 1 / 2, n: 2 });
  });

  test('first contact is judged when the solution is a week old, and undone by a word of the requester until then', () => {
    const silent = solved();
    const thanked = solved(['2026-01-12 10:59', 'received', REQUESTER]);
    const muchLater = solved(['2026-01-12 11:01', 'received', REQUESTER]);
    const before = story(CREATED, [monday('10:30'), 'received', REQUESTER], [monday('11:00'), 'resolved', AGENT]);
    const next = windowOf('2026-01-12', '2026-01-18', ZONE, at('2026-02-01 00:00'));
    expect(firstContactResolution(figuresOf([silent, thanked, muchLater, before], next), next)).toMatchObject({ value: 2 / 4, n: 4 });
    expect(firstContactResolution(figuresOf([silent], week()), week())).toMatchObject({ value: undefined, n: 0 });
  });
});

describe('satisfaction', () => {
  const rated = (...scores: readonly (readonly [string, number])[]) =>
    story(CREATED, [monday('11:00'), 'resolved', AGENT], ...scores.map(([when, score]) => [when, 'rated', REQUESTER, { score }] as const));

  test('of 5, 4, 4 and 2 is 3.75 and three quarters; one of five who were asked said nothing', () => {
    const figures = satisfaction(figuresOf([rated([tuesday('09:00'), 5]), rated([tuesday('09:00'), 4]), rated([tuesday('09:00'), 4]), rated([tuesday('09:00'), 2]), rated()], week()), week());
    expect(figure(figures, 'csat-mean')).toMatchObject({ value: 3.75, n: 4, tooSmall: true });
    expect(figure(figures, 'csat-top')).toMatchObject({ value: 0.75, n: 4 });
    expect(figure(figures, 'csat-response')).toMatchObject({ value: 0.8, n: 5 });
  });

  test('counts a changed rating once, as it was last, in the week of the change', () => {
    const changed = rated([tuesday('09:00'), 1], ['2026-01-13 09:00', 4]);
    expect(figure(satisfaction(figuresOf([changed], week()), week()), 'csat-mean').value).toBe(1);
    const both = windowOf('2026-01-05', '2026-01-18', ZONE, at('2026-02-01 00:00'));
    expect(figure(satisfaction(figuresOf([changed], both), both), 'csat-mean')).toMatchObject({ value: 4, n: 1 });
  });

  test('is asked for once, and of nobody whose ticket was opened again first', () => {
    const soonAgain = story(CREATED, [monday('11:00'), 'resolved', AGENT], [monday('12:00'), 'reopened', REQUESTER]);
    const twice = story(CREATED, [monday('11:00'), 'resolved', AGENT], [tuesday('12:00'), 'reopened', REQUESTER], [tuesday('13:00'), 'resolved', AGENT]);
    expect(figure(satisfaction(figuresOf([soonAgain, twice], week()), week()), 'csat-response').n).toBe(1);
  });
});

describe('the queue', () => {
  const stories = [
    story(['2026-01-02 10:00', 'created', REQUESTER]),
    story([monday('10:00'), 'created', REQUESTER], [tuesday('23:59'), 'resolved', AGENT]),
    // Solved on Tuesday, opened again on Thursday, five minutes after midnight in New York.
    story([monday('23:59'), 'created', REQUESTER], [tuesday('10:00'), 'resolved', AGENT], ['2026-01-08 00:05', 'reopened', REQUESTER]),
  ];

  test('is counted as each local day ends', () => {
    expect(backlogByDay(figuresOf(stories, week()), week()).map(({ open }) => open)).toEqual([3, 1, 1, 2, 2, 2, 2]);
    expect(backlog(figuresOf(stories, week()), week()).value).toBe(2);
  });

  test('of a week that is not over has no figure for a day that is not', () => {
    const unfinished = week('2026-01-07 15:00');
    expect(backlogByDay(figuresOf(stories, unfinished), unfinished)).toEqual([
      { day: '2026-01-05', open: 3 },
      { day: '2026-01-06', open: 1 },
    ]);
  });

  test('has whole days on the week-end when the clocks change: the Sunday ends after 23 hours', () => {
    const window = windowOf('2026-03-07', '2026-03-09', ZONE, at('2026-04-01 00:00'));
    expect(window.to - window.from).toBe(71 * HOUR * 1_000);
    const sundayNight = story(['2026-03-08T23:30:00-04:00', 'created', REQUESTER]);
    expect(backlogByDay(figuresOf([sundayNight], window), window).map(({ open }) => open)).toEqual([0, 1, 1]);
  });
});

test('a past week never changes: what happened after it is not seen', () => {
  const later = story(CREATED, TRIAGED, [monday('10:30'), 'replied', AGENT], ['2026-01-12 10:00', 'prioritized', AGENT, { to: 'low' }], ['2026-01-12 10:00', 'closed', AGENT, { reason: 'spam' }]);
  const figures = figuresOf([later], week());
  expect(received(figures, week()).value).toBe(1);
  expect(receivedBy(figures, week())[0]?.rows).toEqual([{ name: 'medium', count: 1 }]);
});

import { expect, test } from 'vitest';
import { frozenResults, clocksOf } from '../../../src/tickets/sla/clocks.ts';
import { explainText } from '../../../src/tickets/sla/explain.ts';
import { segments } from '../../../src/tickets/sla/segments.ts';
import { at, calendar, hours, minutes, NEW_YORK, on, policy, promising, rules, story, utc, WORKDAYS, type Told } from './made.ts';

const told = (list: ReturnType<typeof segments>) => list.map(({ from, until, counted, why, name }) => [utc(from), utc(until), counted, name ?? why]);

test('a weekend in which the clocks change, stretch by stretch', () => {
  expect(told(segments({ from: at('2026-03-06 22:30'), until: at('2026-03-09 14:30'), calendar: NEW_YORK }))).toEqual([
    ['2026-03-06 22:30', '2026-03-06 23:00', true, 'open'],
    ['2026-03-06 23:00', '2026-03-09 13:00', false, 'closed'],
    ['2026-03-09 13:00', '2026-03-09 14:30', true, 'open'],
  ]);
});

test('every reason has its stretch: before the start, closed, open, waiting, holiday, other hours', () => {
  const december = calendar({ zone: 'UTC', hours: on(WORKDAYS, '09:00-17:00'), holidays: ['2026-12-24 13:00-24:00', '2026-12-25'], exceptions: ['2026-12-26 10:00-12:00'] });
  const pauses = [{ from: at('2026-12-23 16:00'), until: at('2026-12-24 10:00'), why: 'waiting' as const }, { from: at('2026-12-26 11:00'), until: at('2026-12-26 11:30'), why: 'resolved' as const }];
  expect(told(segments({ from: at('2026-12-23 12:00'), start: at('2026-12-23 15:00'), until: at('2026-12-27 00:00'), calendar: december, pauses }))).toEqual([
    ['2026-12-23 12:00', '2026-12-23 15:00', false, 'before start'],
    ['2026-12-23 15:00', '2026-12-23 16:00', true, 'open'],
    ['2026-12-23 16:00', '2026-12-23 17:00', false, 'waiting'],
    ['2026-12-23 17:00', '2026-12-24 09:00', false, 'closed'],
    ['2026-12-24 09:00', '2026-12-24 10:00', false, 'waiting'],
    ['2026-12-24 10:00', '2026-12-24 13:00', true, 'open'],
    ['2026-12-24 13:00', '2026-12-25 00:00', false, 'Holiday 12-24'],
    ['2026-12-25 00:00', '2026-12-26 00:00', false, 'Holiday 12-25'],
    ['2026-12-26 00:00', '2026-12-26 10:00', false, 'Exception 12-26'],
    ['2026-12-26 10:00', '2026-12-26 11:00', true, 'Exception 12-26'],
    ['2026-12-26 11:00', '2026-12-26 11:30', false, 'resolved'],
    ['2026-12-26 11:30', '2026-12-26 12:00', true, 'Exception 12-26'],
    ['2026-12-26 12:00', '2026-12-27 00:00', false, 'Exception 12-26'],
  ]);
});

test('nothing between an instant and itself', () => {
  expect(segments({ from: 0, until: 0, calendar: NEW_YORK })).toEqual([]);
});

const table = rules([policy('medium', { 'first-response': hours(4), 'next-reply': hours(1), resolution: hours(24) }, NEW_YORK)], [NEW_YORK]);
const friday: Told[] = [['2026-03-06 22:30', 'created'], ['22:30', 'triaged'], ['2026-03-09 14:00', 'replied'], ['14:00', 'waiting']];

test('a ticket in words, in the team’s zone', () => {
  const text = explainText(story(...friday, ['15:00', 'received'], ['15:00', 'adjusted', { clock: 'resolution', seconds: hours(4) }]), table, at('2026-03-09 16:30'), 'America/New_York');
  expect(text).toBe(`Triage: nothing promised; done Fri 2026-03-06 17:30 EST, policy medium

First response: in time, 1 h 30 min of 4 h, done Mon 2026-03-09 10:00 EDT, due Mon 2026-03-09 12:30 EDT, policy medium, calendar new-york
  counted      Fri 2026-03-06 17:30 EST – Fri 2026-03-06 18:00 EST  30 min  (open)
  not counted  Fri 2026-03-06 18:00 EST – Mon 2026-03-09 09:00 EDT  0  (closed)
  counted      Mon 2026-03-09 09:00 EDT – Mon 2026-03-09 10:00 EDT  1 h  (open)

Next reply: late since Mon 2026-03-09 12:00 EDT, 1 h 30 min of 1 h spent so far, due Mon 2026-03-09 12:00 EDT, policy medium, calendar new-york
  counted      Mon 2026-03-09 11:00 EDT – now  1 h 30 min  (open)

Resolution: running, 3 h of 28 h (24 h promised, +4 h adjusted) spent, due Thu 2026-03-12 10:30 EDT, policy medium, calendar new-york
  counted      Fri 2026-03-06 17:30 EST – Fri 2026-03-06 18:00 EST  30 min  (open)
  not counted  Fri 2026-03-06 18:00 EST – Mon 2026-03-09 09:00 EDT  0  (closed)
  counted      Mon 2026-03-09 09:00 EDT – Mon 2026-03-09 10:00 EDT  1 h  (open)
  not counted  Mon 2026-03-09 10:00 EDT – Mon 2026-03-09 11:00 EDT  0  (waiting for the requester)
  counted      Mon 2026-03-09 11:00 EDT – now  1 h 30 min  (open)

Times in America/New_York. A stretch counts while the calendar is open and nobody waits for the requester.
`);
});

test('standing still, ended unanswered, nothing to answer', () => {
  expect(explainText(story(...friday), table, at('2026-03-09 20:00'), 'America/New_York')).toMatch(/Next reply: nothing to answer.*\n\nResolution: standing still, 1 h 30 min of 24 h spent/);
  expect(explainText(story(['2026-03-06 22:30', 'created'], ['22:40', 'closed', { reason: 'spam' }]), table, at('2026-03-09 20:00'), 'America/New_York')).toContain('First response: ended unanswered, 10 min of 4 h spent');
});

test('the counted stretches of a clock are its business time', () => {
  const events = story(...friday, ['2026-03-11 15:00', 'received'], ['2026-03-12 15:00:01', 'resolved']);
  const { resolution } = clocksOf(events, table, at('2026-03-20 00:00'));
  const sum = segments({ from: resolution.start!, until: resolution.metAt!, calendar: NEW_YORK, pauses: [{ from: at('2026-03-09 14:00'), until: at('2026-03-11 15:00'), why: 'waiting' }] }).reduce((all, { counted, from, until }) => all + (counted ? until - from : 0), 0);
  expect(sum / 1_000).toBe(resolution.businessSeconds);
});

test('of a closed ticket whose calendar was edited since, it says so', () => {
  const quick = promising({ resolution: minutes(30) }, NEW_YORK);
  const before = story(['2026-03-06 22:30', 'created'], ['22:50', 'resolved']);
  const results = frozenResults(clocksOf(before, quick, at('2026-03-06 22:50')));
  const closed = story(['2026-03-06 22:30', 'created'], ['22:50', 'resolved'], ['2026-03-10 22:50', 'closed', { results }]);
  const holiday = { ...NEW_YORK, holidays: new Map([['2026-03-06', { name: 'Found out later', closed: [{ from: 0, until: 86_400 }] }]]) };
  expect(explainText(closed, quick, at('2026-04-01 00:00'), 'America/New_York')).not.toContain('edited');
  expect(explainText(closed, promising({ resolution: minutes(30) }, holiday), at('2026-04-01 00:00'), 'America/New_York')).toMatch(/Resolution: in time, 20 min of 30 min[^]*was edited since/);
});

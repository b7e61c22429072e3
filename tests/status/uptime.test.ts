/** Ninety days of bars, worked by hand. */
import { expect, test } from 'vitest';
import { allSpans } from '../../src/status/timeline.ts';
import { dayRecord, lastDays, percent, uptime } from '../../src/status/uptime.ts';
import { NOON } from './scenes.ts';
import { at, incident, maintenance, treeAt, type StatusTreeFiles } from './trees.ts';

const NY = 'America/New_York';
const HOUR = 3_600_000;

function records(files: StatusTreeFiles, now = NOON, count = 90, since = at('2026-01-01 00:00')) {
  const spans = allSpans(treeAt(files, now), 'search');
  return lastDays(now, NY, count).map((day) => dayRecord(day, spans, since, now));
}

const outage = (from: string, until: string, state = 'major outage', id = 'aaaaaaaa') =>
  incident(id, 'major', [
    { at: from, state: 'investigating', more: `components: { search: ${state} }` },
    { at: until, state: 'resolved' },
  ]);

test('ninety days end today and are calendar days of the page: the day the clocks go back has 25 hours', () => {
  const days = lastDays(NOON, NY, 90);
  expect(days).toHaveLength(90);
  expect([days[0]?.day, days.at(-1)?.day]).toEqual(['2026-08-26', '2026-11-23']);
  const change = days.find(({ day }) => day === '2026-11-01')!;
  expect((change.until - change.from) / HOUR).toBe(25);
  const spring = lastDays(at('2026-03-09 12:00'), NY, 3).find(({ day }) => day === '2026-03-08')!;
  expect((spring.until - spring.from) / HOUR).toBe(23);
});

test('a major outage counts in full, a partial one at 30 %, degraded performance and maintenance not at all', () => {
  // 89 days of 24 h, one of them with 25, and 12 h of today: 2,149 h.
  const hours = 89 * 24 + 1 + 12;
  expect(uptime(records({ 'a.md': outage('2026-11-20 10:00', '2026-11-20 14:00') }))).toBeCloseTo((hours - 4) / hours, 12);
  expect(uptime(records({ 'a.md': outage('2026-11-20 10:00', '2026-11-20 14:00', 'partial outage') }))).toBeCloseTo((hours - 1.2) / hours, 12);
  expect(uptime(records({ 'a.md': outage('2026-11-20 10:00', '2026-11-20 14:00', 'degraded performance') }))).toBe(1);
  expect(uptime(records({ 'maintenance/a.md': maintenance('aaaaaaaa', '2026-11-20 10:00', '2026-11-20 14:00') }))).toBe(1);
});

test('two incidents at once are counted once, as the worse of them', () => {
  const [today] = records({ 'a.md': outage('2026-11-23 08:00', '2026-11-23 10:00', 'partial outage'), 'b.md': outage('2026-11-23 09:00', '2026-11-23 11:00', 'major outage', 'bbbbbbbb') }, NOON, 1);
  expect(today).toMatchObject({ state: 'major outage', spent: { 'partial outage': HOUR, 'major outage': 2 * HOUR }, observed: 12 * HOUR });
});

test('an outage over midnight belongs to both days', () => {
  const [first, second] = records({ 'a.md': outage('2026-11-22 23:00', '2026-11-23 00:30') }, NOON, 2);
  expect([first?.spent['major outage'], second?.spent['major outage']]).toEqual([HOUR, HOUR / 2]);
});

test('an outage through the hour that comes twice lasts an hour longer than the clock shows', () => {
  const day = records({ 'a.md': outage('2026-11-01 00:30', '2026-11-01 02:30') }).find((one) => one.day === '2026-11-01');
  expect(day).toMatchObject({ observed: 25 * HOUR, spent: { 'major outage': 3 * HOUR } });
});

test('an open incident counts until now', () => {
  const [today] = records({ 'a.md': incident('aaaaaaaa', 'major', [{ at: '2026-11-23 10:00', state: 'investigating', more: 'components: { search: major outage }' }]) }, NOON, 1);
  expect(today?.spent).toEqual({ 'major outage': 2 * HOUR });
});

test('time that nobody recorded is neither up nor down', () => {
  const days = records({ 'a.md': outage('2026-11-23 06:00', '2026-11-23 12:00') }, NOON, 90, at('2026-11-22 12:00'));
  expect(days.filter(({ state }) => state === 'unknown')).toHaveLength(88);
  expect(uptime(days)).toBe(18 / 24);
  expect(uptime(records({}, NOON, 90, at('2026-11-24 00:00')))).toBeUndefined();
});

test.each([
  [1, '100%'],
  [0.99999, '99.99%'],
  [0.9991, '99.91%'],
  [0.5, '50.00%'],
])('%d is told as %s: trouble is never rounded away', (share, said) => {
  expect(percent(share, 'en-US')).toBe(said);
});

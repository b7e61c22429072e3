import fc from '../chance.ts';
import { describe, expect, test } from 'vitest';
import { calendarsSchema, readCalendars, type Calendar } from '../../src/catalog/support/calendars.ts';
import { openState, pageCalendar, weekIn } from '../../src/forms/hours.ts';
import { instantWords, spanWords, weekWords } from '../../src/forms/time-words.ts';
import { openHoursOf } from '../../src/tickets/sla/open-hours.ts';

const DAY = 86_400_000;
const at = (text: string) => Date.parse(text);

function calendarOf(hours: object, more: object = {}, timeZone = 'America/New_York'): Calendar {
  const value = calendarsSchema.parse({
    holidays: [{ id: 'us', title: 'Holidays', days: [{ day: '2026-11-26', name: 'Thanksgiving Day' }, { day: '2026-12-24', name: 'Christmas Eve', closed: ['13:00-24:00'] }, { day: '2026-12-25', name: 'Christmas Day' }] }],
    calendars: [{ id: 'office', title: 'Office', timeZone, holidays: ['us'], versions: [{ hours }], ...more }],
  });
  return readCalendars({ value, lineOf: () => 1 }, (problem) => expect.unreachable(problem.message)).get('office')!;
}

const office = calendarOf({ weekdays: ['09:00-18:00'] });
const state = (text: string, calendar = office) => {
  const { open, changes } = openState(pageCalendar(calendar, '2026-01-01'), at(text));
  return [open, changes === undefined ? undefined : new Date(changes).toISOString()];
};

test.each([
  ['in the middle of a day', '2026-11-23T15:00:00Z', [true, '2026-11-23T23:00:00.000Z']],
  ['at the second it opens', '2026-11-23T14:00:00Z', [true, '2026-11-23T23:00:00.000Z']],
  ['at the second it closes', '2026-11-23T23:00:00Z', [false, '2026-11-24T14:00:00.000Z']],
  ['on the evening before a holiday', '2026-11-25T23:30:00Z', [false, '2026-11-27T14:00:00.000Z']],
  ['on a Friday evening', '2026-11-27T23:30:00Z', [false, '2026-11-30T14:00:00.000Z']],
  ['on a day that closes at noon', '2026-12-24T16:00:00Z', [true, '2026-12-24T18:00:00.000Z']],
  ['after a half day, before a holiday and a weekend', '2026-12-24T19:00:00Z', [false, '2026-12-28T14:00:00.000Z']],
  ['on the evening before the clocks go forward', '2026-03-06T23:30:00Z', [false, '2026-03-09T13:00:00.000Z']],
])('%s it says when that changes', (_, now, expected) => {
  expect(state(now)).toEqual(expected);
});

test('what never closes has no end, and what never opens again no beginning', () => {
  expect(state('2026-11-23T15:00:00Z', calendarOf({ daily: ['00:00-24:00'] }, { holidays: [] }))).toEqual([true, undefined]);
  expect(openState({ zone: 'UTC', versions: [{ week: [[], [], [], [], [], [], []] }], off: {}, own: {} }, at('2026-11-23T15:00:00Z'))).toEqual({ open: false, changes: undefined });
});

test('it agrees with the clock of deadlines at any second, in zones of all kinds', () => {
  const hours = [{ weekdays: ['09:00-18:00'] }, { daily: ['22:00-02:00'] }, { mon: ['00:00-24:00'], wed: ['08:00-12:00', '13:00-17:30'] }, { weekend: ['10:00-18:00'], fri: ['18:00-24:00'] }];
  const zones = ['America/New_York', 'Europe/Berlin', 'Australia/Lord_Howe', 'Asia/Kathmandu', 'America/St_Johns'];
  const calendars = zones.flatMap((zone) => hours.map((week) => calendarOf(week, { exceptions: [{ day: '2026-11-28', name: 'Moving', open: ['10:00-11:00'] }] }, zone)));
  fc.assert(
    fc.property(fc.constantFrom(...calendars), fc.integer({ min: at('2026-01-01T00:00:00Z') / 1_000, max: at('2027-06-01T00:00:00Z') / 1_000 }), (calendar, seconds) => {
      const now = seconds * 1_000;
      const { open, changes } = openState(pageCalendar(calendar, '2025-01-01'), now);
      const next = openHoursOf(calendar).stretches(now, now + 30 * DAY)[0];
      expect(open).toBe(next?.from === now);
      expect(changes).toBe(open ? next?.until : next?.from);
    }),
    { numRuns: 600, seed: 8 },
  );
}, 300_000);

describe('in words', () => {
  const small = pageCalendar(office, '2026-11-23');
  const now = at('2026-11-23T15:00:00Z');

  test('a week stands in the time of whoever reads it, also where its days shift', () => {
    expect(weekWords(small, now, 'America/New_York', 'en-US')).toBe('Monday to Friday, 9 AM to 6 PM');
    expect(weekWords(small, now, 'Europe/Berlin', 'en-US')).toBe('Monday to Friday, 3 PM to midnight');
    expect(weekWords(small, now, 'Pacific/Auckland', 'en-US')).toBe('Tuesday to Saturday, 3 AM to noon');
    expect(weekWords(small, now, 'Asia/Kathmandu', 'en-US')).toBe('Monday to Friday, 7:45 PM to 4:45 AM');
    expect(weekWords(pageCalendar(calendarOf({ weekdays: ['09:00-12:00', '13:00-17:00'], sat: ['10:00-12:00'] }), '2026-11-23'), now, 'America/New_York', 'en-US')).toBe('Monday to Friday, 9 AM to noon, Monday to Friday, 1 PM to 5 PM, and Saturday, 10 AM to noon');
  });

  test('an instant of today needs no day, and midnight belongs to the day that ends', () => {
    expect(instantWords(at('2026-11-23T23:00:00Z'), now, 'America/New_York', 'en-US')).toBe('6 PM');
    expect(instantWords(at('2026-11-23T23:00:00Z'), now, 'Europe/Berlin', 'en-US')).toBe('midnight');
    expect(instantWords(at('2026-11-27T14:00:00Z'), now, 'Asia/Kathmandu', 'en-US')).toBe('Fri, Nov 27, 7:45 PM');
  });

  test('a span has the largest unit that fits', () => {
    expect([900, 5_400, 28_800, 172_800].map((seconds) => spanWords(seconds, 'en-US'))).toEqual(['15 minutes', '90 minutes', '8 hours', '2 days']);
  });
});

test('a page’s calendar leaves out what is past, and keeps hours that begin later', () => {
  const calendar = calendarOf({}, { versions: [{ hours: { weekdays: ['09:00-18:00'] } }, { from: '2026-06-01', hours: { weekdays: ['08:00-18:00'] } }, { from: '2027-01-01', hours: { daily: ['08:00-20:00'] } }] });
  const small = pageCalendar(calendar, '2026-12-01');
  expect(Object.keys(small.off)).toEqual(['2026-12-24', '2026-12-25']);
  expect(small.versions.map(({ from }) => from)).toEqual([undefined, '2027-01-01']);
  expect(weekIn(small, at('2027-01-05T12:00:00Z'), 'America/New_York')).toEqual([{ first: 0, last: 6, from: 28_800, until: 72_000 }]);
});

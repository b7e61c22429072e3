/**
 * Deadlines with dates and numbers from elsewhere, and from the two plans. "adopted": we answer the same.
 * "different": we answer otherwise on purpose, and the reason stands in the name.
 */
import { describe, expect, test } from 'vitest';
import type { Calendar } from '../../../src/catalog/support/calendars.ts';
import { deadline, elapsed } from '../../../src/tickets/sla/deadline.ts';
import { ALWAYS, at, calendar, EVERY_DAY, hours, minutes, NEW_YORK, on, utc, WORKDAYS, type Written } from './made.ts';

const inNewYork = (hoursOfWeek: Written['hours'], more: Partial<Written> = {}) => calendar({ zone: 'America/New_York', hours: hoursOfWeek, ...more });
const daily = (zone: string, windows: string) => calendar({ zone, hours: on(EVERY_DAY, windows) });

type Case = readonly [name: string, calendar: Calendar, start: string, seconds: number, due: string];

function deadlines(cases: readonly Case[]): void {
  test.each(cases)('%s', (_, of, start, seconds, due) => {
    expect(utc(deadline(at(start), seconds, of))).toBe(due);
  });
}

describe('the plans’ calendars across daylight saving (biz agrees, all adopted)', () => {
  const growth = inNewYork({ ...on(WORKDAYS, '07:00-22:00'), ...on('sat sun', '10:00-18:00') });
  const night = daily('America/New_York', '01:00-05:00');
  const thanksgiving = (...holidays: string[]) => inNewYork(on(WORKDAYS, '09:00-18:00'), { holidays });
  deadlines([
    ['D1 two hours on Friday evening before the clocks go forward end on Monday at 10:30 local time', NEW_YORK, '2026-03-06 22:30', hours(2), '2026-03-09 14:30'],
    ['D2 and eight at 16:30', NEW_YORK, '2026-03-06 22:30', hours(8), '2026-03-09 20:30'],
    ['D3 around the clock two hours are two hours, although the wall clock jumps', ALWAYS, '2026-03-08 06:30', hours(2), '2026-03-08 08:30'],
    ['D4 and 48 hours end at another time of day', ALWAYS, '2026-03-07 17:00', hours(48), '2026-03-09 17:00'],
    ['D5 two hours on Friday before the clocks go back', NEW_YORK, '2026-10-30 21:30', hours(2), '2026-11-02 15:30'],
    ['D6 a weekend with hours of its own, over the change', growth, '2026-10-31 21:00', hours(4), '2026-11-01 18:00'],
    ['D7 a window of four hours has three when an hour is skipped', night, '2026-03-08 06:00', hours(4), '2026-03-09 06:00'],
    ['D8 and five when one comes twice', night, '2026-11-01 05:00', hours(4), '2026-11-01 09:00'],
    ['D12 Thanksgiving is not counted', thanksgiving('2026-11-26'), '2026-11-25 22:00', hours(8), '2026-11-27 21:00'],
    ['D13 a ticket of a holiday begins when the team is back', thanksgiving('2026-11-26', '2026-11-27'), '2026-11-26 15:00', hours(4), '2026-11-30 18:00'],
    ['D14 48 hours of low priority are more than five working days', NEW_YORK, '2026-01-09 21:00', hours(48), '2026-01-19 15:00'],
    ['D15 created as the office closes', NEW_YORK, '2026-01-09 23:00', minutes(15), '2026-01-12 14:15'],
    ['D16 lunch is not counted', inNewYork(on(WORKDAYS, '09:00-12:00 13:00-17:00')), '2026-01-05 16:00', hours(4), '2026-01-05 21:00'],
    ['D17 a zone of half an hour', calendar({ zone: 'Asia/Kolkata', hours: on(WORKDAYS, '09:00-18:00') }), '2026-01-09 11:45', hours(1), '2026-01-12 03:45'],
    ['D18 summer ends in Sydney', calendar({ zone: 'Australia/Sydney', hours: on(WORKDAYS, '09:00-18:00') }), '2026-04-03 06:30', hours(2), '2026-04-06 00:30'],
    ['D19 Lord Howe changes by half an hour', daily('Australia/Lord_Howe', '00:00-24:00'), '2026-04-04 12:00', hours(24), '2026-04-05 12:00'],
  ]);

  test.each([
    ['D9 the day the clocks go forward has 23 hours', '2026-03-08 05:00', '2026-03-09 04:00', 82_800],
    ['D10 the day they go back has 25', '2026-11-01 04:00', '2026-11-02 05:00', 90_000],
  ])('%s', (_, from, until, seconds) => {
    expect(elapsed(at(from), at(until), ALWAYS)).toBe(seconds);
  });

  test('D11 two working weeks have 90 hours, although the clocks change between them', () => {
    expect(elapsed(at('2026-03-02 00:00-05:00'), at('2026-03-16 00:00-04:00'), NEW_YORK)).toBe(324_000);
  });

  test('D20 a pause of half an hour moves the deadline by half an hour', () => {
    const pause = { from: at('2026-01-05 15:00'), until: at('2026-01-05 15:30') };
    expect(utc(deadline(at('2026-01-05 14:30'), hours(2), NEW_YORK, [pause]))).toBe('2026-01-05 17:00');
  });
});

describe('Chatwoot: working hours', () => {
  const office = calendar({ zone: 'UTC', hours: on(WORKDAYS, '09:00-17:00') });
  const open = (more: Written['hours']) => calendar({ zone: 'UTC', hours: { ...on(WORKDAYS, '09:00-17:00'), ...more } });
  deadlines([
    ['C1 adopted: within a day', office, '2024-01-17 10:00', hours(2), '2024-01-17 12:00'],
    ['C2 adopted: over the weekend', office, '2024-01-19 16:00', hours(2), '2024-01-22 10:00'],
    ['C3 adopted: before opening', office, '2024-01-17 07:00', hours(2), '2024-01-17 11:00'],
    ['C4 adopted: after closing', office, '2024-01-17 18:00', hours(2), '2024-01-18 11:00'],
    ['C5 adopted: on Saturday', office, '2024-01-20 12:00', hours(2), '2024-01-22 11:00'],
    ['C6 adopted: over two nights', office, '2024-01-15 16:00', hours(10), '2024-01-17 10:00'],
    ['C7 adopted: in New York', inNewYork(on(WORKDAYS, '09:00-17:00')), '2024-01-19 21:00', hours(2), '2024-01-22 15:00'],
    ['C8 adopted: a Saturday that is open all day', open({ sat: '00:00-24:00' }), '2024-01-20 10:00', hours(2), '2024-01-20 12:00'],
    ['C8 adopted: and its last minute', open({ sat: '00:00-24:00' }), '2024-01-20 00:00', hours(24), '2024-01-21 00:00'],
    ['C9 adopted: a longer Tuesday', open({ tue: '09:00-20:00' }), '2024-01-15 18:00', hours(10), '2024-01-16 19:00'],
    ['C10 adopted: exactly at closing is the closing', open({ tue: '09:00-20:00' }), '2024-01-15 16:00', hours(12), '2024-01-16 20:00'],
  ]);

  test('C11 different: a calendar that never opens is refused, not read as around the clock; a slip would turn nights into working time', () => {
    expect(() => deadline(at('2024-01-15 16:00'), 1, calendar({ zone: 'UTC', hours: {} }))).toThrow('does not open for five years');
  });

  test('adopted: a week around the clock is 144,000 business seconds of five days', () => {
    expect(elapsed(at('2022-03-20 00:00'), at('2022-03-26 23:59'), office)).toBe(144_000);
  });
});

describe('Frappe Helpdesk: response and resolution', () => {
  const week = calendar({ zone: 'UTC', hours: on(WORKDAYS, '10:00-18:00') });
  const holidays = calendar({ zone: 'UTC', hours: on(WORKDAYS, '10:00-18:00'), holidays: ['2026-01-08', '2026-01-09'] });
  deadlines([
    ['F1 adopted: High on Monday at 11, response', week, '2026-01-05 11:00', hours(1), '2026-01-05 12:00'],
    ['F1 adopted: resolution', week, '2026-01-05 11:00', hours(4), '2026-01-05 15:00'],
    ['F2 adopted: before opening, response', week, '2026-01-05 08:00', hours(1), '2026-01-05 11:00'],
    ['F2 adopted: resolution', week, '2026-01-05 08:00', hours(4), '2026-01-05 14:00'],
    ['F3 adopted: Urgent after closing, response', week, '2026-01-05 20:00', minutes(30), '2026-01-06 10:30'],
    ['F3 adopted: resolution', week, '2026-01-05 20:00', hours(2), '2026-01-06 12:00'],
    ['F4 adopted: Low on Saturday, response exactly at closing (biz and Zammad would say Thursday 10:00)', week, '2026-01-03 15:00', hours(24), '2026-01-07 18:00'],
    ['F4 adopted: resolution exactly at closing', week, '2026-01-03 15:00', hours(72), '2026-01-15 18:00'],
    ['F5 adopted: Urgent on Friday at 17, response', week, '2026-01-09 17:00', minutes(30), '2026-01-09 17:30'],
    ['F5 adopted: resolution', week, '2026-01-09 17:00', hours(2), '2026-01-12 11:00'],
    ['F6 adopted: High on Friday evening, response', week, '2026-01-09 19:00', hours(1), '2026-01-12 11:00'],
    ['F6 adopted: resolution', week, '2026-01-09 19:00', hours(4), '2026-01-12 14:00'],
    ['F7 adopted: on the first of two holidays, response', holidays, '2026-01-08 15:00', minutes(30), '2026-01-12 10:30'],
    ['F7 adopted: resolution', holidays, '2026-01-08 15:00', hours(2), '2026-01-12 12:00'],
  ]);
});

describe('biz: time between', () => {
  const week = calendar({ zone: 'UTC', hours: { ...on('mon wed fri', '09:00-17:00'), ...on('tue thu', '10:00-16:00'), sat: '11:00-14:30' } });
  const between = (from: string, until: string, of = week) => elapsed(at(from), at(until), of);

  test('adopted: a week has 39.5 hours', () => expect(between('2006-01-01 00:00', '2006-01-08 00:00')).toBe(hours(39.5)));
  test('adopted: Thursday noon to Friday noon is seven hours', () => expect(between('2006-01-05 12:00', '2006-01-06 12:00')).toBe(hours(7)));
  test('adopted: from not before until is nothing', () => {
    expect(between('2006-01-05 12:00', '2006-01-05 12:00')).toBe(0);
    expect(between('2006-01-06 12:00', '2006-01-05 12:00')).toBe(0);
  });

  test.each([
    ['a break before the hours takes nothing', '2006-01-05 07:00-09:00', 6],
    ['a break until they open takes nothing', '2006-01-05 09:00-10:00', 6],
    ['a break over the opening takes its part', '2006-01-05 09:00-11:00', 5],
    ['a break from the opening', '2006-01-05 10:00-11:00', 5],
    ['a break between leaves two windows', '2006-01-05 12:00-13:00', 5],
    ['a break until closing', '2006-01-05 15:00-16:00', 5],
    ['a break over closing', '2006-01-05 15:00-17:00', 5],
    ['a break after closing takes nothing', '2006-01-05 16:00-17:00', 6],
    ['a break as long as the window leaves nothing', '2006-01-05 10:00-16:00', 0],
    ['a break longer than the window leaves nothing', '2006-01-05 08:00-18:00', 0],
    ['two breaks are taken both', '2006-01-05 12:00-13:00 14:00-15:00', 4],
    ['a whole holiday', '2006-01-05', 0],
  ])('adopted: %s', (_, holiday, left) => {
    const off = calendar({ zone: 'UTC', hours: { thu: '10:00-16:00' }, holidays: [holiday] });
    expect(between('2006-01-05 00:00', '2006-01-06 00:00', off)).toBe(hours(left));
  });

  test('adopted: hours of one day replace the usual ones, also on a holiday', () => {
    const shifted = calendar({ zone: 'UTC', hours: { thu: '10:00-16:00' }, holidays: ['2006-01-05'], exceptions: ['2006-01-05 20:00-22:00', '2006-01-07 11:00-12:00'] });
    expect(between('2006-01-05 00:00', '2006-01-12 00:00', shifted)).toBe(hours(3));
  });

  test('different: a deadline that falls on closing is the closing, where biz says the next opening', () => {
    expect(utc(deadline(at('2006-01-05 12:00'), hours(4), week))).toBe('2006-01-05 16:00');
  });
});

/** The rules of docs/sla.md about hours and pauses, at their edges. */
import { describe, expect, test } from 'vitest';
import { deadline, elapsed } from '../../../src/tickets/sla/deadline.ts';
import { CalendarNeverOpens, DeadlineTooFar } from '../../../src/tickets/sla/open-hours.ts';
import { ALWAYS, at, calendar, EVERY_DAY, hours, minutes, NEW_YORK, on, utc, WORKDAYS } from './made.ts';

const daily = (zone: string, windows: string, more: object = {}) => calendar({ zone, hours: on(EVERY_DAY, windows), ...more });
const due = (start: string, seconds: number, of = NEW_YORK, pauses: readonly { from: number; until: number }[] = []) => utc(deadline(at(start), seconds, of, pauses));
const between = (from: string, until: string, of = NEW_YORK) => elapsed(at(from), at(until), of);
const pause = (from: string, until: string) => ({ from: at(from), until: at(until) });

describe('hours that the clocks skip or repeat', () => {
  const springDay = ['2026-03-08 05:00', '2026-03-09 04:00'] as const;
  const autumnDay = ['2026-11-01 04:00', '2026-11-02 05:00'] as const;

  test('an opening at 02:30 that is skipped is at 03:30', () => {
    expect(between(...springDay, daily('America/New_York', '02:30-05:00'))).toBe(hours(1.5));
    expect(due('2026-03-08 05:00', 1, daily('America/New_York', '02:30-05:00'))).toBe('2026-03-08 07:30:01');
  });

  test('a closing at 02:30 that is skipped is at 03:30', () => {
    expect(between(...springDay, daily('America/New_York', '01:00-02:30'))).toBe(hours(1.5));
  });

  test('a window that lies wholly in the skipped hour comes an hour later', () => {
    expect(between(...springDay, daily('America/New_York', '02:15-02:45'))).toBe(minutes(30));
    expect(due('2026-03-08 05:00', minutes(30), daily('America/New_York', '02:15-02:45'))).toBe('2026-03-08 07:45');
  });

  test('the skipped hour itself is nothing', () => {
    expect(between(...springDay, daily('America/New_York', '02:00-03:00'))).toBe(0);
    expect(due('2026-03-08 05:00', 1, daily('America/New_York', '02:00-03:00'))).toBe('2026-03-09 06:00:01');
  });

  test('a window that moves over its neighbor counts no second twice', () => {
    expect(between(...springDay, daily('America/New_York', '01:00-02:30 03:00-05:00'))).toBe(hours(3));
    expect(between(...springDay, daily('America/New_York', '02:15-02:45 03:00-04:00'))).toBe(hours(1));
  });

  test('a window whose opening moves behind its closing is empty', () => {
    expect(between(...springDay, daily('America/New_York', '02:30-03:15'))).toBe(0);
  });

  test('an opening that comes twice is the first, a closing too', () => {
    expect(between(...autumnDay, daily('America/New_York', '01:30-05:00'))).toBe(hours(4.5));
    expect(between(...autumnDay, daily('America/New_York', '00:00-01:30'))).toBe(hours(1.5));
    expect(between(...autumnDay, daily('America/New_York', '01:00-02:00'))).toBe(hours(2));
  });

  test('in São Paulo midnight itself was skipped: 24:00 and 00:00 are 01:00, and nothing is lost around the clock', () => {
    const night = daily('America/Sao_Paulo', '22:00-24:00');
    expect(due('2015-10-18 00:00', hours(3), night)).toBe('2015-10-19 01:00');
    expect(due('2015-10-18 01:00', hours(2), night)).toBe('2015-10-18 03:00');
    const always = daily('America/Sao_Paulo', '00:00-24:00');
    expect(between('2015-10-18 03:00', '2015-10-19 02:00', always)).toBe(hours(23));
    expect(due('2015-10-17 12:00', hours(48), always)).toBe('2015-10-19 12:00');
    expect(due('2015-10-18 02:00', hours(2), daily('America/Sao_Paulo', '00:00-02:00'))).toBe('2015-10-19 03:00');
  });

  test.each([
    ['2015-10-18', 23],
    ['2016-02-20', 25],
    ['2016-10-16', 23],
    ['2017-02-18', 25],
    ['2017-10-15', 23],
    ['2018-02-17', 25],
    ['2018-11-04', 23],
  ])('São Paulo on %s has %i hours', (day, length) => {
    const from = day < '2016' || day.slice(5, 7) > '09' ? `${day} 03:00` : `${day} 02:00`;
    const only = calendar({ zone: 'America/Sao_Paulo', hours: on(EVERY_DAY, '00:00-24:00'), later: { [next(day)]: {} } });
    const opened = elapsed(at(from), at(from) + 40 * 3_600_000, only);
    expect(opened).toBe(hours(length));
  });

  test('Lord Howe skips half an hour and repeats half an hour', () => {
    const early = daily('Australia/Lord_Howe', '01:00-03:00');
    // 4 October 2026, 02:00 becomes 02:30; 5 April 2026, 02:00 becomes 01:30.
    expect(between('2026-10-03 14:00', '2026-10-04 13:00', early)).toBe(hours(1.5));
    expect(between('2026-04-04 13:00', '2026-04-05 13:30', early)).toBe(hours(2.5));
    expect(due('2026-10-03 14:00', minutes(1), daily('Australia/Lord_Howe', '02:15-04:00'))).toBe('2026-10-03 15:46');
  });

  test('a day that the zone skips has no hours: Samoa went from Thursday 29 to Saturday 31 December 2011', () => {
    const office = calendar({ zone: 'Pacific/Apia', hours: on(WORKDAYS, '09:00-17:00') });
    expect(between('2011-12-29 10:00', '2012-01-01 10:00', office)).toBe(hours(8));
    // Thursday 16:00 local; Monday 2 January 09:00 is 19:00 UTC on Sunday.
    expect(due('2011-12-30 02:00', hours(2), office)).toBe('2012-01-01 20:00');
    const always = daily('Pacific/Apia', '00:00-24:00');
    expect(between('2011-12-29 10:00', '2012-01-01 10:00', always)).toBe(hours(72));
  });

  test('a holiday on the day the clocks change closes 23 hours', () => {
    const off = daily('America/New_York', '00:00-24:00', { holidays: ['2026-03-08'] });
    expect(between('2026-03-07 05:00', '2026-03-10 04:00', off)).toBe(hours(48));
    expect(due('2026-03-08 04:59', minutes(2), off)).toBe('2026-03-09 04:01');
  });

  test('what counts is the offset on the day itself, not today’s', () => {
    expect(due('2026-07-01 12:00', minutes(1))).toBe('2026-07-01 13:01');
    expect(due('2026-12-01 12:00', minutes(1))).toBe('2026-12-01 14:01');
  });
});

describe('starts and ends', () => {
  test.each([
    ['as it opens', '2026-01-05 14:00', '2026-01-05 15:00'],
    ['before it opens', '2026-01-05 10:00', '2026-01-05 15:00'],
    ['one second before closing', '2026-01-05 22:59:59', '2026-01-06 14:59:59'],
    ['as it closes', '2026-01-05 23:00', '2026-01-06 15:00'],
    ['on Saturday', '2026-01-03 12:00', '2026-01-05 15:00'],
  ])('an hour that starts %s', (_, start, end) => expect(due(start, hours(1))).toBe(end));

  test('a deadline exactly at closing is the closing', () => {
    expect(due('2026-01-05 14:00', hours(9))).toBe('2026-01-05 23:00');
    expect(due('2026-01-05 14:00', hours(9) + 1)).toBe('2026-01-06 14:00:01');
    expect(due('2026-01-05 23:00', hours(9))).toBe('2026-01-06 23:00');
  });

  test('no target at all is due at once, open or not', () => {
    expect(due('2026-01-05 15:00', 0)).toBe('2026-01-05 15:00');
    expect(due('2026-01-03 12:00', 0)).toBe('2026-01-03 12:00');
  });

  test('seconds and parts of them are kept', () => {
    expect(due('2026-01-05 15:00:07', 61)).toBe('2026-01-05 15:01:08');
    expect(deadline(at('2026-01-05 22:59:59.500Z'), 1.25, NEW_YORK)).toBe(at('2026-01-06 14:00:00.750Z'));
    expect(elapsed(at('2026-01-05 22:59:59.500Z'), at('2026-01-06 14:00:00.750Z'), NEW_YORK)).toBe(1.25);
  });

  test('windows that touch are one: the deadline on the seam is the seam', () => {
    const seam = daily('UTC', '09:00-12:00 12:00-15:00');
    expect(due('2026-01-05 09:00', hours(3), seam)).toBe('2026-01-05 12:00');
    expect(due('2026-01-05 09:00', hours(4), seam)).toBe('2026-01-05 13:00');
  });

  test('a window over midnight belongs to both days, and a holiday closes its own date only', () => {
    const late = { fri: '22:00-02:00' };
    expect(between('2026-01-09 00:00', '2026-01-12 00:00', calendar({ zone: 'UTC', hours: late }))).toBe(hours(4));
    expect(between('2026-01-09 00:00', '2026-01-12 00:00', calendar({ zone: 'UTC', hours: late, holidays: ['2026-01-09'] }))).toBe(hours(2));
    expect(between('2026-01-09 00:00', '2026-01-12 00:00', calendar({ zone: 'UTC', hours: late, holidays: ['2026-01-10'] }))).toBe(hours(2));
  });

  test('a holiday of half a day, and a day with other hours, which a holiday does not close', () => {
    const december = calendar({ zone: 'UTC', hours: on(WORKDAYS, '09:00-17:00'), holidays: ['2026-12-24 13:00-24:00', '2026-12-25'], exceptions: ['2026-12-25 10:00-11:00', '2026-12-26 10:00-12:00', '2026-12-28'] });
    expect(between('2026-12-24 00:00', '2026-12-25 00:00', december)).toBe(hours(4));
    expect(between('2026-12-25 00:00', '2026-12-26 00:00', december)).toBe(hours(1));
    expect(between('2026-12-26 00:00', '2026-12-29 00:00', december)).toBe(hours(2));
  });

  test('hours change with the first day of a version; what lies before it stays', () => {
    const growing = calendar({ zone: 'America/New_York', hours: on(WORKDAYS, '09:00-18:00'), later: { '2026-03-11': on(WORKDAYS, '07:00-22:00') } });
    expect(between('2026-03-09 00:00', '2026-03-11 04:00', growing)).toBe(hours(18));
    expect(between('2026-03-11 04:00', '2026-03-13 04:00', growing)).toBe(hours(30));
    expect(due('2026-03-10 21:00', hours(2), growing)).toBe('2026-03-11 12:00');
  });

  test('large targets go over centuries', () => {
    expect(due('2026-01-05 14:00', hours(45) * 52)).toBe('2027-01-01 23:00');
    expect(due('2026-01-01 00:00', 100 * 365 * 86_400, ALWAYS)).toBe('2125-12-08 00:00');
    expect(() => deadline(0, 1e12, ALWAYS)).toThrow(DeadlineTooFar);
  });

  test('a calendar that never opens says so, from the start or from some day on', () => {
    expect(() => deadline(at('2026-01-05 14:00'), 1, calendar({ zone: 'UTC', hours: {} }))).toThrow(CalendarNeverOpens);
    const ending = calendar({ zone: 'UTC', hours: on(WORKDAYS, '09:00-17:00'), later: { '2026-01-06': {} } });
    expect(due('2026-01-05 09:00', hours(8), ending)).toBe('2026-01-05 17:00');
    expect(() => deadline(at('2026-01-05 09:00'), hours(8) + 1, ending)).toThrow('does not open for five years from 2026-01');
  });
});

describe('pauses', () => {
  test('outside the hours they cost nothing', () => {
    expect(due('2026-01-05 21:00', hours(3), NEW_YORK, [pause('2026-01-05 23:00', '2026-01-06 14:00')])).toBe(due('2026-01-05 21:00', hours(3)));
  });

  test('over several days only their business time counts', () => {
    expect(due('2026-01-05 21:00', hours(3), NEW_YORK, [pause('2026-01-05 22:00', '2026-01-07 15:00')])).toBe('2026-01-07 17:00');
  });

  test('that overlap, touch or repeat are not taken off twice', () => {
    const once = due('2026-01-05 14:00', hours(2), NEW_YORK, [pause('2026-01-05 15:00', '2026-01-05 17:00')]);
    expect(once).toBe('2026-01-05 18:00');
    const overlapping = [pause('2026-01-05 16:00', '2026-01-05 17:00'), pause('2026-01-05 15:00', '2026-01-05 16:30'), pause('2026-01-05 15:00', '2026-01-05 16:00'), pause('2026-01-05 15:10', '2026-01-05 15:20')];
    expect(due('2026-01-05 14:00', hours(2), NEW_YORK, overlapping)).toBe(once);
    expect(elapsed(at('2026-01-05 14:00'), at('2026-01-05 18:00'), NEW_YORK, overlapping)).toBe(hours(2));
  });

  test('that begin as the target runs out come too late', () => {
    expect(due('2026-01-05 14:00', hours(2), NEW_YORK, [pause('2026-01-05 16:00', '2026-01-05 20:00')])).toBe('2026-01-05 16:00');
  });

  test('before the start do not matter, and one over the start moves it', () => {
    expect(due('2026-01-05 14:00', hours(2), NEW_YORK, [pause('2026-01-05 10:00', '2026-01-05 14:00')])).toBe('2026-01-05 16:00');
    expect(due('2026-01-05 14:00', hours(2), NEW_YORK, [pause('2026-01-05 10:00', '2026-01-05 15:00')])).toBe('2026-01-05 17:00');
  });

  test('one that lasts leaves no deadline', () => {
    expect(deadline(at('2026-01-05 14:00'), hours(2), NEW_YORK, [{ from: at('2026-01-05 15:00'), until: Infinity }])).toBe(Infinity);
  });

  test('adopted from Frappe F8: an hour on hold moves the deadline to closing exactly, one second more to the next day', () => {
    const week = calendar({ zone: 'UTC', hours: on(WORKDAYS, '10:00-18:00') });
    const held = (seconds: number) => [{ from: at('2026-01-08 15:10'), until: at('2026-01-08 15:10') + seconds * 1_000 }];
    expect(due('2026-01-08 15:00', hours(2), week, held(3_600))).toBe('2026-01-08 18:00');
    expect(due('2026-01-08 15:00', hours(2), week, held(3_601))).toBe('2026-01-09 10:00:01');
  });
});

function next(day: string): string {
  return new Date(Date.parse(day) + 86_400_000).toISOString().slice(0, 10);
}

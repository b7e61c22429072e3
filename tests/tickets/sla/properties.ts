/** What holds for every calendar, checked on as many as the caller wants. */
import fc from '../../chance.ts';
import { expect, test } from 'vitest';
import type { Calendar } from '../../../src/catalog/support/calendars.ts';
import { clocksOf } from '../../../src/tickets/sla/clocks.ts';
import { deadline, elapsed } from '../../../src/tickets/sla/deadline.ts';
import { openHoursOf } from '../../../src/tickets/sla/open-hours.ts';
import { segments } from '../../../src/tickets/sla/segments.ts';
import { calendars, MINUTE, minuteByMinute, pausesNear, target } from './any.ts';
import { hours, minutes, policy, rules, story, type Told } from './made.ts';

const DAYS_READ = 6;

export function holdForAll(numRuns: number): void {
  const check = <T extends unknown[]>(property: fc.IProperty<T>) => fc.assert(property, { numRuns });
  const made = calendars('any');
  const paused = made.chain((one) => pausesNear(one.start).map((pauses) => ({ ...one, pauses })));

  test('after the deadline’s time exactly the target is spent, and not a millisecond earlier', () => {
    check(
      fc.property(paused, target, ({ calendar, start, pauses }, seconds) => {
        const due = deadline(start, seconds, calendar, pauses);
        expect(elapsed(start, due, calendar, pauses)).toBe(seconds);
        if (seconds > 0) expect(elapsed(start, due - 1, calendar, pauses)).toBeLessThan(seconds);
      }),
    );
  });

  test('a longer target is not due earlier, a later start neither', () => {
    check(
      fc.property(paused, target, target, fc.integer({ min: 0, max: 10_000 }), ({ calendar, start, pauses }, seconds, more, later) => {
        const due = deadline(start, seconds, calendar, pauses);
        expect(deadline(start, seconds + more, calendar, pauses)).toBeGreaterThanOrEqual(due);
        expect(deadline(start + later * MINUTE, seconds, calendar, pauses)).toBeGreaterThanOrEqual(due);
      }),
    );
  });

  test('two halves are the whole, wherever it is cut', () => {
    check(
      fc.property(paused, fc.integer({ min: 0, max: 40_000 }), fc.integer({ min: 0, max: 40_000 }), ({ calendar, start, pauses }, first, second) => {
        const [cut, end] = [start + first * MINUTE, start + (first + second) * MINUTE];
        expect(elapsed(start, cut, calendar, pauses) + elapsed(cut, end, calendar, pauses)).toBe(elapsed(start, end, calendar, pauses));
      }),
    );
  });

  test('a window cut in two that touch is the same window', () => {
    check(
      fc.property(calendars('quiet'), target, ({ calendar, start }, seconds) => {
        const halved: Calendar = { ...calendar, versions: calendar.versions.map(({ from, week }) => ({ from, week: week.map((day) => day.flatMap(({ from: open, until }) => [{ from: open, until: middle(open, until) }, { from: middle(open, until), until }])) })) };
        expect(deadline(start, seconds, halved)).toBe(deadline(start, seconds, calendar));
      }),
    );
  });

  test('a holiday never brings a deadline nearer', () => {
    check(
      fc.property(made, target, fc.integer({ min: -1, max: 20 }), ({ calendar, start }, seconds, after) => {
        const date = new Date(start + after * 86_400_000).toISOString().slice(0, 10);
        const off: Calendar = { ...calendar, holidays: new Map([...calendar.holidays, [date, { name: 'One more', closed: [{ from: 0, until: 86_400 }] }]]) };
        expect(deadline(start, seconds, off)).toBeGreaterThanOrEqual(deadline(start, seconds, calendar));
      }),
    );
  });

  test('pauses outside the hours cost nothing', () => {
    check(
      fc.property(made, target, ({ calendar, start }, seconds) => {
        const end = start + 20 * 86_400_000;
        const open = openHoursOf(calendar).stretches(start, end);
        const closed = [start, ...open.map(({ until }) => until)].map((from, index) => ({ from, until: open[index]?.from ?? end }));
        expect(deadline(start, seconds, calendar, closed)).toBe(deadline(start, seconds, calendar));
      }),
    );
  });

  test('the counted stretches of an explanation are the time that counts, without gaps between stretches', () => {
    check(
      fc.property(paused, fc.integer({ min: 0, max: 20_000 }), ({ calendar, start, pauses }, length) => {
        const until = start + length * MINUTE;
        const parts = segments({ from: start, until, calendar, pauses: pauses.map((pause) => ({ ...pause, why: 'waiting' as const })) });
        expect(parts.reduce((sum, part) => sum + (part.counted ? part.until - part.from : 0), 0) / 1_000).toBe(elapsed(start, until, calendar, pauses));
        parts.forEach((part, index) => expect(part.from).toBe(parts[index - 1]?.until ?? start));
        expect(parts.at(-1)?.until ?? until).toBe(until);
      }),
    );
  });

  test('reading the wall clock minute by minute gives the same', () => {
    const quiet = calendars('quiet').chain((one) => pausesNear(one.start).map((pauses) => ({ ...one, pauses })));
    check(
      fc.property(quiet, fc.integer({ min: 0, max: 1_500 }), ({ calendar, start, pauses }, wanted) => {
        const counts = minuteByMinute(calendar, start, DAYS_READ * 1_440, pauses);
        const all = counts.reduce((sum, one) => sum + Number(one), 0);
        expect(elapsed(start, start + counts.length * MINUTE, calendar, pauses)).toBe(all * 60);
        let spent = 0;
        const last = counts.findIndex((one) => one && ++spent === wanted);
        if (wanted === 0 || last < 0) return;
        expect(deadline(start, wanted * 60, calendar, pauses)).toBe(start + (last + 1) * MINUTE);
      }),
    );
  });

  test('whatever happens to a ticket, a breach stays, and priorities that go there and back change nothing', () => {
    const step = fc.tuple(fc.integer({ min: 0, max: 400 }), fc.constantFrom('received', 'replied', 'waiting', 'resumed', 'resolved', 'reopened', 'low', 'high', 'noted'));
    check(
      fc.property(made, fc.array(step, { maxLength: 12 }), fc.integer({ min: 0, max: 3_000 }), ({ calendar, start }, steps, later) => {
        const table = rules([policy('high', { 'first-response': minutes(30), 'next-reply': minutes(45), resolution: hours(3) }, calendar, { priority: ['high'] }), policy('low', { 'first-response': hours(2), resolution: hours(9) }, calendar)], [calendar]);
        let at = start;
        const told = steps.map(([after, kind]): Told => {
          at += after * MINUTE;
          const when = new Date(at).toISOString();
          return kind === 'low' || kind === 'high' ? [when, 'prioritized', { to: kind }] : [when, kind];
        });
        const created: Told[] = [[new Date(start).toISOString(), 'created'], [new Date(start).toISOString(), 'triaged', { priority: 'high' }]];
        const breaches = new Map<string, number>();
        for (let count = 0; count <= told.length; count += 1) {
          const events = story(...created, ...told.slice(0, count));
          for (const now of [events.at(-1)!.at, events.at(-1)!.at + later * MINUTE].slice(0, count === told.length ? 2 : 1)) {
            const clocks = clocksOf(events, table, now);
            for (const [name, { firstBreach }] of Object.entries(clocks)) {
              const known = breaches.get(name);
              if (known !== undefined) expect(firstBreach, name).toBe(known);
              if (firstBreach !== undefined) breaches.set(name, firstBreach);
            }
          }
        }
        const when = new Date(at).toISOString();
        const present = told.findLast(([, kind]) => kind === 'prioritized')?.[2] as { to: 'low' | 'high' } | undefined;
        const to = present?.to ?? 'high';
        const flapped = [...created, ...told, ...(['low', 'high', 'low', to] as const).map((one): Told => [when, 'prioritized', { to: one }])];
        const due = (events: Told[]) => clocksOf(story(...events), table, at).resolution.due;
        expect(due(flapped)).toBe(due([...created, ...told]));
      }),
    );
  });
}

function middle(from: number, until: number): number {
  return Math.floor((from + until) / 2 / 900) * 900 || from;
}

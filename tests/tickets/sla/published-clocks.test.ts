/**
 * Stories with numbers from other systems' own tests. "adopted": we answer the same. "different": we answer otherwise on
 * purpose, and the reason stands in the name.
 */
import { describe, expect, test } from 'vitest';
import { clocksOf, nextDue, type Clock } from '../../../src/tickets/sla/clocks.ts';
import { deadline, elapsed } from '../../../src/tickets/sla/deadline.ts';
import { ALWAYS, at, calendar, EVERY_DAY, hours, minutes, on, policy, promising, rules, story, utc, WORKDAYS, type Told } from './made.ts';

const due = (clock: Clock) => (clock.due === undefined ? undefined : utc(clock.due));
const inMinutes = ({ businessSeconds, remaining }: Clock) => [businessSeconds! / 60, remaining! / 60];

describe('Zammad: escalation', () => {
  const berlin = (windows: string, days = WORKDAYS, holidays: string[] = []) => calendar({ zone: 'Europe/Berlin', hours: on(days, windows), holidays });
  const targets = (first: number, next: number, resolution: number) => ({ 'first-response': minutes(first), 'next-reply': minutes(next), resolution: minutes(resolution) });
  const office = promising(targets(60, 120, 180), berlin('08:00-18:00'));
  const created: Told = ['2013-03-21 09:30', 'created'];
  const clocks = (now: string, ...told: Told[]) => clocksOf(story(created, ...told), office, at(now));

  test('Z1 adopted: first response due at 10:30, resolution at 12:30, the first of them next', () => {
    const now = clocks('2013-03-21 09:45');
    expect([due(now['first-response']), due(now.resolution)]).toEqual(['2013-03-21 10:30', '2013-03-21 12:30']);
    expect(nextDue(now)).toEqual({ clock: 'first-response', due: at('2013-03-21 10:30') });
  });

  test('Z1 different: no update clock runs from the creation; ours begins with a later question of the requester, because before it nobody waits for anything but the first answer', () => {
    expect(clocks('2013-03-21 09:45')['next-reply'].state).toBe('idle');
  });

  test('Z2 adopted: answered at 10:00 in 30 minutes, 30 left', () => {
    expect(inMinutes(clocks('2013-03-21 10:05', ['10:00', 'replied'])['first-response'])).toEqual([30, 30]);
  });

  test('Z2 different: the resolution is next, since no update clock runs', () => {
    expect(nextDue(clocks('2013-03-21 10:05', ['10:00', 'replied']))).toEqual({ clock: 'resolution', due: at('2013-03-21 12:30') });
  });

  test('Z3 adopted: answered at 14:00 in 270 minutes, 210 too late', () => {
    const { 'first-response': first } = clocks('2013-03-21 14:05', ['14:00', 'replied']);
    expect(inMinutes(first)).toEqual([270, -210]);
    expect(first.state).toBe('breached');
  });

  test('Z4 different: an agent who writes unasked answers no question, so there is nothing to measure', () => {
    expect(clocks('2013-03-21 12:01', ['10:00', 'replied'], ['11:00', 'replied'], ['12:00', 'replied'])['next-reply'].state).toBe('idle');
  });

  test('Z5 adopted: a question at 12:05 is to be answered by 14:05, and by none after the answer', () => {
    const asked = clocks('2013-03-21 12:06', ['10:00', 'replied'], ['12:05', 'received']);
    expect(due(asked['next-reply'])).toBe('2013-03-21 14:05');
    const answered = clocks('2013-03-21 12:11', ['10:00', 'replied'], ['12:05', 'received'], ['12:10', 'replied']);
    expect([answered['next-reply'].state, answered['next-reply'].businessSeconds]).toEqual(['met', 300]);
    expect(nextDue(answered)?.clock).toBe('resolution');
  });

  test('Z5 adopted in kind: the longest exchange is kept; Zammad’s 150 minutes are between two agents’ messages, ours from question to answer', () => {
    const answered = clocks('2013-03-21 15:00', ['10:00', 'replied'], ['10:10', 'received'], ['12:40', 'replied'], ['12:45', 'received'], ['12:50', 'replied']);
    expect([answered['next-reply'].longest, answered['next-reply'].businessSeconds]).toEqual([minutes(150), minutes(5)]);
    expect(answered['next-reply'].history.map(({ state }) => state)).toEqual(['breached', 'met']);
  });

  test('Z6 adopted: closed at 11:30 in 120 minutes, 60 left; at 13:00 in 210, 30 late; then nothing is due', () => {
    for (const [when, figures] of [['11:30', [120, 60]], ['13:00', [210, -30]]] as const) {
      const closed = clocks('2013-03-21 14:00', [when, 'resolved']);
      expect(inMinutes(closed.resolution)).toEqual(figures);
      expect(nextDue(closed)).toBeUndefined();
    }
  });

  test('Z7 adopted: a wait of 15 minutes and a closed half hour move the first response by 45', () => {
    const daily = promising(targets(120, 180, 250), berlin('09:00-18:00', EVERY_DAY));
    const events = story(['2013-06-04 09:00', 'created'], ['09:30', 'waiting'], ['09:45', 'resumed'], ['10:00', 'resolved'], ['10:30', 'reopened']);
    expect(due(clocksOf(events, daily, at('2013-06-04 10:31'))['first-response'])).toBe('2013-06-04 11:45');
  });

  test('Z8 different: what is spent exactly at closing is due then, not at the next opening: a promise of today is not one of tomorrow', () => {
    const daily = promising(targets(120, 180, 250), berlin('09:00-18:00', EVERY_DAY));
    const events = story(['2013-06-04 09:00', 'created'], ['10:00', 'waiting'], ['15:00', 'resumed']);
    expect(due(clocksOf(events, daily, at('2013-06-04 15:01'))['first-response'])).toBe('2013-06-04 16:00');
  });

  const waits = promising(targets(120, 180, 250), berlin('09:00-18:00', EVERY_DAY));
  const pending = promising(targets(120, 180, 240), berlin('09:00-18:00', EVERY_DAY));

  test('Z9 adopted: with half an hour of waiting answered in 75 minutes, solved in 150', () => {
    const events = story(['2013-06-04 09:00', 'created'], ['10:00', 'waiting'], ['10:30', 'resumed'], ['10:45', 'replied'], ['12:00', 'resolved']);
    const now = clocksOf(events, waits, at('2013-06-04 13:00'));
    expect([inMinutes(now['first-response']), inMinutes(now.resolution)]).toEqual([[75, 45], [150, 100]]);
  });

  test.each<[string, Told[], number[]]>([
    ['Z10 adopted: waiting from the beginning to the end is no time', [], [0, 240]],
    ['Z11 adopted: half an hour between two waits', [['10:30', 'resumed'], ['11:00', 'waiting']], [30, 210]],
    ['Z12 adopted: two half hours', [['10:30', 'resumed'], ['11:00', 'waiting'], ['11:30', 'resumed']], [60, 180]],
  ])('%s', (_, told, figures) => {
    const events = story(['2013-06-04 09:00', 'created'], ['09:00', 'waiting'], ...told, ['12:00', 'resolved']);
    expect(inMinutes(clocksOf(events, pending, at('2013-06-05 12:00')).resolution)).toEqual(figures);
  });

  const autumn = berlin('08:00-20:00', WORKDAYS, ['2016-11-01']);
  const slow = promising({ 'first-response': minutes(120), 'next-reply': minutes(1_200), resolution: minutes(1_200) }, autumn);

  test('Z13 adopted: created on a holiday, first response the next morning, 20 hours on the day after', () => {
    const now = clocksOf(story(['2016-11-01 13:56:21', 'created']), slow, at('2016-11-01 14:00'));
    expect([due(now['first-response']), due(now.resolution)]).toEqual(['2016-11-02 09:00', '2016-11-03 15:00']);
  });

  test('Z14 adopted: a second message does not move the deadline; seconds are kept, where Zammad cuts them off', () => {
    const once = story(['2016-11-07 08:00', 'created'], ['09:00', 'replied'], ['13:26:36', 'received']);
    const twice = story(['2016-11-07 08:00', 'created'], ['09:00', 'replied'], ['13:26:36', 'received'], ['14:26:36', 'received']);
    for (const events of [once, twice]) expect(due(clocksOf(events, slow, at('2016-11-07 15:00'))['next-reply'])).toBe('2016-11-09 09:26:36');
  });

  test('Z15 adopted: around the clock with a wait from 90 to 120', () => {
    const start = at('2016-11-07 08:00');
    const minute = (count: number) => start + count * 60_000;
    const wait = [{ from: minute(90), until: minute(120) }];
    expect(elapsed(start, minute(120), ALWAYS, wait)).toBe(minutes(90));
    expect(elapsed(minute(30), minute(120), ALWAYS, wait)).toBe(minutes(60));
    expect(elapsed(start, minute(30), ALWAYS, wait)).toBe(minutes(30));
    expect(deadline(minute(75), minutes(30), ALWAYS, wait)).toBe(minute(135));
  });

  test('Z16 adopted: a question at T, waiting from T+10 to T+20, an hour promised: due at T+70', () => {
    const events = story(['2016-11-07 08:00', 'created'], ['09:00', 'replied'], ['10:00', 'received'], ['10:10', 'waiting'], ['10:20', 'resumed']);
    expect(due(clocksOf(events, promising({ 'next-reply': hours(1) }, ALWAYS), at('2016-11-07 10:30'))['next-reply'])).toBe('2016-11-07 11:10');
  });

  test('Z17 adopted: when the new priority has no targets, nothing is due', () => {
    const table = rules([policy('high', targets(60, 120, 180), ALWAYS, { priority: ['high'] }), policy('rest', {}, ALWAYS)], [ALWAYS]);
    const now = clocksOf(story(['2016-11-07 08:00', 'created'], ['08:00', 'triaged', { priority: 'high' }], ['08:10', 'prioritized', { to: 'low' }]), table, at('2016-11-07 08:20'));
    expect(Object.values(now).map(({ state, due: none }) => [state, none])).toEqual(Array(4).fill(['not-set', undefined]));
  });
});

describe('Chatwoot: applied promises', () => {
  const table = promising({ 'first-response': minutes(10), 'next-reply': minutes(10), resolution: hours(1) }, ALWAYS);
  const after = (now: string, ...told: Told[]) => clocksOf(story(['2024-01-17 10:00', 'created'], ...told), table, at(now));

  test('adopted: each clock that is missed is missed, and others are not', () => {
    const first = after('2024-01-17 10:11');
    expect([first['first-response'].state, first.resolution.state]).toEqual(['breached', 'running']);
    const next = after('2024-01-17 10:21', ['10:05', 'replied'], ['10:10', 'received']);
    expect([next['first-response'].state, next['next-reply'].state, next.resolution.state]).toEqual(['met', 'breached', 'running']);
    const last = after('2024-01-17 11:01', ['10:05', 'replied']);
    expect([last['first-response'].state, last['next-reply'].state, last.resolution.state]).toEqual(['met', 'idle', 'breached']);
  });

  test('different: a first response in time is met at once, not when the ticket is resolved: each clock has a state of its own', () => {
    expect(after('2024-01-17 10:30', ['10:05', 'replied'])['first-response'].state).toBe('met');
    expect(after('2024-01-17 10:40', ['10:05', 'replied'], ['10:35', 'resolved']).resolution.state).toBe('met');
  });

  test('adopted: however often it is looked at, a miss is one miss, at one instant', () => {
    const instants = ['10:11', '10:40', '11:30'].map((time) => after(`2024-01-17 ${time}`)['first-response'].breachedAt);
    expect(new Set(instants)).toEqual(new Set([at('2024-01-17 10:10')]));
  });

  test('different: a bot’s hand-over does not restart the first response; 62 seconds are counted, not 42: the reader has waited 62', () => {
    const events = story(['2024-01-17 10:00', 'created'], ['10:00:20', 'replied', {}, 'bot'], ['10:01:02', 'replied']);
    expect(clocksOf(events, table, at('2024-01-17 10:05'))['first-response'].businessSeconds).toBe(62);
  });
});

describe('Frappe Helpdesk: pauses and results', () => {
  const week = (holidays: string[] = []) => calendar({ zone: 'UTC', hours: on(WORKDAYS, '10:00-18:00'), holidays });
  const high = (holidays?: string[]) => promising({ 'first-response': hours(1), resolution: hours(4) }, week(holidays));
  const urgent = promising({ 'first-response': minutes(30), resolution: hours(2) }, week());

  test('F9 adopted: half an hour on hold: due at 16:30, took an hour', () => {
    const told: Told[] = [['2026-01-05 12:00', 'created'], ['12:30', 'waiting'], ['13:00', 'resumed']];
    expect(due(clocksOf(story(...told), high(), at('2026-01-05 13:10')).resolution)).toBe('2026-01-05 16:30');
    expect(clocksOf(story(...told, ['13:30', 'resolved']), high(), at('2026-01-05 14:00')).resolution.businessSeconds).toBe(3_600);
  });

  test('F10 adopted: on hold from Thursday over a holiday and a weekend: 9,600 seconds of hold, 3,000 of work', () => {
    const events = story(['2026-01-08 17:30', 'created'], ['17:50', 'waiting'], ['2026-01-12 12:30', 'resumed'], ['13:00', 'resolved']);
    expect(clocksOf(events, high(['2026-01-09']), at('2026-01-12 14:00')).resolution.businessSeconds).toBe(3_000);
    expect(elapsed(at('2026-01-08 17:50'), at('2026-01-12 12:30'), week(['2026-01-09']))).toBe(9_600);
  });

  test('F11 adopted: closed the day after it was resolved, it still took half an hour', () => {
    const events = story(['2026-01-05 12:00', 'created'], ['12:30', 'resolved'], ['2026-01-06 12:30', 'closed']);
    expect(clocksOf(events, high(), at('2026-01-07 12:00')).resolution.businessSeconds).toBe(1_800);
  });

  test('F12 adopted: answered after 39 minutes of 30 is 540 seconds late; over night it is not', () => {
    const late = clocksOf(story(['2026-01-05 12:00', 'created'], ['12:39', 'replied']), urgent, at('2026-01-05 13:00'))['first-response'];
    expect([late.state, late.remaining]).toEqual(['breached', -540]);
    const inTime = clocksOf(story(['2026-01-05 17:55', 'created'], ['18:05', 'replied']), urgent, at('2026-01-05 19:00'))['first-response'];
    expect([inTime.state, inTime.businessSeconds]).toEqual(['met', 300]);
  });

  test('F13 adopted: resolved after 135 minutes of 120 is 900 seconds late', () => {
    const late = clocksOf(story(['2026-01-05 12:00', 'created'], ['14:15', 'resolved']), urgent, at('2026-01-05 15:00')).resolution;
    expect([late.state, late.remaining]).toEqual(['breached', -900]);
  });

  test.each<[string, string, Told[], [string, string]]>([
    ['First Response Due', '12:10', [], ['running', 'running']],
    ['Resolution Due', '12:20', [['12:10', 'replied']], ['met', 'running']],
    ['Paused', '12:20', [['12:10', 'replied'], ['12:15', 'waiting']], ['met', 'paused']],
    ['Paused before the first answer', '12:20', [['12:15', 'waiting']], ['paused', 'paused']],
    ['Fulfilled', '13:30', [['12:10', 'replied'], ['13:00', 'resolved']], ['met', 'met']],
    ['Failed, answered late', '13:30', [['12:40', 'replied'], ['13:00', 'resolved']], ['breached', 'met']],
    ['Failed, resolved late', '14:30', [['12:10', 'replied'], ['14:10', 'resolved']], ['met', 'breached']],
  ])('F14 adopted as two states in place of one: %s', (_, now, told, states) => {
    const clocks = clocksOf(story(['2026-01-05 12:00', 'created'], ...told), urgent, at(`2026-01-05 ${now}`));
    expect([clocks['first-response'].state, clocks.resolution.state]).toEqual(states);
  });

  test('adopted: of two merged tickets the earlier start counts; the one that ended in the other counts in no figure', () => {
    const goesOn = story(['2026-01-05 12:00', 'created'], ['12:10', 'merged', { from: 'T-1', began: at('2026-01-05 11:30') }], ['12:20', 'merged', { from: 'T-2', began: at('2026-01-05 12:05') }]);
    const clocks = clocksOf(goesOn, high(), at('2026-01-05 12:21'));
    expect([due(clocks['first-response']), due(clocks.resolution)]).toEqual(['2026-01-05 12:30', '2026-01-05 15:30']);
    const ended = story(['2026-01-05 11:30', 'created'], ['12:10', 'merged', { into: 'T-3' }], ['12:10', 'closed', { reason: 'merged' }]);
    expect(clocksOf(ended, high(), at('2026-01-06 12:00')).resolution.state).toBe('stopped');
  });
});

/** The rules of docs/sla.md about tickets: what starts, stops and changes a clock. */
import { describe, expect, test } from 'vitest';
import { clocksOf, frozenResults, instantOfShare, nextDue, type Clock } from '../../../src/tickets/sla/clocks.ts';
import { ALWAYS, at, calendar, hours, minutes, on, policy, prioritized, promising, rules, story, utc, WORKDAYS, type Told } from './made.ts';

const office = calendar({ zone: 'UTC', hours: on(WORKDAYS, '09:00-18:00') });
const table = rules(
  [
    policy('critical', { 'first-response': minutes(15), resolution: hours(2) }, ALWAYS, { priority: ['critical'] }),
    policy('high', { 'first-response': hours(2), 'next-reply': hours(1), resolution: hours(8) }, office, { priority: ['high'] }),
    policy('low', { triage: hours(1), 'first-response': hours(8), resolution: hours(48) }, office),
  ],
  [ALWAYS, office],
);
const high: Told = ['09:00', 'triaged', { priority: 'high' }];
/** On a Monday; times alone are of that day. */
const clocks = (now: string, ...told: Told[]) => clocksOf(story(['2026-01-05 09:00', 'created'], ...told), table, at(now.length > 5 ? now : `2026-01-05 ${now}`));
const due = ({ due: instant }: Clock) => (instant === undefined ? undefined : utc(instant).replace('2026-01-05 ', ''));

describe('what stops a clock', () => {
  test.each<[string, Told]>([
    ['a bot’s answer', ['09:10', 'replied', {}, 'bot']],
    ['the automatic acknowledgement', ['09:10', 'replied', {}, 'system']],
    ['a private note', ['09:10', 'noted']],
    ['an assignment', ['09:10', 'assigned', { agent: 'sam' }]],
    ['another message of the requester', ['09:10', 'received']],
  ])('%s is no first response', (_, told) => {
    expect(clocks('09:30', high, told)['first-response'].state).toBe('running');
  });

  test.each(['agent', 'desk'] as const)('a public answer of an %s is', (actor) => {
    expect(clocks('09:30', high, ['09:10', 'replied', {}, actor])['first-response']).toMatchObject({ state: 'met', businessSeconds: 600 });
  });

  test('a ticket that an agent wrote down for somebody is answered by the next public message, not by being written', () => {
    const events = story(['2026-01-05 09:00', 'created', { onBehalf: true }, 'agent'], high);
    expect(clocksOf(events, table, at('2026-01-05 09:30'))['first-response'].state).toBe('running');
    const answered = story(['2026-01-05 09:00', 'created', { onBehalf: true }, 'agent'], high, ['09:20', 'replied']);
    expect(clocksOf(answered, table, at('2026-01-05 09:30'))['first-response'].businessSeconds).toBe(minutes(20));
  });

  test('met at the deadline is met, a second later is late', () => {
    expect(clocks('12:00', high, ['11:00', 'replied'])['first-response'].state).toBe('met');
    expect(clocks('12:00', high, ['11:00:01', 'replied'])['first-response'].state).toBe('breached');
    expect(clocks('11:00', high)['first-response'].state).toBe('running');
    expect(clocks('2026-01-05 11:00:00.001Z', high)['first-response'].state).toBe('breached');
  });

  test('a deadline at closing is missed by an answer before the next opening, although no open second lies between', () => {
    const nine = promising({ 'first-response': hours(9) }, office);
    const late = clocksOf(story(['2026-01-05 09:00', 'created'], ['2026-01-06 08:00', 'replied']), nine, at('2026-01-06 08:00'))['first-response'];
    expect([late.state, late.remaining]).toEqual(['breached', 0]);
  });

  test('resolved without an answer is neither in time nor late, and runs on when it is opened again', () => {
    expect(clocks('10:30', high, ['10:00', 'resolved'])['first-response'].state).toBe('stopped');
    const again = clocks('15:30', high, ['10:00', 'resolved'], ['15:00', 'reopened'])['first-response'];
    expect([again.state, due(again)]).toEqual(['running', '16:00']);
    expect(clocks('12:00', high, ['11:30', 'resolved'])['first-response'].state).toBe('breached');
  });

  test.each(['spam', 'duplicate', 'merged', 'agent'] as const)('closed as %s without a resolution, its open clocks count in no figure', (reason) => {
    const closed = clocks('12:00', high, ['10:00', 'closed', { reason }]);
    expect([closed['first-response'].state, closed.resolution.state, nextDue(closed)]).toEqual(['stopped', 'stopped', undefined]);
  });

  test('triage is met when somebody or a rule has judged the ticket', () => {
    expect(clocks('09:30').triage).toMatchObject({ state: 'running', due: at('2026-01-05 10:00') });
    expect(clocks('12:00', ['09:40', 'triaged', { priority: 'high' }]).triage).toMatchObject({ state: 'met', businessSeconds: minutes(40), policy: 'low' });
    expect(clocks('12:00').triage.state).toBe('breached');
  });
});

describe('next reply', () => {
  const answered: Told[] = [high, ['09:30', 'replied']];
  test('the requester’s first question starts it, further ones do not move it', () => {
    const asked = clocks('10:40', ...answered, ['10:00', 'received'], ['10:30', 'received'])['next-reply'];
    expect([asked.start, due(asked)]).toEqual([at('2026-01-05 10:00'), '11:00']);
  });

  test('before the first answer the first-response clock covers every question', () => {
    expect(clocks('10:40', high, ['10:00', 'received'])['next-reply'].state).toBe('idle');
  });

  test('an agent who writes again starts none', () => {
    expect(clocks('10:40', ...answered, ['10:00', 'replied'])['next-reply'].state).toBe('idle');
  });

  test('each exchange is kept with its own result', () => {
    const clock = clocks('15:00', ...answered, ['10:00', 'received'], ['11:30', 'replied'], ['12:00', 'received'], ['12:10', 'replied'])['next-reply'];
    expect([clock.state, clock.history.map(({ state }) => state), clock.longest, utc(clock.firstBreach!)]).toEqual(['met', ['breached', 'met'], minutes(90), '2026-01-05 11:00']);
  });

  test('a message while we wait for the requester ends the wait, even if nobody resumes the ticket', () => {
    const asked = clocks('11:00', ...answered, ['09:30', 'waiting'], ['10:30', 'received']);
    expect([due(asked['next-reply']), due(asked.resolution)]).toEqual(['11:30', '18:00']);
    expect(asked['next-reply'].state).toBe('running');
  });

  test('a thank-you after the end is no open question', () => {
    expect(clocks('15:00', ...answered, ['10:00', 'resolved'], ['10:05', 'received'])['next-reply'].state).toBe('stopped');
  });
});

describe('waiting, resolving, opening again', () => {
  test('a wait that ends with the resolution is deducted', () => {
    expect(clocks('2026-02-20 09:00', high, ['10:00', 'waiting'], ['2026-02-16 12:00', 'resolved']).resolution).toMatchObject({ state: 'met', businessSeconds: hours(1) });
  });

  test('while we wait there is no deadline, only what is left', () => {
    expect(clocks('2026-01-09 12:00', high, ['10:00', 'waiting']).resolution).toMatchObject({ state: 'paused', due: undefined, remaining: hours(7), share: 1 / 8 });
  });

  test('waiting twice is waiting once', () => {
    expect(due(clocks('12:00', high, ['10:00', 'waiting'], ['10:30', 'waiting'], ['11:00', 'resumed'], ['11:30', 'resumed'])['first-response'])).toBe('12:00');
  });

  test('what comes after a clock was met does not change when it was due', () => {
    const after = clocks('15:30', high, ['10:00', 'replied'], ['10:00', 'waiting'], ['12:00', 'resumed'], ['13:00', 'resolved']);
    expect([due(after['first-response']), due(after.resolution)]).toEqual(['11:00', '2026-01-06 10:00']);
  });

  test('a wait that begins after the deadline does not excuse it', () => {
    expect(clocks('12:30', high, ['11:30', 'waiting'])['first-response']).toMatchObject({ state: 'breached', breachedAt: at('2026-01-05 11:00') });
  });

  test('due at 16:00, closed from 13:00 to 15:00: due at 18:00 (Zammad, BoldDesk)', () => {
    const seven = promising({ resolution: hours(7) }, office);
    const events = story(['2026-01-05 09:00', 'created'], ['13:00', 'resolved'], ['15:00', 'reopened']);
    expect(due(clocksOf(events, seven, at('2026-01-05 15:30')).resolution)).toBe('18:00');
  });

  test('opened again, the first resolution stays in the history', () => {
    const { resolution } = clocks('2026-01-07 12:00', high, ['11:00', 'resolved'], ['2026-01-06 09:00', 'reopened'], ['10:00', 'resolved']);
    expect([resolution.history.map((run) => run.businessSeconds), resolution.businessSeconds, resolution.metAt]).toEqual([[hours(2), hours(3)], hours(3), at('2026-01-06 10:00')]);
  });

  test('late and opened again it stays late', () => {
    expect(clocks('2026-01-07 12:00', high, ['2026-01-06 12:00', 'resolved'], ['13:00', 'reopened'], ['13:10', 'resolved']).resolution).toMatchObject({ state: 'breached', breachedAt: at('2026-01-05 17:00') });
  });

  test('closed after it was resolved changes nothing', () => {
    const before = clocks('2026-01-06 12:00', high, ['11:00', 'replied'], ['12:00', 'resolved']);
    expect(clocks('2026-01-20 12:00', high, ['11:00', 'replied'], ['12:00', 'resolved'], ['2026-01-12 12:00', 'closed'])).toEqual(before);
  });
});

describe('warnings', () => {
  const share = (now: string, part: number, ...told: Told[]) => {
    const found = instantOfShare(clocks(now, ...told).resolution, part, table, at(`2026-01-05 ${now}`));
    return found === undefined ? undefined : utc(found).replace('2026-01-05 ', '');
  };

  test('three quarters of business time', () => expect(share('10:00', 0.75, high)).toBe('15:00'));
  test('after a wait it comes later', () => expect(share('12:00', 0.75, high, ['10:00', 'waiting'], ['11:00', 'resumed'])).toBe('16:00'));
  test('after a change of priority it is another one', () => expect(share('10:00', 0.75, ['09:00', 'triaged', { priority: 'low' }], prioritized('09:30', 'high'))).toBe('15:00'));
  test('what is spent already warns now', () => expect(share('16:30', 0.75, high)).toBe('16:30'));
  test('none while we wait, and none when it is late or done', () => {
    expect(share('12:00', 0.75, high, ['10:00', 'waiting'])).toBeUndefined();
    expect(share('17:30', 0.75, high)).toBeUndefined();
    expect(share('12:00', 0.75, high, ['11:00', 'resolved'])).toBeUndefined();
  });

  test('for a deadline at nine in the morning it comes the afternoon before, never at night', () => {
    const events = story(['2026-01-05 16:00', 'created']);
    const table2 = promising({ resolution: hours(3) }, office);
    const clock = clocksOf(events, table2, at('2026-01-05 16:05')).resolution;
    expect([due(clock), utc(instantOfShare(clock, 0.5, table2, at('2026-01-05 16:05'))!)]).toEqual(['2026-01-06 10:00', '2026-01-05 17:30']);
  });
});

describe('what is frozen, and clocks that disagree', () => {
  const told: Told[] = [high, ['10:00', 'replied'], ['12:00', 'resolved']];
  const results = frozenResults(clocks('12:00', ...told));
  const closed = () => story(['2026-01-05 09:00', 'created'], ...told, ['2026-01-12 12:00', 'closed', { reason: 'time', results }]);

  test('a closed ticket keeps its results, whatever the calendars and policies say later', () => {
    const edited = rules([policy('high', { resolution: minutes(1) }, office)], [office]);
    const kept = clocksOf(closed(), edited, at('2026-02-01 00:00'));
    expect(kept).toEqual(JSON.parse(JSON.stringify(clocks('12:00', ...told))));
    expect([kept.resolution.state, kept.resolution.businessSeconds]).toEqual(['met', hours(3)]);
  });

  test('results of another shape, as an import may bring, are worked out from the events', () => {
    const imported = story(['2026-01-05 09:00', 'created'], ...told, ['2026-01-12 12:00', 'closed', { reason: 'import', results: { firstReply: 3_600 } }]);
    expect(clocksOf(imported, table, at('2026-02-01 00:00')).resolution).toMatchObject({ state: 'met', businessSeconds: hours(3) });
  });

  test('what still ran as the ticket was closed has stopped in its results, as it would without them', () => {
    const told2: Told[] = [high, ['10:00', 'replied'], ['10:30', 'received'], ['11:00', 'waiting']];
    const closing = (facts: object): Told[] => [...told2, ['11:10', 'closed', { reason: 'merged', ...facts }]];
    const live = clocks('12:00', ...closing({}));
    const kept = clocks('12:00', ...closing({ results: frozenResults(clocks('11:10', ...told2)) }));
    for (const name of ['first-response', 'next-reply', 'resolution'] as const) {
      expect([kept[name].state, kept[name].due]).toEqual([live[name].state, live[name].due]);
      expect(kept[name].history.map(({ state }) => state)).toEqual(live[name].history.map(({ state }) => state));
    }
    expect([kept['first-response'].state, kept['next-reply'].state, kept.resolution.state]).toEqual(['met', 'stopped', 'stopped']);
  });

  test('an event that seems to lie before the one it follows counts as simultaneous', () => {
    const skewed = story(['2026-01-05 09:00', 'created'], high, ['09:30', 'waiting'], ['09:10', 'resumed'], ['08:00', 'replied']);
    const clock = clocksOf(skewed, table, at('2026-01-05 09:00'))['first-response'];
    expect([clock.state, clock.businessSeconds]).toEqual(['met', minutes(30)]);
  });

  test('an imported ticket is judged by its own dates', () => {
    expect(clocksOf(story(['2025-12-01 09:00', 'created'], ['09:00', 'triaged', { priority: 'high' }]), table, at('2026-01-05 09:00')).resolution).toMatchObject({ state: 'breached', breachedAt: at('2025-12-01 17:00') });
  });

  test('a story that does not begin with the creation is refused', () => {
    expect(() => clocksOf(closed().slice(1, 2), table, 0)).toThrow('begins with its creation');
  });
});

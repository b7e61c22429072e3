/** The rules of docs/sla.md about promises: which one holds, what changes it, what it leaves. */
import { describe, expect, test } from 'vitest';
import { clocksOf, type Clock, type Clocks } from '../../../src/tickets/sla/clocks.ts';
import { policyFor, slowestPromise } from '../../../src/tickets/sla/policy.ts';
import type { TicketEvent } from '../../../src/tickets/events.ts';
import { ALWAYS, at, calendar, hours, minutes, on, policy, prioritized, rules, story, utc, WORKDAYS, type Told } from './made.ts';

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

describe('another promise', () => {
  test('a change of priority keeps the start and the pauses', () => {
    const changed = clocks('11:00', ['09:00', 'triaged', { priority: 'low' }], ['09:10', 'waiting'], ['09:40', 'resumed'], prioritized('10:00', 'high'));
    expect([changed.resolution.start, due(changed['first-response']), changed.resolution.policy]).toEqual([at('2026-01-05 09:00'), '11:30', 'high']);
  });

  test('to a promise that is spent already: late at that moment', () => {
    expect(clocks('11:00', ['09:00', 'triaged', { priority: 'low' }], prioritized('10:00', 'critical'))['first-response']).toMatchObject({ state: 'breached', due: at('2026-01-05 09:15'), breachedAt: at('2026-01-05 10:00') });
  });

  test('there and back buys nothing', () => {
    const flapped = clocks('10:30', high, prioritized('09:30', 'low'), prioritized('10:00', 'high'), prioritized('10:10', 'low'), prioritized('10:20', 'high'));
    const straight = clocks('10:30', high);
    for (const name of ['first-response', 'resolution'] as const) expect(flapped[name]).toEqual(straight[name]);
  });

  test('a priority that changed while it was resolved holds when it is opened again', () => {
    expect(clocks('12:00', high, ['10:00', 'resolved'], prioritized('10:30', 'low'), ['11:00', 'reopened']).resolution).toMatchObject({ policy: 'low', start: at('2026-01-05 09:00'), remaining: hours(46) });
    const merged = clocks('12:00', high, ['10:00', 'resolved'], ['10:30', 'merged', { from: 'T-1', began: at('2026-01-02 17:00') }], ['11:00', 'reopened']);
    expect(merged.resolution).toMatchObject({ start: at('2026-01-02 17:00'), remaining: hours(5) });
  });

  test('late before the change stays late after it', () => {
    expect(clocks('12:30', high, prioritized('11:30', 'low'))['first-response']).toMatchObject({ state: 'breached', breachedAt: at('2026-01-05 11:00'), due: at('2026-01-05 17:00') });
  });

  test('what was met keeps the promise it was met under', () => {
    expect(clocks('12:00', high, ['10:30', 'replied'], prioritized('11:00', 'critical'))['first-response']).toMatchObject({ state: 'met', policy: 'high' });
  });

  test('before triage the default applies', () => {
    expect(clocks('09:30')['first-response']).toMatchObject({ policy: 'low', due: at('2026-01-05 17:00') });
  });

  test('another tier may have other promises', () => {
    const tiers = rules([policy('engineering', { resolution: hours(4) }, office, { tier: ['tier-3'] }), policy('rest', { resolution: hours(8) }, office)], [office]);
    const events = story(['2026-01-05 09:00', 'created'], ['09:00', 'triaged', { tier: 'tier-1' }], ['10:00', 'escalated', { level: 3, tier: 'tier-3' }]);
    expect(due(clocksOf(events.slice(0, 2), tiers, at('2026-01-05 10:30')).resolution)).toBe('17:00');
    expect(due(clocksOf(events, tiers, at('2026-01-05 10:30')).resolution)).toBe('13:00');
  });

  test('a clock keeps the table of the day it started', () => {
    const versions = rules([policy('old', { 'first-response': hours(8), 'next-reply': hours(8) }, office)], [office], [{ from: at('2026-01-06 00:00'), policies: [policy('new', { 'first-response': hours(1), 'next-reply': hours(1) }, office)] }]);
    const events = story(['2026-01-05 17:00', 'created'], ['2026-01-06 09:30', 'triaged', { priority: 'high' }], ['10:00', 'replied'], ['11:00', 'received']);
    const now = clocksOf(events, versions, at('2026-01-06 11:30'));
    expect([now['first-response'].policy, now['next-reply'].policy, due(now['next-reply'])]).toEqual(['old', 'new', '2026-01-06 12:00']);
    expect(clocksOf(story(['2026-01-06 09:00', 'created']), versions, at('2026-01-06 09:30'))['first-response'].policy).toBe('new');
  });

  test('without a target there is no deadline and no figure', () => {
    expect(clocks('09:30', ['09:00', 'triaged', { priority: 'critical' }])['next-reply']).toEqual(expect.objectContaining({ state: 'not-set' }));
    expect(clocks('12:00', ['09:00', 'triaged', { priority: 'critical' }], ['09:30', 'replied']).triage).toMatchObject({ state: 'met' });
    const none = clocksOf(story(['2026-01-05 09:00', 'created'], ['09:30', 'replied']), rules([policy('all', {}, office)], [office]), at('2026-01-05 12:00'))['first-response'];
    expect(none).toMatchObject({ state: 'not-set', due: undefined, businessSeconds: undefined, share: undefined, metAt: at('2026-01-05 09:30') });
  });
});

describe('adjustments', () => {
  const extended: Told[] = [high, ['10:00', 'escalated', { level: 3 }], ['10:00', 'adjusted', { clock: 'resolution', seconds: hours(4) }]];

  test('four hours more move the deadline; what was promised stands beside it', () => {
    expect(clocks('12:00', ...extended).resolution).toMatchObject({ state: 'running', target: hours(8), adjustment: hours(4), originalDue: at('2026-01-05 17:00'), due: at('2026-01-06 12:00') });
    expect(due(clocks('12:00', ...extended)['first-response'])).toBe('11:00');
  });

  test('in time by the adjusted deadline, late by the promised one: both are known', () => {
    expect(clocks('2026-01-07 12:00', ...extended, ['2026-01-06 10:00', 'resolved']).resolution).toMatchObject({ state: 'met', breachedAt: undefined, originalBreachedAt: at('2026-01-05 17:00') });
  });

  test('after the deadline they come too late', () => {
    expect(clocks('12:00', high, ['11:30', 'adjusted', { clock: 'first-response', seconds: hours(4) }])['first-response'].state).toBe('breached');
  });

  test('they outlast a change of priority', () => {
    expect(clocks('12:00', ...extended, prioritized('10:30', 'low')).resolution).toMatchObject({ target: hours(48), adjustment: hours(4) });
  });
});

describe('which policy', () => {
  const policies = [policy('enterprise', {}, office, { plan: ['enterprise'], priority: ['high', 'critical'] }), policy('phone', {}, office, { channel: ['phone'] }), policy('tier', {}, office, { tier: ['t3'] }), policy('rest', {}, office)];
  test.each([
    [{ plan: 'enterprise', priority: 'high', channel: 'phone' }, 'enterprise'],
    [{ plan: 'enterprise', priority: 'low', channel: 'phone' }, 'phone'],
    [{ plan: 'enterprise', channel: 'form' }, 'rest'],
    [{ tier: 't3', channel: 'form' }, 'tier'],
    [{}, 'rest'],
  ] as const)('%j takes the first whose conditions all hold: %s', (facts, id) => {
    expect(policyFor(policies, facts)?.id).toBe(id);
  });

  test('before triage a reader is told the slowest promise that could apply', () => {
    expect(slowestPromise(table, { channel: 'form' }, 'first-response', at('2026-01-05 09:00'))?.policy.id).toBe('low');
    expect(slowestPromise(table, { priority: 'critical' }, 'first-response', at('2026-01-05 09:00'))?.policy.id).toBe('critical');
    expect(slowestPromise(table, {}, 'next-reply', at('2026-01-05 09:00'))).toBeUndefined();
    expect(slowestPromise({ ...table, policies: [] }, {}, 'resolution', 0)).toBeUndefined();
  });
});

describe('SmartMed’s table, which another content tree will hold', () => {
  const targets = (first: number, resolution: number) => ({ triage: hours(1), 'first-response': first, resolution });
  const smartmed = rules(
    [
      policy('critical', targets(minutes(15), hours(4)), ALWAYS, { priority: ['critical'] }),
      policy('high', targets(hours(1), hours(24)), ALWAYS, { priority: ['high'] }),
      policy('medium', targets(hours(4), hours(72)), ALWAYS, { priority: ['medium'] }),
      policy('low', targets(hours(24), hours(168)), ALWAYS),
    ],
    [ALWAYS],
  );
  const told = (priority: 'critical' | 'high' | 'medium' | 'low'): TicketEvent[] => story(['2026-03-06 22:30', 'created'], ['22:40', 'triaged', { priority }]);

  test.each([
    ['critical', '2026-03-06 22:45', '2026-03-07 02:30'],
    ['high', '2026-03-06 23:30', '2026-03-07 22:30'],
    ['medium', '2026-03-07 02:30', '2026-03-09 22:30'],
    ['low', '2026-03-07 22:30', '2026-03-13 22:30'],
  ] as const)('%s: first response by %s, resolution by %s', (priority, first, resolution) => {
    const now: Clocks = clocksOf(told(priority), smartmed, at('2026-03-06 22:41'));
    expect([due(now['first-response']), due(now.resolution), now.triage.state]).toEqual([first, resolution, 'met']);
  });

  test('triage within the hour', () => {
    expect(clocksOf(told('low').slice(0, 1), smartmed, at('2026-03-06 23:31')).triage).toMatchObject({ state: 'breached', breachedAt: at('2026-03-06 23:30') });
  });
});

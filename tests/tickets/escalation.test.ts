import { describe, expect, test } from 'vitest';
import type { TicketEvent } from '../../src/tickets/events.ts';
import { failedAttempts } from '../../src/tickets/escalation/alarms.ts';
import { escalateBy, escalateByHand, noticesFor, NotHigher, UnknownLevel } from '../../src/tickets/escalation/escalate.ts';
import { snapshotOf } from '../../src/tickets/lifecycle.ts';
import { opensFrom } from '../../src/tickets/watch/rules.ts';
import { scheduleOf, watched } from '../../src/tickets/watch/schedule.ts';
import { DOCTORS } from './support.ts';

/** New York is five hours behind UTC in January. */
const at = (local: string) => Date.parse(`${local}-05:00`);
const AGENT = { kind: 'agent', name: 'agent-1' };

type Move = readonly [when: string, kind: string, facts?: object, actor?: object];

function story(...moves: readonly Move[]): TicketEvent[] {
  return moves.map(([when, kind, facts = {}, actor = AGENT], index) => ({ kind, facts, actor, seq: index + 1, at: at(when), source: 'command' }) as unknown as TicketEvent);
}

const asked = (when: string): Move => [when, 'created', { channel: 'form', onBehalf: false, attachments: 0 }, { kind: 'requester' }];
const judged = (when: string, facts: object = {}): Move => [when, 'triaged', { category: 'account', priority: 'medium', team: 'support', tags: [], vip: false, security: false, compliance: false, rulings: [], ...facts }, { kind: 'system' }];
const alarms = (...moves: Move[]) => watched(story(...moves), DOCTORS).alarms.map(({ key, at: when }) => [key.replace(/:\d+$/, ''), new Date(when).toISOString()]);
const iso = (local: string) => new Date(at(local)).toISOString();

// 2026-01-07 is a Wednesday.
describe('what a ticket sets off', () => {
  test('is a warning at three quarters of the promised time and a breach at its end, both in opening hours', () => {
    expect(alarms(asked('2026-01-07T16:00'), judged('2026-01-07T16:00'))).toEqual([
      // Three of four hours: two today until six, one tomorrow.
      ['trigger:imminent', iso('2026-01-08T10:00')],
      ['breach:first-response', iso('2026-01-08T11:00')],
      ['breach:resolution', iso('2026-01-12T13:00')],
    ]);
  });

  test('moves when the requester has to do something, and comes back when they have', () => {
    const paused: Move[] = [asked('2026-01-07T10:00'), judged('2026-01-07T10:00'), ['2026-01-07T11:00', 'waiting']];
    expect(alarms(...paused)).toEqual([]);
    const resumed = alarms(...paused, ['2026-01-07T15:00', 'resumed']);
    expect(resumed).toContainEqual(['breach:first-response', iso('2026-01-07T18:00')]);
  });

  test('is nothing any more when it is resolved', () => {
    expect(alarms(asked('2026-01-07T10:00'), judged('2026-01-07T10:00'), ['2026-01-07T10:30', 'resolved'])).toEqual([]);
  });

  test('comes at once for a critical ticket, by day and night', () => {
    expect(alarms(asked('2026-01-10T03:00'), judged('2026-01-10T03:00', { priority: 'critical' }))[0]).toEqual(['trigger:critical', iso('2026-01-10T03:00')]);
  });

  test('comes from the moment on at which all of a trigger holds', () => {
    const raised = alarms(asked('2026-01-07T10:00'), judged('2026-01-07T10:00'), ['2026-01-07T14:00', 'prioritized', { to: 'critical' }]);
    expect(raised).toContainEqual(['trigger:critical', iso('2026-01-07T14:00')]);
    expect(alarms(asked('2026-01-07T10:00'), judged('2026-01-07T10:00', { priority: 'critical' }), ['2026-01-07T11:00', 'prioritized', { to: 'low' }]).map(([key]) => key)).not.toContain('trigger:critical');
  });

  test('counts an attempt as failed when the requester writes again after an answer, however many answers came before', () => {
    const answered = (when: string): Move => [when, 'replied'];
    const wrote = (when: string): Move => [when, 'received', { attachments: 0 }, { kind: 'requester' }];
    const bot: Move = ['2026-01-07T10:01', 'replied', {}, { kind: 'bot' }];
    const attempts = (...moves: Move[]) => failedAttempts(story(asked('2026-01-07T10:00'), ...moves));
    expect(attempts(bot, wrote('2026-01-07T10:05'))).toBe(0);
    expect(attempts(answered('2026-01-07T10:05'), answered('2026-01-07T10:06'))).toBe(0);
    expect(attempts(answered('2026-01-07T10:05'), wrote('2026-01-07T10:10'), wrote('2026-01-07T10:11'))).toBe(1);
    expect(attempts(answered('2026-01-07T10:05'), wrote('2026-01-07T10:10'), answered('2026-01-07T10:15'), ['2026-01-07T11:00', 'resolved'], ['2026-01-07T12:00', 'reopened'])).toBe(2);
  });

  test('tells the row when its nearest deadline is and when to look next', () => {
    expect(scheduleOf(story(asked('2026-01-07T16:00'), judged('2026-01-07T16:00')), DOCTORS)).toEqual({ nextDue: { at: at('2026-01-08T11:00'), clock: 'first-response' }, lookAt: at('2026-01-08T10:00') });
  });
});

describe('a ticket that moves up', () => {
  const ticket = (facts: object = {}) => snapshotOf(story(asked('2026-01-07T10:00'), judged('2026-01-07T10:00', facts)));
  const trigger = (id: string) => DOCTORS.escalation.triggers.find((one) => one.id === id)!;

  test('goes to the tier and team of the trigger and gets four hours more where the trigger gives them', () => {
    expect(escalateBy(trigger('attempts'), ticket(), DOCTORS.escalation)?.drafts).toMatchObject([
      { kind: 'escalated', facts: { level: 2, tier: 'specialist', team: 'technical', trigger: 'attempts' } },
      { kind: 'adjusted', facts: { clock: 'resolution', seconds: 4 * 3_600 } },
    ]);
    expect(escalateBy(trigger('imminent'), ticket(), DOCTORS.escalation)?.drafts.map(({ kind }) => kind)).toEqual(['escalated']);
  });

  test('gets no more time when it is critical', () => {
    expect(escalateBy(trigger('attempts'), ticket({ priority: 'critical' }), DOCTORS.escalation)?.drafts.map(({ kind }) => kind)).toEqual(['escalated']);
  });

  test('does not move when triage put it there already', () => {
    expect(escalateBy(trigger('imminent'), ticket({ tier: 'on-call' }), DOCTORS.escalation)).toBeUndefined();
  });

  test('by hand keeps the reason and what was tried, and only goes up to levels that there are', () => {
    const by = { level: 2, reason: 'It needs a change in the code.', attempted: ['Cleared the cache', 'Another browser'], agent: 'agent-1' };
    expect(escalateByHand(by, ticket(), DOCTORS.escalation).drafts[0]).toMatchObject({ facts: { trigger: 'manual', attempts: 2 }, words: { reason: by.reason, attempted: by.attempted }, actor: { kind: 'agent', name: 'agent-1' } });
    expect(() => escalateByHand({ ...by, level: 3 }, ticket(), DOCTORS.escalation)).toThrow(UnknownLevel);
    expect(() => escalateByHand(by, ticket({ tier: 'specialist' }), DOCTORS.escalation)).toThrow(NotHigher);
  });
});

describe('a notice', () => {
  const level = (tier: string) => DOCTORS.escalation.levels.find((one) => one.tier === tier)!;
  const opens = (calendar: string, from: number) => opensFrom(DOCTORS, calendar, from);

  test('waits at three in the morning until the office opens, unless somebody is on call', () => {
    const night = at('2026-01-08T03:00');
    expect(noticesFor(level('specialist'), night, opens).map(({ notice, notBefore }) => [notice, notBefore])).toEqual([['mail', at('2026-01-08T09:00')], ['chat', at('2026-01-08T09:00')]]);
    expect(noticesFor(level('on-call'), night, opens).every(({ notBefore }) => notBefore === night)).toBe(true);
  });

  test('goes out at once while the office is open', () => {
    expect(noticesFor(level('agent'), at('2026-01-08T12:00'), opens)[0]?.notBefore).toBe(at('2026-01-08T12:00'));
  });
});

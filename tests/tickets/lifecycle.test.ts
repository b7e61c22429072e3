import fc from '../chance.ts';
import { describe, expect, test } from 'vitest';
import type { EventKind, TicketEvent } from '../../src/tickets/events.ts';
import { allowedIn, IllegalMove, refuseIllegal, snapshotOf, STATES, type State } from '../../src/tickets/lifecycle.ts';
import { makeReference, readReference } from '../../src/tickets/reference.ts';

const AGENT = { kind: 'agent', name: 'agent-1' } as const;

interface Move {
  readonly kind: EventKind;
  readonly facts?: object;
  readonly actor?: object;
}

function story(...moves: readonly Move[]): TicketEvent[] {
  const first = { kind: 'created', facts: { channel: 'form', onBehalf: false, attachments: 0 } };
  return [first, ...moves].map((move, index) => ({ facts: {}, actor: AGENT, source: 'command', ...move, seq: index + 1, at: index * 1_000 }) as TicketEvent);
}

const triage: Move = { kind: 'triaged', facts: { category: 'account', priority: 'high', team: 'support' } };
const reply: Move = { kind: 'replied', facts: {} };
const stateAfter = (...moves: Move[]) => snapshotOf(story(...moves)).state;

describe('a ticket', () => {
  test('goes from new over triaged, assigned and in progress to resolved and closed', () => {
    const moves: Move[] = [triage, { kind: 'assigned', facts: { agent: 'agent-1' } }, reply, { kind: 'waiting' }, { kind: 'resumed' }, { kind: 'resolved' }, { kind: 'closed', facts: { reason: 'time' } }];
    expect([0, 1, 2, 3, 4, 5, 6, 7].map((count) => stateAfter(...moves.slice(0, count)))).toEqual(['new', 'triaged', 'assigned', 'in-progress', 'waiting', 'in-progress', 'resolved', 'closed']);
  });

  test('is in progress when a person answers, and not when a bot does', () => {
    expect(stateAfter(triage, { kind: 'replied', actor: { kind: 'bot' } })).toBe('triaged');
    expect(stateAfter(triage, { kind: 'replied', actor: { kind: 'desk', name: 'zendesk' } })).toBe('in-progress');
  });

  test('loses its agent when it goes to another team, and keeps the highest level it reached', () => {
    const moved = snapshotOf(story(triage, { kind: 'assigned', facts: { agent: 'agent-1' } }, { kind: 'escalated', facts: { level: 3, team: 'engineering', trigger: 'critical', attempts: 0 } }, { kind: 'escalated', facts: { level: 2, trigger: 'manual', attempts: 0 } }));
    expect(moved).toMatchObject({ team: 'engineering', agent: undefined, level: 3 });
  });

  test('that is resolved takes a reopening and a rating, and no escalation; one that is closed takes a rating and nothing that goes on', () => {
    expect(allowedIn('resolved')).toEqual(expect.arrayContaining(['reopened', 'rated', 'closed', 'received']));
    expect(allowedIn('resolved')).not.toContain('escalated');
    expect(allowedIn('closed')).toContain('rated');
    for (const kind of ['reopened', 'replied', 'received', 'resolved', 'assigned'] as const) expect(() => refuseIllegal('closed', kind)).toThrow(IllegalMove);
  });

  test('never leaves the lifecycle, whatever legal events come in whatever order', () => {
    const facts: Partial<Record<EventKind, object>> = {
      triaged: { category: 'account', priority: 'low', team: 'support' },
      escalated: { level: 1, trigger: 'manual', attempts: 0 },
      prioritized: { to: 'medium' },
      closed: { reason: 'time' },
      merged: { from: 'other' },
      linked: { incident: null },
    };
    fc.assert(
      fc.property(fc.array(fc.nat(), { maxLength: 40 }), (choices) => {
        const events = story();
        for (const choice of choices) {
          const { state } = snapshotOf(events);
          const kinds = allowedIn(state);
          const kind = kinds[choice % kinds.length]!;
          events.push({ kind, facts: facts[kind] ?? {}, actor: AGENT, source: 'command', seq: events.length + 1, at: events.length } as TicketEvent);
          const after = snapshotOf(events);
          expect(STATES).toContain(after.state);
          if (state === 'closed') expect(after.state).toBe('closed' satisfies State);
          expect(after.resolvedAt !== undefined).toBe(after.state === 'resolved' || (after.state === 'closed' && state !== 'closed' ? state === 'resolved' : after.resolvedAt !== undefined));
        }
      }),
    );
  });
});

describe('a reference', () => {
  test('is read again however it is typed or read out', () => {
    fc.assert(
      fc.property(fc.uint8Array({ minLength: 8, maxLength: 8 }), fc.constantFrom('', ' ', '-', '–'), (bytes, between) => {
        const reference = makeReference(() => bytes);
        expect(readReference(reference)).toBe(reference);
        expect(readReference(` ${reference.toLowerCase().replace('-', between).replaceAll('0', 'o').replaceAll('1', 'l')} `)).toBe(reference);
      }),
    );
  });

  test('is nothing else: too short, too long, other letters', () => {
    for (const text of ['', '7K3M', '7K3M-9QXTA', '7K3M-9QX!', '7K3M-9QXU']) expect(readReference(text)).toBeUndefined();
  });
});

import fc from '../chance.ts';
import { describe, expect, test } from 'vitest';
import { afterOutcome, CLOSED, room, type Circuit } from '../../src/outbox/circuit.ts';
import { LONGEST_ASKED_MS, longestWait, MAIL_PATIENCE, nextStep, type Outcome } from '../../src/outbox/outcome.ts';
import { idsOnly, NotAnId, shortCode } from '../../src/outbox/row.ts';

const NOON = Date.UTC(2026, 10, 23, 12);
const row = (attempts: number, patienceFrom = NOON) => ({ attempts, patienceFrom });
const later = (more: Partial<Extract<Outcome, { kind: 'later' }>> = {}): Outcome => ({ kind: 'later', error: 'http.503', blame: 'channel', ...more });
const most = () => 1;
const step = (outcome: Outcome, attempts = 1, random = most, patienceFrom = NOON) => nextStep(outcome, row(attempts, patienceFrom), MAIL_PATIENCE, NOON, random);

describe('after an attempt', () => {
  test('a row that the other side has is done, and so is one that needs nothing', () => {
    expect(step({ kind: 'done', result: { number: 'Z-1' } })).toEqual({ state: 'done', result: { number: 'Z-1' } });
    expect(step({ kind: 'needless', error: 'mail.robot' })).toEqual({ state: 'done', error: 'mail.robot' });
  });

  test('a refusal is for good, and a closed door parks the row', () => {
    expect(step({ kind: 'refused', error: 'http.422' })).toEqual({ state: 'dead', error: 'http.422' });
    expect(step({ kind: 'locked-out', error: 'http.401' })).toEqual({ state: 'parked', error: 'http.401' });
  });

  test.each([
    [1, 2_000],
    [2, 4_000],
    [5, 32_000],
    [9, 512_000],
    [10, 600_000],
    [5_000, 600_000],
  ])('after attempt %i the longest wait is %i ms', (attempts, ms) => {
    expect(step(later(), attempts)).toEqual({ state: 'waiting', dueAt: NOON + ms, error: 'http.503' });
  });

  test('the wait is drawn from the whole span, so that rows which failed together do not come back together', () => {
    expect(step(later(), 5, () => 0)).toMatchObject({ dueAt: NOON });
    expect(step(later(), 5, () => 0.5)).toMatchObject({ dueAt: NOON + 16_000 });
  });

  test('a wait that the other side asked for is kept in full, however lucky the draw', () => {
    expect(step(later({ afterMs: 90_000 }), 1, () => 0)).toMatchObject({ dueAt: NOON + 90_000 });
  });

  test('but never for longer than a day', () => {
    expect(step(later({ afterMs: 30 * LONGEST_ASKED_MS }), 1, () => 0)).toMatchObject({ state: 'waiting', dueAt: NOON + LONGEST_ASKED_MS });
  });

  test('patience ends five days after the first attempt, not after the row was written late in a queue', () => {
    const day = 24 * 60 * 60_000;
    expect(step(later(), 12, () => 0, NOON - 5 * day)).toMatchObject({ state: 'waiting' });
    expect(step(later(), 12, () => 0, NOON - 5 * day - 1)).toEqual({ state: 'dead', error: 'http.503' });
  });

  test('whatever happens, a wait is never before now nor longer than asked plus the cap', () => {
    fc.assert(
      fc.property(fc.integer({ min: 0, max: 1e6 }), fc.double({ min: 0, max: 1, noNaN: true }), fc.integer({ min: -1e6, max: 1e8 }), (attempts, random, afterMs) => {
        const next = step(later({ afterMs }), attempts, () => random);
        if (next.state !== 'waiting') throw new Error(next.state);
        expect(next.dueAt).toBeGreaterThanOrEqual(NOON);
        expect(next.dueAt).toBeLessThanOrEqual(NOON + Math.max(0, afterMs) + MAIL_PATIENCE.mostMs);
        expect(next.dueAt).toBeLessThanOrEqual(NOON + longestWait(MAIL_PATIENCE));
      }),
    );
  });
});

describe('a channel', () => {
  const fail = (circuit: Circuit, times: number, now = NOON) => Array.from({ length: times }).reduce<Circuit>((one) => afterOutcome(one, later(), now, most), circuit);

  test('is used in full through four failures in a row, and spared after the fifth', () => {
    expect(room(fail(CLOSED, 4), NOON)).toBe('all');
    expect(room(fail(CLOSED, 5), NOON)).toBe('none');
  });

  test('is then tried with a single row, and used in full when that one gets through', () => {
    const spared = fail(CLOSED, 5);
    expect(room(spared, NOON + 5_000)).toBe('one');
    expect(room(afterOutcome(spared, { kind: 'done' }, NOON + 5_000, most), NOON + 5_001)).toBe('all');
  });

  test('is spared twice as long after each failed try, at most five minutes', () => {
    let circuit = fail(CLOSED, 5);
    const spans: number[] = [];
    for (let n = 0; n < 8; n += 1) {
      const now = circuit.spareUntil;
      circuit = afterOutcome(circuit, later(), now, most);
      spans.push((circuit.spareUntil - now) / 1_000);
    }
    expect(spans).toEqual([10, 20, 40, 80, 160, 300, 300, 300]);
  });

  test('counts twenty rows that were under way when it failed as one failure', () => {
    expect(fail(CLOSED, 25)).toEqual(fail(CLOSED, 5));
  });

  test('that asked for time gets it, though it failed but once', () => {
    const asked = afterOutcome(CLOSED, later({ afterMs: 60_000, error: 'http.429' }), NOON, most);
    expect(room(asked, NOON + 59_999)).toBe('none');
    expect(room(asked, NOON + 60_000)).toBe('all');
  });

  test('is not spared by a clock that was ahead, once that is set right', () => {
    const [spared, asked] = [fail(CLOSED, 5), afterOutcome(CLOSED, later({ afterMs: 60_000 }), NOON, most)];
    for (const circuit of [spared, asked]) expect(room(circuit, NOON)).toBe('none');
    expect(room(spared, NOON - 86_400_000)).toBe('one');
    expect(room(asked, NOON - 86_400_000)).toBe('all');
    // And what fails then spares it by the clock of then.
    expect(room(afterOutcome(spared, later(), NOON - 86_400_000, most), NOON - 86_400_000 + 9_999)).toBe('none');
  });

  test('is not blamed for a row that failed for its own reasons, nor for one that it refused', () => {
    expect(afterOutcome(CLOSED, later({ blame: 'row' }), NOON, most)).toEqual(CLOSED);
    expect(afterOutcome(fail(CLOSED, 4), { kind: 'refused', error: 'http.422' }, NOON, most)).toEqual(CLOSED);
  });
});

describe('what a row may say', () => {
  test('ids, template names and numbers pass', () => {
    const about = { ticket: '01936d3c-7b1e-7c52-9d4a-0f6b8b7a1c2d', template: 'acknowledgement', event: 3, number: 'INC/1.2:3', retry: true };
    expect(JSON.parse(idsOnly(about))).toEqual(about);
  });

  test.each([
    ['an address', { to: 'dr.lee@example.org' }],
    ['a sentence', { subject: 'I cannot log in' }],
    ['a line break', { name: 'Lee\nBcc' }],
    ['a long text', { body: 'x'.repeat(201) }],
    ['nothing', { ticket: '' }],
    ['a sentence as a field', { 'I cannot log in': 1 }],
  ])('%s does not, and is not quoted in the error', (_, about) => {
    expect(() => idsOnly(about as Record<string, string>)).toThrow(NotAnId);
    expect(() => idsOnly(about as Record<string, string>)).not.toThrow(/Lee|log in|xxx/);
  });

  test('an error is kept only when it is a code', () => {
    expect(shortCode('http.503')).toBe('http.503');
    expect(shortCode('store.read-only')).toBe('store.read-only');
    expect(shortCode('550 5.1.1 <dr.lee@example.org> unknown')).toBe('unexpected');
    expect(shortCode('')).toBe('unexpected');
  });
});

/**
 * Whether a channel is to be used now. One that fails again and again is spared, then tried with a single row; pure,
 * so that a day of outages can be played in a test.
 */
import { asked, backoff, type Outcome } from './outcome.ts';

export interface Circuit {
  /** Failures of the channel since it last worked. */
  readonly failures: number;
  /** Until when it is spared. */
  readonly spareUntil: number;
  /** Since when; a clock that shows less was set back, and then nothing is known of how long is left. */
  readonly sparedAt: number;
}

export const CLOSED: Circuit = { failures: 0, spareUntil: 0, sparedAt: 0 };

/** So many in a row are no accident of single requests. */
const FAILURES_TO_SPARE = 5;
const SPARE = { firstMs: 5_000, mostMs: 5 * 60_000 };

/** The circuit after an attempt's end. */
export function afterOutcome(circuit: Circuit, outcome: Outcome, now: number, random: () => number): Circuit {
  switch (outcome.kind) {
    case 'done':
    case 'refused':
      // The other side answered and knew what to say.
      return isSpared(circuit, now) ? { ...circuit, failures: 0 } : CLOSED;
    case 'needless':
    case 'locked-out':
      return circuit;
    case 'later': {
      if (outcome.blame === 'row') return circuit;
      const until = now + asked(outcome);
      // What was under way when the channel failed says the same thing once more.
      if (isSpared(circuit, now)) return { ...circuit, spareUntil: Math.max(circuit.spareUntil, until) };
      const failures = circuit.failures + 1;
      const own = failures < FAILURES_TO_SPARE ? 0 : now + spare(failures, random);
      return { failures, spareUntil: Math.max(until, own), sparedAt: now };
    }
  }
}

/** How many rows may be tried at once: all that there is room for, one as a probe, or none. */
export function room(circuit: Circuit, now: number): 'all' | 'one' | 'none' {
  if (isSpared(circuit, now)) return 'none';
  return circuit.failures < FAILURES_TO_SPARE ? 'all' : 'one';
}

function isSpared({ sparedAt, spareUntil }: Circuit, now: number): boolean {
  return sparedAt <= now && now < spareUntil;
}

/** At least half of the span, so that a channel that is away is not asked at once again. */
function spare(failures: number, random: () => number): number {
  return Math.round(backoff(failures - FAILURES_TO_SPARE + 1, SPARE) * (0.5 + random() / 2));
}

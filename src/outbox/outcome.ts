/** How an attempt ended, and what follows from it. */
import type { About } from './row.ts';

/** What a handler says of its attempt. `error` is a short code such as `http.503`, never a sentence. */
export type Outcome =
  /** The other side has it. `result` is kept with the row. */
  | { readonly kind: 'done'; readonly result?: About | undefined }
  /** There is nothing to do: the person asked for erasure, the recipient is a robot. */
  | { readonly kind: 'needless'; readonly error: string }
  /**
   * Not now. `blame` says whose fault it is: of this row alone (its recipient's server is busy) or of the channel,
   * which then is spared for a while. `afterMs` is what the other side asked for.
   */
  | { readonly kind: 'later'; readonly error: string; readonly blame: 'row' | 'channel'; readonly afterMs?: number | undefined }
  /** Never: as it is, the other side will not take it. */
  | { readonly kind: 'refused'; readonly error: string }
  /** The other side does not know us. Nothing of this channel is tried until somebody has looked. */
  | { readonly kind: 'locked-out'; readonly error: string };

/** A longer wait than this is not kept for anybody who asks. */
export const LONGEST_ASKED_MS = 24 * 60 * 60_000;

/** What the row becomes. */
export type Step =
  | { readonly state: 'done'; readonly error?: string | undefined; readonly result?: About | undefined }
  | { readonly state: 'waiting'; readonly dueAt: number; readonly error: string }
  | { readonly state: 'dead'; readonly error: string }
  | { readonly state: 'parked'; readonly error: string };

/** How long to try. */
export interface Patience {
  readonly firstMs: number;
  readonly mostMs: number;
  /** From the first attempt; then a person has to look. */
  readonly giveUpMs: number;
}

const DAY_MS = 24 * 60 * 60_000;

/** RFC 5321, 4.5.4.1: give up after four to five days. */
export const MAIL_PATIENCE: Patience = { firstMs: 2_000, mostMs: 10 * 60_000, giveUpMs: 5 * DAY_MS };
/** A desk may be away for long; a ticket that is nowhere but here must not be given up. */
export const DESK_PATIENCE: Patience = { firstMs: 2_000, mostMs: 10 * 60_000, giveUpMs: 30 * DAY_MS };

/**
 * What follows from an attempt's end.
 *
 * Waiting grows twofold with each attempt and is drawn anew from the whole span ("full jitter"), so that rows which
 * failed together do not come back together. A wait that the other side asked for is kept in full, up to a day.
 *
 * @param random from 0 to 1
 */
export function nextStep(outcome: Outcome, row: { attempts: number; patienceFrom: number }, patience: Patience, now: number, random: () => number): Step {
  switch (outcome.kind) {
    case 'done':
      return { state: 'done', result: outcome.result };
    case 'needless':
      return { state: 'done', error: outcome.error };
    case 'refused':
      return { state: 'dead', error: outcome.error };
    case 'locked-out':
      return { state: 'parked', error: outcome.error };
    case 'later': {
      const dueAt = now + asked(outcome) + Math.round(random() * backoff(row.attempts, patience));
      return dueAt - row.patienceFrom > patience.giveUpMs ? { state: 'dead', error: outcome.error } : { state: 'waiting', dueAt, error: outcome.error };
    }
  }
}

/** What the other side asked for, as far as it is kept. */
export function asked({ afterMs = 0 }: { readonly afterMs?: number | undefined }): number {
  return Math.min(LONGEST_ASKED_MS, Math.max(0, afterMs));
}

/** No attempt's end puts a row off for longer. */
export function longestWait({ mostMs }: Pick<Patience, 'mostMs'>): number {
  return LONGEST_ASKED_MS + mostMs;
}

/** The longest wait after this many attempts. */
export function backoff(attempts: number, { firstMs, mostMs }: Pick<Patience, 'firstMs' | 'mostMs'>): number {
  // 2^30 is far above any cap, and stays a number.
  return Math.min(mostMs, firstMs * 2 ** Math.min(30, Math.max(0, attempts - 1)));
}

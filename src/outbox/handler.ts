/** What does the rows of one kind, and what it is given. */
import type { Transaction } from 'kysely';
import type { Tables } from '../store/schema.ts';
import type { Outcome, Patience, Step } from './outcome.ts';
import type { About, TakenRow } from './row.ts';

/** One attempt at a row. */
export interface Job extends TakenRow {
  /** Aborted when the attempt takes too long, or the row is no longer ours. */
  readonly signal: AbortSignal;
  /**
   * Keeps ids that this attempt has reached, so that the next does not begin from nothing.
   *
   * @returns false when another worker has the row by now
   */
  save(progress: About): Promise<boolean>;
}

export interface Handler {
  /** Whose door it knocks at. What shares a channel is spared and parked together. */
  readonly channel: string;
  /** Attempts at the same time, in this process; of handlers that share a channel the larger counts. */
  readonly parallel: number;
  readonly patience: Patience;
  /** How long one attempt may take. */
  readonly attemptMs: number;
  handle(job: Job): Promise<Outcome>;
  /** Writes what follows from an end, in the transaction that records it. May run again, so rows only. */
  ended?(trx: Transaction<Tables>, row: TakenRow, step: Step): Promise<void>;
}

/** By kind of errand. */
export type Handlers = ReadonlyMap<string, Handler>;

/** What the outbox says of itself. Facts are ids, kinds and codes. */
export interface OutboxLog {
  info(facts: object, message: string): void;
  warn(facts: object, message: string): void;
  error(facts: object, message: string): void;
}

import { setImmediate as restOfThisTurn } from 'node:timers/promises';
import { StoreUnavailable } from './errors.ts';

/** The transaction that several writes share. */
export interface SharedTransaction {
  begin(): Promise<void>;
  /** Returns when the transaction is on the disk. */
  commit(): Promise<void>;
}

interface Waiting {
  readonly work: () => Promise<unknown>;
  readonly resolve: (value: unknown) => void;
  readonly reject: (error: unknown) => void;
}

/** A group holds up the event loop while it runs: 500 writes of two rows are about 25 ms. */
const LARGEST_GROUP = 500;

export interface GroupCommit {
  /** @param work runs inside the shared transaction; when it throws, it has undone what it did */
  write<T>(work: () => Promise<T>): Promise<T>;
  /** Resolves when every write taken so far was answered. */
  settled(): Promise<void>;
}

/**
 * Lets the writes that come at the same time, within two turns of the event loop, share one commit, because the disk's confirmation costs far more than the
 * rows: 30,345 durable rows a second instead of 3,297 on the machine of the design.
 *
 * Writes run strictly one after another, in the order they came. All of them, those that threw too, are answered
 * after the commit: an error may rest on what an earlier write of the group did ("this key is taken"), and is
 * only true if that stayed.
 */
export function groupCommit(transaction: SharedTransaction): GroupCommit {
  let waiting: Waiting[] = [];
  let draining: Promise<void> | undefined;

  async function drain(): Promise<void> {
    while (waiting.length > 0) {
      // Requests that arrive together have their bodies read over two turns; a group of one turn is half as large.
      // Measured at 32 connections: about 10,000 votes a second instead of 9,100, p99 8 ms instead of 10.
      await restOfThisTurn();
      await restOfThisTurn();
      const group = waiting.slice(0, LARGEST_GROUP);
      waiting = waiting.slice(LARGEST_GROUP);
      await commitTogether(group);
    }
    draining = undefined;
  }

  async function commitTogether(group: readonly Waiting[]): Promise<void> {
    const answers: (() => void)[] = [];
    try {
      await transaction.begin();
      for (const { work, resolve, reject } of group) {
        try {
          const value = await work();
          answers.push(() => resolve(value));
        } catch (error) {
          answers.push(() => reject(error));
        }
      }
      await transaction.commit();
    } catch (error) {
      const unavailable = error instanceof StoreUnavailable ? error : new StoreUnavailable('io', error);
      for (const { reject } of group) reject(unavailable);
      return;
    }
    for (const answer of answers) answer();
  }

  return {
    write<T>(work: () => Promise<T>): Promise<T> {
      return new Promise<T>((resolve, reject) => {
        waiting.push({ work, resolve: resolve as (value: unknown) => void, reject });
        draining ??= drain();
      });
    },
    settled: async () => draining,
  };
}

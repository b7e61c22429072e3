/**
 * How often something may happen, counted in the database so that all processes share one count.
 *
 * A window that is used up is remembered in this process, so that a flood costs no database.
 */
import type { Transaction } from 'kysely';
import { forgetExpiredSalts, saltOfDay } from '../store/daily-salt.ts';
import { countInWindows, forgetEndedWindows } from '../store/limit-window.ts';
import type { Tables } from '../store/schema.ts';
import type { Store } from '../store/store.ts';
import { clientHash } from './client-address.ts';

/** At most `most` times in each `windowMs`. */
export interface Limit {
  readonly bucket: string;
  readonly most: number;
  readonly windowMs: number;
}

/** A limit and whom it counts. */
export interface Count {
  readonly limit: Limit;
  readonly key: string;
}

export class TooMany extends Error {
  override readonly name = 'TooMany';
  readonly bucket: string;
  readonly retryAfterSeconds: number;

  constructor(bucket: string, retryAfterSeconds: number) {
    super(`Too many requests for ${bucket}.`);
    this.bucket = bucket;
    this.retryAfterSeconds = retryAfterSeconds;
  }
}

export interface Limits {
  /** Today's name for a client. */
  client(address: string): Promise<string>;
  /**
   * Refuses what is known to be used up, without asking the database.
   *
   * @throws {TooMany}
   */
  refuse(counts: readonly Count[]): void;
  /**
   * Counts one more of each, inside the write that it admits: a write that fails is not counted.
   *
   * @throws {TooMany}
   */
  admit(trx: Transaction<Tables>, counts: readonly Count[]): Promise<void>;
  /** Deletes what has ended: windows, and the salts of past days. */
  sweep(): Promise<void>;
}

const DAY_MS = 24 * 60 * 60 * 1_000;
/** Keys of used-up windows that a process remembers; above it, the oldest are asked for again. */
const MOST_REMEMBERED = 10_000;

export function createLimits(store: () => Promise<Store>, clock: () => number): Limits {
  let today: { day: string; salt: string } | undefined;
  const usedUp = new Map<string, number>();

  const windowOf = ({ windowMs }: Limit, now: number) => {
    const start = Math.floor(now / windowMs) * windowMs;
    return { start, end: start + windowMs };
  };
  const nameOf = ({ limit, key }: Count) => `${limit.bucket}:${key}`;

  return {
    async client(address) {
      const now = clock();
      const day = new Date(now).toISOString().slice(0, 10);
      if (today?.day !== day) {
        const opened = await store();
        const expiresAt = Date.parse(`${day}T00:00:00Z`) + DAY_MS;
        today = { day, salt: await opened.write((trx) => saltOfDay(trx, { day, expiresAt })) };
      }
      return clientHash(address, today.salt);
    },
    refuse(counts) {
      const now = clock();
      for (const count of counts) {
        const until = usedUp.get(nameOf(count));
        if (until === undefined) continue;
        // One that ends later than any window can was seen before the clock was set back.
        if (until > now && until - now <= count.limit.windowMs) throw new TooMany(count.limit.bucket, Math.ceil((until - now) / 1_000));
        usedUp.delete(nameOf(count));
      }
    },
    async admit(trx, counts) {
      const now = clock();
      const windows = counts.map(({ limit, key }) => ({ bucket: limit.bucket, key, ...windowOf(limit, now) }));
      const counted = await countInWindows(trx, windows);
      for (const [index, count] of counts.entries()) {
        if ((counted[index] ?? 0) <= count.limit.most) continue;
        const end = windows[index]?.end ?? now;
        if (usedUp.size >= MOST_REMEMBERED) usedUp.delete(usedUp.keys().next().value ?? '');
        usedUp.set(nameOf(count), end);
        throw new TooMany(count.limit.bucket, Math.ceil((end - now) / 1_000));
      }
    },
    async sweep() {
      const opened = await store();
      const now = clock();
      await opened.write(async (trx) => {
        await forgetEndedWindows(trx, now);
        await forgetExpiredSalts(trx, now);
      });
    },
  };
}

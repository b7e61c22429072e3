/** Writes how attempts ended: all that have ended meanwhile in one transaction, one such transaction at a time. */
import { setTimeout as pause } from 'node:timers/promises';
import { StoreUnavailable } from '../store/errors.ts';
import type { Store } from '../store/store.ts';
import { park, parkedChannels, unpark } from './channels.ts';
import type { Handler, OutboxLog } from './handler.ts';
import { nextStep, type Outcome, type Step } from './outcome.ts';
import { record } from './record.ts';
import { shortCode, type TakenRow } from './row.ts';

/** An attempt that ended. */
export interface End {
  readonly row: TakenRow;
  readonly handler: Handler;
  readonly outcome: Outcome;
}

type EndWithStep = End & { readonly step: Step };

export interface RecorderOptions {
  readonly store: () => Promise<Store>;
  readonly worker: string;
  readonly kindsOf: (channel: string) => readonly string[];
  readonly log: OutboxLog;
  readonly errorFacts: (error: unknown) => object;
  readonly clock: () => number;
  readonly random: () => number;
  readonly retryMs: number;
  /** Called when an end stands in the database. */
  readonly recorded: (end: EndWithStep, now: number) => void;
}

export interface Recorder {
  add(end: End): void;
  /** Resolves when everything added is recorded, or cannot be while the process stops. */
  settled(): Promise<void>;
  /** From now on an end that cannot be written is left to the lease. */
  hurry(): void;
}

const AT_ONCE = 500;

export function createRecorder(options: RecorderOptions): Recorder {
  const { store, worker, kindsOf, log, errorFacts, clock, random, retryMs, recorded } = options;
  let waiting: End[] = [];
  let writing: Promise<void> | undefined;
  let hurried = false;

  async function writeAll(): Promise<void> {
    while (waiting.length > 0) {
      const ends = waiting.slice(0, AT_ONCE);
      try {
        await write(await store(), ends);
        waiting = waiting.slice(ends.length);
      } catch (error) {
        // What is done stays in our hands until it can be written: to forget it would be to do it again.
        log.warn({ ...errorFacts(error), rows: waiting.length }, 'what was done waits for the database');
        if (hurried) break;
        await pause(retryMs);
      }
    }
    writing = undefined;
  }

  async function write(opened: Store, ends: readonly End[]): Promise<void> {
    const now = clock();
    const withSteps = ends.map((end) => ({ ...end, step: nextStep(end.outcome, end.row, end.handler.patience, now, random) }));
    try {
      await writeTogether(opened, withSteps, now);
    } catch (error) {
      if (error instanceof StoreUnavailable) throw error;
      for (const end of withSteps) await writeAlone(opened, end, now);
    }
    await moveChannels(opened, ends, now);
    for (const end of withSteps) recorded(end, now);
  }

  async function writeTogether(opened: Store, ends: readonly EndWithStep[], now: number): Promise<void> {
    await opened.write(async (trx) => {
      const changed = await record(trx, ends, worker, now);
      for (const { handler, row, step } of ends) if (changed.has(row.id)) await handler.ended?.(trx, row, step);
    });
  }

  /** One row's consequences that cannot be written must not keep others, nor its own end, from being recorded. */
  async function writeAlone(opened: Store, end: EndWithStep, now: number): Promise<void> {
    try {
      await writeTogether(opened, [end], now);
    } catch (error) {
      if (error instanceof StoreUnavailable) throw error;
      log.error({ ...errorFacts(error), alert: true, row: end.row.id, kind: end.row.kind }, 'what follows from this end could not be written; the row has its result');
      await opened.write(async (trx) => void (await record(trx, [end], worker, now)));
    }
  }

  async function moveChannels(opened: Store, ends: readonly End[], now: number): Promise<void> {
    const lockedOut = new Map(ends.flatMap(({ outcome, handler }) => (outcome.kind === 'locked-out' ? [[handler.channel, outcome.error] as const] : [])));
    const worked = new Set(ends.flatMap(({ outcome, handler }) => (outcome.kind === 'done' ? [handler.channel] : [])));
    if (lockedOut.size > 0) {
      for (const [channel, error] of lockedOut) {
        const newly = await opened.write((trx) => park(trx, channel, error, now));
        if (newly) log.error({ alert: true, channel, reason: shortCode(error) }, 'the other side does not know us; nothing of this channel is tried until that is mended');
      }
      return;
    }
    for (const channel of (await parkedChannels(opened)).keys()) {
      if (!worked.has(channel)) continue;
      await opened.write((trx) => unpark(trx, channel, kindsOf(channel), now));
      log.info({ channel }, 'the other side knows us again');
    }
  }

  return {
    add(end) {
      waiting.push(end);
      writing ??= writeAll();
    },
    settled: async () => writing,
    hurry() {
      hurried = true;
    },
  };
}

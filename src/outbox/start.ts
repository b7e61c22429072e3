/** The outbox as the service starts it. */
import type { Registry } from 'prom-client';
import type { Store } from '../store/store.ts';
import type { Handler, OutboxLog } from './handler.ts';
import { forgetDone } from './inspect.ts';
import { outboxMetrics } from './metrics.ts';
import { createWorker, type Worker } from './worker.ts';

export interface OutboxOptions {
  readonly store: () => Promise<Store>;
  /** Pairs of kind and handler, from `mailHandlers`, `deliveryHandlers` and whoever else does errands. */
  readonly handlers: Iterable<readonly [string, Handler]>;
  readonly log: OutboxLog;
  readonly errorFacts: (error: unknown) => object;
  readonly registry: Registry;
  readonly clock?: () => number;
}

export interface Outbox extends Worker {
  /** Forgets what was done long ago. */
  sweep(): Promise<void>;
}

/** Long enough to answer "was it sent?", and for `once` to hold against late repeats. */
const KEEP_DONE_MS = 90 * 24 * 60 * 60_000;

export function startOutbox({ store, handlers, log, errorFacts, registry, clock = Date.now }: OutboxOptions): Outbox {
  const worker = createWorker({ store, handlers: new Map(handlers), log, errorFacts, clock, count: outboxMetrics(registry, store, clock) });
  return {
    ...worker,
    async sweep() {
      const opened = await store();
      await opened.write((trx) => forgetDone(trx, clock() - KEEP_DONE_MS));
    },
  };
}

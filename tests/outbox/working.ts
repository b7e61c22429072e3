/** A worker on a test's database, with handlers that the test plays. */
import { onTestFinished } from 'vitest';
import type { Handler, Job } from '../../src/outbox/handler.ts';
import { enqueue } from '../../src/outbox/enqueue.ts';
import { MAIL_PATIENCE, type Outcome } from '../../src/outbox/outcome.ts';
import type { Errand } from '../../src/outbox/row.ts';
import { createWorker, type Worker, type WorkerOptions } from '../../src/outbox/worker.ts';
import { errorFacts } from '../../src/service/log.ts';
import type { OutboxTable } from '../../src/store/schema.ts';
import type { Store } from '../../src/store/store.ts';

export interface LogLine {
  readonly level: 'info' | 'warn' | 'error';
  readonly facts: Record<string, unknown>;
  readonly message: string;
}

export function handler(handle: (job: Job) => Promise<Outcome> | Outcome, more: Partial<Handler> = {}): Handler {
  return { channel: 'test', parallel: 4, patience: MAIL_PATIENCE, attemptMs: 5_000, handle: async (job) => handle(job), ...more };
}

export const done: Outcome = { kind: 'done' };

/** A worker that polls quickly and is stopped after the test. */
export function working(store: Store, handlers: Record<string, Handler>, more: Partial<WorkerOptions> = {}): { worker: Worker; log: LogLine[] } {
  const log: LogLine[] = [];
  const say = (level: LogLine['level']) => (facts: object, message: string) => void log.push({ level, facts: facts as Record<string, unknown>, message });
  const worker = createWorker({
    store: async () => store,
    handlers: new Map(Object.entries(handlers)),
    log: { info: say('info'), warn: say('warn'), error: say('error') },
    errorFacts,
    pollMs: 5,
    ...more,
  });
  onTestFinished(() => worker.stop(200));
  return { worker, log };
}

/** A clock that a test moves. */
export function handClock(start = Date.UTC(2026, 10, 23, 12)): { now: () => number; pass: (ms: number) => void } {
  let now = start;
  return {
    now: () => now,
    pass: (ms) => {
      now += ms;
    },
  };
}

export async function put(store: Store, errand: Partial<Errand> = {}, now = Date.now()): Promise<string> {
  const id = await store.write((trx) => enqueue(trx, { kind: 'errand', about: { ticket: 'T1' }, ...errand }, now));
  if (id === undefined) throw new Error('The errand was known.');
  return id;
}

export type Row = Pick<OutboxTable, 'state' | 'attempts' | 'due_at' | 'last_error' | 'result'> & { id: string; about: string };

export async function rowsOf(store: Store): Promise<Row[]> {
  return store.read((db) => db.selectFrom('outbox').select(['id', 'about', 'state', 'attempts', 'due_at', 'last_error', 'result']).orderBy('created_at').orderBy('place').execute());
}

/** Waits until it holds. How long that takes is the machine's business: patience costs nothing while all is well. */
export async function until(holds: () => Promise<boolean> | boolean, patienceMs = 30_000): Promise<void> {
  const end = performance.now() + patienceMs;
  while (!(await holds())) {
    if (performance.now() > end) throw new Error('It did not come about in time.');
    await new Promise((resolve) => setTimeout(resolve, 5));
  }
}

export const allDone = (store: Store) => async (): Promise<boolean> => (await rowsOf(store)).every(({ state }) => state === 'done');

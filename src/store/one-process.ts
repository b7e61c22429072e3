/** Work that goes on all the time, in one of several processes. */
import { randomUUID } from 'node:crypto';
import { giveLease, takeLease } from './lease.ts';
import type { Store } from './store.ts';

export interface OneProcess {
  readonly store: () => Promise<Store>;
  /** The lease's name. */
  readonly name: string;
  /** Begins the work when the lease is ours; called again when it was lost and came back. */
  readonly begin: () => Working;
  readonly failed: (error: unknown) => void;
  readonly clock: () => number;
  /** How often to take or renew it; shorter in tests. */
  readonly everyMs?: number;
}

export interface Working {
  /** Ends the work; resolves when nothing of it goes on. */
  stop(): Promise<void>;
}

const EVERY_MS = 5_000;
/** Four tries to renew: a process that died is replaced within this. */
const TRIES = 4;

/** Works while the lease is ours. A process whose lease ran out unnoticed works beside another for a moment: what it does must bear that. */
export function inOneProcess({ store, name, begin, failed, clock, everyMs = EVERY_MS }: OneProcess): Working {
  const holder = randomUUID();
  let working: Working | undefined;
  let stopped = false;

  async function renew(): Promise<void> {
    let ours = false;
    try {
      const opened = await store();
      ours = await opened.write((trx) => takeLease(trx, name, holder, clock(), TRIES * everyMs));
    } catch (error) {
      // Away with the database, the work could store nothing.
      failed(error);
    }
    if (ours && !stopped) working ??= begin();
    else await end();
  }

  async function end(): Promise<void> {
    const ended = working;
    working = undefined;
    await ended?.stop();
  }

  let renewing = renew();
  const timer = setInterval(() => {
    renewing = renewing.then(renew).catch(failed);
  }, everyMs).unref();

  return {
    async stop() {
      stopped = true;
      clearInterval(timer);
      await renewing.catch(failed);
      await end();
      await store()
        .then((opened) => opened.write((trx) => giveLease(trx, name, holder)))
        .catch(() => undefined);
    },
  };
}

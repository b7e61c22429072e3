/** The loop beside the service: looks whether the status that is shown says something new. */
import { StoreUnavailable } from '../store/errors.ts';
import type { Store } from '../store/store.ts';
import type { StatusRecords } from '../status/records.ts';
import { announce, newsOf, type Announced } from './announce.ts';

export interface AnnouncerOptions {
  readonly store: () => Promise<Store>;
  /** Of the status that is shown; `undefined` for a site without. The same object while it is the same. */
  readonly records: () => StatusRecords | undefined;
  /** What follows from each announcement, in its transaction. */
  readonly follow: readonly Announced[];
  /** Called when something was announced, so that it goes out at once. */
  readonly wake: () => void;
  readonly log: { info(facts: object, message: string): void; warn(facts: object, message: string): void; error(facts: object, message: string): void };
  readonly errorFacts: (error: unknown) => object;
  readonly clock: () => number;
}

export interface Announcer {
  start(): void;
  /** One look. @returns how many updates were announced */
  look(): Promise<number>;
  stop(): Promise<void>;
}

/** A look at nothing new compares two objects and reads no table. */
const LOOK_EVERY_MS = 250;
/** Maintenance begins and ends by the clock, and another process may have restored a database: look anew at least so often. */
const ANEW_EVERY_MS = 10_000;

export function createAnnouncer({ store, records, follow, wake, log, errorFacts, clock }: AnnouncerOptions): Announcer {
  let timer: NodeJS.Timeout | undefined;
  let running: Promise<number> | undefined;
  let stopped = false;
  let done: { records: StatusRecords; at: number } | undefined;

  async function once(): Promise<number> {
    const present = records();
    const now = clock();
    if (present === undefined || stopped) return 0;
    if (done?.records === present && Math.abs(now - done.at) < ANEW_EVERY_MS) return 0;
    const announced = await announce(await store(), newsOf(present, now), follow, now);
    done = { records: present, at: now };
    if (announced > 0) {
      log.info({ updates: announced }, 'news of the status page is announced');
      wake();
    }
    return announced;
  }

  const look = () => (running ??= once().finally(() => (running = undefined)));

  function lookLater(): void {
    timer = setTimeout(() => {
      look()
        .catch((error: unknown) => {
          if (error instanceof StoreUnavailable) log.warn(errorFacts(error), 'announcements wait for the database');
          else log.error(errorFacts(error), 'the status could not be announced');
          // A database that is away is not asked four times a second.
          return new Promise((resolve) => setTimeout(resolve, 1_000).unref());
        })
        .finally(() => stopped || lookLater());
    }, LOOK_EVERY_MS).unref();
  }

  return {
    look,
    start: lookLater,
    async stop() {
      stopped = true;
      clearTimeout(timer);
      await running?.catch(() => undefined);
    },
  };
}

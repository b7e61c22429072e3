/**
 * The store as the service holds it: opened when first needed, and again after it could not be.
 *
 * The site is served with or without a database; only what has to be stored waits for one.
 */
import { StoreUnavailable } from '../store/errors.ts';
import type { Store } from '../store/store.ts';

export interface StoreHolder {
  /** @throws {StoreUnavailable} when it cannot be opened now; whatever else `open` throws */
  readonly store: () => Promise<Store>;
  readonly close: () => Promise<void>;
}

/** A database that was just away is not asked again for this long: a flood of votes must not become one of connections. */
const PAUSE_MS = 1_000;

export function holdStore(open: () => Promise<Store>, clock: () => number): StoreHolder {
  let opening: Promise<Store> | undefined;
  let failure: { error: StoreUnavailable; at: number } | undefined;
  return {
    store() {
      if (opening !== undefined) return opening;
      // A clock that was set back meanwhile must not keep the database away.
      if (failure !== undefined && Math.abs(clock() - failure.at) < PAUSE_MS) return Promise.reject(failure.error);
      opening = open();
      opening.catch((error: unknown) => {
        opening = undefined;
        if (error instanceof StoreUnavailable) failure = { error, at: clock() };
      });
      return opening;
    },
    async close() {
      const opened = await opening?.catch(() => undefined);
      await opened?.close();
    },
  };
}

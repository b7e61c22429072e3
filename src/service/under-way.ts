/** What is being stored in this process, by its key, and whether it is much: then it goes before everything else. */
import type { Taken } from '../tickets/intake/take.ts';

export interface UnderWay {
  /** What this key is storing now. */
  of(key: string): Promise<Taken> | undefined;
  /** Keeps it until it is stored or failed. */
  hold(key: string, storing: Promise<Taken>): Promise<Taken>;
  /** Whether so many messages are being stored, or were a moment ago, that nothing else should be done. */
  isBusy(): boolean;
}

/** More than these are a rush. */
const CALM = 3;
/** Messages that are committed together are all answered at once, and their senders' next are here only a moment later. */
const AFTER_MS = 250;

/** @param now milliseconds of any clock that only goes forward */
export function countUnderWay(now: () => number = () => performance.now()): UnderWay {
  const storing = new Map<string, Promise<Taken>>();
  let lastRush = -Infinity;
  return {
    of: (key) => storing.get(key),
    async hold(key, promise) {
      storing.set(key, promise);
      if (storing.size > CALM) lastRush = now();
      try {
        return await promise;
      } finally {
        if (storing.get(key) === promise) storing.delete(key);
      }
    },
    isBusy: () => storing.size > CALM || now() - lastRush < AFTER_MS,
  };
}

/** The early signal's look, once a minute, in one process at a time: counts, compares, tells once. */
import { randomUUID } from 'node:crypto';
import type { Transaction } from 'kysely';
import { giveLease, takeLease } from '../store/lease.ts';
import type { Tables } from '../store/schema.ts';
import type { Store } from '../store/store.ts';
import { slotOf } from './count.ts';
import { explainedBy } from './covered.ts';
import { signalOf } from './detector.ts';
import { beginEpisode, endEpisode, openEpisodes, QUIET_MS, seeEpisode, type Episode } from './episodes.ts';
import { evidenceOf } from './evidence.ts';
import { forgetCounts, keepCounting } from './keep-counting.ts';
import { createMemory } from './memory.ts';
import { barsOf, readingOf, type WatchedSite } from './site.ts';

type Trx = Transaction<Tables>;

export interface SignalWatchOptions {
  readonly store: () => Promise<Store>;
  /** Of the present build; `undefined` when there is nothing to watch over. The same object for the same build. */
  readonly site: () => WatchedSite | undefined;
  /** Leaves the notices, in the transaction that begins the episode. */
  readonly tell: (trx: Trx, episode: Episode, now: number) => Promise<void>;
  /** Called after a new episode is stored. */
  readonly began: (episode: Episode) => void;
  /** Parts that stand out now, after each look. */
  readonly open: (components: readonly string[]) => void;
  readonly log: { error(facts: object, message: string): void };
  readonly errorFacts: (error: unknown) => object;
  readonly clock?: () => number;
  readonly steady?: () => number;
}

export interface SignalWatch {
  start(): void;
  /** One look, if this process holds the lease. @returns what began with it */
  look(): Promise<readonly Episode[]>;
  stop(): Promise<void>;
}

const LEASE = 'early signal';
export const LOOK_EVERY_MS = 60_000;
/** Three looks: a process that died is replaced within this. */
const LEASE_MS = 180_000;
/** Of each look, for counting past weeks; the service answers readers meanwhile. */
const BUDGET_MS = 500;

export function createSignalWatch(options: SignalWatchOptions): SignalWatch {
  const { store, site, tell, began, open, log, errorFacts } = options;
  const clock = options.clock ?? Date.now;
  const steady = options.steady ?? (() => performance.now());
  const holder = randomUUID();
  const memory = createMemory();
  const readings = new WeakMap<WatchedSite, ReturnType<typeof readingOf>>();

  async function once(): Promise<readonly Episode[]> {
    const present = site();
    if (present === undefined) return [];
    const now = clock();
    const opened = await store();
    if (!(await opened.write((trx) => takeLease(trx, LEASE, holder, now, LEASE_MS)))) {
      // Whoever asks this process for figures hears the same.
      open((await openEpisodes(opened)).map(({ component }) => component));
      return [];
    }
    const reading = readings.get(present) ?? readingOf(present);
    readings.set(present, reading);
    await keepCounting(opened, reading, now, { steady, budgetMs: BUDGET_MS });
    const countsOf = await memory.at(opened, slotOf(now));
    const bars = barsOf(present.settings);
    const known = new Map((await openEpisodes(opened)).map((one) => [one.component, one]));
    const fresh: Episode[] = [];
    for (const { slug: component } of present.tree.components) {
      const episode = known.get(component);
      const explained = explainedBy(present.tree, component, now);
      if (explained !== undefined) {
        if (episode !== undefined) await opened.write((trx) => endEpisode(trx, episode.id, now, explained));
        known.delete(component);
        continue;
      }
      const signal = signalOf(countsOf(component), bars, now);
      if (episode !== undefined) {
        const quiet = signal === undefined && now - episode.seenAt >= QUIET_MS;
        if (quiet) known.delete(component);
        if (quiet || signal !== undefined) await opened.write((trx) => (quiet ? endEpisode(trx, episode.id, now) : seeEpisode(trx, episode.id, now)));
        continue;
      }
      if (signal === undefined) continue;
      const evidence = await evidenceOf(opened, reading, component, signal);
      const begun = await opened.write(async (trx) => {
        const one = await beginEpisode(trx, component, evidence, now);
        if (one !== undefined) await tell(trx, one, now);
        return one;
      });
      if (begun === undefined) continue;
      known.set(component, begun);
      fresh.push(begun);
      began(begun);
    }
    open([...known.keys()]);
    if (slotOf(now) !== slotOf(now - LOOK_EVERY_MS)) await forgetCounts(opened, now);
    return fresh;
  }

  let running: Promise<readonly Episode[]> | undefined;
  let timer: ReturnType<typeof setInterval> | undefined;
  const look = () => (running ??= once().finally(() => (running = undefined)));
  return {
    look,
    start() {
      timer ??= setInterval(() => void look().catch((error: unknown) => log.error(errorFacts(error), 'the early signal could not be looked for')), LOOK_EVERY_MS).unref();
    },
    async stop() {
      clearInterval(timer);
      await running?.catch(() => undefined);
      await store()
        .then((opened) => opened.write((trx) => giveLease(trx, LEASE, holder)))
        .catch(() => undefined);
    },
  };
}

/** The outbox in figures, for Prometheus. */
import { Counter, Gauge, Histogram, type Registry } from 'prom-client';
import type { Store } from '../store/store.ts';
import { standing, type Standing } from './inspect.ts';
import type { Step } from './outcome.ts';

/** A scrape that comes sooner than this gets the same figures: they are counted in the database. */
const FRESH_MS = 5_000;

/**
 * Registers the outbox's figures.
 *
 * @returns what counts an end, for the worker
 */
export function outboxMetrics(registry: Registry, store: () => Promise<Store>, clock: () => number = Date.now): (kind: string, state: Step['state'], seconds: number) => void {
  const registers = [registry];
  let counted: { at: number; standing: Promise<Standing> } | undefined;
  const now = async (): Promise<Standing | undefined> => {
    if (counted === undefined || Math.abs(clock() - counted.at) > FRESH_MS) {
      counted = { at: clock(), standing: store().then((opened) => opened.read(standing)) };
    }
    // While the database is away there is no figure, which is better than an old one.
    return counted.standing.catch(() => undefined);
  };

  new Gauge({
    name: 'bedside_outbox_rows',
    help: 'Rows of the outbox that are not done, by state.',
    labelNames: ['state'],
    registers,
    async collect() {
      this.reset();
      for (const [state, rows] of Object.entries((await now())?.states ?? {})) this.set({ state }, rows);
    },
  });
  new Gauge({
    name: 'bedside_outbox_oldest_seconds',
    help: 'Age of the oldest row that is still to be done; 0 when there is none.',
    registers,
    async collect() {
      const current = await now();
      if (current === undefined) this.reset();
      else this.set(current.oldest === undefined ? 0 : Math.max(0, clock() - current.oldest) / 1_000);
    },
  });
  new Gauge({
    name: 'bedside_outbox_parked',
    help: '1 for a channel whose other side refuses us altogether.',
    labelNames: ['channel'],
    registers,
    async collect() {
      this.reset();
      for (const { channel } of (await now())?.parked ?? []) this.set({ channel }, 1);
    },
  });
  const ends = new Counter({ name: 'bedside_outbox_attempts_total', help: 'Attempts that ended, by kind and by what became of the row.', labelNames: ['kind', 'state'], registers });
  const lag = new Histogram({ name: 'bedside_outbox_lag_seconds', help: 'From writing a row to its being done, by kind.', labelNames: ['kind'], buckets: [0.1, 0.5, 1, 2, 5, 15, 60, 300, 3_600, 21_600], registers });
  return (kind, state, seconds) => {
    ends.inc({ kind, state });
    if (state === 'done') lag.observe({ kind }, seconds);
  };
}

/** The timer behind the promises: looks at due tickets again and again, in one process at a time. */
import { randomUUID } from 'node:crypto';
import { giveLease, takeLease } from '../../store/lease.ts';
import type { Store } from '../../store/store.ts';
import { lookAtDue, wakeForgotten, type Look, type Looking } from './look.ts';

export interface WatcherOptions extends Omit<Looking, 'store' | 'rules'> {
  readonly store: () => Promise<Store>;
  /** Of the present build; `undefined` when the tree has no support: then there is nothing to watch. */
  readonly rules: () => Looking['rules'] | undefined;
  /** Called when something was told, so that it goes out at once. */
  readonly wake: () => void;
  readonly log: { warn(facts: object, message: string): void; error(facts: object, message: string): void };
  readonly errorFacts: (error: unknown) => object;
  readonly clock?: () => number;
  /** Milliseconds that never jump. */
  readonly steady?: () => number;
}

export interface Watcher {
  /** Looks again and again from now on. */
  start(): void;
  /** One look, if this process holds the lease and the clock can be believed. */
  look(): Promise<Look | undefined>;
  stop(): Promise<void>;
}

const LEASE = 'ticket clocks';
/** The shortest promise is minutes long, and a look at nothing is one query on an index. */
export const LOOK_EVERY_MS = 5_000;
/** Three looks: a process that died is replaced within this. */
const LEASE_MS = 15_000;
/** A wall clock that runs ahead of the steady one by more than this between two looks was set, or the machine slept. */
const JUMP_MS = 60_000;

export function createWatcher(options: WatcherOptions): Watcher {
  const { store, rules, log, errorFacts, wake } = options;
  const clock = options.clock ?? Date.now;
  const steady = options.steady ?? (() => performance.now());
  const holder = randomUUID();
  let last: { wall: number; steady: number } | undefined;
  let known: Looking['rules'] | undefined;
  let running: Promise<Look | undefined> | undefined;

  /** A jump is believed when it is still there at the next look: nothing is raised by a clock that is being set. */
  function settled(): boolean {
    const present = { wall: clock(), steady: steady() };
    const ahead = last === undefined ? 0 : present.wall - last.wall - (present.steady - last.steady);
    last = present;
    if (Math.abs(ahead) <= JUMP_MS) return true;
    log.warn({ seconds: Math.round(ahead / 1_000) }, 'the clock jumped; promises are looked at again in a moment');
    return false;
  }

  async function once(): Promise<Look | undefined> {
    const present = rules();
    if (present === undefined || !settled()) return undefined;
    const now = clock();
    const opened = await store();
    const ours = () => opened.write((trx) => takeLease(trx, LEASE, holder, clock(), LEASE_MS));
    if (!(await ours())) return undefined;
    if (present !== known) await wakeForgotten(opened, present, now);
    known = present;
    const failed = (ticket: string, error: unknown) => log.error({ ticket, ...errorFacts(error) }, 'a ticket’s clocks could not be looked at');
    const look = await lookAtDue({ store: opened, rules: present, tell: options.tell }, now, failed, async () => !stopped && (await ours()));
    if (look.raised.length > 0) wake();
    return look;
  }

  const look = () => (running ??= once().finally(() => (running = undefined)));
  let timer: ReturnType<typeof setInterval> | undefined;
  let stopped = false;

  return {
    look,
    start() {
      timer ??= setInterval(() => void look().catch((error: unknown) => log.error(errorFacts(error), 'the clocks could not be looked at')), LOOK_EVERY_MS).unref();
    },
    async stop() {
      stopped = true;
      clearInterval(timer);
      await running?.catch(() => undefined);
      await store()
        .then((opened) => opened.write((trx) => giveLease(trx, LEASE, holder)))
        .catch(() => undefined);
    },
  };
}

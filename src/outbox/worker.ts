/**
 * Does what stands in the outbox: takes rows with a lease, lets handlers do them side by side, records the ends
 * together. As many workers as one likes may run on one database.
 *
 * A repeat happens only when a process dies, or the database is away, between the other side's acceptance and our
 * record; and then under the same key.
 */
import { randomUUID } from 'node:crypto';
import { StoreUnavailable } from '../store/errors.ts';
import type { Store } from '../store/store.ts';
import { Abandoned, attempt } from './attempt.ts';
import { mayKnock, mayProbe, parkedChannels, probeSoon } from './channels.ts';
import { afterOutcome, CLOSED, room, type Circuit } from './circuit.ts';
import { anyDue, giveBack, renew, saveProgress, take } from './claim.ts';
import { bringingBack } from './clock-ahead.ts';
import type { Handler, Handlers, OutboxLog } from './handler.ts';
import type { Step } from './outcome.ts';
import { createRecorder } from './recorder.ts';
import { idsOnly, shortCode, type TakenRow } from './row.ts';

export interface WorkerOptions {
  /** @throws {StoreUnavailable} while the database is away */
  readonly store: () => Promise<Store>;
  readonly handlers: Handlers;
  readonly log: OutboxLog;
  /** What may be logged of an error. */
  readonly errorFacts: (error: unknown) => object;
  /** Counts ends: what became of a row, and how long after it was written. */
  readonly count?: (kind: string, state: Step['state'], seconds: number) => void;
  readonly clock?: () => number;
  readonly random?: () => number;
  /** A worker that is silent for so long has died; its rows are taken by others. */
  readonly leaseMs?: number;
  /** How often to look for what other processes wrote, and for what is due again. */
  readonly pollMs?: number;
}

export interface Worker {
  /** Looks at once: something was written, and is committed. */
  wake(): void;
  /** Takes nothing more, finishes what is under way as long as `patienceMs` allows, gives back what was not begun. */
  stop(patienceMs?: number): Promise<void>;
}

interface Channel {
  readonly name: string;
  readonly kinds: readonly string[];
  readonly parallel: number;
  circuit: Circuit;
  parked: boolean;
  /** Ends that will park it, and are not yet recorded. */
  parking: number;
  /** Taken: in line, under way, or ended and not yet recorded. */
  readonly held: Map<string, AbortController>;
  /** Held, and taken once more: due again before the end of the last attempt was recorded, or our lease had run out. */
  readonly takenAgain: Set<string>;
  underWay: number;
  line: TakenRow[];
}

const LEASE_MS = 60_000;
const POLL_MS = 1_000;
const STOP_WITHIN_MS = 10_000;

export function createWorker(options: WorkerOptions): Worker {
  const { handlers, log, errorFacts, count, clock = Date.now, random = Math.random, leaseMs = LEASE_MS, pollMs = POLL_MS } = options;
  const name = randomUUID();
  const channels = channelsOf(handlers);
  const givingBack = new Set<Promise<void>>();
  const bringBack = bringingBack({ handlers, leaseMs, log });
  let renewedAt = clock();
  let firstLook = true;
  let stopping = false;
  let woken = false;
  let endSleep: (() => void) | undefined;

  const recorder = createRecorder({
    ...{ store: options.store, worker: name, log, errorFacts, clock, random, retryMs: pollMs },
    kindsOf: (channel) => channels.get(channel)?.kinds ?? [],
    recorded({ row, handler, step }, now) {
      const channel = channels.get(handler.channel) as Channel;
      if (channel.takenAgain.delete(row.id)) giveBackAll(channel, [row.id]);
      else channel.held.delete(row.id);
      if (step.state === 'parked') channel.parking -= 1;
      count?.(row.kind, step.state, Math.max(0, now - row.createdAt) / 1_000);
      const facts = { row: row.id, kind: row.kind, attempts: row.attempts, ...(step.error === undefined ? {} : { error: shortCode(step.error) }) };
      if (step.state === 'dead') log.error(facts, 'refused for good; a person has to look');
      else if (step.state === 'waiting') log.warn(facts, 'not yet');
      // The next of its lane may go now.
      wake();
    },
  });
  const running = run();

  async function run(): Promise<void> {
    while (!stopping) {
      woken = false;
      try {
        await look(await options.store());
        if (!woken) await sleep();
      } catch (error) {
        if (error instanceof StoreUnavailable) log.warn(errorFacts(error), 'the outbox waits for the database');
        else log.error(errorFacts(error), 'the outbox could not be read');
        await sleep();
      }
    }
  }

  async function look(store: Store): Promise<void> {
    await keepLeases(store);
    await bringBack(store, clock());
    // A start may have brought settings that open a parked channel.
    if (firstLook) await store.write((trx) => probeSoon(trx, [...channels.keys()], clock()));
    firstLook = false;
    const parked = await parkedChannels(store);
    for (const channel of channels.values()) {
      channel.parked = parked.has(channel.name);
      const most = await roomIn(store, channel, parked.get(channel.name));
      if (most === 0 || !(await anyDue(store, channel.kinds, clock()))) continue;
      const rows = await take(store, { kinds: channel.kinds, most, worker: name, leaseMs, now: clock() });
      // A process that was suspended for a minute may find its own rows free; what is under way is not begun again.
      const fresh = rows.filter(({ id }) => !channel.held.has(id));
      for (const { id } of rows) if (channel.held.has(id)) channel.takenAgain.add(id);
      for (const row of fresh) channel.held.set(row.id, new AbortController());
      channel.line.push(...fresh);
      begin(channel);
    }
  }

  async function roomIn(store: Store, channel: Channel, probeAt: number | undefined): Promise<number> {
    const now = clock();
    const alone = channel.held.size === 0 ? 1 : 0;
    if (channel.parking > 0) return 0;
    if (probeAt !== undefined) {
      if (!mayKnock(probeAt, now) || alone === 0) return 0;
      return (await store.write((trx) => mayProbe(trx, channel.name, channel.kinds, probeAt, now))) ? 1 : 0;
    }
    const allowed = room(channel.circuit, now);
    if (allowed !== 'all') return allowed === 'one' ? alone : 0;
    // A second handful stands in line while the first is done. Fetched by halves: by ones would cost more than it does.
    const free = channel.parallel * 2 - channel.held.size;
    return free >= channel.parallel / 2 ? free : 0;
  }

  async function keepLeases(store: Store): Promise<void> {
    const now = clock();
    // Also a clock that was set back is a reason to renew: until it had caught up, every lease would run out.
    if (Math.abs(now - renewedAt) < leaseMs / 3) return;
    for (const channel of channels.values()) {
      const ids = [...channel.held.keys()];
      if (ids.length === 0) continue;
      const ours = await renew(store, ids, { worker: name, leaseMs, now });
      for (const id of ids) if (!ours.has(id)) lose(channel, id);
    }
    renewedAt = now;
  }

  /** We were silent too long, and another worker has the row. What we know of its end is recorded all the same. */
  function lose(channel: Channel, id: string): void {
    const inLine = channel.line.some((row) => row.id === id);
    channel.line = channel.line.filter((row) => row.id !== id);
    channel.held.get(id)?.abort(new Abandoned('Another worker has this row.'));
    if (inLine) channel.held.delete(id);
  }

  function begin(channel: Channel): void {
    if (stopping || channel.parking > 0 || (channel.parked && channel.underWay > 0) || room(channel.circuit, clock()) === 'none') return leaveLine(channel);
    while (channel.underWay < channel.parallel) {
      const row = channel.line.shift();
      if (row === undefined) return;
      channel.underWay += 1;
      void perform(channel, row);
    }
  }

  async function perform(channel: Channel, row: TakenRow): Promise<void> {
    const handler = handlers.get(row.kind) as Handler;
    const job = { ...row, save: async (progress: TakenRow['about']) => saveProgress(await options.store(), row, name, idsOnly(progress)) };
    const failed = (error: unknown) => log.error({ ...errorFacts(error), row: row.id, kind: row.kind }, 'a handler failed');
    const outcome = await attempt(handler, job, channel.held.get(row.id) ?? new AbortController(), failed);
    channel.underWay -= 1;
    channel.circuit = afterOutcome(channel.circuit, outcome, clock(), random);
    if (outcome.kind === 'locked-out') channel.parking += 1;
    recorder.add({ row, handler, outcome });
    begin(channel);
  }

  /** What may not be tried now is better in the table, where all see it, than in our hands. */
  function leaveLine(channel: Channel): void {
    giveBackAll(channel, channel.line.splice(0).map(({ id }) => id));
  }

  function giveBackAll(channel: Channel, ids: readonly string[]): void {
    if (ids.length === 0) return;
    const giving = options
      .store()
      .then((store) => giveBack(store, ids, name, clock()))
      .catch((error: unknown) => log.warn(errorFacts(error), 'rows stay leased until their lease ends'))
      .then(() => {
        for (const id of ids) channel.held.delete(id);
        givingBack.delete(giving);
        giveBackAll(channel, ids.filter((id) => channel.takenAgain.delete(id)));
      });
    givingBack.add(giving);
  }

  function sleep(): Promise<void> {
    return new Promise((resolve) => {
      const timer = setTimeout(resolve, pollMs);
      endSleep = () => {
        clearTimeout(timer);
        resolve();
      };
      if (stopping) endSleep();
    });
  }

  function wake(): void {
    woken = true;
    endSleep?.();
  }

  return {
    wake,
    async stop(patienceMs = STOP_WITHIN_MS) {
      stopping = true;
      wake();
      await running;
      for (const channel of channels.values()) leaveLine(channel);
      const late = setTimeout(() => {
        for (const { held } of channels.values()) for (const abort of held.values()) abort.abort(new Abandoned('The process stops.'));
      }, patienceMs);
      while ([...channels.values()].some(({ underWay }) => underWay > 0)) await new Promise((resolve) => setTimeout(resolve, 5));
      clearTimeout(late);
      recorder.hurry();
      await recorder.settled();
      await Promise.all(givingBack);
    },
  };
}

function channelsOf(handlers: Handlers): Map<string, Channel> {
  const channels = new Map<string, Channel>();
  for (const [kind, { channel, parallel }] of handlers) {
    const known = channels.get(channel);
    channels.set(channel, {
      ...{ name: channel, circuit: CLOSED, parked: false, parking: 0, held: new Map<string, AbortController>(), takenAgain: new Set<string>(), underWay: 0, line: [] },
      kinds: [...(known?.kinds ?? []), kind],
      parallel: Math.max(parallel, known?.parallel ?? 1),
    });
  }
  return channels;
}

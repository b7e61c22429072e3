import { Registry } from 'prom-client';
import { expect, test } from 'vitest';
import { PROBE_EVERY_MS } from '../../src/outbox/channels.ts';
import { enqueue, enqueueMany } from '../../src/outbox/enqueue.ts';
import { again, forgetDone, openRows, standing } from '../../src/outbox/inspect.ts';
import { outboxMetrics } from '../../src/outbox/metrics.ts';
import type { Outcome } from '../../src/outbox/outcome.ts';
import { StoreUnavailable } from '../../src/store/errors.ts';
import type { Store } from '../../src/store/store.ts';
import { describeOnBothDatabases, openFresh } from '../store/databases.ts';
import { allDone, done, handClock, handler, put, rowsOf, until, working } from './working.ts';

const HOUR_MS = 60 * 60_000;
const lockedOut: Outcome = { kind: 'locked-out', error: 'http.401' };

const LEASE_MS = 60_000;

/** An attempt that lasts until it is told to end. */
function atLength() {
  let attempts = 0;
  const { promise, resolve } = Promise.withResolvers<Outcome>();
  return { handler: handler(() => ((attempts += 1), promise), { attemptMs: HOUR_MS }), finish: () => resolve(done), attempts: () => attempts };
}

/** Lets thirds of a lease pass, each as soon as the row's lease was renewed: how slow the machine is does not matter. */
async function keptAlive(store: Store, clock: ReturnType<typeof handClock>, thirds: number): Promise<void> {
  await until(async () => (await rowsOf(store))[0]?.state === 'leased');
  for (let third = 0; third < thirds; third += 1) {
    clock.pass(LEASE_MS / 3);
    await until(async () => (await rowsOf(store))[0]?.due_at === clock.now() + LEASE_MS);
  }
}

describeOnBothDatabases('the outbox', (database) => {
  test('does what was committed, and nothing of a transaction that was not', async () => {
    const store = await openFresh(database);
    const seen: unknown[] = [];
    const undone = store.write(async (trx) => {
      await enqueue(trx, { kind: 'errand', about: { ticket: 'undone' } }, Date.now());
      throw new Error('no');
    });
    await expect(undone).rejects.toThrow('no');
    await put(store, { about: { ticket: 'T1', event: 2 } });
    working(store, { errand: handler((job) => (seen.push(job.about), { kind: 'done', result: { number: 'Z-7' } })) });
    await until(allDone(store));
    expect(seen).toEqual([{ ticket: 'T1', event: 2 }]);
    expect(await rowsOf(store)).toMatchObject([{ state: 'done', attempts: 1, result: '{"number":"Z-7"}', last_error: null }]);
  });

  test('the same fact written twice, also at once, is one errand', async () => {
    const store = await openFresh(database);
    const ids = await Promise.all(Array.from({ length: 20 }, () => store.write((trx) => enqueue(trx, { kind: 'errand', about: { ticket: 'T1' }, once: 'ack:T1' }, Date.now()))));
    expect(ids.filter((id) => id !== undefined)).toHaveLength(1);
    await store.write((trx) => enqueueMany(trx, [{ kind: 'errand', about: { n: 1 }, once: 'ack:T1' }, { kind: 'errand', about: { n: 2 }, once: 'ack:T2' }], Date.now()));
    expect(await rowsOf(store)).toHaveLength(2);
  });

  test('a worker that is told looks at once, though it looks by itself only once an hour', async () => {
    const store = await openFresh(database);
    const { worker } = working(store, { errand: handler(() => done) }, { pollMs: HOUR_MS });
    await put(store);
    worker.wake();
    await until(allDone(store), 30_000);
  });

  test('an errand is not done before its time', async () => {
    const store = await openFresh(database);
    const clock = handClock();
    await put(store, { notBefore: clock.now() + HOUR_MS }, clock.now());
    working(store, { errand: handler(() => done) }, { clock: clock.now });
    await new Promise((resolve) => setTimeout(resolve, 60));
    expect(await rowsOf(store)).toMatchObject([{ state: 'waiting', attempts: 0 }]);
    clock.pass(HOUR_MS);
    await until(allDone(store));
  });

  test('a lane goes in order though its first row fails twice, and other lanes do not wait for it', async () => {
    const store = await openFresh(database);
    const order: string[] = [];
    for (const name of ['create', 'first', 'second']) await put(store, { lane: 'desk:T1', about: { name } });
    await put(store, { lane: 'desk:T2', about: { name: 'other' } });
    let failures = 2;
    working(store, {
      errand: handler(({ about }) => {
        if (about['name'] === 'create' && failures-- > 0) return { kind: 'later', error: 'http.503', blame: 'row', afterMs: 30 };
        order.push(String(about['name']));
        return done;
      }),
    }, { random: () => 0 });
    await until(allDone(store));
    expect(order).toEqual(['other', 'create', 'first', 'second']);
  });

  test('a lane waits behind a gate that was refused until a person says "again", and passes any other refused row', async () => {
    const store = await openFresh(database);
    // Rows of one millisecond have no order among lanes.
    let writtenAt = Date.now() - HOUR_MS;
    for (const name of ['gate', 'after']) await put(store, { lane: 'desk:T1', gate: name === 'gate', about: { name } }, (writtenAt += 1));
    for (const name of ['refused', 'next']) await put(store, { lane: 'mail:T1', about: { name } }, (writtenAt += 1));
    let mended = false;
    const { worker } = working(store, { errand: handler(({ about }) => (!mended && /gate|refused/.test(String(about['name'])) ? { kind: 'refused', error: 'http.422' } : done)) });
    await until(async () => (await rowsOf(store)).filter(({ state }) => state === 'done').length === 1);
    await new Promise((resolve) => setTimeout(resolve, 50));
    const standingNow = () => store.read((db) => openRows(db, { states: ['waiting', 'dead', 'parked', 'leased'], most: 10 }));
    expect((await standingNow()).map(({ about, state, lastError }) => [about['name'], state, lastError])).toEqual([
      ['gate', 'dead', 'http.422'],
      ['after', 'waiting', undefined],
      ['refused', 'dead', 'http.422'],
    ]);
    mended = true;
    expect(await store.write((trx) => again(trx, Date.now()))).toBe(2);
    worker.wake();
    await until(allDone(store));
  });

  test('two workers on one database do each row once, and each lane in its order', async () => {
    const store = await openFresh(database);
    const did: string[] = [];
    for (let lane = 0; lane < 20; lane += 1) for (let n = 0; n < 10; n += 1) await put(store, { lane: `lane-${lane}`, about: { lane, n } });
    const slowly = handler(async ({ about }) => {
      await new Promise((resolve) => setTimeout(resolve, Math.random() * 3));
      did.push(`${about['lane']}:${about['n']}`);
      return done;
    });
    working(store, { errand: slowly });
    working(store, { errand: slowly });
    await until(allDone(store), 30_000);
    expect(did).toHaveLength(200);
    expect(new Set(did).size).toBe(200);
    for (let lane = 0; lane < 20; lane += 1) {
      expect(did.filter((one) => one.startsWith(`${lane}:`))).toEqual(Array.from({ length: 10 }, (_, n) => `${lane}:${n}`));
    }
    expect((await rowsOf(store)).every(({ attempts }) => attempts === 1)).toBe(true);
  });

  test('a lease that is kept alive is not taken over, however long the attempt takes', async () => {
    const store = await openFresh(database);
    const clock = handClock();
    await put(store, {}, clock.now());
    const slow = atLength();
    for (let worker = 0; worker < 2; worker += 1) working(store, { errand: slow.handler }, { leaseMs: LEASE_MS, clock: clock.now });
    await keptAlive(store, clock, 10);
    slow.finish();
    await until(allDone(store));
    expect(slow.attempts()).toBe(1);
  });

  test('a lease is kept alive when the clock was set back by a day', async () => {
    const store = await openFresh(database);
    const clock = handClock();
    const slow = atLength();
    working(store, { errand: slow.handler }, { leaseMs: LEASE_MS, clock: clock.now });
    clock.pass(-24 * HOUR_MS);
    await put(store, {}, clock.now());
    await until(() => slow.attempts() === 1);
    // Not sooner: a look that began by the old clock would take the row as one that is a day late.
    working(store, { errand: slow.handler }, { leaseMs: LEASE_MS, clock: clock.now });
    await keptAlive(store, clock, 10);
    slow.finish();
    await until(allDone(store));
    expect(slow.attempts()).toBe(1);
  });

  test('a row of a worker that fell silent is done by another, which is told that it is not the first', async () => {
    const store = await openFresh(database);
    const clock = handClock();
    await put(store, {}, clock.now());
    const attempts: number[] = [];
    const silent = handler(() => new Promise(() => undefined), { attemptMs: HOUR_MS });
    working(store, { errand: silent }, { clock: clock.now, pollMs: HOUR_MS });
    await until(async () => (await rowsOf(store))[0]?.state === 'leased');
    working(store, { errand: handler((job) => (attempts.push(job.attempts), done)) }, { clock: clock.now });
    await new Promise((resolve) => setTimeout(resolve, 50));
    expect(attempts).toEqual([]);
    clock.pass(60_001);
    await until(allDone(store));
    expect(attempts).toEqual([2]);
  });

  test('what an attempt saved stands before the next one', async () => {
    const store = await openFresh(database);
    const found: unknown[] = [];
    await put(store);
    working(store, {
      errand: handler(async (job) => {
        found.push(job.result);
        if (job.result !== undefined) return { kind: 'done', result: { ...job.result, number: '12' } };
        await job.save({ contact: 'c-9' });
        return { kind: 'later', error: 'http.500', blame: 'row' };
      }),
    }, { random: () => 0 });
    await until(allDone(store));
    expect(found).toEqual([undefined, { contact: 'c-9' }]);
    expect(await rowsOf(store)).toMatchObject([{ result: '{"contact":"c-9","number":"12"}' }]);
  });

  test('a closed door parks the channel: nothing more is tried, somebody is called once, and a probe opens it again', async () => {
    const store = await openFresh(database);
    const clock = handClock();
    for (let n = 0; n < 30; n += 1) await put(store, { about: { n } }, clock.now());
    await put(store, { kind: 'elsewhere' }, clock.now());
    let tried = 0;
    let open = false;
    const handlers = {
      errand: handler(() => ((tried += 1), open ? done : lockedOut), { parallel: 1 }),
      elsewhere: handler(() => done, { channel: 'another' }),
    };
    const { log } = working(store, handlers, { clock: clock.now });
    await until(async () => (await store.read(standing)).parked.length === 1);
    await until(async () => (await store.read(standing)).states.leased === 0);
    await until(async () => (await rowsOf(store)).some(({ state }) => state === 'done'));
    clock.pass(PROBE_EVERY_MS - 1);
    await new Promise((resolve) => setTimeout(resolve, 60));
    expect(tried).toBe(1);
    expect((await store.read(standing)).states).toEqual({ waiting: 29, leased: 0, dead: 0, parked: 1 });
    expect((await rowsOf(store)).filter(({ state }) => state === 'done')).toHaveLength(1);
    expect(log.filter(({ facts }) => facts['alert'])).toMatchObject([{ level: 'error', facts: { channel: 'test', reason: 'http.401' } }]);

    clock.pass(1);
    await until(() => tried === 2);
    await new Promise((resolve) => setTimeout(resolve, 60));
    expect(tried).toBe(2);
    expect(log.filter(({ facts }) => facts['alert'])).toHaveLength(1);

    open = true;
    clock.pass(PROBE_EVERY_MS);
    await until(allDone(store));
    expect((await store.read(standing)).parked).toEqual([]);
  });

  test('a start knocks at a parked channel at once: it may have brought the right token', async () => {
    const store = await openFresh(database);
    const clock = handClock();
    for (let n = 0; n < 5; n += 1) await put(store, { about: { n } }, clock.now());
    const { worker } = working(store, { errand: handler(() => lockedOut, { parallel: 1 }) }, { clock: clock.now });
    await until(async () => (await store.read(standing)).parked.length === 1);
    await worker.stop();
    clock.pass(1_000);
    working(store, { errand: handler(() => done) }, { clock: clock.now });
    await until(allDone(store));
  });

  test('six hours of failure cost few attempts, lose nothing, and end at once when the other side is back', async () => {
    const store = await openFresh(database);
    const clock = handClock();
    for (let n = 0; n < 200; n += 1) await put(store, { about: { n } }, clock.now());
    let down = true;
    let tried = 0;
    const { worker } = working(store, { errand: handler(() => ((tried += 1), down ? { kind: 'later', error: 'http.503', blame: 'channel' } : done)) }, { clock: clock.now, pollMs: 1 });
    const end = clock.now() + 6 * HOUR_MS;
    while (clock.now() < end) {
      clock.pass(20_000);
      await new Promise((resolve) => setTimeout(resolve, 1));
    }
    expect(tried).toBeLessThan(250);
    expect((await store.read(standing)).states.dead).toBe(0);
    down = false;
    clock.pass(11 * 60_000);
    await until(async () => {
      clock.pass(1_000);
      worker.wake();
      return allDone(store)();
    }, 30_000);
  });

  test('a handler that throws, or never answers, is tried again and leaves no word of its error', async () => {
    const store = await openFresh(database);
    await put(store, { about: { how: 'throws' } });
    await put(store, { about: { how: 'hangs' } });
    // It hangs until somebody has seen that: an end takes the error of before away.
    let seen = false;
    const { log } = working(store, {
      errand: handler((job) => {
        if (job.about['how'] === 'hangs') return seen ? done : new Promise(() => undefined);
        if (job.attempts > 1) return done;
        throw new Error('SENTINEL dr.lee@example.org');
      }, { attemptMs: 60 }),
    }, { random: () => 0.1 });
    await until(async () => (await rowsOf(store)).some(({ last_error }) => last_error === 'timeout'));
    seen = true;
    await until(allDone(store));
    expect(JSON.stringify([log, await rowsOf(store)])).not.toContain('SENTINEL');
    expect(log.some(({ message, facts }) => message === 'a handler failed' && facts['error'] === 'Error')).toBe(true);
  });

  test('while the database is away nothing is lost, and what was done is not done again', async () => {
    const store = await openFresh(database);
    await put(store);
    let did = 0;
    let away = false;
    working(store, { errand: handler(() => ((did += 1), (away = true), done)) }, {
      store: async () => {
        if (away) throw new StoreUnavailable('unreachable');
        return store;
      },
    });
    await until(() => did === 1);
    await new Promise((resolve) => setTimeout(resolve, 50));
    expect(await rowsOf(store)).toMatchObject([{ state: 'leased' }]);
    away = false;
    await until(allDone(store));
    expect(did).toBe(1);
  });

  test('consequences are written with the end; ones that cannot be keep neither their own end nor others from being recorded', async () => {
    const store = await openFresh(database);
    for (const n of [1, 2, 3]) await put(store, { about: { n } });
    const { log } = working(store, {
      errand: handler(() => done, {
        ended: async (trx, { about }) => {
          if (about['n'] === 2) throw new Error('a consequence that fails');
          await trx.insertInto('spent_token').values({ digest: `told-${about['n']}`, expires_at: 1 }).execute();
        },
      }),
    });
    await until(allDone(store));
    const told = await store.read((db) => db.selectFrom('spent_token').select('digest').orderBy('digest').execute());
    expect(told).toEqual([{ digest: 'told-1' }, { digest: 'told-3' }]);
    expect(log.filter(({ facts }) => facts['alert'])).toHaveLength(1);
  });

  test('consequences are written once, though a worker that was thought dead ends the same row as its successor', async () => {
    const store = await openFresh(database);
    const clock = handClock();
    await put(store, {}, clock.now());
    let written = 0;
    let late: () => void = () => undefined;
    const ended = async () => void (written += 1);
    working(store, { errand: handler(() => new Promise((resolve) => (late = () => resolve(done))), { attemptMs: HOUR_MS, ended }) }, { clock: clock.now, pollMs: HOUR_MS });
    await until(async () => (await rowsOf(store))[0]?.state === 'leased');
    clock.pass(60_001);
    const { worker } = working(store, { errand: handler(() => done, { ended }) }, { clock: clock.now });
    await until(allDone(store));
    late();
    await worker.stop();
    await new Promise((resolve) => setTimeout(resolve, 50));
    expect(written).toBe(1);
    expect(await rowsOf(store)).toMatchObject([{ state: 'done', attempts: 2 }]);
  });

  test('a worker that stops finishes what is under way and gives back what it has not begun', async () => {
    const store = await openFresh(database);
    for (let n = 0; n < 6; n += 1) await put(store, { about: { n } });
    let begun = 0;
    const { worker } = working(store, {
      errand: handler(async () => {
        begun += 1;
        await new Promise((resolve) => setTimeout(resolve, 80));
        return done;
      }, { parallel: 2 }),
    });
    await until(() => begun === 2);
    await worker.stop();
    const rows = await rowsOf(store);
    expect(rows.map(({ state }) => state).sort()).toEqual(['done', 'done', 'waiting', 'waiting', 'waiting', 'waiting']);
    expect(rows.filter(({ state }) => state === 'waiting').every(({ attempts }) => attempts === 0)).toBe(true);
  });

  test('figures tell rows by state, the age of the oldest, parked channels and the lag', async () => {
    const store = await openFresh(database);
    const clock = handClock();
    await put(store, { kind: 'errand' }, clock.now() - 90_000);
    await put(store, { kind: 'closed' }, clock.now() - 30_000);
    await put(store, { kind: 'refused' }, clock.now() - 600_000);
    await put(store, { kind: 'nobody-does' }, clock.now() - 20_000);
    const registry = new Registry();
    const count = outboxMetrics(registry, async () => store, clock.now);
    working(store, {
      errand: handler(() => done),
      closed: handler(() => lockedOut, { channel: 'shut' }),
      refused: handler(() => ({ kind: 'refused', error: 'http.422' })),
    }, { clock: clock.now, count });
    await until(async () => {
      const { states, parked } = await store.read(standing);
      return states.waiting === 1 && states.leased === 0 && states.dead === 1 && parked.length === 1;
    });
    // The worker counts what the database shows already.
    await expect.poll(() => registry.metrics()).toContain('bedside_outbox_lag_seconds_sum{kind="errand"} 90');
    await expect.poll(() => registry.metrics()).toContain('bedside_outbox_attempts_total{kind="refused",state="dead"} 1');
    const text = await registry.metrics();
    expect(text).toContain('bedside_outbox_rows{state="dead"} 1');
    expect(text).toContain('bedside_outbox_rows{state="parked"} 1');
    expect(text).toContain('bedside_outbox_rows{state="waiting"} 1');
    expect(text).toContain('bedside_outbox_oldest_seconds 30');
    expect(text).toContain('bedside_outbox_parked{channel="shut"} 1');
  });

  test('what was done long ago is forgotten, and nothing else', async () => {
    const store = await openFresh(database);
    const clock = handClock();
    await put(store, { about: { n: 1 } }, clock.now());
    working(store, { errand: handler(() => done) }, { clock: clock.now });
    await until(allDone(store));
    await put(store, { kind: 'later', about: { n: 2 } }, clock.now());
    await store.write((trx) => forgetDone(trx, clock.now()));
    expect(await rowsOf(store)).toHaveLength(2);
    await store.write((trx) => forgetDone(trx, clock.now() + 1));
    expect(await rowsOf(store)).toMatchObject([{ state: 'waiting' }]);
  });
});

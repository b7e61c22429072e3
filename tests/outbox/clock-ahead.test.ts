/** A clock that was ahead and is set right: nothing waits for the time that it showed. */
import fc from '../chance.ts';
import { expect, test } from 'vitest';
import { PROBE_EVERY_MS } from '../../src/outbox/channels.ts';
import { take } from '../../src/outbox/claim.ts';
import { bringBack, CLOCKS_AGREE_MS } from '../../src/outbox/clock-ahead.ts';
import { longestWait, MAIL_PATIENCE, nextStep } from '../../src/outbox/outcome.ts';
import { record } from '../../src/outbox/record.ts';
import type { Store } from '../../src/store/store.ts';
import { describeOnBothDatabases, freshFolder, openFresh, SECRET } from '../store/databases.ts';
import { allDone, done, handClock, handler, put, rowsOf, until, working } from './working.ts';

const HOUR_MS = 60 * 60_000;
const DAY_MS = 24 * HOUR_MS;
const LEASE_MS = 60_000;
const NOON = Date.UTC(2026, 10, 23, 12);
const WAIT_MS = longestWait(MAIL_PATIENCE);

/** Takes one row and lets its attempt fail. */
async function failed(store: Store, now: number, { afterMs, random }: { afterMs: number; random: number }): Promise<void> {
  const rows = await take(store, { kinds: ['errand'], most: 1, worker: 'w', leaseMs: LEASE_MS, now });
  const ends = rows.map((row) => ({ row, step: nextStep({ kind: 'later', error: 'http.503', blame: 'row', afterMs }, row, MAIL_PATIENCE, now, () => random) }));
  await store.write((trx) => record(trx, ends, 'w', now));
}

const broughtBack = (store: Store, now: number, longestWaitMs = WAIT_MS) => store.write((trx) => bringBack(trx, { kinds: ['errand'], now, longestWaitMs, leaseMs: LEASE_MS }));

test('however far a clock was ahead, each row is due within what was planned for it, and what a right clock wrote stays', async () => {
  const store = await openFresh({ kind: 'sqlite', fresh: async () => ({ dataDir: freshFolder(), secret: SECRET }) });
  await fc.assert(
    fc.asyncProperty(
      fc.constantFrom(0, 1_000, CLOCKS_AGREE_MS + 1, HOUR_MS, DAY_MS, 400 * DAY_MS),
      fc.constantFrom(0, 10_000, DAY_MS, 90 * DAY_MS),
      fc.constantFrom('written', 'failed', 'under way'),
      fc.integer({ min: 0, max: 2 * DAY_MS }),
      fc.double({ min: 0, max: 1, noNaN: true }),
      async (ahead, delay, fate, afterMs, random) => {
        await store.write((trx) => trx.deleteFrom('outbox').execute());
        const wrong = NOON + ahead;
        const begun = wrong + (fate === 'written' ? 0 : delay);
        await put(store, { notBefore: wrong + delay }, wrong);
        if (fate === 'failed') await failed(store, begun, { afterMs, random });
        if (fate === 'under way') await take(store, { kinds: ['errand'], most: 1, worker: 'w', leaseMs: LEASE_MS, now: begun });
        const [before] = await rowsOf(store);

        // Set right after whatever happened, by as much as it was ahead.
        const now = begun - ahead;
        await broughtBack(store, now);
        const [after] = await rowsOf(store);
        const planned = fate === 'written' ? delay : fate === 'failed' ? WAIT_MS : LEASE_MS;
        expect(after!.due_at - now).toBeLessThanOrEqual(planned + CLOCKS_AGREE_MS);
        expect(after!.due_at).toBeLessThanOrEqual(before!.due_at);
        if (ahead <= 1_000) expect(after).toEqual(before);
        if (ahead > CLOCKS_AGREE_MS && fate === 'written') expect(after!.due_at - now).toBe(delay);
        expect(await broughtBack(store, now)).toBe(0);
      },
    ),
    { numRuns: 60 },
  );
});

describeOnBothDatabases('a clock that was three days ahead', (database) => {
  test('keeps nothing back when it is right again: not what it wrote, what failed then, what another took, nor a parked channel', async () => {
    const store = await openFresh(database);
    const clock = handClock();
    const right = clock.now();
    await put(store, { about: { name: 'before' } }, right);
    clock.pass(3 * DAY_MS);
    let mended = false;
    const { log } = working(store, {
      errand: handler(() => (mended ? done : { kind: 'later', error: 'http.503', blame: 'channel', afterMs: HOUR_MS })),
      closed: handler(() => (mended ? done : { kind: 'locked-out', error: 'http.401' }), { channel: 'shut' }),
    }, { clock: clock.now });
    await put(store, { kind: 'closed' }, clock.now());
    await until(async () => (await store.read((db) => db.selectFrom('outbox_channel').selectAll().execute())).length === 1);
    await until(async () => (await rowsOf(store)).some(({ attempts, state }) => attempts === 1 && state === 'waiting'));
    await put(store, { about: { name: 'taken' } }, clock.now());
    expect(await take(store, { kinds: ['errand'], most: 1, worker: 'died', leaseMs: LEASE_MS, now: clock.now() })).toMatchObject([{ about: { name: 'taken' } }]);
    await put(store, { about: { name: 'written' } }, clock.now());
    await put(store, { about: { name: 'tomorrow' }, notBefore: clock.now() + DAY_MS }, clock.now());

    mended = true;
    clock.pass(right + 1_000 - clock.now());
    const waiting = async () => (await rowsOf(store)).filter(({ state }) => state !== 'done').map(({ about }) => about);
    await until(async () => (await waiting()).length === 2);
    clock.pass(LEASE_MS);
    await until(async () => (await waiting()).length === 1);
    expect(await waiting()).toEqual(['{"name":"tomorrow"}']);
    expect(log.some(({ message }) => message.includes('a clock was ahead'))).toBe(true);
    clock.pass(DAY_MS - LEASE_MS);
    await until(allDone(store));
  });

  test('keeps nothing back from a process that starts when it is right again', async () => {
    const store = await openFresh(database);
    const clock = handClock();
    const wrong = clock.now() + 3 * DAY_MS;
    await put(store, { about: { name: 'before' } }, clock.now());
    await failed(store, wrong, { afterMs: HOUR_MS, random: 1 });
    await put(store, { about: { name: 'written' } }, wrong);
    await store.write((trx) => trx.insertInto('outbox_channel').values({ channel: 'test', reason: 'http.401', parked_at: wrong, probe_at: wrong + PROBE_EVERY_MS }).execute());
    working(store, { errand: handler(() => done) }, { clock: clock.now });
    await until(allDone(store));
  });
});

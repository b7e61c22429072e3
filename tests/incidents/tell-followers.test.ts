/** Everybody who follows an incident is told of its end: in batches, over deaths in between, nobody twice. */
import { expect, test } from 'vitest';
import { AFTERWARDS_MAIL, FIXED_MAIL, follow, told } from '../../src/incidents/followers.ts';
import { FOLLOWERS_MAIL, leaveLetters, TELL_FOLLOWERS, tellFollowers, tellFollowersHandler } from '../../src/incidents/tell-followers.ts';
import type { Job } from '../../src/outbox/handler.ts';
import { BATCH } from '../../src/outbox/one-for-each.ts';
import type { Outcome } from '../../src/outbox/outcome.ts';
import type { About } from '../../src/outbox/row.ts';
import type { Store } from '../../src/store/store.ts';
import { handClock, until, working } from '../outbox/working.ts';
import { describeOnBothDatabases, openFresh } from '../store/databases.ts';

const INCIDENT = 'outage01';
const ENDED = Date.UTC(2026, 10, 23, 12);
const MINUTE = 60_000;

async function follows(store: Store, name: string, now: number): Promise<void> {
  await store.write((trx) => follow(trx, store.envelope, { incident: INCIDENT, email: `${name}@example.net`, timeZone: undefined, askedBy: 'form' }, now));
}

async function lettersOf(store: Store): Promise<{ template: string; follower: string; ended: number }[]> {
  const rows = await store.read((db) => db.selectFrom('outbox').select('about').where('kind', '=', FOLLOWERS_MAIL).execute());
  return rows.map(({ about }) => JSON.parse(about) as { template: string; follower: string; ended: number });
}

const countOf = (letters: readonly { template: string; follower: string }[], template: string) => {
  const all = letters.filter((one) => one.template === template).map(({ follower }) => follower);
  return { letters: all.length, people: new Set(all).size };
};

describeOnBothDatabases('followers of a large incident', (database) => {
  test('are told by batches, by whoever goes on where a process died, each once', async () => {
    const store = await openFresh(database);
    const many = 2 * BATCH + 7;
    await store.write(async (trx) => {
      for (let n = 0; n < many; n += 1) await follow(trx, store.envelope, { incident: INCIDENT, email: `reader${n}@example.net`, timeZone: undefined, askedBy: 'form' }, ENDED - MINUTE);
      await follow(trx, store.envelope, { incident: 'another1', email: 'reader1@example.net', timeZone: undefined, askedBy: 'form' }, ENDED - MINUTE);
    });
    const batches: number[] = [];
    const [, handler] = tellFollowersHandler({ store: async () => store, wake: () => void batches.push(1), clock: () => ENDED });
    const attempt = (result: About | undefined, save: Job['save'], signal = new AbortController().signal): Promise<Outcome> =>
      handler.handle({ id: 'row', kind: TELL_FOLLOWERS, about: { incident: INCIDENT, ended: ENDED }, lane: null, attempts: 1, patienceFrom: 0, createdAt: 0, result, signal, save });

    // Dies when the first batch is written and not yet noted.
    await expect(attempt(undefined, () => Promise.reject(new Error('killed')))).rejects.toThrow('killed');
    expect(countOf(await lettersOf(store), FIXED_MAIL)).toEqual({ letters: BATCH, people: BATCH });
    // Begins again, and dies when the second is noted.
    const dying = new AbortController();
    let reached: About | undefined;
    await expect(attempt(undefined, async (progress) => ((reached = progress), batches.length >= 3 && dying.abort(), true), dying.signal)).rejects.toThrow();
    expect(countOf(await lettersOf(store), FIXED_MAIL)).toEqual({ letters: 2 * BATCH, people: 2 * BATCH });
    // Goes on from there, while one who was slow goes on from the beginning.
    expect(await Promise.all([attempt(reached, async () => true), attempt(undefined, async () => true)])).toEqual([{ kind: 'done' }, { kind: 'done' }]);
    for (const template of [FIXED_MAIL, AFTERWARDS_MAIL]) expect(countOf(await lettersOf(store), template)).toEqual({ letters: many, people: many });
  });

  test('who ask while the end is not shown everywhere are told some minutes later, and the others not again', async () => {
    const store = await openFresh(database);
    const clock = handClock(ENDED);
    const { worker } = working(store, Object.fromEntries([tellFollowersHandler({ store: async () => store, wake: () => undefined, clock: clock.now })]), { clock: clock.now });
    const tellingDone = async () => (await store.read((db) => db.selectFrom('outbox').select('state').where('kind', '=', TELL_FOLLOWERS).where('due_at', '<=', clock.now()).execute())).every(({ state }) => state === 'done');
    await follows(store, 'early', ENDED - MINUTE);
    await store.write((trx) => tellFollowers(trx, { incident: INCIDENT, at: ENDED }, clock.now()));
    await store.write((trx) => tellFollowers(trx, { incident: INCIDENT, at: ENDED }, clock.now()));
    worker.wake();
    await until(async () => (await tellingDone()) && (await lettersOf(store)).length === 2);
    await follows(store, 'late', ENDED + 1_000);
    clock.pass(11 * MINUTE);
    worker.wake();
    await until(async () => (await tellingDone()) && (await lettersOf(store)).length === 4);
    expect(countOf(await lettersOf(store), FIXED_MAIL)).toEqual({ letters: 2, people: 2 });
  });

  test('are not told again when somebody writes down an earlier end, and are asked a day after that one', async () => {
    const store = await openFresh(database);
    await follows(store, 'reader', ENDED - MINUTE);
    const [one] = await store.read((db) => db.selectFrom('incident_follower').select('id').execute());
    await store.write((trx) => told(trx, one!.id, FIXED_MAIL, ENDED + 1_000));
    const earlier = ENDED - 5 * MINUTE;
    const { worker } = working(store, Object.fromEntries([tellFollowersHandler({ store: async () => store, wake: () => undefined, clock: () => ENDED + MINUTE })]), { clock: () => ENDED + MINUTE });
    await store.write((trx) => tellFollowers(trx, { incident: INCIDENT, at: earlier }, ENDED + MINUTE));
    worker.wake();
    await until(async () => (await lettersOf(store)).length > 0);
    expect(await lettersOf(store)).toEqual([{ template: AFTERWARDS_MAIL, follower: one!.id, ended: earlier }]);
  });

  test('are told of a second end, though a clock that was ahead noted the first one later than that', async () => {
    const store = await openFresh(database);
    await follows(store, 'reader', ENDED - MINUTE);
    const [one] = await store.read((db) => db.selectFrom('incident_follower').select('id').execute());
    await store.write((trx) => leaveLetters(trx, [{ id: one!.id, toldAt: ENDED + 24 * 60 * MINUTE }], ENDED + 60 * MINUTE, ENDED + 61 * MINUTE));
    expect((await lettersOf(store)).map(({ template }) => template).toSorted()).toEqual([AFTERWARDS_MAIL, FIXED_MAIL]);
  });
});

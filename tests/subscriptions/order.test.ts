/** In which order one receiver hears of one incident: by a real mail server and real webhooks that fail as they like. */
import { createServer } from 'node:http';
import type { AddressInfo } from 'node:net';
import { expect, onTestFinished, test } from 'vitest';
import { numbersFrom } from '../../src/demo/chance.ts';
import { smtpPost } from '../../src/mail/smtp-post.ts';
import { again } from '../../src/outbox/inspect.ts';
import { updatesOf, statusRecords, type StatusRecords } from '../../src/status/records.ts';
import { placeInHelpCenter } from '../../src/status/place.ts';
import type { Store } from '../../src/store/store.ts';
import { announce } from '../../src/subscriptions/announce.ts';
import { ask, byId, confirm, type Asked } from '../../src/subscriptions/subscribers.ts';
import { TELL, TELL_MAIL, TELL_WEBHOOK, tellHandler, tellSubscribers } from '../../src/subscriptions/tell.ts';
import { tellMailHandler } from '../../src/subscriptions/tell-mail.ts';
import { tellWebhookHandler } from '../../src/subscriptions/tell-webhook.ts';
import { updateOf } from '../../src/subscriptions/updates.ts';
import { answer, mailServer } from '../mail/server.ts';
import { handClock, until, working } from '../outbox/working.ts';
import { at, contentOf, incident, type StatusTreeFiles } from '../status/trees.ts';
import { describeOnBothDatabases, freshFolder, openFresh, SECRET, type TestDatabase } from '../store/databases.ts';

const SQLITE: TestDatabase = { kind: 'sqlite', fresh: async () => ({ dataDir: freshFolder(), secret: SECRET }) };
const MINUTE = 60_000;
const HOUR = 60 * MINUTE;
const MOMENTS = ['11:00', '11:05', '11:10', '11:15'];
const [FIRST, SECOND] = [at('2026-11-23 11:00'), at('2026-11-23 11:05')] as const;

/** What is shown when so many updates of each of these incidents are posted. */
function shown(ids: readonly string[], count: number): StatusRecords {
  const updates = MOMENTS.slice(0, count).map((moment, index) => ({ at: `2026-11-23 ${moment}`, state: index === 0 ? 'investigating' : 'identified', ...(index === 0 ? { more: 'components: { search: major outage }' } : {}) }));
  return recordsOf(Object.fromEntries(ids.map((id) => [`${id}.md`, incident(id, 'major', updates)])));
}

function recordsOf(files: StatusTreeFiles): StatusRecords {
  const { site, tree } = contentOf(files, at('2026-11-23 12:00'));
  return statusRecords(site, tree, placeInHelpCenter(site));
}

interface Arrival {
  readonly record: string;
  readonly at: number;
  readonly taken: boolean;
}

/** A receiver that takes what it is told to take. */
async function receiver(takes: () => boolean): Promise<{ readonly url: string; readonly arrived: Arrival[] }> {
  const arrived: Arrival[] = [];
  const server = createServer((request, response) => {
    void request.toArray().then((chunks) => {
      const { incident: told, meta } = JSON.parse(Buffer.concat(chunks as Buffer[]).toString('utf8')) as { incident: { id: string }; meta: { generated_at: string } };
      const taken = takes();
      arrived.push({ record: told.id, at: Date.parse(meta.generated_at), taken });
      response.writeHead(taken ? 204 : 503).end();
    });
  });
  await new Promise<void>((resolve) => void server.listen(0, '127.0.0.1', resolve));
  onTestFinished(() => {
    server.closeAllConnections();
    server.close();
  });
  return { url: `http://127.0.0.1:${(server.address() as AddressInfo).port}/hook`, arrived };
}

async function subscribed(store: Store, asked: Pick<Asked, 'email' | 'url'>): Promise<string> {
  return store.write(async (trx) => {
    const { id } = await ask(trx, store.envelope, { ...asked, components: undefined, locale: 'en' }, 1);
    await confirm(trx, id, 1);
    return id;
  });
}

/** Workers that tell subscribers of what `present` holds, beside a clock that stands still until it is moved. */
function telling(store: Store, present: { records: StatusRecords }, { smtp, workers = 1, random = () => 1 }: { smtp?: URL; workers?: number; random?: () => number } = {}) {
  const clock = handClock(at('2026-11-23 12:00'));
  const wakes: (() => void)[] = [];
  const wake = () => wakes.forEach((one) => one());
  for (let n = 0; n < workers; n += 1) {
    const post = smtpPost({ url: smtp ?? new URL('smtp://127.0.0.1:9') });
    onTestFinished(() => post.close());
    const handlers = Object.fromEntries([
      tellHandler({ store: async () => store, update: (about) => updateOf(present.records, about), wake, clock: clock.now }),
      tellWebhookHandler({ store: async () => store, records: () => present.records, leaveUrl: () => 'https://help.example.org/leave', offLetter: (subscriber) => ({ template: 'webhook-off', subscriber }), caller: { privateToo: true, patienceMs: 5_000 }, clock: clock.now }),
      tellMailHandler({
        post,
        from: { email: 'support@example.org' },
        own: [],
        clock: clock.now,
        unknown: () => undefined,
        async letter({ record, at: posted, subscriber }) {
          const found = await store.read((db) => byId(db, store.envelope, String(subscriber)));
          return found === undefined ? 'skip' : { to: { email: found.email }, subject: `${String(record)} ${String(posted)}`, text: 'News' };
        },
      }),
    ]);
    // The clock runs ahead by hours while an attempt is under way: a lease of a minute would be no lease.
    wakes.push(working(store, handlers, { clock: clock.now, random, leaseMs: 1_000 * HOUR }).worker.wake);
  }
  const rows = (...kinds: string[]) => store.read((db) => db.selectFrom('outbox').select(['lane', 'state', 'last_error', 'due_at']).where('kind', 'in', kinds).orderBy('created_at').orderBy('place').execute());
  const post = async (records: StatusRecords) => {
    present.records = records;
    await announce(store, updatesOf(records, clock.now()), [tellSubscribers], clock.now());
    wake();
  };
  return { clock, wake, rows, post };
}

const settledAll = (rows: readonly { state: string; due_at: number }[], now: number) => rows.every(({ state, due_at }) => state === 'done' || (state === 'waiting' && due_at > now));

describeOnBothDatabases('receivers that fail as they like, told by two workers,', (database) => {
  test.each([1, 2])('hear of each incident in its order, all of it, and nothing twice, %s', { timeout: 300_000 }, async (seed) => {
    const store = await openFresh(database);
    const chance = numbersFrom(seed);
    const hooks = await Promise.all([0.3, 0.6, 0.8].map((share) => receiver(() => chance() > share)));
    for (const { url } of hooks) await subscribed(store, { email: 'owner@example.com', url });
    const refused: string[] = [];
    const smtp = await mailServer({
      beforeAccepting(raw) {
        if (chance() > 0.5) return;
        refused.push(raw);
        throw answer(451);
      },
    });
    await subscribed(store, { email: 'reader@example.com', url: undefined });
    const ids = ['oneone', 'twotwo'];
    const present = { records: shown(ids, 1) };
    const { clock, wake, rows, post } = telling(store, present, { smtp: smtp.url, workers: 2, random: chance });
    for (let count = 1; count <= MOMENTS.length; count += 1) {
      await post(shown(ids, count));
      // Some are told before the next is posted, some are not.
      if (chance() > 0.5) await until(async () => (await rows(TELL)).every(({ state }) => state === 'done'));
    }
    const all = (hooks.length + 1) * ids.length * MOMENTS.length;
    let idle = 0;
    await until(async () => {
      const told = await rows(TELL_MAIL, TELL_WEBHOOK);
      const open = told.filter(({ state }) => state !== 'done');
      // Time passes when nothing is under way: to the next attempt of whatever is first in its lane.
      const first = [...new Map(open.toReversed().map((row) => [row.lane, row])).values()];
      const next = Math.min(...first.map(({ due_at }) => due_at));
      const resting = told.length === all && first.every(({ state }) => state === 'waiting');
      // A channel that failed again and again is spared for minutes, though its rows are due.
      idle = resting && next <= clock.now() ? idle + 1 : 0;
      if (resting && (next > clock.now() || idle > 20)) {
        clock.pass(Math.max(next - clock.now(), MINUTE));
        wake();
      }
      return told.length === all && open.length === 0;
    });
    const moments = updatesOf(present.records, Infinity).filter(({ record }) => record === 'oneone').map((one) => one.at);
    for (const { arrived } of hooks) {
      for (const id of ids) {
        const ofOne = arrived.filter(({ record }) => record === id);
        expect(ofOne.map((one) => one.at)).toEqual(ofOne.map((one) => one.at).toSorted((a, b) => a - b));
        expect(ofOne.filter(({ taken }) => taken).map((one) => one.at)).toEqual(moments);
      }
    }
    for (const id of ids) expect(smtp.received.map(({ mail }) => mail.subject ?? '').filter((subject) => subject.startsWith(id))).toEqual(moments.map((moment) => `${id} ${moment}`));
    expect(refused.length + hooks.flatMap(({ arrived }) => arrived.filter(({ taken }) => !taken)).length).toBeGreaterThan(0);
  });
});

test('a webhook that was away for hours hears all of it at once, in order, when the next update is posted', async () => {
  const store = await openFresh(SQLITE);
  let away = true;
  const { url, arrived } = await receiver(() => !away);
  await subscribed(store, { email: 'owner@example.com', url });
  const present = { records: shown(['oneone'], 1) };
  const { clock, rows, wake, post } = telling(store, present);
  await post(present.records);
  for (let hours = 0; hours < 3; hours += 1) {
    const before = arrived.length;
    await until(async () => arrived.length > before && settledAll(await rows(TELL_WEBHOOK), clock.now()));
    // Waits are two hours long by now.
    clock.pass(2 * HOUR);
    wake();
  }
  await until(async () => arrived.length === 4 && settledAll(await rows(TELL_WEBHOOK), clock.now()));
  await post(shown(['oneone'], 2));
  await until(async () => arrived.length === 5 && (await rows(TELL)).every(({ state }) => state === 'done'));
  away = false;
  await post(shown(['oneone'], 3));
  await until(async () => (await rows(TELL_WEBHOOK)).filter(({ state }) => state === 'done').length === 3);
  expect(arrived.filter(({ taken }) => taken).map((one) => one.at)).toEqual([FIRST, SECOND, SECOND + 5 * MINUTE]);
});

test('an update that was given up is not sent after a newer one, though somebody brings it back', async () => {
  const store = await openFresh(SQLITE);
  const { url, arrived } = await receiver(() => true);
  const subscriber = await subscribed(store, { email: 'owner@example.com', url });
  const present = { records: shown(['oneone'], 2) };
  await store.write((trx) =>
    trx
      .insertInto('outbox')
      .values({ id: 'given-up', kind: TELL_WEBHOOK, lane: `${TELL_WEBHOOK}:oneone:${subscriber}`, place: 1, gate: 0, about: JSON.stringify({ record: 'oneone', at: FIRST, subscriber }), once_key: `${TELL_WEBHOOK}:oneone:${FIRST}:${subscriber}`, state: 'dead', attempts: 9, due_at: 0, leased_by: null, patience_from: 0, created_at: 0, done_at: null, last_error: 'http.503', result: null })
      .execute(),
  );
  const { rows, wake, post } = telling(store, present);
  await post(present.records);
  await until(async () => (await rows(TELL_WEBHOOK)).filter(({ state }) => state === 'done').length === 1);
  await store.write((trx) => again(trx, at('2026-11-23 12:00')));
  wake();
  await until(async () => (await rows(TELL_WEBHOOK)).every(({ state }) => state === 'done'));
  expect(arrived.map((one) => one.at)).toEqual([SECOND]);
  expect((await rows(TELL_WEBHOOK)).map(({ last_error }) => last_error).toSorted()).toEqual([null, 'update.passed']);
});

test('an update that is written in before one that was announced is not told alone', async () => {
  const store = await openFresh(SQLITE);
  const { url, arrived } = await receiver(() => true);
  await subscribed(store, { email: 'owner@example.com', url });
  const gap = recordsOf({ 'one.md': incident('oneone', 'major', [{ at: '2026-11-23 11:00', state: 'investigating', more: 'components: { search: major outage }' }, { at: '2026-11-23 11:10', state: 'identified' }]) });
  const { rows, post } = telling(store, { records: gap });
  await post(gap);
  await until(async () => (await rows(TELL_WEBHOOK)).length === 2 && (await rows(TELL_WEBHOOK)).every(({ state }) => state === 'done'));
  await post(shown(['oneone'], 4));
  await until(async () => (await rows(TELL_WEBHOOK)).length === 3 && (await rows(TELL_WEBHOOK)).every(({ state }) => state === 'done'));
  expect(arrived.map((one) => one.at)).toEqual([FIRST, FIRST + 10 * MINUTE, FIRST + 15 * MINUTE]);
});

test('an update whose time is changed does not keep the others waiting', () => {
  const moved = recordsOf({ 'one.md': incident('oneone', 'major', [{ at: '2026-11-23 11:00', state: 'investigating', more: 'components: { search: major outage }' }, { at: '2026-11-23 11:06', state: 'identified' }]) });
  expect(updateOf(moved, { record: 'oneone', at: SECOND })).toBe('gone');
  expect(updateOf(shown(['oneone'], 1), { record: 'oneone', at: SECOND })).toBe('unseen');
  expect(updateOf(undefined, { record: 'oneone', at: SECOND })).toBe('unseen');
  expect(updateOf(shown(['oneone'], 2), { record: 'oneone', at: SECOND })).toMatchObject({ record: 'oneone', at: SECOND });
});

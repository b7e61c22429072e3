/** Webhooks with a real receiver: slow, failing, redirecting, talkative, and one whose name leads to a private address. */
import { createServer, type IncomingMessage, type ServerResponse } from 'node:http';
import type { AddressInfo } from 'node:net';
import { expect, onTestFinished, test } from 'vitest';
import { isSigned } from '../../src/delivery/signature.ts';
import { enqueue } from '../../src/outbox/enqueue.ts';
import type { Caller } from '../../src/subscriptions/call.ts';
import { call } from '../../src/subscriptions/call.ts';
import { addWebhook } from '../../src/subscriptions/operate.ts';
import { signingKey } from '../../src/subscriptions/secret.ts';
import { ask, byId, confirm, type Subscriber } from '../../src/subscriptions/subscribers.ts';
import { TELL_WEBHOOK } from '../../src/subscriptions/tell.ts';
import { tellWebhookHandler } from '../../src/subscriptions/tell-webhook.ts';
import { statusRecords } from '../../src/status/records.ts';
import { incidentRow } from '../../src/status/contract.ts';
import { placeInHelpCenter } from '../../src/status/place.ts';
import type { Store } from '../../src/store/store.ts';
import { at, contentOf, incident } from '../status/trees.ts';
import { describeOnBothDatabases, freshFolder, openFresh, SECRET, type TestDatabase } from '../store/databases.ts';
import { handClock, until, working } from '../outbox/working.ts';
import { local, secretIn, statusServer } from './status.ts';

const SQLITE: TestDatabase = { kind: 'sqlite', fresh: async () => ({ dataDir: freshFolder(), secret: SECRET }) };
const OWN: Caller = { privateToo: true, patienceMs: 5_000 };
const HASTY: Caller = { privateToo: true, patienceMs: 300 };
const PATIENT: Caller = { privateToo: true, patienceMs: 30_000 };
const HOUR = 3_600_000;
const POSTED = at('2026-11-23 11:30');

interface Got {
  readonly url: string;
  readonly headers: Record<string, string>;
  readonly body: string;
}

/** A receiver of one's own; `answers` decides what it says. */
async function receiver(answers: (response: ServerResponse, count: number) => void): Promise<{ readonly url: string; readonly got: Got[] }> {
  const got: Got[] = [];
  const server = createServer((request: IncomingMessage, response) => {
    void request.toArray().then((chunks) => {
      got.push({ url: request.url ?? '', headers: request.headers as Record<string, string>, body: Buffer.concat(chunks as Buffer[]).toString('utf8') });
      answers(response, got.length);
    });
  });
  await new Promise<void>((resolve) => void server.listen(0, '127.0.0.1', resolve));
  onTestFinished(() => {
    server.closeAllConnections();
    server.close();
  });
  return { url: `http://127.0.0.1:${(server.address() as AddressInfo).port}/hook`, got };
}

const RECORDS = (() => {
  const files = () => ({ 'one.md': incident('oneone', 'major', [{ at: '2026-11-23 11:00', state: 'investigating', more: 'components: { search: major outage }' }, { at: '2026-11-23 11:30', state: 'identified' }]) });
  let made: ReturnType<typeof statusRecords> | undefined;
  return () => {
    if (made === undefined) {
      const { site, tree } = contentOf(files(), at('2026-11-23 12:00'));
      made = statusRecords(site, tree, placeInHelpCenter(site));
    }
    return made;
  };
})();

async function subscribed(store: Store, url: string): Promise<Subscriber> {
  return store.write(async (trx) => {
    const { id } = await ask(trx, store.envelope, { email: 'owner@example.com', url, components: undefined, locale: 'en' }, 1);
    await confirm(trx, id, 1);
    return (await byId(trx, store.envelope, id))!;
  });
}

/** A worker that tells one webhook of one update. */
async function telling(store: Store, url: string, { caller = OWN, clock = handClock() } = {}) {
  const records = RECORDS();
  const subscriber = await subscribed(store, url);
  const handlers = Object.fromEntries([
    tellWebhookHandler({ store: async () => store, records: () => records, leaveUrl: () => 'https://help.example.org/intake/subscriptions/leave?s=secret', offLetter: (id) => ({ template: 'webhook-off', subscriber: id }), caller, clock: clock.now }),
  ]);
  const tell = () => store.write((trx) => enqueue(trx, { kind: TELL_WEBHOOK, about: { record: 'oneone', at: POSTED, subscriber: subscriber.id } }, clock.now()));
  let heard = 0;
  const { worker } = working(store, handlers, { clock: clock.now, random: () => 1, count: () => void (heard += 1) });
  const row = async () => (await store.read((db) => db.selectFrom('outbox').select(['state', 'attempts', 'due_at', 'last_error']).where('kind', '=', TELL_WEBHOOK).orderBy('id', 'desc').execute()))[0]!;
  const now = () => store.read((db) => byId(db, store.envelope, subscriber.id));
  /** Lets the worker hear of the end that the database shows already, then lets time pass. */
  const pass = async (ms: number) => {
    await until(async () => heard >= (await row()).attempts);
    clock.pass(ms);
  };
  return { subscriber, tell, row, now, clock, pass, wake: () => worker.wake() };
}

describeOnBothDatabases('a webhook', (database) => {
  test('gets each update as Statuspage tells it, signed, and says nothing back', async () => {
    const store = await openFresh(database);
    const { url, got } = await receiver((response) => response.writeHead(204).end());
    const { subscriber, tell, row, clock } = await telling(store, url);
    await tell();
    await until(async () => (await row()).state === 'done');
    expect(await row()).toMatchObject({ attempts: 1, last_error: null });
    const [{ headers, body }] = got as [Got];
    expect(isSigned(signingKey(subscriber.secret), headers, body, clock.now())).toBe(true);
    expect(isSigned(signingKey('another'), headers, body, clock.now())).toBe(false);
    const message = JSON.parse(body) as { incident: Record<string, unknown> };
    expect(message).toMatchObject({
      meta: { unsubscribe: 'https://help.example.org/intake/subscriptions/leave?s=secret', generated_at: '2026-11-23T16:30:00.000Z' },
      page: { status_indicator: 'major', status_description: expect.any(String) as string },
      incident: { id: 'oneone', name: 'Trouble oneone', status: 'identified', impact: 'major', backfilled: false, scheduled_for: null, impact_override: null },
    });
    expect((message.incident['incident_updates'] as { body: string; status: string }[]).map(({ status }) => status)).toEqual(['identified', 'investigating']);
    const own = Object.fromEntries(Object.keys(incidentRow.shape).map((name) => [name, message.incident[name]]));
    expect(incidentRow.safeParse(own).error).toBeUndefined();
  });

  test('that fails is tried again after growing gaps, and is well again when it takes one', async () => {
    const store = await openFresh(database);
    const { url, got } = await receiver((response, count) => response.writeHead(count < 4 ? 500 : 200).end());
    const { tell, row, now, clock, pass } = await telling(store, url);
    await tell();
    const gaps: number[] = [];
    for (let n = 1; n <= 3; n += 1) {
      await until(async () => (await row()).attempts === n && (await row()).state === 'waiting');
      const { due_at } = await row();
      gaps.push(due_at - clock.now());
      await pass(due_at - clock.now());
    }
    expect(gaps).toEqual([5_000, 10_000, 20_000]);
    await until(async () => (await row()).state === 'done');
    expect(got).toHaveLength(4);
    expect(new Set(got.map(({ headers }) => headers['webhook-id'])).size).toBe(1);
    expect(await now()).toMatchObject({ state: 'confirmed', failingSince: undefined });
  });

  test('that failed for three days is switched off, its owner is told once, and nothing is sent any more', async () => {
    const store = await openFresh(database);
    const { url, got } = await receiver((response) => response.writeHead(503).end());
    const { tell, row, now, pass, subscriber } = await telling(store, url);
    await tell();
    await until(async () => (await row()).attempts === 1 && (await row()).state === 'waiting');
    expect((await now())?.state).toBe('confirmed');
    await pass(71 * HOUR);
    await until(async () => (await row()).attempts === 2 && (await row()).state === 'waiting');
    expect((await now())?.state).toBe('confirmed');
    await pass(2 * HOUR);
    await until(async () => (await now())?.state === 'off');
    const letters = await store.read((db) => db.selectFrom('outbox').select('about').where('kind', '=', 'mail').execute());
    expect(letters.map(({ about }) => JSON.parse(about) as unknown)).toEqual([{ template: 'webhook-off', subscriber: subscriber.id }]);
    await pass(3 * HOUR);
    await until(async () => (await row()).state === 'done');
    expect(got).toHaveLength(3);
    expect((await row()).last_error).toBe('webhook.over');
  });
});

test('a webhook that says 410 is switched off at once', async () => {
  const store = await openFresh(SQLITE);
  const { url } = await receiver((response) => response.writeHead(410).end());
  const { tell, now } = await telling(store, url);
  await tell();
  await until(async () => (await now())?.state === 'off');
});

test('a redirect is a failure, and what it points at is not asked', async () => {
  const store = await openFresh(SQLITE);
  const other = await receiver((response) => response.writeHead(200).end());
  const { url } = await receiver((response) => response.writeHead(307, { location: other.url }).end());
  const { tell, row } = await telling(store, url);
  await tell();
  await until(async () => (await row()).last_error === 'http.307');
  expect(other.got).toHaveLength(0);
});

test('a receiver that is slow, hangs up or talks without end holds nobody up', async () => {
  // Whoever does not answer at all is given up by the clock; the others have to be noticed by what they do.
  const request = (url: string, caller = PATIENT) => call({ url: new URL(url), headers: {}, body: '{}', signal: new AbortController().signal }, caller);
  const slow = await receiver(() => undefined);
  expect(await request(slow.url, HASTY)).toEqual({ error: 'webhook.timeout' });
  const rude = await receiver((response) => void response.destroy());
  expect(await request(rude.url)).toEqual({ error: 'webhook.no-answer' });
  let closed = false;
  const talkative = await receiver((response) => {
    response.writeHead(200);
    const more = setInterval(() => response.write('x'.repeat(8_192)), 1);
    response.once('close', () => {
      clearInterval(more);
      closed = true;
    });
  });
  expect(await request(talkative.url)).toMatchObject({ status: 200 });
  await until(() => closed);
});

test('a name that leads to a private address is not connected to, not even beside a public one, and not when it changes its mind', async () => {
  const inside = await receiver((response) => response.writeHead(200).end());
  const port = new URL(inside.url).port;
  const leads = (...addresses: string[]) => ((_name: string, _options: unknown, answered: (error: null, found: unknown) => void) => answered(null, addresses.map((address) => ({ address, family: address.includes(':') ? 6 : 4 })))) as never;
  const request = (lookup: Caller['lookup']) => call({ url: new URL(`http://hooks.example.com:${port}/`), headers: {}, body: '{}', signal: new AbortController().signal }, { privateToo: false, patienceMs: 300, ...(lookup && { lookup }) });
  for (const addresses of [['127.0.0.1'], ['::1'], ['::ffff:127.0.0.1'], ['8.8.8.8', '127.0.0.1'], ['169.254.169.254'], []]) expect(await request(leads(...addresses))).toEqual({ error: 'webhook.private' });
  // Asked once: the connection goes to what was looked at.
  let asked = 0;
  await request(((name: string, options: unknown, answered: never) => {
    asked += 1;
    (leads(asked === 1 ? '192.0.2.1' : '127.0.0.1') as unknown as (...all: unknown[]) => void)(name, options, answered);
  }) as never);
  expect(inside.got).toHaveLength(0);
  expect(await call({ url: new URL(inside.url), headers: {}, body: '{}', signal: new AbortController().signal }, { privateToo: false })).toEqual({ error: 'webhook.private' });
});

test('anybody may add a webhook whose owner confirms it, and nothing is sent to it before', async () => {
  const hook = await receiver((response) => response.writeHead(200).end());
  const server = await statusServer(SQLITE, { env: { BEDSIDE_WEBHOOKS_PRIVATE: 'allow' } });
  expect((await server.post('', { webhook: hook.url, owner: 'owner@example.com' })).status).toBe(303);
  const [letter] = await server.letters('owner@example.com');
  expect(letter!.mail.text).toContain(`a webhook at ${new URL(hook.url).host}`);
  expect(letter!.mail.text).not.toContain('/hook');
  const begun = Math.floor(Date.now() / 60_000) * 60_000;
  const outage = (id: string) => ({ [`${id}.md`]: incident(id, 'major', [{ at: local(begun - 60_000), state: 'investigating', more: 'components: { search: major outage }' }]) });
  server.publish(outage('before01'));
  const store = await server.store();
  await until(async () => (await store.read((db) => db.selectFrom('outbox').select('id').where('kind', '=', 'subscribers.tell').where('state', '=', 'done').execute())).length === 1, 30_000);
  const confirmed = await server.post('/confirm', { s: secretIn(letter!, 'confirm') });
  const page = await (await fetch(server.url + (confirmed.headers.get('location') ?? ''))).text();
  expect(page).toMatch(/whsec_[A-Za-z0-9+/]{43}=/);
  server.publish({ ...outage('before01'), ...outage('outage01') });
  await until(() => hook.got.length === 1, 30_000);
  expect(hook.got[0]!.body).toContain('outage01');
  await store.close();
});

test('a webhook hears of the parts that were chosen for it, by a form without scripts, as data, and by the operator, and its owner chooses others', { timeout: 300_000 }, async () => {
  const [byForm, asData, byOperator] = await Promise.all([1, 2, 3].map(() => receiver((response) => response.writeHead(200).end())));
  const server = await statusServer(SQLITE, { env: { BEDSIDE_WEBHOOKS_PRIVATE: 'allow' } });
  const form = await (await fetch(`${server.url}/status/subscriptions/`)).text();
  expect(/<form[^>]*>(?:(?!<\/form>).)*name="webhook"(?:(?!<\/form>).)*name="part-search"/s.test(form)).toBe(true);
  expect((await server.post('', { webhook: byForm!.url, owner: 'form@example.com', 'part-search': 'yes' })).status).toBe(303);
  expect((await server.json('', { webhook: asData!.url, email: 'data@example.com', components: ['search'] })).status).toBe(202);
  const manage: string[] = [];
  for (const owner of ['form@example.com', 'data@example.com']) {
    const [letter] = await server.letters(owner);
    manage.push((await server.post('/confirm', { s: secretIn(letter!, 'confirm') })).headers.get('location') ?? '');
  }
  const store = await server.store();
  await addWebhook(store, { url: byOperator!.url, owner: 'operator@example.com', components: ['search'], locale: 'en' }, OWN, Date.now());
  const begun = Math.floor(Date.now() / 60_000) * 60_000 - 60_000;
  const outage = (id: string, part: string) => ({ [`${id}.md`]: incident(id, 'major', [{ at: local(begun), state: 'investigating', more: `components: { ${part}: major outage }` }]) });
  const told = (hook: typeof byForm) => hook!.got.map(({ body }) => (JSON.parse(body) as { incident: { id: string } }).incident.id).toSorted();

  // Of another part they hear nothing.
  const files = { ...outage('mailout1', 'email'), ...outage('search01', 'search') };
  server.publish(files);
  for (const hook of [byForm, asData, byOperator]) await until(() => told(hook).length === 1, 30_000);
  const page = await (await fetch(server.url + manage[0])).text();
  expect(page).toMatch(/name="part-search"[^>]* checked/);
  expect(page).not.toMatch(/name="part-email"[^>]* checked/);
  const secret = new URL(manage[0]!, server.url).searchParams.get('s') ?? '';
  expect((await server.post('/manage', { s: secret, 'part-email': 'yes' })).status).toBe(303);
  server.publish({ ...files, ...outage('mailout2', 'email') });
  await until(() => told(byForm).length === 2, 30_000);
  const states = (kind: string) => store.read((db) => db.selectFrom('outbox').select('state').where('kind', '=', kind).execute());
  await until(async () => [...(await states('subscribers.tell')), ...(await states(TELL_WEBHOOK))].every(({ state }) => state === 'done'));
  expect([told(byForm), told(asData), told(byOperator)]).toEqual([['mailout2', 'search01'], ['search01'], ['search01']]);
  await store.close();
});

test('a webhook into the own network is refused without the setting', async () => {
  const server = await statusServer(SQLITE);
  const refused = await server.json('', { webhook: 'https://169.254.169.254/latest', email: 'owner@example.com' });
  expect(refused.status).toBe(400);
  expect(await refused.json()).toMatchObject({ fields: { webhook: expect.any(String) as string } });
});

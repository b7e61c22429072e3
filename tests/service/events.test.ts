import { randomUUID } from 'node:crypto';
import { describe, expect, test } from 'vitest';
import { toldQueries } from '../../src/events/events.ts';
import { openStore } from '../../src/store/open.ts';
import { describeOnBothDatabases, type TestDatabase } from '../store/databases.ts';
import { ARTICLE } from './built-site.ts';
import { running, type Running } from './running.ts';

const DAY = 24 * 60 * 60 * 1_000;
const BROWSER = { 'user-agent': 'Mozilla/5.0 (X11; Linux x86_64) Firefox/140.0' };

const searched = (query: string, more: object = {}) => ({ kind: 'search', ago: 0, search: 1, surface: 'search', query, results: 3, outcome: 'good', repaired: false, refined: false, ...more });
const batch = (events: object[], more: object = {}) => ({ version: 1, session: randomUUID(), events, ...more });

/** As a beacon: a form with one field. */
function beacon(server: Running, sent: unknown, headers: Record<string, string> = BROWSER): Promise<Response> {
  return fetch(`${server.url}/intake/events`, { method: 'POST', body: new URLSearchParams({ events: JSON.stringify(sent) }), headers });
}

async function stored(server: Running) {
  const store = await openStore(server.settings);
  try {
    return await store.read((db) => db.selectFrom('reader_event').selectAll().orderBy('happened_at').orderBy('id').execute());
  } finally {
    await store.close();
  }
}

describeOnBothDatabases('readers’ events', (database: TestDatabase) => {
  test('with what nobody typed, a null byte and half a letter, are stored without it', async () => {
    const server = await running(database);
    expect((await beacon(server, batch([searched('reset\u0000pass\ud800word')]))).status).toBe(204);
    expect(await stored(server)).toMatchObject([{ query: 'reset pass\ufffdword' }]);
  });

  test('are stored from a beacon, with when they happened by our clock', async () => {
    const now = Date.UTC(2026, 10, 23, 12);
    const server = await running(database, { clock: () => now });
    const sent = batch([searched('reset password', { ago: 5_000, outcome: 'weak' }), { kind: 'open', ago: 1_000, search: 1, position: 2, address: ARTICLE.address }, { kind: 'contact', ago: 0, search: 1 }]);
    const answer = await beacon(server, sent);
    expect(answer.status).toBe(204);
    expect(await stored(server)).toMatchObject([
      { kind: 'search', version: 1, session: sent.session, bot: 0, article: null, query: 'reset password', happened_at: now - 5_000, received_at: now },
      { kind: 'open', article: ARTICLE.id, query: null, facts: JSON.stringify({ search: 1, position: 2 }) },
      { kind: 'contact', facts: JSON.stringify({ search: 1 }), happened_at: now },
    ]);
    expect(JSON.parse((await stored(server))[0]!.facts)).toEqual({ search: 1, surface: 'search', results: 3, outcome: 'weak', repaired: false, refined: false });
  });

  test('tell that an article was read, which revision and how long in sight, and nothing of an article that is not there', async () => {
    const server = await running(database);
    const read = { kind: 'read', ago: 0, address: ARTICLE.address, revision: 'AAAA-BBBB_CCCC12', from: 'outside', seconds: 60 };
    expect((await beacon(server, batch([read, { ...read, address: '/not/there/' }]))).status).toBe(204);
    const rows = await stored(server);
    expect(rows).toMatchObject([{ kind: 'read', article: ARTICLE.id, query: null }]);
    expect(JSON.parse(rows[0]!.facts)).toEqual({ revision: 'AAAA-BBBB_CCCC12', from: 'outside', seconds: 60 });
  });

  test('hold no address, number or name of a person when they come to the disk', async () => {
    const server = await running(database);
    await beacon(server, batch([searched('refund for Jane Roe, jane@example.org, record 99123')]));
    expect(await stored(server)).toMatchObject([{ query: 'refund for [name], [email], record [number]' }]);
    expect(server.log()).not.toMatch(/jane|roe|99123/i);
  });

  test('of another form are refused, and nothing of the batch is stored', async () => {
    const server = await running(database);
    for (const wrong of [
      batch([]),
      batch([searched('x')], { version: 2 }),
      batch([searched('x')], { session: 'me' }),
      batch([searched('x', { kind: 'typed' })]),
      batch([searched('x', { more: 1 })]),
      batch([searched('y'.repeat(201))]),
      batch([searched('x', { ago: -1 })]),
      batch(Array.from({ length: 51 }, () => searched('x'))),
      'events',
    ]) {
      expect((await beacon(server, wrong)).status).toBe(400);
    }
    expect((await fetch(`${server.url}/intake/events`, { method: 'POST', body: 'events=%7B', headers: { 'content-type': 'application/x-www-form-urlencoded' } })).status).toBe(400);
    expect((await beacon(server, batch([searched('x')]), { ...BROWSER, origin: 'https://evil.example' })).status).toBe(403);
    expect((await fetch(`${server.url}/intake/events`)).status).toBe(405);
    expect(await stored(server)).toEqual([]);
  });

  test('about an article that is not there are left out', async () => {
    const server = await running(database);
    await beacon(server, batch([{ kind: 'open', ago: 0, search: 1, position: 1, address: '/billing/nothing/' }, searched('refund')]));
    expect((await stored(server)).map(({ kind }) => kind)).toEqual(['search']);
  });

  test('of programs are marked', async () => {
    const server = await running(database);
    await beacon(server, batch([searched('a crawler')]), { 'user-agent': 'ExampleBot/1.0 (+https://example.org/bot)' });
    await beacon(server, batch([searched('a reader')]));
    expect((await stored(server)).map(({ query, bot }) => [query, bot]).sort()).toEqual([['a crawler', 1], ['a reader', 0]]);
  });

  test('come in floods only to the limit', async () => {
    const limit = (bucket: string, most: number) => ({ bucket, most, windowMs: 60_000 });
    const server = await running(database, { clock: () => DAY, eventsLimits: { session: limit('s', 3), client: limit('c', 5), all: limit('a', 100) } });
    const same = batch([searched('again')]);
    const statuses = [];
    for (let turn = 0; turn < 5; turn += 1) statuses.push((await beacon(server, same)).status);
    expect(statuses).toEqual([204, 204, 204, 429, 429]);
    // Another tab at the same address has a session of its own, until the address has used up its share as well.
    const others = [];
    for (let turn = 0; turn < 3; turn += 1) others.push((await beacon(server, batch([searched('other')]))).status);
    expect(others).toEqual([204, 204, 429]);
    expect(await stored(server)).toHaveLength(5);
  });

  test('are told only when five sessions on two days asked the same', async () => {
    let now = Date.UTC(2026, 10, 20, 9);
    const server = await running(database, { clock: () => now });
    const ask = (query: string, more: object = {}) => beacon(server, batch([searched(query, more)]));
    for (let turn = 0; turn < 4; turn += 1) await ask('Karma', { outcome: 'weak' });
    for (let turn = 0; turn < 6; turn += 1) await ask('one room, one day');
    const same = batch([searched('one reader')]);
    for (let turn = 0; turn < 6; turn += 1) await beacon(server, same);
    for (let turn = 0; turn < 6; turn += 1) await beacon(server, batch([searched('a bot')]), { 'user-agent': 'curl/8' });
    now += DAY;
    await ask('karma?', { outcome: 'zero', results: 0 });
    await beacon(server, same);
    await beacon(server, batch([searched('a bot')]), { 'user-agent': 'curl/8' });

    const store = await openStore(server.settings);
    try {
      expect(await toldQueries(store, now - 7 * DAY, now + DAY)).toEqual([{ query: 'Karma', searches: 5, sessions: 5, weak: 4, zero: 1 }]);
    } finally {
      await store.close();
    }
  });
});

describe('events', () => {
  test('weigh at most 2 KB of script before compression', async () => {
    const { build } = await import('vite');
    const output = await build({ logLevel: 'silent', build: { write: false, lib: { entry: 'src/events/client.ts', formats: ['es'] }, minify: 'oxc' } });
    const [result] = Array.isArray(output) ? output : [output];
    const code = (result as { output: { code: string }[] }).output[0]!.code;
    console.log(`events: ${code.length} bytes of script`);
    expect(code.length).toBeLessThanOrEqual(2_048);
  });
});

import { renameSync } from 'node:fs';
import { connect } from 'node:net';
import { join } from 'node:path';
import { describe, expect, test } from 'vitest';
import { createLog, errorFacts } from '../../src/service/log.ts';
import { freshFolder, SECRET, type TestDatabase } from '../store/databases.ts';
import { ARTICLE, writeBuiltSite } from './built-site.ts';
import { findLeaks } from './logs.setup.ts';
import { aVote, running } from './running.ts';

const sqlite: TestDatabase = { kind: 'sqlite', fresh: async () => ({ dataDir: freshFolder(), secret: SECRET }) };

describe('health', () => {
  test('is ok while the process lives, and ready while the database answers', async () => {
    const server = await running(sqlite);
    expect((await fetch(`${server.url}/healthz`)).status).toBe(200);
    expect(await (await fetch(`${server.url}/readyz`)).json()).toEqual({ status: 'ready', database: 'sqlite' });
  });

  test('and metrics are for this machine or the token, never for who comes through a proxy', async () => {
    const server = await running(sqlite, { metricsToken: 'a-long-token' });
    const ask = (headers: Record<string, string>) => fetch(`${server.url}/metrics`, { headers }).then((response) => response.status);
    expect(await ask({})).toBe(200);
    expect(await ask({ 'x-forwarded-for': '203.0.113.1' })).toBe(404);
    expect(await ask({ 'x-forwarded-for': '203.0.113.1', authorization: 'Bearer a-long-token' })).toBe(200);
    expect(await ask({ 'x-forwarded-for': '203.0.113.1', authorization: 'Bearer wrong' })).toBe(404);
  });

  test('counts votes and refusals', async () => {
    const server = await running(sqlite);
    await server.post(aVote({ answer: 'no' }));
    await server.post(aVote({ article: 'nobody99' }));
    const figures = await (await fetch(`${server.url}/metrics`)).text();
    expect(figures).toContain('bedside_votes_total{answer="no"} 1');
    expect(figures).toContain('bedside_refused_total{reason="not-found"} 1');
    expect(figures).toContain('bedside_requests_total{route="/intake/feedback",status="201"} 1');
  });
});

describe('when the database is away', () => {
  test('a vote is answered 503, a form keeps its words, the site is served, and all is well again without a restart', async () => {
    const server = await running(sqlite);
    const location = (await server.postForm({ article: ARTICLE.id, revision: ARTICLE.revision, answer: 'no' })).headers.get('location')!;
    const token = /vote=([\w-]+)/.exec(location)![1]!;
    const folder = server.settings.dataDir;
    renameSync(folder, `${folder}-away`);
    try {
      const refused = await server.post(aVote());
      expect(refused.status).toBe(503);
      expect(refused.headers.get('retry-after')).toBe('5');
      const form = await server.postForm({ article: ARTICLE.id, revision: ARTICLE.revision, answer: 'no' });
      expect(form.status).toBe(503);
      expect(await form.text()).toContain('Your answer is not stored yet.');
      const more = await server.postForm({ token, comment: 'zebra-comment stays', article: ARTICLE.id });
      expect(more.status).toBe(503);
      const page = await more.text();
      expect(page).toContain('>zebra-comment stays</textarea>');
      expect(page).toContain(`name="token" value="${token}"`);
      expect((await fetch(`${server.url}${ARTICLE.address}`)).status).toBe(200);
      expect((await fetch(`${server.url}/readyz`)).status).toBe(503);
    } finally {
      renameSync(`${folder}-away`, folder);
    }
    await expect.poll(async () => (await server.post(aVote())).status, { timeout: 30_000 }).toBe(201);
    expect(await server.votes()).toHaveLength(2);
  });

  test('already at the start, the site is served and votes wait for it', async () => {
    const server = await running(sqlite, { store: { dataDir: freshFolder(), databaseUrl: 'postgres://nobody@127.0.0.1:1/none', secret: SECRET } });
    expect((await fetch(`${server.url}${ARTICLE.address}`)).status).toBe(200);
    expect((await server.post(aVote())).status).toBe(503);
  });
});

describe('stopping', () => {
  test('finishes the request it took, and takes no other', async () => {
    const server = await running(sqlite);
    const { port } = new URL(server.url);
    const body = JSON.stringify(aVote());
    const socket = connect(Number(port), '127.0.0.1');
    let said = '';
    socket.on('data', (data) => (said += data.toString()));
    socket.write(`POST /intake/feedback HTTP/1.1\r\nHost: x\r\nContent-Type: application/json\r\nContent-Length: ${body.length}\r\nExpect: 100-continue\r\n\r\n`);
    // The server has the request, and waits for its body.
    await expect.poll(() => said).toContain('100 Continue');
    socket.write(body.slice(0, 10));
    const stopped = server.stop();
    await new Promise((resolve) => setTimeout(resolve, 100));
    const closed = new Promise((resolve) => socket.on('close', resolve));
    socket.write(body.slice(10));
    await Promise.all([stopped, closed]);
    expect(said).toMatch(/\r\n\r\nHTTP\/1\.1 201 /);
    expect(await server.votes()).toHaveLength(1);
    await expect(fetch(`${server.url}/healthz`)).rejects.toThrow();
  });
});

describe('the last resort', () => {
  test('answers plainly, with a page for a browser, and tells nothing of the inside', async () => {
    const folder = writeBuiltSite(freshFolder());
    const server = await running(sqlite, { folder });
    const location = (await server.postForm({ article: ARTICLE.id, revision: ARTICLE.revision, answer: 'no' })).headers.get('location')!;
    renameSync(join(folder, 'billing/refunds/index.html'), join(folder, 'moved.html'));
    const response = await fetch(server.url + location, { headers: { accept: 'text/html' } });
    expect(response.status).toBe(500);
    const page = await response.text();
    expect(page).toContain('<h1>Something went wrong on our side</h1>');
    expect(page).not.toMatch(/ENOENT|index\.html|at /);
    expect(response.headers.get('x-content-type-options')).toBe('nosniff');
  });

  test('knows nothing elsewhere under its address', async () => {
    const server = await running(sqlite);
    expect((await fetch(`${server.url}/intake/nothing`)).status).toBe(404);
    expect((await fetch(`${server.url}/intake/feedback`, { method: 'DELETE' })).status).toBe(405);
  });
});

describe('the log', () => {
  test('holds routes, statuses and times, and nothing that a reader sent', async () => {
    const server = await running(sqlite, { trustedProxies: 'loopback' });
    const headers = { 'x-forwarded-for': '203.0.113.77', 'user-agent': 'zebra-header', referer: 'https://help.example.org/search/?q=zebra-query' };
    await server.post(aVote({ comment: 'zebra-comment' }), headers);
    await server.post(aVote({ answer: 'zebra-field' }), headers);
    await server.post('{"zebra-comment": ', headers);
    await server.postForm({ token: 'zebra-field' }, headers);
    await fetch(`${server.url}/intake/feedback?vote=zebra-query`, { headers });
    await fetch(`${server.url}/intake/zebra-query?q=zebra-query`, { headers });
    await fetch(`${server.url}/search/?q=zebra-query`, { headers });
    renameSync(server.settings.dataDir, `${server.settings.dataDir}-away`);
    await server.post(aVote({ comment: 'zebra-comment' }), headers);
    renameSync(`${server.settings.dataDir}-away`, server.settings.dataDir);
    const log = server.log();
    expect(log).toContain('"route":"/intake/feedback","status":201');
    expect(log).toContain('"error":"StoreUnavailable"');
    for (const word of ['zebra', '203.0.113', '127.0.0.1', 'example.org']) expect(log).not.toContain(word);
  });

  test('keeps frames of an error, and no line of its message that looks like one', () => {
    const quoting = new Error('550 no such user:\n    at dr.lee@example.org (mx.example.org:25:1)\n    at home', { cause: new Error('\n at zebra') });
    const facts = JSON.stringify(errorFacts(quoting));
    expect(facts).toContain('observing.test.ts');
    for (const word of ['lee', 'home', 'zebra']) expect(facts).not.toContain(word);
    // A message that was changed afterwards is not the one that the stack begins with.
    const changed = new Error('550\n    at dr.lee@example.org');
    changed.message = 'undeliverable';
    expect(JSON.stringify(errorFacts(changed))).not.toContain('lee');
  });

  test('of the whole run is read for leaks, and the reader finds one when there is one', async () => {
    const { appendFileSync } = await import('node:fs');
    const folder = freshFolder();
    appendFileSync(join(folder, 'a.log'), '{"msg":"fine"}\n{"msg":"from 203.0.113.9"}\n');
    expect(findLeaks(folder)).toEqual(['{"msg":"from 203.0.113.9"}']);
  });
});

test('a level that there is not is answered with those that there are', () => {
  expect(() => createLog('loud')).toThrow('"loud" in BEDSIDE_LOG is not a level. Known: trace, debug, info, warn, error, fatal, silent.');
  expect(createLog('silent').level).toBe('silent');
});

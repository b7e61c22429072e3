import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { connect } from 'node:net';
import { describe, expect, onTestFinished, test, vi } from 'vitest';
import { FEEDBACK_LIMITS, type FeedbackLimits } from '../../src/service/feedback-limits.ts';
import type { StoreSettings } from '../../src/store/open.ts';
import { describeOnBothDatabases, freshFolder, type TestDatabase, SECRET } from '../store/databases.ts';
import { ARTICLE, writeBuiltSite } from './built-site.ts';
import { aVote, running, storedVotes } from './running.ts';

const sqlite: TestDatabase = { kind: 'sqlite', fresh: async () => ({ dataDir: freshFolder(), secret: SECRET }) };

/** The beginning of a limit's window, whatever time it is here. */
const NOON = () => Date.UTC(2026, 10, 23, 12);

function limitsOf(client: number, all = 1_000_000): FeedbackLimits {
  const windowMs = 600_000;
  return {
    client: { bucket: 'feedback-client', most: client, windowMs },
    article: { bucket: 'feedback-article', most: 1_000_000, windowMs },
    all: { bucket: 'feedback-all', most: all, windowMs },
  } as unknown as FeedbackLimits;
}

describeOnBothDatabases('limits', (database) => {
  test('answer 429 with the time to wait after the last admitted vote, and store nothing more', async () => {
    const server = await running(database, { feedbackLimits: limitsOf(3), clock: () => Date.UTC(2026, 10, 23, 12, 4) });
    const statuses = [];
    for (let n = 0; n < 5; n += 1) statuses.push((await server.post(aVote())).status);
    expect(statuses).toEqual([201, 201, 201, 429, 429]);
    const refused = await server.post(aVote());
    expect(refused.headers.get('retry-after')).toBe('360');
    expect(await server.votes()).toHaveLength(3);
  });

  test('are shared by processes through the database', async () => {
    const settings = await database.fresh();
    const one = await running(database, { store: settings, feedbackLimits: limitsOf(4), clock: NOON });
    const two = await running(database, { store: settings, feedbackLimits: limitsOf(4), clock: NOON });
    const statuses = [];
    for (let n = 0; n < 3; n += 1) statuses.push((await one.post(aVote())).status, (await two.post(aVote())).status);
    expect(statuses).toEqual([201, 201, 201, 201, 429, 429]);
  });

  test('begin anew with the next window', async () => {
    let now = Date.UTC(2026, 10, 23, 12);
    const server = await running(database, { feedbackLimits: limitsOf(1), clock: () => now });
    expect((await server.post(aVote())).status).toBe(201);
    expect((await server.post(aVote())).status).toBe(429);
    now += 600_000;
    expect((await server.post(aVote())).status).toBe(201);
  });

  test('that were used up before the clock was set back by a day hold for no day', async () => {
    let now = Date.UTC(2026, 10, 24, 12);
    const server = await running(database, { feedbackLimits: limitsOf(100, 1), clock: () => now });
    expect([(await server.post(aVote())).status, (await server.post(aVote())).status]).toEqual([201, 429]);
    now -= 24 * 60 * 60_000;
    expect([(await server.post(aVote())).status, (await server.post(aVote())).status]).toEqual([201, 429]);
  });

  test('hold for everybody together, too', async () => {
    const server = await running(database, { feedbackLimits: limitsOf(100, 2), trustedProxies: 'loopback', clock: NOON });
    const from = (client: string) => server.post(aVote(), { 'x-forwarded-for': client });
    expect([(await from('203.0.113.1')).status, (await from('203.0.113.2')).status, (await from('203.0.113.3')).status]).toEqual([201, 201, 429]);
  });
});

describe('a client', () => {
  test('cannot pass for others by writing X-Forwarded-For', async () => {
    const server = await running(sqlite, { feedbackLimits: limitsOf(2), clock: NOON });
    const statuses = [];
    for (let n = 0; n < 4; n += 1) statuses.push((await server.post(aVote(), { 'x-forwarded-for': `203.0.113.${n}` })).status);
    expect(statuses).toEqual([201, 201, 429, 429]);
  });

  test('behind a trusted proxy is counted by the address that the proxy saw, whatever it wrote before', async () => {
    const server = await running(sqlite, { feedbackLimits: limitsOf(1), trustedProxies: 'loopback', clock: NOON });
    expect((await server.post(aVote(), { 'x-forwarded-for': '203.0.113.1' })).status).toBe(201);
    expect((await server.post(aVote(), { 'x-forwarded-for': '203.0.113.2' })).status).toBe(201);
    expect((await server.post(aVote(), { 'x-forwarded-for': '198.51.100.7, 203.0.113.1' })).status).toBe(429);
  });

  test('that floods is refused, while others vote on and memory stays flat', async () => {
    const settings = await sqlite.fresh();
    const server = await startChild(settings);
    const flood = async (rounds: number) => {
      for (let n = 0; n < rounds; n += 1) {
        const answers = await Promise.all(Array.from({ length: 20 }, () => server.vote('203.0.113.9')));
        expect(answers.every((status) => status === 201 || status === 429)).toBe(true);
      }
    };
    await flood(50);
    const before = await server.heapMegabytes();
    await flood(200);
    // The noise of a collected heap is under one megabyte; a kilobyte kept of each request would be four.
    await expect.poll(async () => (await server.heapMegabytes()) - before).toBeLessThan(3);
    expect(await server.vote('203.0.113.9')).toBe(429);
    expect(await server.vote('203.0.113.10')).toBe(201);
    await server.stop();
    expect(await storedVotes(settings)).toHaveLength(FEEDBACK_LIMITS.client.most + 1);
  }, 300_000);
});

/** The server in a process of its own, so that its memory is its own. */
async function startChild(store: StoreSettings) {
  // In the middle of a limit's window, whatever time it is here.
  const options = { folder: writeBuiltSite(freshFolder()), store, trustedProxies: 'loopback', at: Date.UTC(2026, 10, 23, 12, 4) };
  const child = spawn(process.execPath, ['--expose-gc', `${import.meta.dirname}/server.child.ts`, JSON.stringify(options)], { stdio: ['ignore', 'pipe', 'inherit'] });
  onTestFinished(() => void child.kill('SIGKILL'));
  const line = async () => ((await once(child.stdout, 'data')) as [Buffer])[0].toString().trim();
  const url = await line();
  return {
    vote: async (client: string) => {
      const response = await fetch(`${url}intake/feedback`, { method: 'POST', headers: { 'content-type': 'application/json', 'x-forwarded-for': client }, body: JSON.stringify(aVote()) });
      await response.arrayBuffer();
      return response.status;
    },
    heapMegabytes: async () => {
      const said = line();
      child.kill('SIGUSR2');
      return Number(await said);
    },
    stop: async () => {
      const ended = once(child, 'exit');
      child.kill('SIGTERM');
      expect(await ended).toEqual([0, null]);
    },
  };
}

describe('a form from elsewhere', () => {
  test('is refused when the browser names another origin', async () => {
    const server = await running(sqlite);
    for (const origin of ['https://evil.example', 'null', 'https://help.example.org.evil.example', 'http://help.example.org']) {
      expect((await server.postForm({ article: ARTICLE.id, revision: ARTICLE.revision, answer: 'no' }, { origin })).status, origin).toBe(403);
    }
    expect((await server.post(aVote(), { 'sec-fetch-site': 'cross-site' })).status).toBe(403);
    expect(await server.votes()).toEqual([]);
  });

  test('is taken from the site itself, from the address it was opened at, and from what says nothing', async () => {
    const server = await running(sqlite);
    expect((await server.post(aVote(), { origin: 'https://help.example.org' })).status).toBe(201);
    expect((await server.post(aVote(), { origin: server.url })).status).toBe(201);
    expect((await server.post(aVote())).status).toBe(201);
  });

  test('may ask first only from an origin that site.yaml names', async () => {
    const server = await running(sqlite);
    const ask = (origin: string) => fetch(`${server.url}/intake/feedback`, { method: 'OPTIONS', headers: { origin, 'access-control-request-method': 'POST' } });
    expect((await ask('https://help.example.org')).headers.get('access-control-allow-origin')).toBe('https://help.example.org');
    expect((await ask('https://evil.example')).headers.get('access-control-allow-origin')).toBeNull();
  });

  test('or nobody at all is told in an answer that a cache keeps apart by origin', async () => {
    const server = await running(sqlite);
    for (const headers of [{}, { origin: 'https://evil.example' }, { origin: 'https://help.example.org' }] as Record<string, string>[]) {
      expect((await fetch(`${server.url}/intake/incidents/p7k2mfx9/me-too`, { headers })).headers.get('vary')).toBe('origin');
    }
  });
});

describe('a body', () => {
  test('that is too large is answered 413, declared or not', async () => {
    const server = await running(sqlite);
    expect((await server.post('x'.repeat(20_000))).status).toBe(413);
    const stream = new ReadableStream({
      start(controller) {
        for (let n = 0; n < 40; n += 1) controller.enqueue(new TextEncoder().encode('x'.repeat(1_000)));
        controller.close();
      },
    });
    const response = await fetch(`${server.url}/intake/feedback`, { method: 'POST', body: stream, duplex: 'half', headers: { 'content-type': 'application/json' } } as RequestInit);
    expect(response.status).toBe(413);
  });

  test('of another type is answered 415, and what is no object 400', async () => {
    const server = await running(sqlite);
    for (const type of ['text/plain', 'multipart/form-data; boundary=x', 'application/xml', '']) {
      expect((await server.post(aVote(), { 'content-type': type })).status, type).toBe(415);
    }
    for (const body of ['', '{', '[]', 'null', '"x"', `${'['.repeat(8_000)}${']'.repeat(8_000)}`, '{"__proto__":{"admin":true}}', '{"constructor":1}']) {
      expect((await server.post(body)).status, body.slice(0, 20)).toBe(400);
    }
    expect(({} as Record<string, unknown>)['admin']).toBeUndefined();
  });

  test('whose sender goes away in the middle is no failure of ours: nobody is called for it', async () => {
    const server = await running(sqlite);
    const { port } = new URL(server.url);
    const head = (path: string, ...more: string[]) => [`POST /intake/${path} HTTP/1.1`, 'Host: x', ...more, '', ''].join('\r\n');
    const halves = [
      `${head('feedback', 'Content-Type: application/json', 'Content-Length: 100')}{"a`,
      `${head('feedback', 'Content-Type: application/json', 'Transfer-Encoding: chunked')}3\r\n{"a\r\n`,
      `${head('tickets', 'Content-Type: multipart/form-data; boundary=x', 'Content-Length: 1000')}--x\r\n`,
      `${head('tickets', 'Content-Type: multipart/form-data; boundary=x', 'Transfer-Encoding: chunked')}3\r\n--x\r\n`,
    ];
    for (const half of halves) {
      const socket = connect(Number(port), '127.0.0.1', () => socket.write(half, () => setTimeout(() => socket.destroy(), 50)));
    }
    await vi.waitFor(() => expect(server.log().match(/"status":400/g)).toHaveLength(halves.length), { timeout: 8_000 });
    expect(server.log()).not.toContain('"level":"error"');
    expect(await (await fetch(`${server.url}/metrics`)).text()).toContain('reason="incomplete"} 4');
  });

  test('that is never read does not keep its connection', async () => {
    const folder = writeBuiltSite(freshFolder(), { 'film.mp4': new Uint8Array(40_000_000) });
    const server = await running(sqlite, { folder, patience: { head: 1_000, request: 1_000 } });
    const socket = connect(Number(new URL(server.url).port), '127.0.0.1');
    onTestFinished(() => void socket.destroy());
    socket.on('error', () => undefined).pause();
    socket.write('GET /film.mp4 HTTP/1.1\r\nHost: x\r\n\r\n');
    await new Promise((resolve) => setTimeout(resolve, 4_000));
    let came = 0;
    socket.on('data', (bytes) => (came += bytes.length)).resume();
    await new Promise((resolve) => socket.once('close', resolve));
    expect(came).toBeLessThan(40_000_000);
  });

  test('that never ends is cut off', async () => {
    const server = await running(sqlite, { patience: { head: 1_000, request: 2_000 } });
    const { port } = new URL(server.url);
    const answer = await new Promise<string>((resolve) => {
      const socket = connect(Number(port), '127.0.0.1');
      let said = '';
      socket.on('data', (data) => (said += data.toString()));
      socket.on('close', () => resolve(said));
      socket.on('error', () => undefined);
      socket.write('POST /intake/feedback HTTP/1.1\r\nHost: x\r\nContent-Type: application/json\r\nContent-Length: 100\r\n\r\n{"a');
    });
    expect(answer === '' || answer.startsWith('HTTP/1.1 408')).toBe(true);
    expect((await server.post(aVote())).status).toBe(201);
  });
});

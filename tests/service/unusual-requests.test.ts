/** Requests as no browser sends them: old programs, programs that think we are a proxy, and whoever tries what happens. */
import { once } from 'node:events';
import { connect } from 'node:net';
import { expect, onTestFinished, test } from 'vitest';
import { freshFolder, SECRET, type TestDatabase } from '../store/databases.ts';
import { ARTICLE } from './built-site.ts';
import { aVote, running } from './running.ts';
import { aMessage, solved, takingTickets } from './sending.ts';

const sqlite: TestDatabase = { kind: 'sqlite', fresh: async () => ({ dataDir: freshFolder(), secret: SECRET }) };

/** What comes back for these lines, as it came over the wire. */
function exchanged(url: string, ...lines: string[]): Promise<string> {
  return new Promise((resolve, reject) => {
    const socket = connect(Number(new URL(url).port), '127.0.0.1');
    let came = '';
    socket.on('data', (bytes) => (came += bytes.toString('latin1')));
    socket.on('error', reject).on('close', () => resolve(came));
    socket.write(`${lines.join('\r\n')}\r\n\r\n`);
  });
}

test('a balancer that asks with HTTP/1.0, naming no host, is told that the process lives', async () => {
  const { url } = await running(sqlite);
  expect(await exchanged(url, 'GET /healthz HTTP/1.0')).toMatch(/^HTTP\/1\.1 200 [\s\S]*\{"status":"ok"\}$/);
  expect(await exchanged(url, 'GET /healthz?from=balancer HTTP/1.0')).toMatch(/^HTTP\/1\.1 200 /);
});

test('a whole address means what its path means', async () => {
  const { url } = await running(sqlite);
  const head = ['Host: help.example.org', 'Connection: close'];
  expect(await exchanged(url, `GET http://help.example.org${ARTICLE.address} HTTP/1.1`, ...head)).toMatch(/^HTTP\/1\.1 200 /);
  expect(await exchanged(url, 'GET http://help.example.org/healthz HTTP/1.1', ...head)).toMatch(/^HTTP\/1\.1 200 /);
  expect(await exchanged(url, 'GET http://help.example.org/intake/feedback?vote=none HTTP/1.1', ...head)).toMatch(/^HTTP\/1\.1 404 [\s\S]*cannot be changed any more/);
  expect(await exchanged(url, 'GET http://help.example.org/metrics HTTP/1.1', 'X-Forwarded-For: 203.0.113.1', ...head)).toMatch(/^HTTP\/1\.1 404 /);
});

test.each([
  ['PUT', 'tickets', 'GET, POST'],
  ['GET', 'tickets/start', 'POST'],
  ['GET', 'tickets/own', 'POST'],
  ['DELETE', 'tickets/own/rating', 'POST'],
  ['POST', 'tickets/thanks', 'GET'],
  ['GET', 'desk/zendesk', 'POST'],
  ['POST', 'attachments/one', 'GET'],
  ['PATCH', 'feedback', 'GET, POST'],
  ['GET', 'events', 'POST'],
])('%s of /intake/%s is answered 405 with what it takes', async (method, address, takes) => {
  const { url } = await takingTickets(sqlite);
  const response = await fetch(`${url}/intake/${address}`, { method });
  expect([response.status, response.headers.get('allow')]).toEqual([405, takes]);
});

test.each(['forwarded', 'x-real-ip', 'via', 'x-forwarded-proto'])('metrics are not shown to who comes through a proxy that writes %s alone', async (header) => {
  const { url } = await running(sqlite);
  expect((await fetch(`${url}/metrics`, { headers: { [header]: 'for=203.0.113.1' } })).status).toBe(404);
});

test('a message with lists as deep as fit into it is stored like one without', async () => {
  const server = await takingTickets(sqlite);
  const { token, challenge, key } = await server.start();
  server.later(5_000);
  const body = JSON.stringify(aMessage({ token, proof: await solved(challenge) })).replace('{', `{"deep":${'['.repeat(50_000)}${']'.repeat(50_000)},`);
  const response = await fetch(`${server.url}/intake/tickets`, { method: 'POST', body, headers: { 'content-type': 'application/json', 'idempotency-key': key } });
  expect(response.status).toBe(201);
  expect(server.log()).not.toContain('RangeError');
});

test.each(['a\u0000b@example.org', 'a\u202eb@example.org', 'a\ud800b@example.org', 'a\u200bb@example.org'])('an address with what nobody can see, %j, is asked for again', async (email) => {
  const server = await takingTickets(sqlite);
  const response = await server.send({ email });
  expect(response.status).toBe(422);
  expect(Object.keys(((await response.json()) as { fields: object }).fields)).toEqual(['email']);
});

test('a process that stops answers what it took, and says that the connection ends with it', async () => {
  const server = await running(sqlite);
  const { port } = new URL(server.url);
  const body = JSON.stringify(aVote());
  const socket = connect(Number(port), '127.0.0.1');
  onTestFinished(() => void socket.destroy());
  let came = '';
  socket.on('data', (bytes) => (came += bytes.toString('latin1')));
  const ended = once(socket, 'close');
  socket.write(`POST /intake/feedback HTTP/1.1\r\nHost: localhost:${port}\r\nContent-Type: application/json\r\nContent-Length: ${body.length}\r\nExpect: 100-continue\r\n\r\n`);
  // The server has the request, and waits for its body.
  await expect.poll(() => came).toContain('100 Continue');
  const stopped = server.stop();
  socket.write(body);
  await ended;
  await stopped;
  expect(came).toMatch(/HTTP\/1\.1 201 [\s\S]*connection: close/i);
  expect(await server.votes()).toHaveLength(1);
});

/** What somebody who writes to support sees when the disk fails, and that nothing is lost or half stored after it. */
import { once } from 'node:events';
import { chmodSync, chownSync, readdirSync, statSync } from 'node:fs';
import { join } from 'node:path';
import { expect, onTestFinished, test } from 'vitest';
import { createEnvelope } from '../../src/store/envelope.ts';
import { openStore } from '../../src/store/open.ts';
import { freshFolder, SECRET } from '../store/databases.ts';
import { canFillDisks, limitFileSize } from '../store/full-disk.ts';
import { readableForAll } from '../store/rights.ts';
import { storedTickets } from './sending.ts';
import { prepared, start } from './tickets-crash.ts';
import { writeTicketSite } from './ticket-site.ts';

const envelope = createEnvelope([SECRET]);

async function taking(dataDir: string, asNobody = false) {
  const folder = writeTicketSite(freshFolder());
  readableForAll(folder);
  const { child, url } = await start(folder, { dataDir, secret: SECRET }, { asNobody });
  const stop = async () => {
    const ended = child.exitCode === null && child.signalCode === null ? once(child, 'exit') : undefined;
    child.kill('SIGTERM');
    await ended;
    expect([child.exitCode, child.signalCode]).toEqual([0, null]);
  };
  onTestFinished(stop);
  type Prepared = Awaited<ReturnType<typeof prepared>>;
  const send = async ({ key, body }: Prepared): Promise<number> => {
    const response = await fetch(`${url}intake/tickets`, { method: 'POST', headers: { 'content-type': 'application/json', 'idempotency-key': key }, body });
    await response.arrayBuffer();
    return response.status;
  };
  const plain = (values: Record<string, string>) => fetch(`${url}intake/tickets`, { method: 'POST', headers: { 'content-type': 'application/x-www-form-urlencoded', accept: 'text/html' }, body: new URLSearchParams(values).toString() });
  return { pid: child.pid ?? 0, stop, send, plain };
}

test.skipIf(!canFillDisks)('a full disk answers 503; what was sent meanwhile is stored once when it is sent again, and nothing is half there', async () => {
  const dataDir = freshFolder();
  const server = await taking(dataDir);
  expect(await server.send(await prepared(envelope))).toBe(201);
  const largest = Math.max(...readdirSync(dataDir).map((file) => statSync(join(dataDir, file)).size));
  limitFileSize(server.pid, largest);
  const messages = await Promise.all(Array.from({ length: 12 }, () => prepared(envelope, { message: 'x'.repeat(9_000) })));
  const during: number[] = [];
  for (const message of messages) during.push(await server.send(message));
  expect(during).toContain(503);
  expect(new Set(during)).toEqual(new Set(during.includes(201) ? [201, 503] : [503]));

  const page = await (await server.plain({ form: 'technical', topic: 'login', since: 'today', subject: 'A subject', message: 'Words to be kept.', email: 'a@example.org' })).text();
  if (page.includes('data-served="form"')) expect(page).toContain('Words to be kept.');

  limitFileSize(server.pid);
  // The same token and work do, because nothing that failed has spent them.
  for (const message of messages) await expect.poll(() => server.send(message), { timeout: 30_000, interval: 100 }).toBe(201);
  await server.stop();
  const stored = await storedTickets({ dataDir, secret: SECRET });
  expect(stored).toHaveLength(1 + messages.length);
  const store = await openStore({ dataDir, secret: SECRET });
  const counts = await store.read(async (db) => Promise.all((['requester', 'spent_token', 'idempotent_request'] as const).map(async (table) => (await db.selectFrom(table).select((select) => select.fn.countAll().as('rows')).executeTakeFirstOrThrow()).rows)));
  await store.close();
  expect(counts.map(Number)).toEqual([13, 13, 13]);
});

test.runIf(process.platform === 'linux')('a read-only database answers 503 with every word and an address, and takes tickets as soon as it can be written', async () => {
  const dataDir = freshFolder();
  await (await openStore({ dataDir, secret: SECRET })).close();
  const files = readdirSync(dataDir).map((file) => join(dataDir, file));
  if (process.getuid?.() === 0) for (const file of [dataDir, ...files]) chownSync(file, 65_534, 65_534);
  chmodSync(dataDir, 0o555);
  for (const file of files) chmodSync(file, 0o444);
  const server = await taking(dataDir, true);
  const message = await prepared(envelope);
  expect(await server.send(message)).toBe(503);
  const response = await server.plain({ form: 'technical', topic: 'login', since: 'today', subject: 'A subject', message: 'Words to be kept.', email: 'a@example.org' });
  const page = await response.text();
  expect(response.status).toBe(503);
  expect(response.headers.get('retry-after')).not.toBeNull();
  expect(page).toContain('Words to be kept.');
  expect(page).toContain('support@example.org');
  chmodSync(dataDir, 0o755);
  for (const file of files) chmodSync(file, 0o644);
  await expect.poll(() => server.send(message), { timeout: 30_000, interval: 300 }).toBe(201);
});

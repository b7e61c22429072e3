/** Files that come with a message: looked at, sealed, and given out by a signed link only. */
import { randomBytes } from 'node:crypto';
import { once } from 'node:events';
import { connect, type Socket } from 'node:net';
import sharp from 'sharp';
import { describe, expect, onTestFinished, test, vi } from 'vitest';
import { attachmentLink } from '../../src/attachments/read.ts';
import { FILE_LIMITS } from '../../src/forms/files.ts';
import { describeOnBothDatabases, freshFolder, opened, SECRET, type TestDatabase } from '../store/databases.ts';
import { aMessage, solved, takingTickets, type TicketServer } from './sending.ts';

const sqlite: TestDatabase = { kind: 'sqlite', fresh: async () => ({ dataDir: freshFolder(), secret: SECRET }) };

async function stored({ settings }: TicketServer) {
  const store = await opened(settings);
  const rows = await store.read((db) => db.selectFrom('attachment').selectAll().orderBy('id').execute());
  return { store, rows };
}

describeOnBothDatabases('a file', (database) => {
  test('is stored sealed with its ticket, and downloaded by its link until that ends', async () => {
    const server = await takingTickets(database);
    const response = await server.sendFiles([new File(['zebra-file words'], 'zebra-name "1" ü.txt')]);
    expect(response.status).toBe(201);
    const { store, rows } = await stored(server);
    expect(rows).toHaveLength(1);
    expect(JSON.stringify(rows)).not.toMatch(/zebra/);
    expect((await server.tickets())[0]?.events[0]).toMatchObject({ facts: { attachments: 1 } });

    const id = rows[0]!.id;
    const link = attachmentLink(store.envelope, id, server.now() + 60_000);
    const got = await fetch(server.url + link);
    expect(got.status).toBe(200);
    expect(await got.text()).toBe('zebra-file words');
    expect(Object.fromEntries(got.headers)).toMatchObject({
      'content-type': 'text/plain; charset=utf-8',
      'content-disposition': `attachment; filename="zebra-name 1 _.txt"; filename*=UTF-8''zebra-name%201%20%C3%BC.txt`,
      'x-content-type-options': 'nosniff',
      'content-security-policy': "default-src 'none'; sandbox; frame-ancestors 'none'",
      'cache-control': 'no-store',
    });
    const without = await fetch(`${server.url}/intake/attachments/${id}`);
    const forOther = await fetch(`${server.url}${link.replace(id, rows[0]!.ticket)}`);
    server.later(61_000);
    const late = await fetch(server.url + link);
    expect([without.status, forOther.status, late.status]).toEqual([404, 404, 404]);
  });
});

describe('files', () => {
  test('of several kinds come with one message; one that is wrong keeps the message out and costs no proof', async () => {
    const server = await takingTickets(sqlite);
    const png = await sharp({ create: { width: 4, height: 4, channels: 3, background: '#fff' } }).png().toBuffer();
    const { token, key, challenge } = await server.start();
    const proof = await solved(challenge);
    server.later(5_000);
    const picture = new File([new Uint8Array(png)], 'screen.png');
    const wrong = await server.sendFiles([picture, new File(['MZ'], 'setup.exe')], { token, proof }, { 'idempotency-key': key });
    expect(wrong.status).toBe(422);
    expect(await wrong.json()).toMatchObject({ error: 'invalid', fields: { files: expect.stringContaining('setup_exe') as string } });
    expect((await server.sendFiles([picture, new File(['text'], 'a.log')], { token, proof }, { 'idempotency-key': key })).status).toBe(201);
    expect((await stored(server)).rows.map(({ type }) => type).sort()).toEqual(['image/png', 'text/plain']);
  });

  test('make the same key another request when they differ, and the same when they do not', async () => {
    const server = await takingTickets(sqlite);
    const body = { email: 'a@example.org' };
    const headers = { 'idempotency-key': 'the-same-key' };
    const send = (text: string) => server.sendFiles([new File([text], 'a.txt')], body, headers);
    expect([(await send('one')).status, (await send('one')).status, (await send('two')).status]).toEqual([201, 201, 422]);
    expect(await server.tickets()).toHaveLength(1);
  });

  test('that a form does not ask for are left aside', async () => {
    const server = await takingTickets(sqlite);
    const form = new FormData();
    const { token, key, challenge } = await server.start();
    for (const [name, value] of Object.entries(aMessage({ token, proof: await solved(challenge) }))) form.set(name, String(value));
    form.append('other', new File(['MZ'], 'setup.exe'));
    server.later(5_000);
    const response = await fetch(`${server.url}/intake/tickets`, { method: 'POST', body: form, headers: { 'idempotency-key': key } });
    expect(response.status).toBe(201);
    expect((await stored(server)).rows).toEqual([]);
  });
});

describe('a form with files that is no such form', () => {
  const boundary = 'X-BOUNDARY';
  const part = (head: string, body = 'v') => `--${boundary}\r\nContent-Disposition: form-data; ${head}\r\n\r\n${body}\r\n`;
  const end = `--${boundary}--\r\n`;
  const cases: readonly [what: string, status: number, body: string | Uint8Array, type?: string][] = [
    ['that is cut off', 400, part('name="form"', 'technical').slice(0, -4)],
    ['that is empty', 400, ''],
    ['that is something else', 400, randomBytes(2_000)],
    ['without a boundary', 400, part('name="form"') + end, 'multipart/form-data'],
    ['with a hundred thousand parts', 413, part('name="a"').repeat(100_000) + end],
    ['with a name of a megabyte', 404, part(`name="${'n'.repeat(1_000_000)}"`) + end],
    ['with a name that every object has', 404, part('name="__proto__"') + part('name="constructor"') + end],
    ['of more than all files together may have', 413, new Uint8Array(21 * 1_024 * 1_024)],
  ];
  test.each(cases)('%s is answered %i', async (_what, status, body, type = `multipart/form-data; boundary=${boundary}`) => {
    const server = await takingTickets(sqlite);
    const before = process.cpuUsage();
    const response = await fetch(`${server.url}/intake/tickets`, { method: 'POST', headers: { 'content-type': type, 'idempotency-key': 'some-key-1' }, body: typeof body === 'string' ? body : new Uint8Array(body) });
    expect(response.status).toBe(status);
    // The processor's time, for this process is both sides: other work on the machine is not ours.
    expect(process.cpuUsage(before).user).toBeLessThan(5_000_000);
    expect(await server.tickets()).toEqual([]);
  });

  /** Announces 20 MB, sends some of them, and waits. */
  async function stalled({ url }: TicketServer, bytes: number): Promise<Socket> {
    const socket = connect(Number(new URL(url).port), '127.0.0.1').on('error', () => undefined);
    onTestFinished(() => void socket.destroy());
    await once(socket, 'connect');
    socket.write(`POST /intake/tickets HTTP/1.1\r\nHost: help.example.org\r\nContent-Type: multipart/form-data; boundary=b\r\nContent-Length: ${FILE_LIMITS.all}\r\n\r\n`);
    socket.write(new Uint8Array(bytes));
    return socket;
  }

  test('that announces much and sends little keeps nobody else’s files out', async () => {
    const server = await takingTickets(sqlite);
    await Promise.all(Array.from({ length: 20 }, () => stalled(server, 10)));
    expect((await server.sendFiles([new File(['mine'], 'mine.txt')])).status).toBe(201);
  });

  test('uploads of many at once are held to a memory, and whoever comes later is asked to come again', async () => {
    const server = await takingTickets(sqlite);
    const sockets = await Promise.all(Array.from({ length: 8 }, () => stalled(server, FILE_LIMITS.all - 1)));
    const upload = async (bytes: number) => {
      const form = new FormData();
      form.append('files', new File([new Uint8Array(bytes)], 'a.txt'));
      const response = await fetch(`${server.url}/intake/tickets`, { method: 'POST', body: form, headers: { 'idempotency-key': 'some-key-2' } }).catch(() => undefined);
      return response?.status;
    };
    await vi.waitFor(async () => expect(await upload(4_000_000)).toBe(503), { timeout: 30_000 });
    for (const socket of sockets) socket.destroy();
    await vi.waitFor(async () => expect(await upload(4_000_000)).toBe(404), { timeout: 30_000 });
  });
});

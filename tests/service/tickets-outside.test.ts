/** What follows a ticket: the letter that says it arrived, and the desk that gets it. */
import { createServer, type IncomingMessage } from 'node:http';
import type { AddressInfo } from 'node:net';
import { existsSync, readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { simpleParser } from 'mailparser';
import { describe, expect, onTestFinished, test } from 'vitest';
import { describeOnBothDatabases, freshFolder, SECRET, type TestDatabase } from '../store/databases.ts';
import { receipt, takingTickets, type TicketServer } from './sending.ts';

const sqlite: TestDatabase = { kind: 'sqlite', fresh: async () => ({ dataDir: freshFolder(), secret: SECRET }) };

function letters({ settings }: TicketServer): string[] {
  const folder = join(settings.dataDir, 'mail');
  return existsSync(folder) ? readdirSync(folder, { recursive: true, encoding: 'utf8' }).filter((name) => name.endsWith('.eml')).map((name) => readFileSync(join(folder, name), 'utf8')) : [];
}

describeOnBothDatabases('a stored ticket', (database) => {
  test('is acknowledged by one letter with reference, topic and promise in the reader’s time, and not a word of what was typed', async () => {
    const server = await takingTickets(database);
    const { reference } = await receipt(await server.send({ email: 'a.reader@example.net', name: 'Zebra Name', subject: 'zebra-subject', message: 'zebra-field' }));
    await expect.poll(() => letters(server).length, { timeout: 30_000 }).toBe(1);
    const [raw = ''] = letters(server);
    const letter = await simpleParser(raw);
    expect(letter.subject).toBe(`We have your message, reference ${reference}`);
    expect(letter.to).toMatchObject({ value: [{ address: 'a.reader@example.net', name: '' }] });
    expect(letter.headers.get('auto-submitted')).toBe('auto-replied');
    expect(letter.text).toContain('Topic: I cannot log in');
    expect(letter.text).toMatch(/By \w+day, .*\(Berlin time\)/);
    expect(letter.text).not.toContain('Back on');
    expect(raw.toLowerCase()).not.toContain('zebra');
  });
});

describe('a letter', () => {
  test('is not written to an address that a robot answers from', async () => {
    const server = await takingTickets(sqlite);
    expect((await server.send({ email: 'noreply@example.net' })).status).toBe(201);
    expect((await server.send({ email: 'person@example.net' })).status).toBe(201);
    await expect.poll(() => letters(server).length, { timeout: 30_000 }).toBe(1);
    expect(letters(server)[0]).toContain('person@example.net');
  });

  test('cannot be given another header or recipient by what somebody types', async () => {
    const server = await takingTickets(sqlite);
    const tries = [
      { email: 'a@example.net\r\nBcc: zebra@example.net' },
      { email: 'a@example.net, zebra@example.net' },
      { email: '"zebra@example.net> x" <a@example.net>' },
    ];
    for (const one of tries) expect((await server.send(one)).status).toBe(422);
    expect((await server.send({ email: 'a@example.net', name: 'A\r\nBcc: zebra@example.net', subject: 'x\r\nBcc: zebra@example.net\r\n\r\nbody', topic: 'login' })).status).toBe(201);
    await expect.poll(() => letters(server).length, { timeout: 30_000 }).toBe(1);
    expect(letters(server)[0]?.toLowerCase()).not.toContain('zebra');
    const [ticket] = await server.tickets();
    expect(ticket?.events[0]?.words).toMatchObject({ name: 'A Bcc: zebra@example.net', subject: 'x Bcc: zebra@example.net body' });
  });

  test('waits while the mail server is down, and the reader is thanked all the same', async () => {
    const server = await takingTickets(sqlite, { env: { SMTP_URL: 'smtp://127.0.0.1:9' } });
    const response = await server.send();
    expect(response.status).toBe(201);
    expect(letters(server)).toEqual([]);
  });
});

describe('the help desk', () => {
  test('gets each ticket once with its words and files, also after it was down, and its number is noted', async () => {
    const desk = await fakeDesk();
    desk.down = true;
    const server = await takingTickets(sqlite, { env: { BEDSIDE_DESK: 'webhook', BEDSIDE_DESK_URL: desk.url, BEDSIDE_DESK_SECRET: `whsec_${Buffer.alloc(32, 7).toString('base64')}` } });
    const response = await server.sendFiles([new File(['a log'], 'app.log')], { subject: 'zebra-subject' });
    expect(response.status).toBe(201);
    const { reference } = await receipt(response);
    await expect.poll(() => desk.asked, { timeout: 30_000 }).toBeGreaterThan(0);
    desk.down = false;
    server.later(60 * 60_000);
    await expect.poll(() => desk.got.length, { timeout: 30_000 }).toBe(1);
    expect(desk.got[0]).toMatchObject({ type: 'ticket.created', data: { reference, subject: 'zebra-subject', requester: { name: 'A. Reader' }, priority: 'medium', files: [{ name: 'app.log', type: 'text/plain', base64: Buffer.from('a log').toString('base64') }] } });
    await expect.poll(async () => (await server.tickets())[0]?.events.at(-1), { timeout: 30_000 }).toMatchObject({ kind: 'delivered', facts: { desk: 'webhook', number: '42' } });
  });
});

/** A desk of one's own, which can be down. */
async function fakeDesk() {
  const desk = { url: '', down: false, asked: 0, got: [] as unknown[] };
  const read = async (request: IncomingMessage) => JSON.parse(Buffer.concat(await request.toArray()).toString('utf8')) as unknown;
  const server = createServer((request, response) => {
    desk.asked += 1;
    if (desk.down) return void response.writeHead(503).end();
    void read(request).then((body) => {
      desk.got.push(body);
      response.writeHead(201, { 'content-type': 'application/json' }).end('{"number":42}');
    });
  });
  await new Promise<void>((resolve) => void server.listen(0, '127.0.0.1', resolve));
  onTestFinished(() => new Promise<void>((resolve) => void server.close(() => resolve())));
  desk.url = `http://127.0.0.1:${(server.address() as AddressInfo).port}/desk`;
  return desk;
}

/** Mail from a real mailbox: in order, once, and not lost while a server is away. */
import { expect, test } from 'vitest';
import { openMailbox } from '../../src/mail/inbound/imap.ts';
import { imapServer, missing } from './dovecot.ts';

const quiet = { info: () => {}, warn: () => {}, error: () => {} };
const subjectOf = (raw: Uint8Array) => /^Subject: (.*)$/m.exec(Buffer.from(raw).toString())?.[1]?.trim() ?? '';

test.skipIf(missing !== undefined)('unread mail is taken in order and marked as read, new mail at once, and after the server was away', async () => {
  const server = await imapServer();
  server.deliver('first');
  server.deliver('second');
  const taken: string[] = [];
  const mailbox = openMailbox({ url: server.url, take: async (raw) => void taken.push(subjectOf(raw)), log: quiet, errorFacts: () => ({}), pauses: { look: 30_000, first: 200, most: 500 } });
  await expect.poll(() => taken, { timeout: 10_000 }).toEqual(['first', 'second']);
  server.deliver('third');
  await expect.poll(() => taken.at(-1), { timeout: 10_000 }).toBe('third');
  await server.stop();
  server.deliver('while away');
  await server.start();
  await expect.poll(() => taken.at(-1), { timeout: 15_000 }).toBe('while away');
  await expect.poll(() => server.read(), { timeout: 5_000 }).toBe(4);
  await mailbox.stop();
  expect(taken).toHaveLength(4);
}, 60_000);

test.skipIf(missing !== undefined)('mail that could not be stored stays unread and is taken later', async () => {
  const server = await imapServer();
  server.deliver('not yet');
  let away = true;
  const taken: string[] = [];
  const take = async (raw: Uint8Array) => {
    if (away) throw new Error('the database is away');
    taken.push(subjectOf(raw));
  };
  const mailbox = openMailbox({ url: server.url, take, log: quiet, errorFacts: () => ({}), pauses: { look: 200, first: 200, most: 300 } });
  await new Promise((resolve) => setTimeout(resolve, 1_500));
  expect(server.read()).toBe(0);
  away = false;
  await expect.poll(() => taken, { timeout: 10_000 }).toEqual(['not yet']);
  await expect.poll(() => server.read(), { timeout: 5_000 }).toBe(1);
  await mailbox.stop();
}, 60_000);

test('NOT RUN: a real IMAP server', ({ skip }) => {
  if (missing === undefined) return;
  console.error(`NOT RUN: ${missing}`);
  skip(missing);
});

/** Mail as the world sends it, over a real IMAP server in and a real SMTP server out. */
import { expect, test } from 'vitest';
import { simpleParser } from 'mailparser';
import { openStore } from '../../src/store/open.ts';
import { AWKWARD, enormous } from '../mail/inbound/awkward.ts';
import { mailServer } from '../mail/server.ts';
import { takingTickets } from '../service/sending.ts';
import { freshFolder, SECRET, type TestDatabase } from '../store/databases.ts';
import { imapServer, missing } from './dovecot.ts';

const sqlite: TestDatabase = { kind: 'sqlite', fresh: async () => ({ dataDir: freshFolder(), secret: SECRET }) };
const present = missing === undefined;

/** The whole service between the two servers. */
async function between(smtp: URL, imap: URL) {
  const server = await takingTickets(sqlite, { env: { SMTP_URL: smtp.href, BEDSIDE_MAIL_FROM: 'support@example.org', BEDSIDE_IMAP_URL: imap.href } });
  const mails = async () => {
    const store = await openStore(server.settings);
    try {
      return await store.read((db) => db.selectFrom('inbound_mail').select(['state', 'why']).execute());
    } finally {
      await store.close();
    }
  };
  return { server, mails };
}

test.skipIf(!present)('more than forty awkward mails come through the mailbox: each becomes what it must, none is lost or answered that must not be', async () => {
  const outgoing = await mailServer();
  const mailbox = await imapServer();
  // One sender writes at most twenty mails an hour, so each is somebody else's.
  const own = AWKWARD.map(({ raw }, at) => (typeof raw === 'string' ? Buffer.from(raw.replaceAll('reader@example.net', `reader${at}@example.net`)) : Buffer.from(Buffer.from(raw).toString('latin1').replaceAll('reader@example.net', `reader${at}@example.net`), 'latin1')));
  expect(own.length).toBeGreaterThanOrEqual(40);
  // A file system knows no empty mail.
  const sent = [...own.filter((raw) => raw.length > 0), enormous()];
  for (const raw of sent) mailbox.put(raw);
  const { server, mails } = await between(outgoing.url, mailbox.url);
  await expect.poll(async () => (await mails()).filter(({ state }) => state !== 'taken').length, { timeout: 90_000, interval: 500 }).toBe(sent.length);
  await expect.poll(() => mailbox.read(), { timeout: 10_000 }).toBe(sent.length);
  const expected = [...AWKWARD.filter(({ raw }) => raw.length > 0).map(({ becomes }) => becomes), 'new'].sort();
  expect((await mails()).map(({ state, why }) => (state === 'done' ? 'new' : `${state} ${why ?? ''}`)).sort()).toEqual(expected);

  const opened = expected.filter((one) => one === 'new').length;
  expect(await server.tickets()).toHaveLength(opened);
  await expect.poll(() => outgoing.received.length, { timeout: 30_000 }).toBeGreaterThanOrEqual(opened - 1);
  for (const { to, mail } of outgoing.received) {
    expect(to).toHaveLength(1);
    expect(to[0]).not.toMatch(/victim|support@example\.org|mailer-daemon/i);
    expect(mail.headers.get('auto-submitted')).toBe('auto-replied');
    expect([mail.cc, mail.bcc]).toEqual([undefined, undefined]);
  }
  expect(server.log()).not.toMatch(/reader\d+@|It says my password|victim@/);
}, 180_000);

test.skipIf(!present).each([
  ['answers each letter by its signed address', true],
  ['opens a thread of its own each time', false],
])('two auto-responders that face each other stop at one letter, when the other %s and marks nothing', async (_, threads) => {
  const mailbox = await imapServer();
  let answers = 0;
  const outgoing = await mailServer({
    async beforeAccepting(raw) {
      const letter = await simpleParser(raw);
      const back = [letter.replyTo ?? letter.from].flat()[0]?.value[0]?.address ?? 'support@example.org';
      answers += 1;
      const thread = threads ? `To: ${back}\r\nIn-Reply-To: ${letter.messageId ?? ''}\r\nSubject: Re: ${letter.subject ?? ''}` : `To: support@example.org\r\nSubject: We have received your message no. ${answers}`;
      mailbox.put(`From: desk@example.net\r\nMessage-ID: <answer-${answers}@example.net>\r\n${thread}\r\n\r\nThank you. We will be in touch.\r\n`);
    },
  });
  const { server, mails } = await between(outgoing.url, mailbox.url);
  mailbox.put('From: desk@example.net\r\nTo: support@example.org\r\nMessage-ID: <first@example.net>\r\nSubject: New request\r\n\r\nSomebody wrote to us.\r\n');
  await expect.poll(async () => (await mails()).filter(({ state }) => state === 'done').length, { timeout: 30_000 }).toBe(2);
  // Whatever would follow has the time to.
  await new Promise((resolve) => setTimeout(resolve, 5_000));
  expect(outgoing.received.map(({ to }) => to)).toEqual([['desk@example.net']]);
  expect(await mails()).toHaveLength(2);
  expect((await server.tickets()).map(({ events }) => events.filter(({ kind }) => kind === 'created' || kind === 'received').length)).toEqual(threads ? [2] : [1, 1]);
}, 60_000);

test('NOT RUN: mail in and out', ({ skip }) => {
  if (missing === undefined) return;
  console.error(`NOT RUN: ${missing}`);
  skip(missing);
});

/** A real IMAP server (Debian's dovecot), as an operator would point the service at one. */
import { execFileSync, spawn, type ChildProcess } from 'node:child_process';
import { chmodSync, existsSync, mkdirSync, readdirSync, writeFileSync } from 'node:fs';
import { createServer } from 'node:net';
import { join } from 'node:path';
import { expect, onTestFinished, test } from 'vitest';
import { mailboxUrl, openMailbox } from '../../src/mail/inbound/imap.ts';
import { freshFolder } from '../store/databases.ts';

const SERVER = '/usr/sbin/dovecot';
const missing = existsSync(SERVER) ? undefined : 'dovecot is not installed (Debian: dovecot-imapd)';

const freePort = () =>
  new Promise<number>((resolve) => {
    const server = createServer();
    server.listen(0, '127.0.0.1', () => {
      const { port } = server.address() as { port: number };
      server.close(() => resolve(port));
    });
  });

/** A server with one account, its mail in a folder. */
async function mailServer() {
  const folder = freshFolder();
  chmodSync(folder, 0o755);
  const port = await freePort();
  const maildir = join(folder, 'mail');
  for (const part of ['cur', 'new', 'tmp']) mkdirSync(join(maildir, part), { recursive: true });
  execFileSync('chown', ['-R', 'nobody:nogroup', maildir]);
  const config = join(folder, 'dovecot.conf');
  writeFileSync(
    config,
    `base_dir = ${folder}/run
state_dir = ${folder}/state
log_path = ${folder}/log
protocols = imap
listen = 127.0.0.1
ssl = no
disable_plaintext_auth = no
auth_mechanisms = plain
default_internal_user = nobody
default_internal_group = nogroup
default_login_user = nobody
first_valid_uid = 1
mail_location = maildir:${maildir}
passdb {
  driver = static
  args = password=secret
}
userdb {
  driver = static
  args = uid=nobody gid=nogroup home=${folder}
}
service imap-login {
  chroot =
  inet_listener imap {
    port = ${port}
  }
  inet_listener imaps {
    port = 0
  }
}
service anvil {
  chroot =
}
`,
  );
  let child: ChildProcess | undefined;
  const start = async () => {
    child = spawn(SERVER, ['-F', '-c', config], { stdio: 'ignore' });
    await expect.poll(() => greeting(port), { timeout: 10_000 }).toContain('OK');
  };
  const stop = async () => {
    const ended = new Promise((resolve) => child?.once('exit', resolve));
    child?.kill('SIGTERM');
    await ended;
  };
  await start();
  onTestFinished(stop);
  let count = 0;
  const deliver = (subject: string) => {
    const file = join(maildir, 'new', `${Date.now()}.${(count += 1)}.test`);
    writeFileSync(file, `From: reader@example.net\r\nTo: support@example.org\r\nMessage-ID: <${count}@example.net>\r\nSubject: ${subject}\r\n\r\nBody of ${subject}\r\n`);
    execFileSync('chown', ['nobody:nogroup', file]);
  };
  const read = () => readdirSync(join(maildir, 'cur')).filter((name) => /:2,.*S/.test(name)).length;
  return { url: mailboxUrl(`imap://reader:secret@127.0.0.1:${port}/INBOX`), deliver, read, start, stop };
}

async function greeting(port: number): Promise<string> {
  const { connect } = await import('node:net');
  return new Promise((resolve) => {
    const socket = connect(port, '127.0.0.1');
    socket.once('data', (data) => {
      socket.destroy();
      resolve(data.toString());
    });
    socket.once('error', () => resolve(''));
  });
}

const quiet = { info: () => {}, warn: () => {}, error: () => {} };
const subjectOf = (raw: Uint8Array) => /^Subject: (.*)$/m.exec(Buffer.from(raw).toString())?.[1]?.trim() ?? '';

test.skipIf(missing !== undefined)('unread mail is taken in order and marked as read, new mail at once, and after the server was away', async () => {
  const server = await mailServer();
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
  const server = await mailServer();
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

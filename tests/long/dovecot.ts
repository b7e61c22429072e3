/** A real IMAP server (Debian's dovecot), as an operator would point the service at one. */
import { execFileSync, spawn, type ChildProcess } from 'node:child_process';
import { chmodSync, existsSync, mkdirSync, readdirSync, renameSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { expect, onTestFinished } from 'vitest';
import { freePort } from '../../bench/servers.ts';
import { mailboxUrl } from '../../src/mail/inbound/imap.ts';
import { freshFolder } from '../store/databases.ts';

const SERVER = '/usr/sbin/dovecot';
export const missing = existsSync(SERVER) ? undefined : 'dovecot is not installed (Debian: dovecot-imapd)';

/** A server with one account, its mail in a folder. */
export async function imapServer() {
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
  /** Puts a mail into the mailbox, as a mail server on the same machine would. */
  const put = (raw: string | Uint8Array) => {
    const name = `${Date.now()}.${(count += 1)}.test`;
    writeFileSync(join(maildir, 'tmp', name), raw);
    execFileSync('chown', ['nobody:nogroup', join(maildir, 'tmp', name)]);
    renameSync(join(maildir, 'tmp', name), join(maildir, 'new', name));
  };
  const deliver = (subject: string) => put(`From: reader@example.net\r\nTo: support@example.org\r\nMessage-ID: <${count}@example.net>\r\nSubject: ${subject}\r\n\r\nBody of ${subject}\r\n`);
  const read = () => readdirSync(join(maildir, 'cur')).filter((name) => /:2,.*S/.test(name)).length;
  return { url: mailboxUrl(`imap://reader:secret@127.0.0.1:${port}/INBOX`), put, deliver, read, start, stop };
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

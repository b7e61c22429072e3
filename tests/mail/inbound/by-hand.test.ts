import { execFile } from 'node:child_process';
import { join, resolve } from 'node:path';
import { expect, test } from 'vitest';
import { SUPPORT, writeTicketSite } from '../../service/ticket-site.ts';
import { freshFolder, SECRET } from '../../store/databases.ts';

interface Ended {
  readonly code: number;
  readonly out: string;
  readonly err: string;
}

/** A folder as an operator has it, and the command in it. */
function atWork() {
  const folder = freshFolder();
  writeTicketSite(join(folder, 'dist'), { support: SUPPORT });
  return (args: readonly string[], input = ''): Promise<Ended> =>
    new Promise((done) => {
      const env = { ...process.env, BEDSIDE_DATA: join(folder, 'var'), BEDSIDE_SECRET: SECRET, DATABASE_URL: '', BEDSIDE_DESK: '' };
      const child = execFile(resolve('node_modules/.bin/node'), [resolve('scripts/mail.ts'), ...args], { cwd: folder, env }, (error, out, err) => done({ code: error === null ? 0 : Number(error.code), out, err }));
      child.stdin?.end(input);
    });
}

const mail = (head: string) => `From: reader@example.net\r\nTo: support@example.org\r\nMessage-ID: <${head.length}.hand@example.net>\r\n${head}\r\n\r\nI am away until Monday.`;

test('a pipe brings mail, and a person decides about what no rule may', async () => {
  const command = atWork();
  expect(await command(['take'], mail('Subject: Cannot log in'))).toMatchObject({ code: 0, out: 'Taken.\n' });
  expect((await command(['take'], mail('Subject: Cannot log in'))).out).toBe('It came before.\n');
  expect((await command(['take'], mail('Subject: Away\r\nAuto-Submitted: auto-replied'))).out).toBe('It waits for a person: auto-reply.\n');

  const [waiting] = JSON.parse((await command(['parked', '--json'])).out) as { id: string; why: string }[];
  expect(waiting?.why).toBe('auto-reply');
  expect((await command(['show', waiting!.id])).out).toContain('I am away until Monday.');
  const opened = await command(['open', waiting!.id, '--json']);
  const { reference } = JSON.parse(opened.out) as { reference: string };
  expect((await command(['parked'])).out).toBe('No mail waits.\n');

  await command(['take'], mail('Subject: Another\r\nPrecedence: bulk'));
  const [next] = JSON.parse((await command(['parked', '--json'])).out) as { id: string }[];
  expect((await command(['join', next!.id, '0000-0000'])).code).toBe(1);
  expect((await command(['join', next!.id, reference])).out).toBe(`It is in ${reference}.\n`);
  expect(await command(['drop', next!.id])).toMatchObject({ code: 1, err: expect.stringContaining('waits') as string });
}, 300_000);

test('a mail server is asked to try again when the mail cannot be stored', async () => {
  const command = (input: string) =>
    new Promise<number>((done) => {
      const child = execFile(resolve('node_modules/.bin/node'), [resolve('scripts/mail.ts'), 'take'], { cwd: freshFolder(), env: { ...process.env, BEDSIDE_SECRET: SECRET, DATABASE_URL: '' } }, (error) => done(error === null ? 0 : Number(error.code)));
      child.stdin?.end(input);
    });
  expect(await command(mail('Subject: No site here'))).toBe(75);
}, 30_000);

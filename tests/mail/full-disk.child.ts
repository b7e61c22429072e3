/** Writes a mail while no file may grow, as on a full disk, and again when it may. Run by sending.test.ts. */
import { execFileSync } from 'node:child_process';
import { readdirSync } from 'node:fs';
import { folderPost } from '../../src/mail/folder-post.ts';
import { messageOf } from '../../src/mail/letter.ts';

const [folder = ''] = process.argv.slice(2);
const limit = (size: string) => execFileSync('prlimit', ['--pid', String(process.pid), `--fsize=${size}:`]);
// Without this, the system ends a process that meets the limit instead of telling it.
process.on('SIGXFSZ', () => undefined);

const post = folderPost(folder);
const message = messageOf({ to: { email: 'lee@example.com' }, subject: 'x', text: 'y'.repeat(100_000) }, { email: 'support@example.org' }, 'one', 0);
const signal = AbortSignal.timeout(10_000);

limit('4096');
const refused = JSON.stringify(await post.send(message, signal));
const left = JSON.stringify(readdirSync(folder));
limit('unlimited');
console.log(`${refused}\n${left}\n${JSON.stringify(await post.send(message, signal))}\n${JSON.stringify(readdirSync(folder))}`);

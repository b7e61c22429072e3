/** Writes a mail while no file may grow, as on a full disk, and again when it may. Run by sending.test.ts. */
import { readdirSync } from 'node:fs';
import { folderPost } from '../../src/mail/folder-post.ts';
import { messageOf } from '../../src/mail/letter.ts';
import { limitFileSize } from '../store/full-disk.ts';

const [folder = ''] = process.argv.slice(2);
// Without this, the system ends a process that meets the limit instead of telling it.
process.on('SIGXFSZ', () => undefined);

const post = folderPost(folder);
const message = messageOf({ to: { email: 'lee@example.com' }, subject: 'x', text: 'y'.repeat(100_000) }, { email: 'support@example.org' }, 'one', 0);
const signal = AbortSignal.timeout(10_000);

limitFileSize(process.pid, 4_096);
const refused = JSON.stringify(await post.send(message, signal));
const left = JSON.stringify(readdirSync(folder));
limitFileSize(process.pid);
console.log(`${refused}\n${left}\n${JSON.stringify(await post.send(message, signal))}\n${JSON.stringify(readdirSync(folder))}`);

/** Without a mail server each message becomes a file, which any mail program opens. Nothing is lost, and nothing sent. */
import { mkdir, open, rename, rm } from 'node:fs/promises';
import { join } from 'node:path';
import { createTransport } from 'nodemailer';
import type { Message } from './letter.ts';
import type { Post } from './post.ts';

export function folderPost(folder: string): Post {
  const printer = createTransport({ streamTransport: true, buffer: true, newline: 'windows', disableFileAccess: true, disableUrlAccess: true });
  return {
    says: `Mail is written to ${folder} and not sent, because SMTP_URL is not set.`,
    async send(message, _signal, begun) {
      await begun?.();
      const { message: raw } = await printer.sendMail(message as Parameters<typeof printer.sendMail>[0]);
      try {
        await writeDurably(folder, fileName(message), raw as Buffer);
      } catch (error) {
        const { code } = error as NodeJS.ErrnoException;
        if (code === undefined) throw error;
        return { kind: 'later', error: `file.${code.toLowerCase()}`, blame: 'channel' };
      }
      return { kind: 'done' };
    },
    async close() {
      printer.close();
    },
  };
}

/** The same message twice is the same file. */
function fileName({ messageId }: Message): string {
  return `${messageId.slice(1).replace(/@.*$/, '').replaceAll(/[^\w-]/g, '_')}.eml`;
}

/** In full under another name, then renamed: nobody finds half a mail, and what we call done survives a power cut. */
async function writeDurably(folder: string, name: string, bytes: Buffer): Promise<void> {
  await mkdir(folder, { recursive: true, mode: 0o700 });
  const draft = join(folder, `.${name}.${process.pid}`);
  try {
    await withFile(draft, 'w', async (file) => {
      await file.writeFile(bytes);
      await file.sync();
    });
    await rename(draft, join(folder, name));
  } catch (error) {
    await rm(draft, { force: true });
    throw error;
  }
  await withFile(folder, 'r', (handle) => handle.sync());
}

async function withFile(path: string, flags: string, work: (file: Awaited<ReturnType<typeof open>>) => Promise<void>): Promise<void> {
  const file = await open(path, flags, 0o600);
  try {
    await work(file);
  } finally {
    await file.close();
  }
}

/** Answers that could not be sent: files that only this user can read, by the ticket's reference. */
import { chmodSync, existsSync, mkdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { storeSettings } from '../../src/store/open.ts';
import { DRAFTS_FOLDER } from '../../src/tickets/desk/reply.ts';
import { readReference } from '../../src/tickets/reference.ts';

export interface Draft {
  readonly file: string;
  readonly words: string;
}

/** What could not be sent before. */
export function keptDraft(reference: string): Draft | undefined {
  const file = fileOf(reference);
  if (!existsSync(file)) return undefined;
  const words = readFileSync(file, 'utf8').trim();
  return words === '' ? undefined : { file, words };
}

/**
 * Keeps words, and says so at the end of an error's message.
 *
 * @param instead whether the words contain what was kept before; else they join it
 */
export function keepWords(error: unknown, reference: string, words: string, { instead }: { readonly instead: boolean }): Error {
  const failure = error instanceof Error ? error : new Error(String(error));
  failure.message += `\n${kept(reference, words, instead)}`;
  return failure;
}

/** Forgets a draft that has gone out. */
export function dropDraft(reference: string): void {
  rmSync(fileOf(reference), { force: true });
}

function kept(reference: string, words: string, instead: boolean): string {
  const file = fileOf(reference);
  try {
    const before = instead ? undefined : keptDraft(reference);
    const all = before === undefined || before.words.includes(words) ? (before?.words ?? words) : `${before.words}\n\n${words}`;
    const folder = join(storeSettings(process.env).dataDir, DRAFTS_FOLDER);
    mkdirSync(folder, { recursive: true, mode: 0o700 });
    writeFileSync(file, `${all}\n`, { mode: 0o600 });
    // The modes above hold only for what was made just now.
    chmodSync(folder, 0o700);
    chmodSync(file, 0o600);
    return `Your words are kept in ${file}. To go on with them: npm run tickets -- reply ${reference}`;
  } catch (error) {
    return `They could not be kept in ${file} either (${(error as Error).message}). Here they are:\n\n${words}`;
  }
}

/** A reference that was mistyped names no file outside the folder. */
function fileOf(reference: string): string {
  const name = readReference(reference) ?? reference.replaceAll(/[^\w-]/g, '_').slice(0, 40);
  return join(storeSettings(process.env).dataDir, DRAFTS_FOLDER, `${name || 'reply'}.md`);
}

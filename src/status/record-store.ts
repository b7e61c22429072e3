/** Writing records into a content tree: a file that would break the site is never left behind. */
import { randomInt } from 'node:crypto';
import { cpSync, existsSync, mkdirSync, mkdtempSync, renameSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { basename, dirname, join } from 'node:path';
import type { Diagnostic } from '../catalog/diagnostic.ts';

/** Reads a content tree and says what is wrong with it. */
export type Judge = (root: string) => readonly Diagnostic[];

/**
 * Writes a record in one step, when the tree is right with it. It is judged in a copy of the tree: a build that
 * runs meanwhile, or a process that dies here, never meets a wrong or half a record.
 *
 * @returns the errors because of which the file is as it was before; none when it is written
 */
export function writeChecked(root: string, file: string, content: string, judge: Judge): readonly Diagnostic[] {
  const copy = mkdtempSync(join(tmpdir(), 'bedside-record-'));
  try {
    for (const read of ['site.yaml', 'status']) cpSync(join(root, read), join(copy, read), { recursive: true });
    write(join(copy, file), content);
    const errors = judge(copy).filter((one) => one.severity === 'error');
    if (errors.length > 0) return errors;
  } finally {
    rmSync(copy, { recursive: true, force: true });
  }
  const path = join(root, file);
  const part = join(dirname(path), `.${basename(path)}.part`);
  write(part, content);
  renameSync(part, path);
  return [];
}

function write(path: string, content: string): void {
  mkdirSync(dirname(path), { recursive: true });
  writeFileSync(path, content);
}

/** Eight letters and digits that are not mistaken for one another when read aloud. */
export function newId(): string {
  const letters = 'abcdefghjkmnpqrstuvwxyz23456789';
  return Array.from({ length: 8 }, () => letters[randomInt(letters.length)]).join('');
}

/** `2026-11-23-problems-with-log-in`, from the day and the title; a number is added when it is taken. */
export function fileName(root: string, folder: string, day: string, title: string): string {
  const words = title
    .normalize('NFKD')
    .toLowerCase()
    .replaceAll(/[^a-z0-9]+/g, '-')
    .slice(0, 50)
    .replaceAll(/^-|-$/g, '');
  const base = `${folder}/${[day, words].filter(Boolean).join('-')}`;
  for (let count = 1; ; count += 1) {
    const file = `${base}${count === 1 ? '' : `-${count}`}.md`;
    if (!existsSync(join(root, file))) return file;
  }
}

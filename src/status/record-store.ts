/** Writing records into a content tree: a file that would break the site is never left behind. */
import { randomInt } from 'node:crypto';
import { existsSync, mkdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { dirname, join } from 'node:path';
import type { Diagnostic } from '../catalog/diagnostic.ts';

/** Reads the tree as it is now and says what is wrong with it. */
export type Judge = () => readonly Diagnostic[];

/** @returns the errors because of which the file is as it was before; none when it is written */
export function writeChecked(root: string, file: string, content: string, judge: Judge): readonly Diagnostic[] {
  const path = join(root, file);
  const before = existsSync(path) ? readFileSync(path, 'utf8') : undefined;
  mkdirSync(dirname(path), { recursive: true });
  writeFileSync(path, content);
  const errors = judge().filter((one) => one.severity === 'error');
  if (errors.length === 0) return [];
  if (before === undefined) rmSync(path);
  else writeFileSync(path, before);
  return errors;
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

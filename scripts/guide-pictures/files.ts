/** The pictures of a guide as files, by their path from the project's root. */
import { spawnSync } from 'node:child_process';
import { existsSync, mkdirSync, readFileSync, writeFileSync } from 'node:fs';
import { dirname, join, resolve } from 'node:path';
import type { Page } from 'playwright';
import sharp from 'sharp';

export const project = resolve(import.meta.dirname, '../..');
/** Heavier ones would make the guide slow on a train. */
const MOST_BYTES = 90_000;

/** The drawings that are not as they lie there. */
export function oldAmong(drawings: ReadonlyMap<string, string>): [file: string, made: string][] {
  return [...drawings].filter(([file, made]) => !existsSync(join(project, file)) || readFileSync(join(project, file), 'utf8') !== made);
}

/** @returns the exit code of `--check`: 0 fresh, 1 old */
export function tellOld(old: readonly (readonly [file: string, made: string])[]): 0 | 1 {
  console.log(old.length === 0 ? 'The drawings are fresh.' : old.map(([file]) => `${file} is old`).join('\n'));
  return old.length === 0 ? 0 : 1;
}

export function save(file: string, content: string | Buffer): void {
  mkdirSync(dirname(join(project, file)), { recursive: true });
  writeFileSync(join(project, file), content);
  console.log(`${file}  ${Math.ceil(Buffer.byteLength(content) / 1_000)} kB`);
}

/**
 * What a command of ours prints, errors first.
 *
 * @param cwd where it finds the built site as `dist`
 * @throws when it ends with anything but 0
 */
export function printed(name: string, words: readonly string[], env: Readonly<Record<string, string>>, { input = '', cwd = project } = {}): string {
  const { stdout, stderr, status } = spawnSync(process.execPath, [join(project, 'scripts', `${name}.ts`), ...words], { cwd, encoding: 'utf8', input, env: { ...process.env, NODE_ENV: 'production', ...env } });
  if (status !== 0) throw new Error(`npm run ${name} ended with ${status}: ${stderr}${stdout}`);
  return `${stderr}${stdout}`;
}

/** @throws {RangeError} when the picture is too heavy for a guide */
export async function photograph(page: Page, file: string): Promise<void> {
  const picture = await sharp(await page.screenshot({ animations: 'disabled' })).webp({ quality: 82, effort: 6 }).toBuffer();
  if (picture.length > MOST_BYTES) throw new RangeError(`${file} has ${picture.length} bytes; at most ${MOST_BYTES} are allowed.`);
  save(file, picture);
}

/** What a file is by its content, whatever its name says. */
import { closeSync, openSync, readSync } from 'node:fs';
import { extname } from 'node:path';

/** The first bytes of each kind of file. */
const BEGINNINGS: readonly [endings: readonly string[], begins: RegExp][] = [
  [['.png'], /^.PNG\r\n/],
  [['.jpg', '.jpeg'], /^ÿØÿ/],
  [['.webp'], /^RIFF[^]{4}WEBP/],
  [['.gif'], /^GIF8/],
  [['.avif'], /^[^]{4}ftyp(avif|avis|mif1)/],
  [['.mp4'], /^[^]{4}ftyp/],
  [['.webm'], /^[^]Eß£/],
];

/** @returns what is wrong, in a sentence; nothing when the file is what its name says, or nothing is known of such names */
export function otherThanItsName(path: string): string | undefined {
  const ending = extname(path).toLowerCase();
  const begins = BEGINNINGS.find(([endings]) => endings.includes(ending))?.[1];
  if (begins === undefined) return undefined;
  const start = firstBytes(path);
  if (begins.test(start)) return undefined;
  const really = BEGINNINGS.find(([, beginning]) => beginning.test(start))?.[0][0];
  return start === '' ? 'This file is empty.' : really === undefined ? `This is not a ${ending} file.` : `This is a ${really} file by its content.`;
}

function firstBytes(path: string): string {
  const file = openSync(path, 'r');
  try {
    const bytes = Buffer.alloc(32);
    return bytes.subarray(0, readSync(file, bytes)).toString('latin1');
  } finally {
    closeSync(file);
  }
}

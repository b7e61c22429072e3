/** What a file is by its content, whatever its name says. */
import { closeSync, fstatSync, openSync, readFileSync, readSync } from 'node:fs';
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
  if (begins.test(start)) return isWhole(path, ending) ? undefined : 'This file ends too early, as after an upload that stopped.';
  const really = BEGINNINGS.find(([, beginning]) => beginning.test(start))?.[0][0];
  return start === '' ? 'This file is empty.' : really === undefined ? `This is not a ${ending} file.` : `This is a ${really} file by its content.`;
}

/** What stands at the end of a whole picture. Browsers show the rest of half a picture as gray. */
const ENDINGS: Readonly<Record<string, Buffer>> = {
  '.png': Buffer.from('IEND'),
  '.jpg': Buffer.from([0xff, 0xd9]),
  '.jpeg': Buffer.from([0xff, 0xd9]),
};
/** Programs append a few bytes of their own. */
const TAIL_BYTES = 4_096;

function isWhole(path: string, ending: string): boolean {
  const mark = ENDINGS[ending];
  if (mark === undefined) return true;
  const file = openSync(path, 'r');
  try {
    const { size } = fstatSync(file);
    const tail = Buffer.alloc(Math.min(size, TAIL_BYTES));
    readSync(file, tail, 0, tail.length, size - tail.length);
    return tail.includes(mark) || readFileSync(path).includes(mark);
  } finally {
    closeSync(file);
  }
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

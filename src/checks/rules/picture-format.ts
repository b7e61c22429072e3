import { closeSync, openSync, readSync } from 'node:fs';
import { basename, extname, join } from 'node:path';
import type { Rule } from '../rule.ts';

/** The first bytes of each kind of file. */
const BEGINNINGS: readonly [kinds: readonly string[], begins: RegExp][] = [
  [['.png'], /^.PNG\r\n/],
  [['.jpg', '.jpeg'], /^ÿØÿ/],
  [['.webp'], /^RIFF[^]{4}WEBP/],
  [['.gif'], /^GIF8/],
  [['.avif'], /^[^]{4}ftyp(avif|avis|mif1)/],
  [['.mp4'], /^[^]{4}ftyp/],
  [['.webm'], /^[^]Eß£/],
];

export const wrongFormat: Rule = {
  code: 'picture/format',
  severity: 'error',
  protects: 'The build, which fails on a file that is not what its name says.',
  remedy: 'Open it and save it again in this format, or correct its name.',
  when: 'always',
  *run({ tree }) {
    for (const file of tree.files) {
      const kind = extname(file).toLowerCase();
      const begins = BEGINNINGS.find(([kinds]) => kinds.includes(kind))?.[1];
      if (begins === undefined) continue;
      const start = firstBytes(join(tree.root, file));
      if (begins.test(start)) continue;
      const really = BEGINNINGS.find(([, beginning]) => beginning.test(start))?.[0][0];
      const message = start === '' ? 'This file is empty.' : really === undefined ? `This is not a ${kind} file.` : `This is a ${really} file by its content.`;
      yield { file, line: 1, value: basename(file), message };
    }
  },
};

function firstBytes(path: string): string {
  const file = openSync(path, 'r');
  try {
    const bytes = Buffer.alloc(32);
    return bytes.subarray(0, readSync(file, bytes)).toString('latin1');
  } finally {
    closeSync(file);
  }
}

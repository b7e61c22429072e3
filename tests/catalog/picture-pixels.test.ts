/** Pictures are measured by what their first bytes say, as the program that makes them says it, and never opened. */
import { rmSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import sharp from 'sharp';
import { expect, test } from 'vitest';
import { pixelsOf } from '../../src/catalog/picture-pixels.ts';
import { PNG, problemsOf, treeOf } from './trees.ts';

const plain = (width: number, height: number) => sharp({ create: { width, height, channels: 3, background: '#456' } });

function measured(name: string, bytes: Uint8Array) {
  const path = join(treeOf(), name);
  writeFileSync(path, bytes);
  try {
    return pixelsOf(path);
  } finally {
    rmSync(path);
  }
}

test.each<[string, () => Promise<Buffer>]>([
  ['a.png', () => plain(301, 22).png().toBuffer()],
  ['a.jpg', () => plain(301, 22).jpeg().toBuffer()],
  ['progressive.jpeg', () => plain(301, 22).jpeg({ progressive: true }).withExif({ IFD0: { Copyright: 'x'.repeat(3_000) } }).toBuffer()],
  ['a.gif', () => plain(301, 22).gif().toBuffer()],
  ['lossy.webp', () => plain(301, 22).webp().toBuffer()],
  ['lossless.webp', () => plain(301, 22).webp({ lossless: true }).toBuffer()],
  ['extended.webp', () => plain(301, 22).webp().withExif({ IFD0: { Copyright: 'x' } }).toBuffer()],
  ['a.avif', () => plain(301, 22).avif({ effort: 0 }).toBuffer()],
])('%s says its size', async (name, make) => expect(measured(name, await make())).toEqual({ width: 301, height: 22, frames: 1 }));

test.each(['gif', 'webp'] as const)('frames of a moving .%s are counted', async (format) => {
  // Three frames that differ: equal ones would be made one.
  const frames = await Promise.all(['#111', '#888', '#fff'].map((background) => sharp({ create: { width: 40, height: 30, channels: 3, background } }).png().toBuffer()));
  const bytes = await sharp(frames, { join: { animated: true } }).toFormat(format).toBuffer();
  expect(measured(`a.${format}`, bytes)).toEqual({ width: 40, height: 30, frames: 3 });
});

test.each(['png', 'jpg', 'gif', 'webp', 'avif'])('a .%s that ends at once says nothing, and harms nothing', (ending) => expect(measured(`a.${ending}`, Buffer.from([0xff]))).toBeUndefined());

/** The picture of one pixel, with another size in its head. */
function sized(width: number, height: number): Buffer {
  const bytes = Buffer.from(PNG);
  bytes.writeUInt32BE(width, 16);
  bytes.writeUInt32BE(height, 20);
  return bytes;
}

test.each([
  [30_000, 30_000, '30,000 × 30,000 pixels', /at most 50 million pixels/],
  [10_000, 5_001, '10,000 × 5,001 pixels', /at most 50 million pixels/],
  [1_000, 20_000, '1,000 × 20,000 pixels', /too high: 16,383 pixels at most/],
  [2_688, 18_601, '', undefined],
  [10_000, 5_000, '', undefined],
  [0, 5, '0 × 5 pixels', /no pixels/],
])('%i × %i pixels', (width, height, value, says) => {
  const found = problemsOf({ 'articles/billing/plan.png': sized(width, height) });
  if (says === undefined) expect(found).toEqual([]);
  else expect(found).toMatchObject([{ code: 'image/pixels', severity: 'error', file: 'articles/billing/plan.png', value, message: expect.stringMatching(says), remedy: expect.stringMatching(/\w/) }]);
});

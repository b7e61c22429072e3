/** The films of the real help center: small, captioned, and in chapters that fit them. */
import { readFileSync, statSync } from 'node:fs';
import { join } from 'node:path';
import sharp from 'sharp';
import { describe, expect, test } from 'vitest';
import { parseWebVtt, type Cue } from '../../src/articles/webvtt.ts';
import { resolveFrom } from '../../src/catalog/catalog.ts';
import { loadCatalog } from '../../src/catalog/load.ts';

const catalog = loadCatalog('content', { today: '2100-01-01', unpublished: false });
const filmed = catalog.articles.flatMap((article) => (article.video === undefined ? [] : [{ ...article.video, article, name: article.address }]));

test('the plan’s five priority films are there', () => {
  expect(filmed.map(({ article }) => article.address).sort()).toEqual([
    '/billing/premium-features/',
    '/features/search-for-a-topic/',
    '/getting-started/post-a-clinical-question/',
    '/getting-started/verify-your-credentials/',
    '/getting-started/what-is-uniting-doctors/',
  ]);
});

describe.each(filmed)('$name', ({ article, file, captions, chapters, poster, seconds }) => {
  const place = (target: string) => join('content', resolveFrom(article.file, target));
  const length = mp4(place(file));

  test('is at most 2 MB, 20 to 60 seconds long, and as long as its article says', () => {
    expect(statSync(place(file)).size).toBeLessThanOrEqual(2_000_000);
    expect(length.seconds).toBeGreaterThanOrEqual(20);
    expect(length.seconds).toBeLessThanOrEqual(60);
    expect(Math.abs(length.seconds - seconds)).toBeLessThan(1);
  });

  test('begins to play before all of it is loaded', () => {
    expect(length.boxes.indexOf('moov')).toBeLessThan(length.boxes.indexOf('mdat'));
  });

  test('has captions in order, within its length, each long enough to read', () => {
    const cues = parseWebVtt(readFileSync(place(captions), 'utf8'));
    expectInOrder(cues, length.seconds);
    for (const { start, end, text } of cues) expect(text.length / (end - start), text).toBeLessThanOrEqual(17);
  });

  test('has chapters in order that leave nothing out', () => {
    const cues = parseWebVtt(readFileSync(place(chapters ?? ''), 'utf8'));
    expectInOrder(cues, length.seconds);
    expect(cues.length).toBeGreaterThanOrEqual(3);
    expect(cues[0]?.start).toBe(0);
    for (const [index, cue] of cues.slice(1).entries()) expect(cue.start).toBe(cues[index]?.end);
    expect(Math.abs((cues.at(-1)?.end ?? 0) - length.seconds)).toBeLessThan(0.1);
  });

  test('has a poster of its own shape, light enough for a phone', async () => {
    const { width = 0, height = 1 } = await sharp(place(poster)).metadata();
    expect([width, height]).toEqual([length.width, length.height]);
    expect(statSync(place(poster)).size).toBeLessThanOrEqual(80_000);
  });
});

function expectInOrder(cues: readonly Cue[], seconds: number): void {
  expect(cues.length).toBeGreaterThan(0);
  for (const [index, { start, end, text }] of cues.entries()) {
    expect(text).not.toBe('');
    expect(start).toBeGreaterThanOrEqual(cues[index - 1]?.end ?? 0);
    expect(end).toBeGreaterThan(start);
    expect(end).toBeLessThanOrEqual(seconds + 0.05);
  }
}

/** Length, size and order of the boxes of an MP4, read from its own bytes. */
function mp4(file: string): { seconds: number; width: number; height: number; boxes: string[] } {
  const bytes = readFileSync(file);
  const boxes: string[] = [];
  for (let at = 0; at < bytes.length; at += bytes.readUInt32BE(at) || bytes.length) boxes.push(bytes.toString('latin1', at + 4, at + 8));
  const movie = bytes.indexOf('mvhd') + 4;
  const track = bytes.indexOf('tkhd') + 4;
  return {
    seconds: bytes.readUInt32BE(movie + 16) / bytes.readUInt32BE(movie + 12),
    width: bytes.readUInt32BE(track + 76) / 65_536,
    height: bytes.readUInt32BE(track + 80) / 65_536,
    boxes,
  };
}

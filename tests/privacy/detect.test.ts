import { readFileSync } from 'node:fs';
import { brotliCompressSync, constants } from 'node:zlib';
import { build } from 'esbuild';
import fc from '../chance.ts';
import { describe, expect, test } from 'vitest';
import { detect, withoutDetected } from '../../src/privacy/detect.ts';
import { mask } from '../../src/privacy/mask.ts';

const CASES = readFileSync('tests/privacy/detect.tsv', 'utf8')
  .trim()
  .split('\n')
  .slice(1)
  .map((line) => line.split('\t') as [string, string])
  .map(([kind, text]): [string, string] => [kind, text.replaceAll('\\n', '\n')]);

describe('detecting', () => {
  test.each(CASES.filter(([kind]) => kind !== '-'))('finds a %s in %j', (kind, text) => {
    expect(detect(text).map((found) => found.kind)).toEqual([kind]);
  });

  test.each(CASES.filter(([kind]) => kind === '-'))('%s nothing in %j', (_, text) => {
    expect(detect(text)).toEqual([]);
  });

  test('says where', () => {
    const text = 'Please look: card 4111 1111 1111 1111, and MRN 0012345. Thanks';
    expect(detect(text).map(({ kind, start, end }) => [kind, text.slice(start, end)])).toEqual([
      ['card', '4111 1111 1111 1111'],
      ['record-number', 'MRN 0012345'],
    ]);
  });

  test('the name is part of the find when it stands before the birth date', () => {
    const text = 'It is Jane Roe, born 04/11/1961.';
    const [found] = detect(text);
    expect(text.slice(found?.start, found?.end)).toBe('Jane Roe, born 04/11/1961');
  });

  test('what was removed is not found again', () => {
    const piece = fc.constantFrom(...CASES.map(([, text]) => text), ' ', '\n', '4', '-', ': ', 'is ', 'born ', 'MRN ');
    fc.assert(
      fc.property(fc.array(piece, { maxLength: 8 }), (pieces) => {
        const once = withoutDetected(pieces.join(' '), () => '[removed]');
        expect(withoutDetected(once, () => '[removed]').length).toBeLessThanOrEqual(once.length);
        for (const { start, end } of detect(once)) expect(once.slice(start, end)).not.toBe('');
      }),
      { numRuns: 300 },
    );
  });

  test.each(['4 '.repeat(50_000), 'A'.repeat(100_000), 'Ab '.repeat(33_000), 'password is '.repeat(9_000), 'mrn '.repeat(25_000), 'eyJ'.repeat(33_000), 'DE12 '.repeat(20_000), 'Ab, born '.repeat(11_000), '1-'.repeat(50_000), 'a.b@'.repeat(25_000)])('a hostile text of 100 kB ends soon (%#)', (text) => {
    // The processor's time: other work on the machine is not ours.
    const before = process.cpuUsage();
    detect(text);
    expect(process.cpuUsage(before).user / 1_000).toBeLessThan(400);
  });

  test('is at most 2 KB in the browser', async () => {
    const { outputFiles } = await build({ entryPoints: ['src/privacy/detect.ts'], bundle: true, minify: true, format: 'esm', write: false, target: 'es2022' });
    const size = brotliCompressSync(outputFiles[0]!.contents, { params: { [constants.BROTLI_PARAM_QUALITY]: 11 } }).length;
    expect(size).toBeLessThanOrEqual(2_048);
  });
});

describe('masking', () => {
  test.each([
    ['Card 4111 1111 1111 1111 of jane@example.org', 'Card [card] of [email]'],
    ['Patient Jane Roe, born 04/11/1961', '[birth-date]'],
    ['my password is hunter2, call +1 (212) 555-0199', 'my [password], call [phone]'],
    ['SSN 123-45-6789', '[social-security]'],
    ['Error VER-102 after 48 hours', 'Error VER-102 after 48 hours'],
  ])('turns %j into %j', (text, masked) => {
    expect(mask(text)).toBe(masked);
  });

  test('twice changes nothing more', () => {
    for (const [, text] of CASES) expect(mask(mask(text))).toBe(mask(text));
  });
});

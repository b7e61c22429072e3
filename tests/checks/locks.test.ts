/** The two lock files: what is written is read again, by the quick way and by YAML. */
import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import fc from '../chance.ts';
import { afterAll, expect, test } from 'vitest';
import { ADDRESS_LOCK, formatAddressLock, readAddressLock, type KnownAddress } from '../../src/checks/locks.ts';

const root = mkdtempSync(join(tmpdir(), 'bedside-locks-'));
afterAll(() => rmSync(root, { recursive: true, force: true }));

const written = (text: string) => {
  writeFileSync(join(root, ADDRESS_LOCK), text);
  return readAddressLock(root);
};

const id = fc.stringMatching(/^[a-z0-9]{6,12}$/).filter((text) => !/^[\d.]+(e\d+)?$/.test(text));
const anchor = fc.stringMatching(/^[\p{Ll}\d]([\p{Ll}\d-]{0,12}[\p{Ll}\d])?$/u);
const address = fc.array(fc.stringMatching(/^[\p{Ll}\d-]{1,8}$/u), { minLength: 1, maxLength: 3 }).map((parts) => `/${parts.join('/')}/`);
const entry: fc.Arbitrary<KnownAddress> = fc.oneof(
  fc.constant({ article: undefined, anchors: [] }),
  fc.record({ article: id, anchors: fc.array(anchor, { maxLength: 4 }) }),
);

test('what was written is read again, whether each line is plain or one needs YAML', () => {
  fc.assert(
    fc.property(fc.dictionary(address, entry, { noNullPrototype: true }), (made) => {
      const entries = new Map(Object.entries(made));
      const text = formatAddressLock(entries);
      // A quoted key sends the whole file the other way.
      const withQuotes = `${text}"/quoted/": page\n`;
      const [plain, quoted] = [written(text), written(withQuotes)];
      expect(new Map(plain.entries)).toEqual(entries);
      expect(new Map(quoted.entries)).toEqual(new Map([...entries, ['/quoted/', { article: undefined, anchors: [] }]]));
      for (const key of entries.keys()) expect(plain.lineOf(key), key).toBe(quoted.lineOf(key));
    }),
  );
});

test.each([
  ['a key that stands twice', '/a/: page\n/a/: page\n', 2],
  ['half of a merge', '/a/: page\n<<<<<<< HEAD\n/b/: page\n', 2],
  ['no colon', '/a/: page\n/b/ page\n', 2],
  ['something else than an address', 'billing: page\n', 1],
])('%s is told at its line', (_, text, line) => {
  expect(() => written(text)).toThrow(new RegExp(`addresses\\.lock\\.yaml:${line} cannot be read`));
});

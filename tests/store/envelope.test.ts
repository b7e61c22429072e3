import fc from '../chance.ts';
import { describe, expect, test } from 'vitest';
import { createEnvelope } from '../../src/store/envelope.ts';
import { SealBroken, SecretUnknown } from '../../src/store/errors.ts';
import { uuidv7 } from '../../src/store/uuid.ts';
import { SECRET } from './secret.ts';

const OLDER = 'an older secret for tests that is long enough';
const place = { table: 'vote', column: 'comment_sealed', row: '0197' };

describe('sealing', () => {
  const envelope = createEnvelope([SECRET]);

  test('any text comes back as it was, and does not show in the sealed form', () => {
    fc.assert(
      fc.property(fc.string({ unit: 'grapheme' }), (text) => {
        expect(envelope.open(envelope.seal(text, place), place)).toBe(text);
      }),
    );
    expect(envelope.seal('Mrs. Doe, born 1970', place)).not.toContain('Doe');
  });

  test('the form is version, key, nonce, ciphertext with tag', () => {
    expect(envelope.seal('', place)).toMatch(new RegExp(`^v1\\.${envelope.keyId}\\.[\\w-]{16}\\.[\\w-]{22}$`));
  });

  test('the same text sealed twice looks different', () => {
    expect(envelope.seal('same', place)).not.toBe(envelope.seal('same', place));
  });

  test.each([
    ['row', { row: '0198' }],
    ['column', { column: 'reason' }],
    ['table', { table: 'ticket' }],
  ])('what was sealed for another %s does not open', (_, other) => {
    const sealed = envelope.seal('mine', place);
    expect(() => envelope.open(sealed, { ...place, ...other })).toThrow(SealBroken);
  });

  test('a sealed text in which any character was changed does not open', () => {
    const sealed = envelope.seal('exact', place);
    fc.assert(
      fc.property(fc.nat(sealed.length - 1), fc.constantFrom(...'AZaz09-_.'), (index, character) => {
        const changed = sealed.slice(0, index) + character + sealed.slice(index + 1);
        // The last character of base64 may carry bits that mean nothing: only a change of bytes is a change.
        fc.pre(decoded(changed) !== decoded(sealed));
        expect(() => envelope.open(changed, place)).toThrow();
      }),
    );
  });

  test.each(['', 'v1', 'plain text', 'v2.a.b.c'])('%j is not a sealed text', (text) => {
    expect(() => envelope.open(text, place)).toThrow(SealBroken);
  });
});

describe('rotating secrets', () => {
  const before = createEnvelope([OLDER]);
  const after = createEnvelope([SECRET, OLDER]);

  test('what an older secret sealed still opens; new texts are sealed with the current one', () => {
    expect(after.open(before.seal('old', place), place)).toBe('old');
    expect(after.keyIds).toEqual([after.keyId, before.keyId]);
    expect(after.seal('new', place)).toContain(`v1.${after.keyId}.`);
  });

  test('without the secret the key is named', () => {
    const sealed = after.seal('new', place);
    expect(() => before.open(sealed, place)).toThrow(SecretUnknown);
    expect(() => before.open(sealed, place)).toThrow(after.keyId);
  });

  test('an address indexed under the older secret is found, and purposes stay apart', () => {
    const index = before.blindIndex('doc@example.org', 'requester');
    expect(after.blindIndexes('doc@example.org', 'requester')).toContain(index);
    expect(after.blindIndexes('doc@example.org', 'subscriber')).not.toContain(index);
    expect(after.blindIndex('doc@example.org', 'requester')).not.toBe(index);
  });
});

describe('keys of rows', () => {
  test('a UUIDv7 carries its instant, version and variant', () => {
    // RFC 9562, appendix A.6: 2022-02-22T14:22:22-05:00, rand_a 0xcc3, rand_b 0x18c4dc0c0c07398f
    const random = () => Buffer.from('0cc318c4dc0c0c07398f', 'hex');
    expect(uuidv7(0x017f22e279b0, random)).toBe('017f22e2-79b0-7cc3-98c4-dc0c0c07398f');
  });

  test('keys of later milliseconds sort after earlier ones', () => {
    fc.assert(
      fc.property(fc.nat(2 ** 45), fc.integer({ min: 1, max: 1e9 }), (now, later) => {
        expect(uuidv7(now) < uuidv7(now + later)).toBe(true);
      }),
    );
  });
});

function decoded(sealed: string): string {
  return sealed
    .split('.')
    .map((part, index) => (index < 2 ? part : Buffer.from(part, 'base64url').toString('hex')))
    .join('.');
}

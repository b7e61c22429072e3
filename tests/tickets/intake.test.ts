/** The pure parts of taking a ticket: tokens, proofs, keys, promises. */
import { solveChallenge, verifySolution } from 'altcha-lib';
import { deriveKey } from 'altcha-lib/algorithms/pbkdf2';
import fc from '../chance.ts';
import { describe, expect, test } from 'vitest';
import { z } from 'zod';
import { createEnvelope } from '../../src/store/envelope.ts';
import { readFormToken, issueFormToken, FORM_TOKEN_LIFE_MS } from '../../src/tickets/intake/form-token.ts';
import { fingerprint, keyDigest, readKey } from '../../src/tickets/intake/idempotency.ts';
import { promiseText, zoneNamed } from '../../src/tickets/intake/promise.ts';
import { isProven, makeChallenge } from '../../src/tickets/intake/proof.ts';
import { readSigned, sign } from '../../src/tickets/intake/signed.ts';

const OLD = 'an-old-secret-of-this-service-0123456789';
const NEW = 'a-new-secret-of-this-service-9876543210ab';
const envelope = createEnvelope([OLD]);
const NOW = Date.parse('2026-11-23T15:00:00Z');
const EASY = { cost: 10, least: 3, most: 9 };

describe('what we sign', () => {
  const schema = z.object({ a: z.string() });

  test('is read until it ends, for its purpose, and after the secret was changed', () => {
    const token = sign(envelope, 'one', { a: 'ü' }, NOW + 1_000);
    expect(readSigned(envelope, 'one', token, schema, NOW)?.claims).toEqual({ a: 'ü' });
    expect(readSigned(createEnvelope([NEW, OLD]), 'one', token, schema, NOW)?.claims).toEqual({ a: 'ü' });
    expect(readSigned(envelope, 'one', token, schema, NOW + 1_000)).toBeUndefined();
    expect(readSigned(envelope, 'other', token, schema, NOW)).toBeUndefined();
    expect(readSigned(createEnvelope([NEW]), 'one', token, schema, NOW)).toBeUndefined();
  });

  test('is nothing when any letter of it differs', () => {
    const token = sign(envelope, 'one', { a: 'text' }, NOW + 1_000);
    fc.assert(
      fc.property(fc.nat(token.length - 1), fc.constantFrom(...'Az09_-.'), (at, letter) => {
        const changed = token.slice(0, at) + letter + token.slice(at + 1);
        return changed === token || readSigned(envelope, 'one', changed, schema, NOW) === undefined;
      }),
    );
    fc.assert(fc.property(fc.string(), (text) => readSigned(envelope, 'one', text, schema, NOW) === undefined));
  });
});

test('a form’s token is for its form, for a day', () => {
  const { token } = issueFormToken(envelope, 'technical', 'script', undefined, NOW);
  expect(readFormToken(envelope, token, 'technical', NOW + FORM_TOKEN_LIFE_MS - 1)).toMatchObject({ form: 'technical', at: NOW, way: 'script' });
  expect(readFormToken(envelope, token, 'billing', NOW)).toBeUndefined();
  expect(readFormToken(envelope, token, 'technical', NOW + FORM_TOKEN_LIFE_MS)).toBeUndefined();
});

describe('a proof of work', () => {
  const proofOf = (challenge: unknown, solution: unknown) => Buffer.from(JSON.stringify({ challenge, solution })).toString('base64');

  test('that the library solved is one, as the library itself says', async () => {
    for (let round = 0; round < 5; round += 1) {
      const challenge = await makeChallenge(envelope, `nonce-${round}`, Date.now() + 60_000, EASY);
      const solution = await solveChallenge({ challenge, deriveKey });
      expect(isProven(envelope, `nonce-${round}`, proofOf(challenge, solution))).toBe(true);
      const keys = { hmacSignatureSecret: envelope.blindIndex(`nonce-${round}`, 'proof of work: challenge'), hmacKeySignatureSecret: envelope.blindIndex(`nonce-${round}`, 'proof of work: solution') };
      expect(await verifySolution({ challenge, solution: solution!, deriveKey, ...keys })).toMatchObject({ verified: true });
    }
  });

  test('takes the work that was drawn, and no more', async () => {
    const counters = [];
    for (let round = 0; round < 20; round += 1) {
      const challenge = await makeChallenge(envelope, 'nonce', Date.now() + 60_000, EASY);
      counters.push((await solveChallenge({ challenge, deriveKey }))?.counter ?? -1);
    }
    expect(Math.min(...counters)).toBeGreaterThanOrEqual(EASY.least);
    expect(Math.max(...counters)).toBeLessThanOrEqual(EASY.most);
  });

  test('for another nonce, another secret, or with anything changed is none', async () => {
    const challenge = await makeChallenge(envelope, 'nonce', Date.now() + 60_000, EASY);
    const solution = await solveChallenge({ challenge, deriveKey });
    expect(isProven(envelope, 'other', proofOf(challenge, solution))).toBe(false);
    expect(isProven(createEnvelope([NEW]), 'nonce', proofOf(challenge, solution))).toBe(false);
    for (const name of Object.keys(challenge.parameters)) {
      const others = Object.fromEntries(Object.entries(challenge.parameters).filter(([one]) => one !== name));
      expect(isProven(envelope, 'nonce', proofOf({ ...challenge, parameters: others }, solution))).toBe(false);
    }
    expect(isProven(envelope, 'nonce', proofOf({ ...challenge, parameters: { ...challenge.parameters, more: 1 } }, solution))).toBe(false);
    expect(isProven(envelope, 'nonce', proofOf(challenge, { ...solution, derivedKey: '00'.repeat(32) }))).toBe(false);
    for (const text of ['', 'x', Buffer.from('null').toString('base64'), Buffer.from('[]').toString('base64')]) expect(isProven(envelope, 'nonce', text)).toBe(false);
  });
});

describe('a key that makes a repeat harmless', () => {
  test.each([
    ['"8e03978e-40d5-43dd-bc93-6894a57f9324"', '8e03978e-40d5-43dd-bc93-6894a57f9324'],
    ['8e03978e-40d5-43dd', '8e03978e-40d5-43dd'],
    ['short', undefined],
    ['', undefined],
    [undefined, undefined],
    ['with a space in it', undefined],
    ['x'.repeat(256), undefined],
  ])('%j is read as %j', (header, key) => {
    expect(readKey(header)).toBe(key);
  });

  test('is kept as a digest', () => {
    expect(keyDigest('8e03978e')).toMatch(/^[\w-]{43}$/);
  });
});

test('a request is the same whatever its order, its new token and empty fields; other words or files make another', () => {
  const file = (name: string, text: string) => ({ name, bytes: new TextEncoder().encode(text) });
  const one = fingerprint({ form: 'a', subject: 'x', token: '1', proof: '2', device: '' }, [file('a.txt', 'one')]);
  expect(fingerprint({ subject: 'x', form: 'a', token: '3', key: '4' }, [file('a.txt', 'one')])).toBe(one);
  expect(fingerprint({ form: 'a', subject: 'y' }, [file('a.txt', 'one')])).not.toBe(one);
  expect(fingerprint({ form: 'a', subject: 'x' }, [file('a.txt', 'two')])).not.toBe(one);
  expect(fingerprint({ form: 'a', subject: 'x' }, [file('b.txt', 'one')])).not.toBe(one);
  expect(fingerprint({ form: 'a', subject: 'x' }, [])).not.toBe(one);
});

describe('a promise', () => {
  test('is told in a zone, with its name', () => {
    expect(promiseText({ by: NOW, own: undefined }, 'America/New_York', 'en-US')).toBe('A person answers by Monday, November 23, 10:00 AM EST.');
    expect(promiseText({ by: NOW, own: undefined }, 'Asia/Kolkata', 'en-US')).toMatch(/8:30 PM GMT\+5:30 \((Kolkata|Calcutta) time\)\.$/);
    expect(promiseText({ by: NOW, own: 'We call you back.' }, 'UTC', 'en')).toBe('We call you back.');
    expect(promiseText({ by: undefined, own: undefined }, 'UTC', 'en')).toBeUndefined();
  });

  test.each([
    ['Europe/Berlin', 'Europe/Berlin'],
    ['europe/berlin', 'Europe/Berlin'],
    ['Nowhere/City', undefined],
    ['+05:00', undefined],
    ['', undefined],
    [7, undefined],
    ['Europe/Berlin\r\nX: y', undefined],
  ])('a browser’s zone %j is %j', (given, zone) => {
    expect(zoneNamed(given)).toBe(zone);
  });
});

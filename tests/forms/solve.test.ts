import { createChallenge, randomInt, verifySolution } from 'altcha-lib';
import { deriveKey } from 'altcha-lib/algorithms/pbkdf2';
import { expect, test } from 'vitest';
import type { Challenge, Proof } from '../../src/forms/receipt.ts';
import { proofText, solve } from '../../src/forms/solve.ts';

const secrets = { hmacSignatureSecret: 'one secret', hmacKeySignatureSecret: 'another secret' };

test.each(['PBKDF2/SHA-256', 'PBKDF2/SHA-512'])('what it solves with %s, the library of the service verifies', async (algorithm) => {
  const challenge = (await createChallenge({ algorithm, cost: 20, counter: randomInt(60, 10), deriveKey, ...secrets })) as Challenge;
  const proof = JSON.parse(atob(proofText((await solve(challenge))!))) as Proof;
  expect(await verifySolution({ ...proof, deriveKey, ...secrets } as never)).toMatchObject({ verified: true });
});

test('another kind of work is not begun, and work that is called off ends', async () => {
  const challenge = (await createChallenge({ algorithm: 'PBKDF2/SHA-256', cost: 20, counter: 50, deriveKey, ...secrets })) as Challenge;
  expect(await solve({ ...challenge, parameters: { ...challenge.parameters, algorithm: 'ARGON2ID' } })).toBeUndefined();
  expect(await solve(challenge, AbortSignal.abort())).toBeUndefined();
});

/** Work that a browser does while somebody writes: unnoticed by one person, dear for a thousand messages. */
import { createChallenge, randomInt, verifySolution, type Challenge } from 'altcha-lib';
import { deriveKey } from 'altcha-lib/algorithms/pbkdf2';
import { z } from 'zod';
import type { Envelope } from '../../store/envelope.ts';

/** About half a second on a laptop, a few seconds on an old phone; what is drawn is known, so nobody has bad luck. */
export const PROOF_WORK = { cost: 2_000, least: 300, most: 900 } as const;

export interface ProofWork {
  readonly cost: number;
  readonly least: number;
  readonly most: number;
}

const hex = z.string().regex(/^[0-9a-f]*$/i).max(256);

/** As altcha-lib's own payload: JSON in Base64. */
const payload = z.object({
  challenge: z.object({ parameters: z.looseObject({ algorithm: z.string().max(30), nonce: hex, salt: hex, cost: z.number(), keyLength: z.number(), keyPrefix: hex }), signature: hex }),
  solution: z.object({ counter: z.number(), derivedKey: hex }),
});

/**
 * A challenge that only the sending with this nonce can use: its signing keys are made from the nonce, so a solved
 * one cannot be carried to another form, and nothing of it can be exchanged.
 */
export function makeChallenge(envelope: Envelope, nonce: string, until: number, { cost, least, most }: ProofWork = PROOF_WORK): Promise<Challenge> {
  return createChallenge({
    algorithm: 'PBKDF2/SHA-256',
    cost,
    counter: randomInt(least, most),
    deriveKey,
    expiresAt: Math.floor(until / 1_000),
    hmacSignatureSecret: envelope.blindIndex(nonce, CHALLENGE),
    hmacKeySignatureSecret: envelope.blindIndex(nonce, SOLUTION),
  });
}

/** Whether the proof solves the challenge of this nonce. Checks two signatures; no work is repeated. */
export async function isProven(envelope: Envelope, nonce: string, proof: string): Promise<boolean> {
  const read = payload.safeParse(json(proof));
  // Without the signed key the library would do the work itself, with a cost of the sender's choosing.
  if (!read.success || typeof read.data.challenge.parameters['keySignature'] !== 'string') return false;
  const solutions = envelope.blindIndexes(nonce, SOLUTION);
  for (const [index, secret] of envelope.blindIndexes(nonce, CHALLENGE).entries()) {
    const keys = { hmacSignatureSecret: secret, hmacKeySignatureSecret: solutions[index]! };
    if ((await verifySolution({ ...(read.data as { challenge: Challenge; solution: { counter: number; derivedKey: string } }), deriveKey, ...keys })).verified) return true;
  }
  return false;
}

const CHALLENGE = 'proof of work: challenge';
const SOLUTION = 'proof of work: solution';

function json(text: string): unknown {
  try {
    return JSON.parse(Buffer.from(text, 'base64').toString('utf8'));
  } catch {
    return undefined;
  }
}

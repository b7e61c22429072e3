/** Work that a browser does while somebody writes: unnoticed by one person, dear for a thousand messages. */
import { createHmac, timingSafeEqual } from 'node:crypto';
import { createChallenge, randomInt, type Challenge } from 'altcha-lib';
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

const hex = z.string().regex(/^([0-9a-f]{2})+$/).max(256);

/** As altcha-lib's own payload: JSON in Base64. Its parameters are flat. */
const payload = z.object({
  challenge: z.object({ parameters: z.record(z.string().max(40), z.union([z.string().max(300), z.number()])), signature: hex }),
  solution: z.object({ derivedKey: hex }),
});

/**
 * A challenge that only the sending with this nonce can use: its signing keys are made from the nonce, so a solved
 * one cannot be carried to another form, and nothing of it can be exchanged.
 */
export function makeChallenge(envelope: Envelope, nonce: string, until: number, { cost, least, most }: ProofWork = PROOF_WORK): Promise<Challenge> {
  return createChallenge({
    algorithm: 'PBKDF2/SHA-256',
    cost,
    counter: randomInt(most, least),
    deriveKey,
    expiresAt: Math.floor(until / 1_000),
    hmacSignatureSecret: envelope.blindIndex(nonce, CHALLENGE),
    hmacKeySignatureSecret: envelope.blindIndex(nonce, SOLUTION),
  });
}

/**
 * Whether the proof solves the challenge of this nonce: the challenge is as we signed it, and so is the key that was
 * found. As the library checks it, but in one go: its way through the browser's interface for cryptography costs as
 * much as storing half a ticket.
 */
export function isProven(envelope: Envelope, nonce: string, proof: string): boolean {
  const read = payload.safeParse(json(proof));
  if (!read.success) return false;
  const { challenge, solution } = read.data;
  const { keySignature } = challenge.parameters;
  // Without its signed key a challenge would be solved by any work that the sender chose.
  if (typeof keySignature !== 'string') return false;
  const canonical = JSON.stringify(Object.fromEntries(Object.entries(challenge.parameters).sort(([a], [b]) => (a < b ? -1 : 1))));
  const solutions = envelope.blindIndexes(nonce, SOLUTION);
  return envelope.blindIndexes(nonce, CHALLENGE).some((secret, index) => isMac(challenge.signature, secret, canonical) && isMac(keySignature, solutions[index]!, Buffer.from(solution.derivedKey, 'hex')));
}

function isMac(given: string, secret: string, of: string | Uint8Array): boolean {
  const expected = createHmac('sha256', secret).update(of).digest();
  const mac = Buffer.from(given, 'hex');
  return mac.length === expected.length && timingSafeEqual(mac, expected);
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

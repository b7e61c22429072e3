/**
 * The proof of work of ALTCHA v2 with the browser's own PBKDF2, which runs beside the page: typing never waits.
 */
import type { Challenge, Proof } from './receipt.ts';

/** @returns `undefined` when it is none that this solver knows, or was called off */
export async function solve(challenge: Challenge, signal?: AbortSignal): Promise<Proof | undefined> {
  const { algorithm, nonce, salt, cost, keyLength, keyPrefix } = challenge.parameters;
  const hash = /^PBKDF2\/(SHA-(?:256|384|512))$/.exec(algorithm)?.[1];
  if (hash === undefined) return undefined;
  const started = performance.now();
  const start = bytes(nonce);
  const password = new Uint8Array(start.length + 4);
  password.set(start);
  const counterAt = new DataView(password.buffer);
  const derivation = { name: 'PBKDF2', hash, salt: bytes(salt), iterations: cost };
  for (let counter = 0; signal?.aborted !== true; counter += 1) {
    counterAt.setUint32(start.length, counter);
    const key = await crypto.subtle.importKey('raw', password, 'PBKDF2', false, ['deriveBits']);
    const derivedKey = hex(new Uint8Array(await crypto.subtle.deriveBits(derivation, key, keyLength * 8)));
    if (derivedKey.startsWith(keyPrefix.toLowerCase())) return { challenge, solution: { counter, derivedKey, time: Math.round(performance.now() - started) } };
  }
  return undefined;
}

/** As it goes back. */
export function proofText(proof: Proof): string {
  return btoa(JSON.stringify(proof));
}

function bytes(text: string): Uint8Array<ArrayBuffer> {
  return Uint8Array.from(text.match(/../g) ?? [], (pair) => parseInt(pair, 16));
}

function hex(array: Uint8Array): string {
  return Array.from(array, (byte) => byte.toString(16).padStart(2, '0')).join('');
}

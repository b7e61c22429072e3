/** A ticket's reference: short enough to read on the phone, random enough not to be guessed. */
import { pooledBytes, type RandomBytes } from '../store/uuid.ts';

/** Crockford's base 32: no I, L, O, U, so nothing is misread and nothing is spelled by chance. */
const LETTERS = '0123456789ABCDEFGHJKMNPQRSTVWXYZ';
const LENGTH = 8;

/** `7K3M-9QXT`: 40 random bits. With a million tickets, a guess finds one in a million tries. */
export function makeReference(random: RandomBytes = pooledBytes): string {
  const letters = Array.from(random(LENGTH), (byte) => LETTERS[byte % LETTERS.length]).join('');
  return `${letters.slice(0, 4)}-${letters.slice(4)}`;
}

/** As somebody may have typed or read it out; `undefined` when it cannot be one. */
export function readReference(text: string): string | undefined {
  const letters = text
    .toUpperCase()
    .replaceAll(/[\s‐-―-]/g, '')
    .replaceAll('O', '0')
    .replaceAll(/[IL]/g, '1');
  if (letters.length !== LENGTH || [...letters].some((letter) => !LETTERS.includes(letter))) return undefined;
  return `${letters.slice(0, 4)}-${letters.slice(4)}`;
}

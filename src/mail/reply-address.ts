/**
 * Addresses to answer to that name their ticket, signed: `support+ud-7k2m9x-<signature>@…`. A mail that comes to one
 * belongs to its ticket, whatever its subject or headers say.
 */
import { createHash, timingSafeEqual } from 'node:crypto';
import type { Envelope } from '../store/envelope.ts';

export interface ReplyAddresses {
  /** The address to answer to. */
  of(reference: string): string;
  /** The ticket whose signed address this is; references are given back in lower case. */
  referenceIn(address: string): string | undefined;
}

const PURPOSE = 'mail.reply-address';
/** 80 bits: nobody tries that many addresses on a mail server. */
const SIGNATURE_BYTES = 10;
const LETTERS = 'abcdefghijklmnopqrstuvwxyz234567';
const LONGEST_LOCAL = 64;

/** The local part would be longer than mail servers take. */
export class ReplyAddressTooLong extends Error {
  override readonly name = 'ReplyAddressTooLong';
}

/**
 * @param base the address that takes answers; its server has to take `+` in local parts
 */
export function replyAddresses(base: string, envelope: Envelope): ReplyAddresses {
  const at = base.lastIndexOf('@');
  const [local, domain] = [base.slice(0, at), base.slice(at + 1)];
  const form = new RegExp(`^${escaped(local)}\\+([a-z0-9-]{1,40})-([a-z2-7]{16})@${escaped(domain)}$`, 'i');
  return {
    of(reference) {
      const name = reference.toLowerCase();
      const full = `${local}+${name}-${letters(envelope.blindIndex(name, PURPOSE))}`;
      if (full.length > LONGEST_LOCAL || !/^[a-z0-9-]{1,40}$/.test(name)) throw new ReplyAddressTooLong(`There is no room for a ticket's name in ${base}: its local part may have ${LONGEST_LOCAL} characters.`);
      return `${full}@${domain}`;
    },
    referenceIn(address) {
      // Servers on the way may change the case of local parts.
      const [, reference, signature] = form.exec(address.trim().toLowerCase()) ?? [];
      if (reference === undefined || signature === undefined) return undefined;
      const ours = envelope.blindIndexes(reference, PURPOSE).map(letters);
      return ours.some((one) => timingSafeEqual(Buffer.from(one), Buffer.from(signature))) ? reference : undefined;
    },
  };
}

/** Sixteen letters in lower case from a signature, because case does not survive every server. */
function letters(signature: string): string {
  const bytes = createHash('sha256').update(signature).digest().subarray(0, SIGNATURE_BYTES);
  let bits = BigInt(`0x${bytes.toString('hex')}`);
  let text = '';
  for (let n = 0; n < (SIGNATURE_BYTES * 8) / 5; n += 1) {
    text = (LETTERS[Number(bits & 31n)] ?? '') + text;
    bits >>= 5n;
  }
  return text;
}

function escaped(text: string): string {
  return text.replaceAll(/[.*+?^${}()|[\]\\]/g, '\\$&');
}

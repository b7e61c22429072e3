/** E-mail addresses: which are sound, and to which we write at all. */
import { domainToASCII } from 'node:url';

/** Letters, digits and the marks that need no quotes. A quoted local part is legal and never somebody's address. */
const LOCAL = /^[A-Za-z0-9!#$%&'*+/=?^_`{|}~-]+(\.[A-Za-z0-9!#$%&'*+/=?^_`{|}~-]+)*$/;
const DOMAIN = /^(?=.{4,253}$)([a-z0-9]([a-z0-9-]{0,61}[a-z0-9])?\.)+[a-z0-9-]{2,63}$/;

/**
 * The address in the form in which mail servers take it: the domain in lower case and ASCII. `undefined` when it
 * cannot be one; commas, angle brackets, spaces and line breaks would make two of it, or a header.
 */
export function soundAddress(address: string): string | undefined {
  const at = address.lastIndexOf('@');
  const local = address.slice(0, at);
  const domain = at < 1 ? '' : domainToASCII(address.slice(at + 1));
  if (local.length > 64 || !LOCAL.test(local) || !DOMAIN.test(domain)) return undefined;
  // The parser of web addresses folds what no mail domain has (percent signs, full-width dots) into one that exists.
  if (/[^\p{L}\p{M}\p{N}.-]/u.test(address.slice(at + 1))) return undefined;
  const sound = `${local}@${domain}`;
  return sound.length <= 254 ? sound : undefined;
}

export type WhyNot = 'null-sender' | 'invalid' | 'own' | 'no-reply' | 'robot';

/** Nobody reads what comes here, or a program does. */
const NO_REPLY = /^(?:do[-._]?not|dont|no)[-._]?reply/i;
const ROBOT = /^(?:mailer-?daemon|bounces?|bounce[-+=].*|postmaster|listserv|majordomo|.*-(?:bounces|request|owner)|owner-.*)$/i;

/**
 * Whether a letter may go to an address.
 *
 * @param own  our own addresses; what comes from there is our mail, and an answer to it would go round in circles
 */
export function mayMail(address: string, own: readonly string[]): 'yes' | WhyNot {
  if (address.trim() === '' || address.trim() === '<>') return 'null-sender';
  const sound = soundAddress(address);
  if (sound === undefined) return 'invalid';
  const bare = withoutPlus(sound);
  if (own.some((one) => withoutPlus(soundAddress(one) ?? '') === bare)) return 'own';
  const local = sound.slice(0, sound.lastIndexOf('@'));
  if (NO_REPLY.test(local)) return 'no-reply';
  return ROBOT.test(local) ? 'robot' : 'yes';
}

/** `support+anything@…` arrives where `support@…` does. */
export function withoutPlus(address: string): string {
  return address.toLowerCase().replace(/\+[^@]*(?=@)/, '');
}

/** What a mail server's answer means for a letter, for the queue, and for a person; pure. */
import type { Outcome } from '../outbox/outcome.ts';

/** What nodemailer tells of a failure. Its message quotes the server, which quotes the address: it is not read. */
export interface SmtpFailure {
  readonly code?: string | undefined;
  /** The command that failed, `RCPT TO`. */
  readonly command?: string | undefined;
  /** The server's answer, `450`. */
  readonly responseCode?: number | undefined;
}

/** A server that wants credentials, or refuses ours: 530, 534, 535, 538. */
const LOCKED_OUT = new Set([530, 534, 535, 538]);

export function smtpOutcome({ code = '', command = '', responseCode }: SmtpFailure): Outcome {
  const error = responseCode === undefined ? `smtp.${code.toLowerCase().replace(/^e/, '') || 'unknown'}` : `smtp.${responseCode}`;
  const temporary = responseCode !== undefined && responseCode < 500;
  if ((code === 'EAUTH' || code === 'ENOAUTH' || code === 'EOAUTH2') && !temporary) return { kind: 'locked-out', error };
  if (responseCode !== undefined && LOCKED_OUT.has(responseCode)) return { kind: 'locked-out', error };
  // No answer, a closing server (421), or one that does not take any of our mail is not this letter's fault.
  const ofLetter = /^(RCPT TO|DATA)$/i.test(command) || code === 'EMESSAGE';
  if (responseCode === undefined || responseCode === 421 || (temporary && !ofLetter)) return { kind: 'later', error, blame: 'channel' };
  if (temporary) return { kind: 'later', error, blame: 'row', afterMs: GREYLISTED_MS };
  // 5xx to MAIL FROM refuses us as a sender: every letter would die of it. A person has to mend that, once.
  return ofLetter ? { kind: 'refused', error } : { kind: 'locked-out', error };
}

/** Greylisting servers want to see us again after a minute or more; sooner they begin to count anew. */
const GREYLISTED_MS = 60_000;

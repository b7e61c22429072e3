/** Which mails no person wrote. An answer to one may be answered in turn, and so on without end. */
import { withoutPlus } from '../address.ts';
import type { Incoming } from './incoming.ts';

export type Automatic =
  /** It comes from ourselves: an address of ours, or our own mark. */
  | 'own'
  /** A mail of ours could not be delivered (RFC 3464, null return path). */
  | 'bounce'
  /** Answered by itself (RFC 3834): out of office, "we have your message". */
  | 'auto-reply'
  /** Lists, newsletters, mass mail. */
  | 'bulk';

/** @param own all addresses that come to us */
export function automaticKind({ from, headers, subject }: Pick<Incoming, 'from' | 'headers' | 'subject'>, own: readonly string[]): Automatic | undefined {
  const has = (name: string, pattern: RegExp) => pattern.test(headers.get(name) ?? '');
  const ours = (address: string) => own.some((one) => withoutPlus(one) === withoutPlus(address));
  // X-Loop stands in every mail of ours, and comes back in what is forwarded or returned whole.
  if ((from !== undefined && ours(from)) || (headers.get('x-loop') ?? '').split('\n').some(ours)) return 'own';
  if (has('content-type', /multipart\/report/i) || has('return-path', /^<\s*>$/) || headers.has('x-failed-recipients') || /^(mailer-daemon|postmaster)@/i.test(from ?? '')) return 'bounce';
  if (has('precedence', /bulk|list|junk/i) && !has('precedence', /auto_reply/i) && !has('auto-submitted', /auto-/i)) return 'bulk';
  if (headers.has('list-id') || headers.has('list-unsubscribe') || headers.has('feedback-id')) return 'bulk';
  if (has('auto-submitted', /^(?!no\b)\S/i) || has('x-auto-response-suppress', /all|autoreply|oof/i) || has('precedence', /auto_reply/i) || headers.has('x-autoreply') || headers.has('x-autorespond') || has('x-auto-reply', /\S/)) return 'auto-reply';
  if (OUT_OF_OFFICE.test(subject)) return 'auto-reply';
  return undefined;
}

/** Programs that mark nothing still call it so, at the very beginning. */
const OUT_OF_OFFICE = /^(re: |aw: )?(out of (the )?office|automatic reply|auto(matic)?[- ]?(reply|response)|abwesenheits(notiz|assistent)|automatische antwort|réponse automatique|respuesta automática|risposta automatica)\b/i;

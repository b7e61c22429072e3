/** A letter, and the message that carries it. */
import { soundAddress } from './address.ts';

export interface Person {
  readonly email: string;
  readonly name?: string | undefined;
}

/** What is to be sent. Who sends it and under which id is added by the handler. */
export interface Letter {
  readonly to: Person;
  readonly subject: string;
  readonly text: string;
  readonly html?: string | undefined;
  /**
   * Why it was sent without a person's doing: in answer to a mail or form, or by an event. Left out for what a person
   * wrote, which other people's out-of-office notes may answer.
   */
  readonly automatic?: 'answer' | 'notice' | undefined;
  /** Another name beside our address, for example the agent's. */
  readonly fromName?: string | undefined;
  readonly replyTo?: Person | undefined;
  /** Message ids, without angle brackets, oldest first; the last is what is answered. */
  readonly references?: readonly string[] | undefined;
  readonly unsubscribe?: { readonly address: string; readonly oneClick: boolean } | undefined;
  readonly attachments?: readonly { readonly name: string; readonly type: string; readonly content: Buffer }[] | undefined;
}

/** A message as nodemailer takes it: every address an object, every header known. */
export interface Message {
  readonly messageId: string;
  readonly date: Date;
  readonly from: { name: string; address: string };
  readonly to: { name: string; address: string };
  readonly replyTo?: { name: string; address: string };
  readonly subject: string;
  readonly text: string;
  readonly html?: string;
  readonly inReplyTo?: string;
  readonly references?: string[];
  readonly headers: Record<string, string>;
  readonly attachments: { filename: string; contentType: string; content: Buffer }[];
  readonly envelope: { from: string; to: string[] };
}

/** A value would have made another header, another recipient or nothing sound of the message. */
export class UnsafeHeader extends Error {
  override readonly name = 'UnsafeHeader';
  /** `subject`, `to.name`; never the value. */
  readonly field: string;

  constructor(field: string) {
    super(`The mail's ${field} holds what no header may hold.`);
    this.field = field;
  }
}

/** A letter's Message-ID, without angle brackets, from its errand's id and our address. */
export function messageIdOf(id: string, from: string): string {
  return `${id}@${from.slice(from.lastIndexOf('@') + 1)}`;
}

/**
 * The message that carries a letter.
 *
 * @param id   the outbox row's id: the same at each attempt, so that a repeat is known as one
 * @param date when it was written, the same at each attempt
 * @throws {UnsafeHeader}
 */
export function messageOf(letter: Letter, from: Person, id: string, date: number): Message {
  const sender = mailbox('from', { email: from.email, name: letter.fromName ?? from.name });
  const to = mailbox('to', letter.to);
  const references = (letter.references ?? []).map((one) => messageId('references', one));
  const last = references.at(-1);
  return {
    messageId: messageId('id', messageIdOf(id, sender.address)),
    date: new Date(date),
    from: sender,
    to,
    ...(letter.replyTo === undefined ? {} : { replyTo: mailbox('reply-to', letter.replyTo) }),
    subject: oneLine('subject', letter.subject),
    text: letter.text,
    ...(letter.html === undefined ? {} : { html: letter.html }),
    ...(last === undefined ? {} : { inReplyTo: last, references }),
    // What comes back with it is our own mail: see `inbound/automatic.ts`.
    headers: { 'X-Loop': sender.address, ...automaticHeaders(letter.automatic), ...unsubscribeHeaders(letter.unsubscribe) },
    attachments: (letter.attachments ?? []).map(({ name, type, content }) => ({ filename: oneLine('attachment', name), contentType: oneLine('attachment', type), content })),
    // Told apart from the headers, so that no name can ever add a recipient.
    envelope: { from: sender.address, to: [to.address] },
  };
}

/** RFC 3834, and what Exchange understands: robots that answer this would answer each other for ever. */
function automaticHeaders(automatic: Letter['automatic']): Record<string, string> {
  if (automatic === undefined) return {};
  return { 'Auto-Submitted': automatic === 'answer' ? 'auto-replied' : 'auto-generated', 'X-Auto-Response-Suppress': 'All' };
}

/** RFC 2369, and RFC 8058 for the button that mail programs show. */
function unsubscribeHeaders(unsubscribe: Letter['unsubscribe']): Record<string, string> {
  if (unsubscribe === undefined) return {};
  if (!/^https:\/\/[^\s<>,"]+$/.test(unsubscribe.address)) throw new UnsafeHeader('list-unsubscribe');
  return { 'List-Unsubscribe': `<${unsubscribe.address}>`, ...(unsubscribe.oneClick ? { 'List-Unsubscribe-Post': 'List-Unsubscribe=One-Click' } : {}) };
}

function mailbox(field: string, { email, name = '' }: Person): { name: string; address: string } {
  const address = soundAddress(email);
  if (address === undefined) throw new UnsafeHeader(`${field}.email`);
  return { name: oneLine(`${field}.name`, name), address };
}

function messageId(field: string, id: string): string {
  if (!/^[^\s<>@]{1,200}@[^\s<>@]{1,250}$/.test(id) || hasControls(id)) throw new UnsafeHeader(field);
  return `<${id}>`;
}

function oneLine(field: string, text: string): string {
  if (hasControls(text)) throw new UnsafeHeader(field);
  return text;
}

/** Line breaks of any script, and everything else that a terminal or a mail server might act on. */
function hasControls(text: string): boolean {
  return /[\p{Cc}\u2028\u2029]/u.test(text) || !text.isWellFormed();
}

/** A mail as it came, read into what the rules need. Whatever is wrong with it, it is read as far as it can be. */
import { simpleParser, type AddressObject, type ParsedMail } from 'mailparser';

export interface IncomingFile {
  readonly name: string;
  readonly bytes: Uint8Array;
}

export interface Incoming {
  /** Without angle brackets; missing in mails of careless programs. */
  readonly messageId: string | undefined;
  /** The addresses of From, Reply-To and of everybody it was sent to, in lower case. */
  readonly from: string | undefined;
  readonly fromName: string | undefined;
  readonly replyTo: string | undefined;
  readonly to: readonly string[];
  readonly subject: string;
  /** The text as a person wrote it, quoted mail included. */
  readonly text: string;
  /** Message ids that it answers, without angle brackets, the nearest last. */
  readonly references: readonly string[];
  /** Values by name in lower case; several of one name are joined by line breaks. */
  readonly headers: ReadonlyMap<string, string>;
  readonly files: readonly IncomingFile[];
}

/** Bodies of one mail that we read; a letter of a person is far below. */
const LONGEST_TEXT = 100_000;

export async function readIncoming(raw: Uint8Array): Promise<Incoming> {
  const mail = await simpleParser(Buffer.from(raw), { skipImageLinks: true, skipTextLinks: true });
  const headers = headersOf(mail);
  const [sender] = people(mail.from);
  const [answerTo] = people(mail.replyTo);
  const delivered = ['delivered-to', 'x-original-to', 'envelope-to'].flatMap((name) => headers.get(name)?.split('\n') ?? []);
  return {
    messageId: bare(mail.messageId),
    from: sender?.address,
    fromName: sender?.name,
    replyTo: answerTo?.address,
    to: [...people(mail.to), ...people(mail.cc)].map(({ address }) => address).concat(delivered.flatMap((text) => /[^\s<>]+@[^\s<>]+/.exec(text.toLowerCase())?.[0] ?? [])),
    subject: oneLine(mail.subject ?? ''),
    text: textOf(mail).slice(0, LONGEST_TEXT),
    references: referencesOf(mail),
    headers,
    files: mail.attachments.filter(({ content }) => content.length > 0).map(({ filename, content, related }, index) => ({ name: filename ?? (related ? `picture-${index + 1}` : `file-${index + 1}`), bytes: content })),
  };
}

/** The plain text; the parser makes one of a mail that has only HTML. */
function textOf({ text = '' }: ParsedMail): string {
  return text.replaceAll('\r\n', '\n').trim();
}

function headersOf({ headerLines }: ParsedMail): Map<string, string> {
  const found = new Map<string, string>();
  for (const { key, line } of headerLines) {
    const value = line.slice(line.indexOf(':') + 1).replaceAll(/\s+/g, ' ').trim();
    const before = found.get(key);
    found.set(key, before === undefined ? value : `${before}\n${value}`);
  }
  return found;
}

function people(list: AddressObject | AddressObject[] | undefined): { address: string; name: string | undefined }[] {
  const groups = list === undefined ? [] : Array.isArray(list) ? list : [list];
  return groups.flatMap(({ value }) =>
    value.flatMap(({ address, name, group }) => [{ address, name }, ...(group ?? [])]).flatMap(({ address, name }) => (address ? [{ address: address.toLowerCase(), name: name ? oneLine(name) : undefined }] : [])),
  );
}

function referencesOf({ references, inReplyTo }: ParsedMail): string[] {
  const named = [...(Array.isArray(references) ? references : references === undefined ? [] : [references]), ...(inReplyTo === undefined ? [] : inReplyTo.split(/\s+/))];
  return [...new Set(named.flatMap((one) => bare(one) ?? []))];
}

function bare(id: string | undefined): string | undefined {
  const found = /<?([^\s<>]{3,250})>?/.exec(id ?? '')?.[1];
  return found === undefined || found === '' ? undefined : found;
}

function oneLine(text: string): string {
  // eslint-disable-next-line no-control-regex
  return text.replaceAll(/[\u0000-\u001f\u007f]+/g, ' ').trim();
}

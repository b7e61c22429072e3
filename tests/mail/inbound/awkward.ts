/** Mails as the world sends them: each with what must become of it. */
export interface Awkward {
  readonly name: string;
  readonly raw: string | Buffer;
  /** A new ticket, parked or refused with its reason. */
  readonly becomes: 'new' | `parked ${string}` | `refused ${string}`;
  /** What its ticket's first words must be, as far as they matter. */
  readonly body?: string;
  readonly subject?: string;
  readonly files?: readonly string[];
}

const HEAD = 'From: A Reader <reader@example.net>\r\nTo: support@example.org\r\nDate: Mon, 23 Nov 2026 15:00:00 +0000\r\n';
let count = 0;
const mail = (head: string, body: string, from = HEAD): string => `${from}Message-ID: <${(count += 1)}.test@example.net>\r\nMIME-Version: 1.0\r\n${head}\r\n\r\n${body}`;
const plain = (head: string, body: string, from?: string): string => mail(`Content-Type: text/plain; charset=utf-8\r\n${head}`, body, from);
const part = (head: string, body: string): string => `--b1\r\n${head}\r\n\r\n${body}\r\n`;
const parts = (head: string, ...all: string[]): string => mail(`${head}\r\nContent-Type: multipart/mixed; boundary=b1`, `${all.join('')}--b1--\r\n`);
const text = (body: string): string => part('Content-Type: text/plain; charset=utf-8', body);
const PNG = 'iVBORw0KGgoAAAANSUhEUgAAAAEAAAABCAYAAAAfFcSJAAAADUlEQVR42mNkYPhfDwAChwGA60e6kgAAAABJRU5ErkJggg==';

export const AWKWARD: readonly Awkward[] = [
  { name: 'an ordinary one', raw: plain('Subject: Cannot log in', 'It says my password is wrong.'), becomes: 'new', subject: 'Cannot log in', body: 'It says my password is wrong.' },
  { name: 'one with bare line feeds', raw: plain('Subject: Feeds', 'One\nTwo').replaceAll('\r\n', '\n'), becomes: 'new', body: 'One\nTwo' },
  { name: 'one without a subject', raw: plain('X-Nothing: 1', 'No subject here.'), becomes: 'new', body: 'No subject here.' },
  { name: 'one with an empty subject', raw: plain('Subject: ', 'Empty.'), becomes: 'new', body: 'Empty.' },
  { name: 'one without a body', raw: plain('Subject: Everything is in the subject', ''), becomes: 'new', subject: 'Everything is in the subject' },
  { name: 'one with nothing but HTML', raw: mail('Content-Type: text/html; charset=utf-8\r\nSubject: HTML', '<html><head><style>p{color:red}</style></head><body><p>First</p><p>Second &amp; third</p><script>alert(1)</script></body></html>'), becomes: 'new', body: 'First' },
  { name: 'one with text and HTML', raw: mail('Content-Type: multipart/alternative; boundary=b1\r\nSubject: Both', `${text('The plain one.')}${part('Content-Type: text/html', '<p>The other one.</p>')}--b1--\r\n`), becomes: 'new', body: 'The plain one.' },
  { name: 'quoted-printable in Latin-1', raw: mail('Content-Type: text/plain; charset=iso-8859-1\r\nContent-Transfer-Encoding: quoted-printable\r\nSubject: =?iso-8859-1?Q?Gr=FC=DFe?=', 'Sch=F6ne Gr=FC=DFe'), becomes: 'new', subject: 'Grüße', body: 'Schöne Grüße' },
  { name: 'base64 in UTF-8', raw: mail(`Content-Type: text/plain; charset=utf-8\r\nContent-Transfer-Encoding: base64\r\nSubject: =?utf-8?B?${Buffer.from('Hilfe 🩺').toString('base64')}?=`, Buffer.from('Bitte um Hilfe 🩺').toString('base64')), becomes: 'new', subject: 'Hilfe 🩺', body: 'Bitte um Hilfe 🩺' },
  { name: 'Windows-1252 that calls itself ASCII', raw: Buffer.concat([Buffer.from(mail('Content-Type: text/plain; charset=us-ascii\r\nSubject: Wrong', 'caf')), Buffer.from([0xe9])]), becomes: 'new' },
  { name: 'a character set that nobody knows', raw: mail('Content-Type: text/plain; charset=x-nobody-knows\r\nSubject: Unknown set', 'Still readable.'), becomes: 'new', body: 'Still readable.' },
  { name: 'Japanese in ISO-2022-JP', raw: Buffer.concat([Buffer.from(mail('Content-Type: text/plain; charset=iso-2022-jp\r\nSubject: Nihongo', '')), Buffer.from([0x1b, 0x24, 0x42, 0x24, 0x22, 0x1b, 0x28, 0x42])]), becomes: 'new', body: 'あ' },
  { name: 'uuencode in the text', raw: plain('Subject: Old program', 'See below.\r\nbegin 644 a.txt\r\n#0V%T\r\n`\r\nend'), becomes: 'new' },
  { name: 'a picture beside the text', raw: parts('Subject: Picture', text('See the picture.'), part('Content-Type: image/png; name="screen.png"\r\nContent-Disposition: attachment; filename="screen.png"\r\nContent-Transfer-Encoding: base64', PNG)), becomes: 'new', body: 'See the picture.', files: ['screen.png'] },
  { name: 'a program beside the text', raw: parts('Subject: Program', text('Run this.'), part('Content-Type: application/octet-stream; name="run.exe"\r\nContent-Disposition: attachment; filename="run.exe"\r\nContent-Transfer-Encoding: base64', Buffer.from('MZ binary').toString('base64'))), becomes: 'new', body: 'Run this.', files: [] },
  { name: 'a program that calls itself a picture', raw: parts('Subject: Disguised', text('A picture.'), part('Content-Type: image/png; name="p.png"\r\nContent-Disposition: attachment; filename="p.png"\r\nContent-Transfer-Encoding: base64', Buffer.from('MZ binary').toString('base64'))), becomes: 'new', files: [] },
  { name: 'a file whose name climbs out of its folder', raw: parts('Subject: Climbs', text('A file.'), part('Content-Type: text/plain; name="../../etc/passwd.txt"\r\nContent-Disposition: attachment; filename="../../etc/passwd.txt"', 'just text')), becomes: 'new', files: ['passwd.txt'] },
  { name: 'parts that never end', raw: mail('Content-Type: multipart/mixed; boundary=b1\r\nSubject: Cut short', '--b1\r\nContent-Type: text/plain\r\n\r\nCut off here'), becomes: 'new', body: 'Cut off here' },
  { name: 'a boundary that is not there', raw: mail('Content-Type: multipart/mixed\r\nSubject: No boundary', 'Some text'), becomes: 'new' },
  { name: 'parts in parts in parts', raw: mail('Content-Type: multipart/mixed; boundary=b1\r\nSubject: Nested', `--b1\r\nContent-Type: multipart/alternative; boundary=b2\r\n\r\n--b2\r\nContent-Type: text/plain\r\n\r\nDeep inside\r\n--b2--\r\n--b1--\r\n`), becomes: 'new', body: 'Deep inside' },
  { name: 'a forwarded chain', raw: plain('Subject: Fwd: Fwd: invoice', 'What is this?\r\n\r\n---------- Forwarded message ----------\r\nFrom: Somebody <s@example.com>\r\nDate: Monday\r\nSubject: invoice\r\nTo: reader@example.net\r\n\r\nPay now.'), becomes: 'new', body: 'What is this?' },
  { name: 'a mail in a mail', raw: parts('Subject: See attached mail', text('It is attached.'), part('Content-Type: message/rfc822', 'From: x@example.com\r\nSubject: Inner\r\n\r\nInner text')), becomes: 'new', body: 'It is attached.' },
  { name: 'a very long line', raw: plain('Subject: Long', 'x'.repeat(50_000)), becomes: 'new' },
  { name: 'a very long subject', raw: plain(`Subject: ${'long '.repeat(400)}`, 'Body.'), becomes: 'new', body: 'Body.' },
  { name: 'a subject with a line break that would be a header', raw: plain('Subject: =?utf-8?Q?Hello=0D=0ABcc:_victim@example.com?=', 'Injected.'), becomes: 'new', subject: 'Hello Bcc: victim@example.com' },
  { name: 'a name that would be a header', raw: plain('Subject: Name', 'Body.', HEAD.replace('A Reader', '=?utf-8?Q?A=0D=0ABcc:_victim=40example.com?=')), becomes: 'new', body: 'Body.' },
  { name: 'a From that nobody can answer', raw: plain('Subject: Broken from', 'Body.', HEAD.replace('A Reader <reader@example.net>', 'not an address')), becomes: 'parked no-sender' },
  { name: 'no From at all', raw: plain('Subject: No from', 'Body.', HEAD.replace(/^From.*\r\n/, '')), becomes: 'parked no-sender' },
  { name: 'two senders', raw: plain('Subject: Two', 'Body.', HEAD.replace('A Reader <reader@example.net>', 'reader@example.net, second@example.net')), becomes: 'new' },
  { name: 'a From that is ourselves', raw: plain('Subject: Us', 'Body.', HEAD.replace('reader@example.net', 'support@example.org')), becomes: 'refused own' },
  { name: 'our own mail that came back', raw: plain('X-Loop: support@example.org\r\nSubject: Returned', 'Body.'), becomes: 'refused own' },
  { name: 'a bounce', raw: mail('Content-Type: multipart/report; report-type=delivery-status; boundary=b1\r\nSubject: Undelivered', `${text('It could not be delivered.')}${part('Content-Type: message/delivery-status', 'Final-Recipient: rfc822; x@example.com\r\nAction: failed')}--b1--`, HEAD.replace('reader@', 'mailer-daemon@')), becomes: 'parked bounce' },
  { name: 'an out-of-office note', raw: plain('Auto-Submitted: auto-replied\r\nSubject: Out of office', 'I am away.'), becomes: 'parked auto-reply' },
  { name: 'an out-of-office note that is not marked', raw: plain('Subject: Automatic reply: Your request', 'I am away.'), becomes: 'parked auto-reply' },
  { name: 'a newsletter', raw: plain('List-Unsubscribe: <mailto:x@example.com>\r\nPrecedence: bulk\r\nSubject: News', 'Buy.'), becomes: 'parked bulk' },
  { name: 'a reference that a stranger knows', raw: plain('Subject: Re: [7K3M-9QXT] status?', 'Tell me.'), becomes: 'parked unknown-reference' },
  { name: 'two references in one subject', raw: plain('Subject: Re: [7K3M-9QXT] and [8K3M-9QXT]', 'Both.'), becomes: 'parked two-tickets' },
  { name: 'a From that says another’s name and address in its quotes', raw: plain('Subject: Forged', 'Body.', HEAD.replace('A Reader <reader@example.net>', '"Support <support@example.org>" <attacker@example.com>')), becomes: 'new', body: 'Body.' },
  { name: 'a calendar invitation', raw: mail('Content-Type: text/calendar; method=REQUEST\r\nSubject: Meeting', 'BEGIN:VCALENDAR\r\nEND:VCALENDAR'), becomes: 'parked unreadable' },
  { name: 'an encrypted one', raw: mail('Content-Type: application/pkcs7-mime; smime-type=enveloped-data; name=smime.p7m\r\nContent-Transfer-Encoding: base64\r\nSubject: Encrypted', 'MIIAMIIA'), becomes: 'parked unreadable' },
  { name: 'a signed one', raw: mail('Content-Type: multipart/signed; protocol="application/pkcs7-signature"; boundary=b1\r\nSubject: Signed', `${text('Signed words.')}${part('Content-Type: application/pkcs7-signature; name=smime.p7s\r\nContent-Transfer-Encoding: base64', 'MIIA')}--b1--\r\n`), becomes: 'new', body: 'Signed words.', files: [] },
  { name: 'one in Outlook’s own format', raw: mail('Content-Type: application/ms-tnef; name=winmail.dat\r\nContent-Transfer-Encoding: base64\r\nSubject: Outlook', 'eJ8+Iqqq'), becomes: 'parked unreadable' },
  { name: 'zeros in the text', raw: plain('Subject: Zero', 'a\0b'), becomes: 'new' },
  { name: 'an emoji that was cut in half', raw: Buffer.concat([Buffer.from(plain('Subject: Half', 'cut ')), Buffer.from([0xf0, 0x9f])]), becomes: 'new' },
  { name: 'right-to-left marks', raw: plain('Subject: \u202efdp.exe', 'Body.'), becomes: 'new', body: 'Body.' },
  { name: 'an empty file', raw: '', becomes: 'parked no-sender' },
  { name: 'noise', raw: Buffer.from(Array.from({ length: 4_000 }, (_, at) => (at * 7_919) % 256)), becomes: 'parked no-sender' },
];

/** One of 20 megabytes: five pictures that are none, so that nothing of it is kept but its text. */
export function enormous(): Buffer {
  const filler = Buffer.alloc(15_000_000, 'A').toString('base64').replaceAll(/.{76}/g, '$&\r\n');
  return Buffer.from(parts('Subject: Enormous', text('See the files.'), part('Content-Type: application/octet-stream; name="big.bin"\r\nContent-Disposition: attachment; filename="big.bin"\r\nContent-Transfer-Encoding: base64', filler)));
}

/** Letters on their way into a message: headers, recipients, addresses. */
import fc from '../chance.ts';
import { simpleParser } from 'mailparser';
import { createTransport } from 'nodemailer';
import { describe, expect, test } from 'vitest';
import { mayMail, soundAddress } from '../../src/mail/address.ts';
import { messageOf, UnsafeHeader, type Letter, type Message } from '../../src/mail/letter.ts';
import { replyAddresses, ReplyAddressTooLong } from '../../src/mail/reply-address.ts';
import { mailSettings, MailSettingsWrong } from '../../src/mail/settings.ts';
import { smtpOutcome } from '../../src/mail/smtp-outcome.ts';
import { createEnvelope } from '../../src/store/envelope.ts';

const FROM = { email: 'support@example.org', name: 'Example Help' };
const letter: Letter = { to: { email: 'dr.lee@example.com', name: 'Dr. Lee' }, subject: 'Hello', text: 'Hello.\n' };
const AT = Date.UTC(2026, 10, 23, 15, 30);
const ID = '01936d3c-7b1e-7c52-9d4a-0f6b8b7a1c2d';

async function rawOf(message: Message): Promise<string> {
  const printer = createTransport({ streamTransport: true, buffer: true, newline: 'windows' });
  return String((await printer.sendMail(message as Parameters<typeof printer.sendMail>[0])).message);
}
const headersOf = async (more: Partial<Letter> = {}) => (await rawOf(messageOf({ ...letter, ...more }, FROM, ID, AT))).split('\r\n\r\n')[0] ?? '';

describe('a message', () => {
  test('has the same id and date at each attempt', async () => {
    const headers = await headersOf();
    expect(headers).toContain(`Message-ID: <${ID}@example.org>`);
    expect(headers).toContain('Date: Mon, 23 Nov 2026 15:30:00 +0000');
  });

  test('that was sent by itself says so to robots; one that a person wrote does not', async () => {
    expect(await headersOf({ automatic: 'answer' })).toMatch(/Auto-Submitted: auto-replied\r\nX-Auto-Response-Suppress: All/);
    expect(await headersOf({ automatic: 'notice' })).toContain('Auto-Submitted: auto-generated');
    expect(await headersOf()).not.toMatch(/Auto-Submitted|Suppress|Precedence/);
  });

  test('belongs to what it answers, and can be answered to a ticket and unsubscribed from', async () => {
    const headers = await headersOf({ references: ['a@example.com', 'b@example.com'], replyTo: { email: 'support+ud-1-abc@example.org' }, unsubscribe: { address: 'https://help.example.org/u?k=1', oneClick: true } });
    expect(headers).toContain('In-Reply-To: <b@example.com>');
    expect(headers).toContain('References: <a@example.com> <b@example.com>');
    expect(headers).toContain('Reply-To: support+ud-1-abc@example.org');
    expect(headers).toContain('List-Unsubscribe: <https://help.example.org/u?k=1>');
    expect(headers).toContain('List-Unsubscribe-Post: List-Unsubscribe=One-Click');
  });

  test.each([
    ['long', 'Ada '.repeat(80).trim()],
    ['an emoji', '👩🏽‍⚕️ Dr. Émile Łukasiewicz'],
    ['right to left', 'د. ليلى الحسيني'],
    ['marks that addresses are made of', 'Lee, "Ada" <x@evil.example>; \\ (MD)'],
  ])('keeps a name that is %s, and its one recipient', async (_, name) => {
    const message = messageOf({ ...letter, subject: name, to: { email: 'dr.lee@example.com', name } }, FROM, ID, AT);
    const raw = await rawOf(message);
    const parsed = await simpleParser(raw);
    expect(parsed.subject).toBe(name);
    const to = Array.isArray(parsed.to) ? parsed.to[0] : parsed.to;
    expect(to?.value).toEqual([{ address: 'dr.lee@example.com', name }]);
    expect(message.envelope).toEqual({ from: 'support@example.org', to: ['dr.lee@example.com'] });
    for (const line of raw.split('\r\n\r\n')[0]?.split('\r\n') ?? []) {
      expect(line.length).toBeLessThan(998);
      expect(line).toMatch(/^[\x20-\x7e\t]*$/);
    }
  });

  const places: [string, (text: string) => Partial<Letter>][] = [
    ['subject', (subject) => ({ subject })],
    ['to.name', (name) => ({ to: { ...letter.to, name } })],
    ['to.email', (text) => ({ to: { email: `dr.lee@example.com${text}` } })],
    ['from.name', (fromName) => ({ fromName })],
    ['reply-to.name', (name) => ({ replyTo: { email: 'a@example.org', name } })],
    ['reply-to.email', (text) => ({ replyTo: { email: `a${text}@example.org` } })],
    ['references', (text) => ({ references: [`a${text}@example.org`] })],
    ['list-unsubscribe', (text) => ({ unsubscribe: { address: `https://example.org/${text}`, oneClick: true } })],
    ['attachment', (name) => ({ attachments: [{ name, type: 'text/plain', content: Buffer.from('x') }] })],
    ['attachment', (type) => ({ attachments: [{ name: 'x', type, content: Buffer.from('x') }] })],
  ];

  test.each(places)('refuses a line break in %s, wherever it stands, and does not quote it', (field, more) => {
    const broken = fc.tuple(fc.string(), fc.constantFrom('\r\n', '\n', '\r', '\0', '\u2028', '\u0085'), fc.string()).map((parts) => parts.join(''));
    fc.assert(
      fc.property(broken, (text) => {
        let thrown: unknown;
        try {
          messageOf({ ...letter, ...more(`${text}Bcc: SENTINEL`) }, FROM, ID, AT);
        } catch (error) {
          thrown = error;
        }
        expect(thrown).toBeInstanceOf(UnsafeHeader);
        expect(thrown).toMatchObject({ field });
        expect(String(thrown)).not.toContain('SENTINEL');
      }),
    );
  });

  test('of any words at all has the headers that we gave it, one recipient, and no other', async () => {
    const words = fc.string({ unit: 'binary', maxLength: 60 });
    await fc.assert(
      fc.asyncProperty(words, words, words, async (subject, name, text) => {
        let message: Message;
        try {
          message = messageOf({ ...letter, subject, text, to: { email: 'dr.lee@example.com', name } }, FROM, ID, AT);
        } catch (error) {
          if (error instanceof UnsafeHeader) return;
          throw error;
        }
        const [headers = ''] = (await rawOf(message)).split('\r\n\r\n');
        const names = headers.replaceAll(/\r\n[ \t]+/g, ' ').split('\r\n').map((line) => line.split(':')[0]?.toLowerCase());
        const known = ['message-id', 'date', 'from', 'to', 'subject', 'mime-version', 'content-type', 'content-transfer-encoding', 'x-loop'];
        expect(names.filter((one) => !known.includes(one ?? ''))).toEqual([]);
        expect(new Set(names).size).toBe(names.length);
        expect(message.envelope.to).toEqual(['dr.lee@example.com']);
      }),
      { numRuns: 200 },
    );
  });
});

describe('an address', () => {
  test.each([
    ['dr.lee@example.com', 'dr.lee@example.com'],
    ['Dr.Lee+tag@EXAMPLE.com', 'Dr.Lee+tag@example.com'],
    ['o’hara@example.com', undefined],
    ['o\'hara@example.com', 'o\'hara@example.com'],
    ['info@bücher.example', 'info@xn--bcher-kva.example'],
    ['a@b', undefined],
    ['a@localhost', undefined],
    ['a b@example.com', undefined],
    ['"a b"@example.com', undefined],
    ['a@example.com, b@example.com', undefined],
    ['a@example.com>', undefined],
    ['<a@example.com>', undefined],
    ['a@exa%6dple.com', undefined],
    ['a@example.com\r\nRCPT TO:<b@example.com>', undefined],
    ['.a@example.com', undefined],
    ['a..b@example.com', undefined],
    [`${'a'.repeat(65)}@example.com`, undefined],
    [`a@${'b'.repeat(64)}.com`, undefined],
    ['@example.com', undefined],
    ['a@[127.0.0.1]', undefined],
    ['', undefined],
  ])('%j is %j', (given, sound) => expect(soundAddress(given)).toBe(sound));

  test('that is sound stays what it is when it is read again', () => {
    fc.assert(fc.property(fc.emailAddress(), (address) => {
      const sound = soundAddress(address);
      if (sound !== undefined) expect(soundAddress(sound)).toBe(sound);
    }));
  });

  test.each([
    ['dr.lee@example.com', 'yes'],
    ['', 'null-sender'],
    ['<>', 'null-sender'],
    ['nonsense', 'invalid'],
    ['Support@Example.org', 'own'],
    ['support+ud-1-x@example.org', 'own'],
    ['billing@example.org', 'own'],
    ['no-reply@example.com', 'no-reply'],
    ['noreply+123@example.com', 'no-reply'],
    ['DoNotReply@example.com', 'no-reply'],
    ['do_not_reply@example.com', 'no-reply'],
    ['mailer-daemon@example.com', 'robot'],
    ['MAILER-DAEMON@example.com', 'robot'],
    ['bounce+abc@example.com', 'robot'],
    ['news-bounces@example.com', 'robot'],
    ['noreen@example.com', 'yes'],
    ['bouncer@example.com', 'yes'],
    ['owner@example.com', 'yes'],
  ])('%j may be written to: %s', (address, may) => expect(mayMail(address, ['support@example.org', 'billing@example.org'])).toBe(may));
});

describe('an address to answer to', () => {
  const envelope = createEnvelope(['the first secret of these tests, long enough']);
  const ours = replyAddresses('support@example.org', envelope);

  test('names its ticket, whatever case servers on the way have made of it', () => {
    const address = ours.of('UD-7K2M9X');
    expect(address).toMatch(/^support\+ud-7k2m9x-[a-z2-7]{16}@example\.org$/);
    expect(ours.referenceIn(address)).toBe('ud-7k2m9x');
    expect(ours.referenceIn(address.toUpperCase())).toBe('ud-7k2m9x');
    expect(soundAddress(address)).toBe(address);
  });

  test('that was made for another ticket, guessed, or signed by another is nobody’s', () => {
    const address = ours.of('UD-7K2M9X');
    expect(ours.referenceIn(address.replace('ud-7k2m9x', 'ud-8k2m9x'))).toBeUndefined();
    expect(ours.referenceIn(address.replace(/-[a-z2-7]{16}@/, '-aaaaaaaaaaaaaaaa@'))).toBeUndefined();
    expect(ours.referenceIn('support@example.org')).toBeUndefined();
    expect(ours.referenceIn(address.replace('example.org', 'example.com'))).toBeUndefined();
    expect(replyAddresses('support@example.org', createEnvelope(['another secret of these tests, long enough'])).referenceIn(address)).toBeUndefined();
  });

  test('holds after the secret was exchanged, while the old one is known', () => {
    const rotated = createEnvelope(['a second secret of these tests, long enough', 'the first secret of these tests, long enough']);
    expect(replyAddresses('support@example.org', rotated).referenceIn(ours.of('UD-1'))).toBe('ud-1');
  });

  test('that no mail server would take is an error at once', () => {
    expect(() => replyAddresses(`${'s'.repeat(50)}@example.org`, envelope).of('UD-7K2M9X')).toThrow(ReplyAddressTooLong);
  });

  test('is different for each of ten thousand tickets', () => {
    expect(new Set(Array.from({ length: 10_000 }, (_, n) => ours.of(`T-${n}`).slice(-28))).size).toBe(10_000);
  });
});

describe('what a mail server’s answer means', () => {
  const channel = (error: string) => ({ kind: 'later', error, blame: 'channel' });
  test.each([
    ['no connection', { code: 'ECONNECTION', command: 'CONN' }, channel('smtp.connection')],
    ['silence', { code: 'ETIMEDOUT', command: 'DATA' }, channel('smtp.timedout')],
    ['no TLS', { code: 'ETLS', command: 'STARTTLS' }, channel('smtp.tls')],
    ['a closing server', { code: 'EENVELOPE', command: 'RCPT TO', responseCode: 421 }, channel('smtp.421')],
    ['a busy sender check', { code: 'EENVELOPE', command: 'MAIL FROM', responseCode: 451 }, channel('smtp.451')],
    ['greylisting', { code: 'EENVELOPE', command: 'RCPT TO', responseCode: 450 }, { kind: 'later', error: 'smtp.450', blame: 'row', afterMs: 60_000 }],
    ['a full mailbox', { code: 'EMESSAGE', command: 'DATA', responseCode: 452 }, { kind: 'later', error: 'smtp.452', blame: 'row', afterMs: 60_000 }],
    ['an unknown mailbox', { code: 'EENVELOPE', command: 'RCPT TO', responseCode: 550 }, { kind: 'refused', error: 'smtp.550' }],
    ['refused words', { code: 'EMESSAGE', command: 'DATA', responseCode: 554 }, { kind: 'refused', error: 'smtp.554' }],
    ['a sender that may not send', { code: 'EENVELOPE', command: 'MAIL FROM', responseCode: 550 }, { kind: 'locked-out', error: 'smtp.550' }],
    ['a wrong password', { code: 'EAUTH', command: 'AUTH PLAIN', responseCode: 535 }, { kind: 'locked-out', error: 'smtp.535' }],
    ['a login service that is away', { code: 'EAUTH', command: 'AUTH PLAIN', responseCode: 454 }, channel('smtp.454')],
    ['a login that is wanted', { code: 'EENVELOPE', command: 'MAIL FROM', responseCode: 530 }, { kind: 'locked-out', error: 'smtp.530' }],
  ])('%s', (_, failure, outcome) => expect(smtpOutcome(failure)).toEqual(outcome));
});

describe('settings', () => {
  const channel = { name: 'Example Help', email: 'help@example.org' };
  test.each([
    [{}, { email: 'help@example.org', name: 'Example Help' }],
    [{ BEDSIDE_MAIL_FROM: 'answers@example.org' }, { email: 'answers@example.org', name: 'Example Help' }],
    [{ BEDSIDE_MAIL_FROM: '"The Team" <Answers@Example.org>' }, { email: 'Answers@example.org', name: 'The Team' }],
  ] as [NodeJS.ProcessEnv, object][])('%o send from %o', (env, from) => expect(mailSettings(env, channel).from).toEqual(from));

  test.each([
    [{ SMTP_URL: 'mail.example.org:587' }, 'SMTP_URL'],
    [{ SMTP_URL: 'https://SENTINEL@mail.example.org' }, 'SMTP_URL'],
    [{ BEDSIDE_MAIL_FROM: 'SENTINEL' }, 'BEDSIDE_MAIL_FROM'],
  ] as [NodeJS.ProcessEnv, string][])('%o are refused, named and not quoted', (env, name) => {
    expect(() => mailSettings(env, channel)).toThrow(MailSettingsWrong);
    expect(() => mailSettings(env, channel)).toThrow(name);
    expect(() => mailSettings(env, channel)).not.toThrow(/SENTINEL/);
  });

  test('without any address to send from say what to set', () => expect(() => mailSettings({}, { name: 'x', email: undefined })).toThrow('BEDSIDE_MAIL_FROM'));
  test('put mail into the data folder when there is no server', () => expect(mailSettings({ BEDSIDE_DATA: '/data' }, channel)).toMatchObject({ smtp: undefined, folder: '/data/mail' }));
});

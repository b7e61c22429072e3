/** What is particular to one desk. */
import { describe, expect, onTestFinished, test } from 'vitest';
import { retryAfter } from '../../src/delivery/retry-after.ts';
import { openDesk } from '../../src/delivery/settings.ts';
import { isSigned, signed } from '../../src/delivery/signature.ts';
import { fitted, subjectLine } from '../../src/delivery/as-text.ts';
import type { Attempt, DeskMessage, DeskTicket } from '../../src/delivery/desk.ts';
import type { About } from '../../src/outbox/row.ts';
import { smtpPost } from '../../src/mail/smtp-post.ts';
import { mailServer } from '../mail/server.ts';
import { handClock } from '../outbox/working.ts';
import { fakeHelpScout } from './help-scout.fake.ts';
import { fakeReceiver, WEBHOOK_SECRET } from './webhook.fake.ts';
import { fakeZendesk } from './zendesk.fake.ts';

const clock = handClock();
const around = { fetch, clock: clock.now };
const ticket: DeskTicket = { reference: 'UD-1', subject: 'Log in', body: 'It says <b>no</b> & stops', requester: { email: 'dr.lee@example.org', name: 'Ada Maria Lee' }, priority: 'medium', tags: ['two words'], fields: [], links: [], files: [] };
const message = (more: Partial<DeskMessage> = {}): DeskMessage => ({ reference: 'UD-1', number: '1000', requester: ticket.requester, body: 'And more', from: 'requester', files: [], ...more });

function attempt(more: Partial<Attempt> = {}): Attempt & { saved: About[] } {
  const saved: About[] = [];
  return { key: 'key-1', first: true, writtenAt: clock.now(), signal: AbortSignal.timeout(30_000), progress: {}, save: async (progress) => void saved.push(progress), saved, ...more };
}

const file = (id: string, reads: string[]) => ({ id, name: 'a picture.png', type: 'image/png', bytes: async () => (reads.push(id), Buffer.from(`bytes of ${id}`)) });

describe('Zendesk', () => {
  test('answers the same key with the same ticket, and after two hours our reference finds it', async () => {
    const fake = await fakeZendesk();
    const { desk } = openDesk(fake.env, around);
    const made = { kind: 'done', result: { number: '1000' } };
    expect(await desk.create(ticket, attempt())).toEqual(made);
    expect(await desk.create(ticket, attempt())).toEqual(made);
    fake.forgetKeys();
    expect(await desk.create(ticket, attempt({ first: false }))).toEqual(made);
    expect(fake.tickets).toHaveLength(1);
  });

  test('a key it knows with other words is looked up, and waited for when nothing is found', async () => {
    const fake = await fakeZendesk();
    const { desk } = openDesk(fake.env, around);
    await desk.create(ticket, attempt());
    const reprioritized = { ...ticket, priority: 'high' } as const;
    expect(await desk.create(reprioritized, attempt())).toEqual({ kind: 'done', result: { number: '1000' } });
    fake.tickets.splice(0);
    expect(await desk.create(reprioritized, attempt())).toMatchObject({ kind: 'later', error: 'zendesk.key-taken', blame: 'row' });
    fake.forgetKeys();
    expect(await desk.create(reprioritized, attempt({ first: false }))).toMatchObject({ kind: 'done' });
    expect(fake.tickets).toHaveLength(1);
  });

  test('a suspended requester is refused for good', async () => {
    const { desk } = openDesk((await fakeZendesk()).env, around);
    expect(await desk.create({ ...ticket, requester: { email: 'suspended@example.org' } }, attempt())).toEqual({ kind: 'refused', error: 'http.422' });
  });

  test('what the requester writes is theirs and public, a note is neither; tags hold no spaces', async () => {
    const fake = await fakeZendesk();
    const { desk } = openDesk(fake.env, around);
    await desk.create(ticket, attempt());
    await desk.append(message(), attempt({ key: 'key-2' }));
    await desk.append(message({ from: 'us', body: 'A note' }), attempt({ key: 'key-3' }));
    expect(fake.tickets[0]?.comments).toEqual([
      { body: 'It says <b>no</b> & stops', public: true },
      { body: 'And more', public: true, author_id: 77 },
      { body: 'A note', public: false },
    ]);
  });

  test('a comment of an earlier attempt is found on a later page of the history', async () => {
    const fake = await fakeZendesk();
    const { desk } = openDesk(fake.env, around);
    await desk.create(ticket, attempt());
    for (let n = 0; n < 7; n += 1) await desk.append(message(), attempt({ key: `other-${n}` }));
    await desk.append(message(), attempt({ key: 'ours' }));
    expect(await desk.append(message(), attempt({ key: 'ours', first: false }))).toEqual({ kind: 'done' });
    expect(fake.tickets[0]?.comments).toHaveLength(9);
  });

  test('a closed ticket is followed by a new one, once, whose number counts from then on', async () => {
    const fake = await fakeZendesk();
    const { desk } = openDesk(fake.env, around);
    await desk.create(ticket, attempt());
    const [first] = fake.tickets;
    if (first) first.status = 'closed';
    const followed = { kind: 'done', result: { number: '1001' } };
    expect(await desk.append(message(), attempt({ key: 'key-2' }))).toEqual(followed);
    fake.forgetKeys();
    expect(await desk.append(message(), attempt({ key: 'key-2', first: false }))).toEqual(followed);
    expect(fake.tickets).toHaveLength(2);
  });

  test('a ticket that agents have deleted is a matter for a person', async () => {
    const { desk } = openDesk((await fakeZendesk()).env, around);
    expect(await desk.append(message({ number: '4040' }), attempt())).toEqual({ kind: 'refused', error: 'http.404' });
  });

  test('a file is uploaded once, though the ticket needs two attempts, and again when Zendesk has forgotten it', async () => {
    const fake = await fakeZendesk();
    const { desk } = openDesk(fake.env, around);
    const reads: string[] = [];
    const withFiles = { ...ticket, files: [file('f1', reads), file('f2', reads)] };
    fake.faults.push({ kind: 'status', status: 500 });
    const one = attempt();
    expect(await desk.create(withFiles, one)).toMatchObject({ kind: 'later' });
    const progress = one.saved.at(-1) ?? {};
    await desk.create(withFiles, attempt({ first: false, progress }));
    expect(reads).toEqual(['f1', 'f2']);
    expect([...fake.uploads.values()]).toEqual(['a picture.png:bytes of f1', 'a picture.png:bytes of f2']);
    expect(fake.tickets[0]?.comments[0]?.uploads).toEqual(['upload-1', 'upload-2']);
    clock.pass(51 * 60_000);
    await desk.append(message({ files: withFiles.files }), attempt({ key: 'key-2', first: false, progress }));
    expect(reads).toEqual(['f1', 'f2', 'f1', 'f2']);
  });

  test('a page that is not Zendesk’s is taken for a fault, not for an answer', async () => {
    const fake = await fakeZendesk();
    const { desk } = openDesk(fake.env, around);
    fake.faults.push({ kind: 'status', status: 200, body: '<h1>Maintenance</h1>' });
    expect(await desk.create(ticket, attempt())).toMatchObject({ kind: 'later', error: 'http.502', blame: 'channel' });
  });

  test('a redirect is not followed: it would carry words and token elsewhere', async () => {
    const fake = await fakeZendesk();
    const other = await fakeZendesk();
    const { desk } = openDesk(fake.env, around);
    fake.faults.push({ kind: 'status', status: 307, headers: { location: `${other.url}/api/v2/tickets.json` } });
    expect(await desk.create(ticket, attempt())).toEqual({ kind: 'refused', error: 'http.307' });
    expect(other.requests).toEqual([]);
  });
});

describe('Help Scout', () => {
  test('a token that was withdrawn is replaced once, and not asked for at each request', async () => {
    const fake = await fakeHelpScout();
    const { desk } = openDesk(fake.env, around);
    await desk.create(ticket, attempt());
    await desk.append(message({ number: '500' }), attempt({ key: 'key-2' }));
    expect(fake.tokens).toBe(1);
    fake.withdrawTokens();
    expect(await desk.append(message({ number: '500' }), attempt({ key: 'key-3' }))).toEqual({ kind: 'done' });
    expect(fake.tokens).toBe(2);
    fake.locked = true;
    expect(await desk.append(message({ number: '500' }), attempt({ key: 'key-4' }))).toMatchObject({ kind: 'locked-out' });
  });

  test('what people wrote is text, not HTML, and a note stays among agents', async () => {
    const fake = await fakeHelpScout();
    const { desk } = openDesk(fake.env, around);
    await desk.create(ticket, attempt());
    await desk.append(message({ number: '500', from: 'us' }), attempt({ key: 'key-2' }));
    expect(fake.conversations[0]?.threads.map(({ kind, body }) => [kind, body])).toEqual([
      ['customer', 'It says &lt;b&gt;no&lt;/b&gt; &amp; stops'],
      ['notes', 'And more<br>\n<br>\n(key-2)'],
    ]);
  });

  test('an open outcome is not looked at before its lists have caught up', async () => {
    const fake = await fakeHelpScout();
    const { desk } = openDesk(fake.env, around);
    fake.faults.push({ kind: 'lose' });
    expect(await desk.create(ticket, attempt())).toMatchObject({ kind: 'later', error: 'http.no-answer', afterMs: 60_000 });
  });
});

describe('the webhook', () => {
  test('is signed so that a changed body, another secret, another id and an old copy are told', () => {
    const at = Date.UTC(2026, 10, 23);
    const headers: Record<string, string> = { ...signed(WEBHOOK_SECRET, 'id-1', at, '{"a":1}') };
    expect(isSigned(WEBHOOK_SECRET, headers, '{"a":1}', at + 299_000)).toBe(true);
    expect(isSigned(WEBHOOK_SECRET, headers, '{"a":2}', at)).toBe(false);
    expect(isSigned('another secret that is long enough for it', headers, '{"a":1}', at)).toBe(false);
    expect(isSigned(WEBHOOK_SECRET, { ...headers, 'webhook-id': 'id-2' }, '{"a":1}', at)).toBe(false);
    expect(isSigned(WEBHOOK_SECRET, headers, '{"a":1}', at + 301_000)).toBe(false);
    expect(isSigned(WEBHOOK_SECRET, {}, '{"a":1}', at)).toBe(false);
  });

  test('is signed as the published example of Standard Webhooks is', () => {
    const body = '{"test": 2432232314}';
    const { 'webhook-signature': signature } = signed('whsec_MfKQ9r8GKYqrTwjUPD8ILPZIo2LaLaSw', 'msg_p5jXN8AQM9LWM0D4loKWxJek', 1_614_265_330_000, body);
    expect(signature).toBe('v1,g0hM9SsE+OTPJTGt/tmIKtSyZlE3uFJELVlNIOLJ1OE=');
  });

  test('a receiver that gives no number is no fault', async () => {
    const fake = await fakeReceiver(clock.now);
    const { desk } = openDesk(fake.env, around);
    fake.faults.push({ kind: 'status', status: 204 });
    expect(await desk.create(ticket, attempt())).toEqual({ kind: 'done', result: undefined });
  });
});

describe('a desk that takes mail', () => {
  async function scene() {
    const server = await mailServer();
    const post = smtpPost({ url: server.url });
    onTestFinished(() => post.close());
    const mail = { post, from: { email: 'support@example.org', name: 'Example Help' } };
    return { server, desk: openDesk({ BEDSIDE_DESK: 'mail', BEDSIDE_DESK_MAIL: 'desk@example.net' }, { ...around, mail }).desk };
  }

  test('gets the ticket from our address in the requester’s name, who is whom it answers, and what follows refers to it', async () => {
    const { server, desk } = await scene();
    const made = await desk.create({ ...ticket, fields: [{ label: 'Browser', value: 'Firefox' }], files: [file('f1', [])] }, attempt({ key: 'key-1' }));
    expect(made).toEqual({ kind: 'done', result: { number: 'key-1' } });
    expect(await desk.append(message({ number: 'key-1' }), attempt({ key: 'key-2' }))).toEqual({ kind: 'done' });
    const [first, second] = server.received;
    expect(first?.to).toEqual(['desk@example.net']);
    expect(first?.mail).toMatchObject({ subject: '[UD-1] Log in', messageId: '<key-1@example.org>' });
    expect(first?.mail.from?.value).toEqual([{ name: 'Ada Maria Lee', address: 'support@example.org' }]);
    expect(first?.mail.replyTo?.value).toEqual([{ name: 'Ada Maria Lee', address: 'dr.lee@example.org' }]);
    expect(first?.mail.text).toBe('It says <b>no</b> & stops\n\nBrowser: Firefox\n\nPriority: medium\n');
    expect(first?.mail.attachments.map(({ filename, content }) => [filename, content.toString()])).toEqual([['a picture.png', 'bytes of f1']]);
    expect(first?.raw).not.toContain('Auto-Submitted');
    expect(second?.mail).toMatchObject({ inReplyTo: '<key-1@example.org>', text: 'And more\n' });
  });

  test('refuses a name that would be a header, and has a subject on one line', async () => {
    const { server, desk } = await scene();
    expect(await desk.create({ ...ticket, requester: { email: 'a@example.org', name: 'Lee\r\nBcc: all@example.com' } }, attempt())).toEqual({ kind: 'refused', error: 'mail.unsafe' });
    await desk.create({ ...ticket, subject: 'Log\r\nBcc: all@example.com' }, attempt());
    expect(server.received.map(({ mail, to }) => [mail.subject, to])).toEqual([['[UD-1] Log Bcc: all@example.com', ['desk@example.net']]]);
  });
});

describe('how long to wait', () => {
  const now = Date.UTC(2026, 10, 23, 12);
  const after = (headers: Record<string, string>) => retryAfter(new Headers(headers), now);
  test.each([
    [{ 'retry-after': '30' }, 30_000],
    [{ 'retry-after': '0' }, 0],
    [{ 'retry-after': 'Mon, 23 Nov 2026 12:01:00 GMT' }, 60_000],
    [{ 'retry-after': 'Mon, 23 Nov 2026 11:00:00 GMT' }, 0],
    [{ 'x-ratelimit-retry-after': '12' }, 12_000],
    [{ 'retry-after': 'soon', 'x-ratelimit-retry-after': '12' }, 12_000],
    [{ 'retry-after': '99999999' }, undefined],
    [{ 'retry-after': 'soon' }, undefined],
    [{}, undefined],
  ] as [Record<string, string>, number | undefined][])('%o is %s ms', (headers, ms) => expect(after(headers)).toBe(ms));
});

describe('settings', () => {
  const problemsOf = (env: Record<string, string>): string => {
    try {
      openDesk(env, around);
      return '';
    } catch (error) {
      return (error as Error).message;
    }
  };

  test('without any, tickets stay here and nothing is handed over', async () => {
    const { name, desk } = openDesk({}, around);
    expect([name, await desk.create(ticket, attempt())]).toEqual(['none', { kind: 'needless', error: 'desk.none' }]);
  });

  test.each([
    ['a desk nobody knows', { BEDSIDE_DESK: 'zendsk' }, ['BEDSIDE_DESK', 'zendesk, help-scout']],
    ['all that is missing at once', { BEDSIDE_DESK: 'zendesk' }, ['ZENDESK_SUBDOMAIN is missing', 'ZENDESK_EMAIL is missing', 'ZENDESK_TOKEN is missing']],
    ['an inbox that is no number', { BEDSIDE_DESK: 'help-scout', HELPSCOUT_APP_ID: 'a', HELPSCOUT_APP_SECRET: 'long-enough', HELPSCOUT_INBOX: 'Support' }, ['HELPSCOUT_INBOX is not usable']],
    ['a webhook in plain text', { BEDSIDE_DESK: 'webhook', BEDSIDE_DESK_URL: 'http://desk.example.org/', BEDSIDE_DESK_SECRET: WEBHOOK_SECRET }, ['BEDSIDE_DESK_URL', 'https://']],
    ['a short secret', { BEDSIDE_DESK: 'webhook', BEDSIDE_DESK_URL: 'https://desk.example.org/', BEDSIDE_DESK_SECRET: 'SENTINEL' }, ['BEDSIDE_DESK_SECRET is not usable']],
    ['a desk by mail without mail', { BEDSIDE_DESK: 'mail', BEDSIDE_DESK_MAIL: 'desk@example.org' }, ['needs mail']],
  ])('name %s, and quote nothing', (_, env, words) => {
    const problems = problemsOf(env as unknown as Record<string, string>);
    for (const word of words) expect(problems).toContain(word);
    expect(problems).not.toMatch(/SENTINEL|zendsk/);
  });
});

describe('a ticket as text', () => {
  test('that is too long is cut, says so, and splits no letter', () => {
    const cut = fitted('😀'.repeat(100), 101, 'UD-1');
    expect(cut.length).toBeLessThanOrEqual(101);
    expect(cut).toMatch(/UD-1]$/);
    expect(cut.isWellFormed()).toBe(true);
    expect(fitted('short', 101, 'UD-1')).toBe('short');
  });

  test('has its subject on one line', () => expect(subjectLine(' a\r\nBcc: b\u2028c ')).toBe('a Bcc: b c'));
});

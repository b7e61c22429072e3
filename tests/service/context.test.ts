/** Readers whom the product names by a signed context. */
import { spawnSync } from 'node:child_process';
import { readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { describe, expect, test } from 'vitest';
import { parseContextKeys, readContext } from '../../src/tickets/intake/known-user.ts';
import { freshFolder, SECRET, type TestDatabase } from '../store/databases.ts';
import { EASY, limitsOf, solved, takingTickets } from './sending.ts';

const sqlite: TestDatabase = { kind: 'sqlite', fresh: async () => ({ dataDir: freshFolder(), secret: SECRET }) };
const SECRET_OF_PRODUCT = 'a-secret-of-the-product-0123456789abcdef';
const KEYS = new Map([['2026a', SECRET_OF_PRODUCT]]);
const AUDIENCE = 'https://help.example.org';
const USER = { id: 'u-17', name: 'Zebra-user Name', email: 'zebra-user@example.org', plan: 'premium', verified: true, enterprise: true, specialty: 'Cardiology', reputation: 1_200 };

/** The code that operators copy, in a language. */
const example = (language: string) => new RegExp(`\`\`\`${language}\\n([^]*?)\`\`\``).exec(readFileSync('docs/operators/known-users.md', 'utf8'))?.[1] ?? '';

type ContextOf = (user: object, by: { keyId: string; secret: string; audience: string; now?: number }) => string;

async function contextOf(): Promise<ContextOf> {
  const file = join(freshFolder(), 'example.mjs');
  writeFileSync(file, example('js'));
  return ((await import(/* @vite-ignore */ file)) as { contextOf: ContextOf }).contextOf;
}

const signed = async (now: number, more: object = {}, by: Partial<{ keyId: string; secret: string; audience: string }> = {}) =>
  (await contextOf())({ ...USER, ...more }, { keyId: '2026a', secret: SECRET_OF_PRODUCT, audience: AUDIENCE, ...by, now });

describe('a context', () => {
  const now = Date.parse('2026-11-23T12:00:00Z');
  const read = (context: string, at = now) => readContext(context, { keys: KEYS, audience: AUDIENCE }, at);

  test('of the example for Node says who it is, until it ends', async () => {
    const context = await signed(now);
    expect(read(context)).toEqual(USER);
    expect(read(context, now + 299_000)).toEqual(USER);
    expect(read(context, now + 300_000)).toBeUndefined();
  });

  test.runIf(spawnSync('python3', ['--version']).status === 0)('of the example for Python says the same', () => {
    const call = `${example('python')}\nprint(context_of(${JSON.stringify(USER).replaceAll('true', 'True')}, "2026a", "${SECRET_OF_PRODUCT}", "${AUDIENCE}", ${now / 1_000}))`;
    expect(read(spawnSync('python3', ['-c', call], { encoding: 'utf8' }).stdout.trim())).toEqual(USER);
  });

  test('counts for nobody when another key, another audience or nobody signed it, or it was changed', async () => {
    const sound = await signed(now);
    const [version = '', key = '', payload = '', mac = ''] = sound.split('.');
    const other = Buffer.from(payload, 'base64url').toString('utf8').replace('premium', 'partner');
    const contexts = [
      await signed(now, {}, { secret: 'x'.repeat(40) }),
      await signed(now, {}, { keyId: '2025z' }),
      await signed(now, {}, { audience: 'https://elsewhere.example.org' }),
      [version, key, Buffer.from(other).toString('base64url'), mac].join('.'),
      [version, key, payload].join('.'),
      [version, key, payload, ''].join('.'),
      '',
      `${sound}x`,
    ];
    for (const context of contexts) expect(read(context)).toBeUndefined();
  });

  test('that lasts longer than an hour, begins tomorrow or names no account counts for nobody', async () => {
    const seconds = now / 1_000;
    expect(read(await signed(now, { exp: seconds + 3_601 }))).toBeUndefined();
    expect(read(await signed(now + 600_000))).toBeUndefined();
    expect(read(await signed(now, { id: '' }))).toBeUndefined();
    expect(read(await signed(now, { id: 7 }))).toBeUndefined();
  });

  test('loses what has no place in it', async () => {
    expect(read(await signed(now, { name: 'A\r\nB', admin: true }))).toEqual({ ...USER, name: 'A B' });
  });

  test('needs keys that are long', () => {
    expect(() => parseContextKeys('2026a:short')).toThrow('at least 32');
    expect([...parseContextKeys(` a:${'x'.repeat(32)}, b:${'y'.repeat(32)} `).keys()]).toEqual(['a', 'b']);
    expect(parseContextKeys('').size).toBe(0);
  });
});

describe('a known user', () => {
  const server = () => takingTickets(sqlite, { tickets: { proofWork: EASY, limits: limitsOf(), contextKeys: KEYS } });
  const posted = (url: string, values: Record<string, string>) =>
    fetch(`${url}/intake/context`, { method: 'POST', headers: { 'content-type': 'application/x-www-form-urlencoded', origin: 'https://app.example.org' }, body: new URLSearchParams(values).toString() });

  test('is told by the start of the form, may use forms for some, and the ticket knows plan and account', async () => {
    const running = await server();
    const user = await signed(running.now());
    const { token, key, challenge, user: told } = await running.start({ form: 'callback', user });
    expect(told).toMatchObject({ name: USER.name, email: USER.email, plan: 'premium', enterprise: true });
    // Hours later the context has ended, and the form still knows.
    running.later(3 * 60 * 60_000);
    const body = { form: 'callback', phone: '555 0100', email: 'a@example.org', token, proof: await solved(challenge) };
    const response = await fetch(`${running.url}/intake/tickets`, { method: 'POST', headers: { 'content-type': 'application/json', 'idempotency-key': key }, body: JSON.stringify(body) });
    expect(response.status).toBe(201);
    expect(await response.json()).toMatchObject({ promise: { text: 'We call you back within one hour.' } });
    expect((await running.tickets())[0]?.events[0]).toMatchObject({ facts: { plan: 'premium' }, words: { fields: { 'account.id': 'u-17', 'account.specialty': 'Cardiology', 'account.verified': 'yes' } } });
  });

  test('comes from the product by a post, and every form takes the context along without a script', async () => {
    const running = await server();
    const user = await signed(running.now());
    const contact = await posted(running.url, { user });
    expect(contact.status).toBe(200);
    const page = await contact.text();
    expect(page).toContain(`<input type="hidden" name="user" value="${user}">`);
    expect(page).toMatch(/<button class="link-button" form="context" name="form" value="callback">/);

    const form = await (await posted(running.url, { user, form: 'callback' })).text();
    expect(form).toContain('zebra-user@example.org');
    expect(form).toContain(`name="user" value="${user}"`);
    expect(form).not.toMatch(/data-form hidden/);
    const review = await running.plain({ form: 'callback', user, phone: '555 0100', email: 'a@example.org' });
    expect(review.status).toBe(200);
    expect(await review.text()).toContain('data-served="review"');
  });

  test('that nobody knows gets the page as everybody does, and forms for some stay closed', async () => {
    const running = await server();
    const expired = await signed(running.now() - 3_600_000);
    const contact = await posted(running.url, { user: expired });
    expect(contact.status).toBe(200);
    expect(await contact.text()).not.toContain('name="user"');
    expect((await running.start({ form: 'callback', user: expired })).user).toBeUndefined();
    expect((await running.plain({ form: 'callback', user: expired, phone: '555', email: 'a@example.org' })).status).toBe(403);
  });
});

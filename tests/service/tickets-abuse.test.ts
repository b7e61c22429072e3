/** What programs try with a form that people need; after the published cases of a help desk's form. */
import { describe, expect, test } from 'vitest';
import type { Started } from '../../src/forms/receipt.ts';
import { describeOnBothDatabases, freshFolder, SECRET, type TestDatabase } from '../store/databases.ts';
import { aMessage, EASY, limitsOf, solved, takingTickets, type TicketServer } from './sending.ts';

const sqlite: TestDatabase = { kind: 'sqlite', fresh: async () => ({ dataDir: freshFolder(), secret: SECRET }) };
const HOUR = 60 * 60_000;

/** A start whose work is done, as a browser has it when somebody sends. */
async function prepared(server: TicketServer, more: Record<string, unknown> = {}) {
  const started = await server.start(more);
  server.later(5_000);
  return { token: started.token, proof: await solved(started.challenge), key: started.key };
}

const REFUSED = { error: 'refused', message: 'This page has been open for too long, or was not opened here. Try again.' };

async function expectRefused(response: Response): Promise<void> {
  expect(response.status).toBe(403);
  expect(await response.json()).toEqual(REFUSED);
}

describeOnBothDatabases('a proof of work', (database) => {
  test('does for one message: with another key it is refused, and nothing is stored', async () => {
    const server = await takingTickets(database);
    const { token, proof } = await prepared(server);
    expect((await server.send({ token, proof })).status).toBe(201);
    await expectRefused(await server.send({ token, proof }));
    expect(await server.tickets()).toHaveLength(1);
  });

  test('used by many at once does for one', async () => {
    const server = await takingTickets(database);
    const { token, proof } = await prepared(server);
    const statuses = (await Promise.all(Array.from({ length: 8 }, () => server.send({ token, proof })))).map(({ status }) => status);
    expect(statuses.filter((status) => status === 201)).toHaveLength(1);
    expect(statuses.filter((status) => status === 403)).toHaveLength(7);
  });
});

describe('everything a machine does wrong is refused in the same words', () => {
  const cases: readonly [what: string, wrong: (server: TicketServer) => Promise<Record<string, unknown>>][] = [
    ['no token', async () => ({ token: '' })],
    ['a token that is none', async () => ({ token: 'v1.e30.x.y' })],
    ['a token with other claims', async (server) => ({ token: forged((await prepared(server)).token) })],
    ['a token of another form', async (server) => ({ token: (await prepared(server, { form: 'callback' })).token })],
    ['the trap filled in', async () => ({ website: 'https://example.org' })],
    ['no proof', async () => ({ proof: '' })],
    ['a proof that is none', async () => ({ proof: Buffer.from('{}').toString('base64') })],
    ['a proof for another token', async (server) => ({ proof: (await prepared(server)).proof })],
    ['a challenge made easier', async (server) => spliced(server, (challenge) => ({ ...challenge, parameters: { ...challenge.parameters, cost: 1, keyPrefix: '' } }))],
    ['a challenge made to last', async (server) => spliced(server, (challenge) => ({ ...challenge, parameters: { ...challenge.parameters, expiresAt: 4e9 } }))],
    ['a challenge without its signed solution', async (server) => spliced(server, ({ parameters, ...challenge }) => ({ ...challenge, parameters: without(parameters, 'keySignature') }))],
    ['a solution that was not worked for', async (server) => spliced(server, (challenge) => challenge, 0)],
  ];
  test.each(cases)('%s', async (_what, wrong) => {
    const server = await takingTickets(sqlite);
    await expectRefused(await server.send(await wrong(server)));
    expect(await server.tickets()).toEqual([]);
  });

  test('a token is good for a day, and not for longer', async () => {
    const server = await takingTickets(sqlite);
    const [one, other] = [await prepared(server), await prepared(server)];
    server.later(5 * HOUR);
    expect((await server.send({ token: one.token, proof: one.proof })).status).toBe(201);
    server.later(20 * HOUR);
    await expectRefused(await server.send({ token: other.token, proof: other.proof }));
  });

  test('a form that is sent two seconds after it was opened', async () => {
    const server = await takingTickets(sqlite);
    const { token, key, challenge } = await server.start();
    server.later(2_000);
    const body = JSON.stringify(aMessage({ token, proof: await solved(challenge) }));
    const send = () => fetch(`${server.url}/intake/tickets`, { method: 'POST', headers: { 'content-type': 'application/json', 'idempotency-key': key }, body });
    const early = await send();
    expect(early.headers.get('retry-after')).toBe('3');
    await expectRefused(early);
    // A person who was quick loses nothing: the same token and work do a moment later.
    server.later(3_000);
    expect((await send()).status).toBe(201);
  });
});

describe('limits', () => {
  const limited = (low: Parameters<typeof limitsOf>[0]) => takingTickets(sqlite, { tickets: { proofWork: EASY, limits: limitsOf(low) }, trustedProxies: 'loopback' });
  const from = (client: string) => ({ 'x-forwarded-for': client });

  test('for one client leave others alone, and an IPv6 network is one client', async () => {
    const server = await limited({ client: 2 });
    const statuses = [];
    for (let n = 0; n < 3; n += 1) statuses.push((await server.send({}, from('2001:db8:1:2::1'))).status);
    expect(statuses).toEqual([201, 201, 429]);
    expect((await server.send({}, from('2001:db8:1:2::99'))).status).toBe(429);
    expect((await server.send({}, from('203.0.113.9'))).status).toBe(201);
  });

  test('for one address hold however it is written and wherever it comes from', async () => {
    const server = await limited({ requester: 1 });
    expect((await server.send({ email: 'one.reader@example.org' }, from('203.0.113.1'))).status).toBe(201);
    const second = await server.send({ email: 'One.Reader@Example.org' }, from('203.0.113.2'));
    expect(second.status).toBe(429);
    expect(Number(second.headers.get('retry-after'))).toBeGreaterThan(0);
    expect((await server.send({ email: 'other@example.org' }, from('203.0.113.1'))).status).toBe(201);
  });

  test('spend neither token nor key: the same request is stored when there is room again', async () => {
    const server = await limited({ client: 1 });
    expect((await server.send()).status).toBe(201);
    const { token, proof, key } = await prepared(server);
    const body = aMessage({ token, proof });
    const send = () => server.send(body, { 'idempotency-key': key });
    expect((await send()).status).toBe(429);
    server.later(HOUR);
    expect((await send()).status).toBe(201);
    expect(await server.tickets()).toHaveLength(2);
  });

  test('for everybody hold, and for starts', async () => {
    const server = await limited({ all: 1, start: 3 });
    expect((await server.send()).status).toBe(201);
    expect((await server.send()).status).toBe(429);
    await server.start();
    await expect(server.start()).rejects.toThrow('429');
    expect(await server.tickets()).toHaveLength(1);
  });

  test('count no message that was refused or wrong', async () => {
    const server = await limited({ client: 1 });
    for (let n = 0; n < 3; n += 1) expect((await server.send({ email: 'nobody' })).status).toBe(422);
    for (let n = 0; n < 3; n += 1) expect((await server.send({ proof: '' })).status).toBe(403);
    expect((await server.send()).status).toBe(201);
  });
});

describe('a request', () => {
  test('with more than the form knows gets nothing by it', async () => {
    const server = await takingTickets(sqlite);
    const more = { priority: 'critical', team: 'escalation', plan: 'enterprise', verified: true, id: 'x', reference: 'AAAA-AAAA', created_at: 1, __proto__: { admin: true }, constructor: 'x' };
    expect((await server.send(more)).status).toBe(201);
    const [ticket] = await server.tickets();
    expect(ticket?.reference).not.toBe('AAAA-AAAA');
    expect(JSON.stringify(ticket?.events)).not.toMatch(/escalation|enterprise|admin|"plan"/);
  });

  test('for a form that is not there, or not for everybody, is told so', async () => {
    const server = await takingTickets(sqlite);
    await expect(server.start({ form: 'nothing' })).rejects.toThrow('404');
    const closed = await server.send({ form: 'callback', phone: '555' });
    expect(closed.status).toBe(403);
    expect(await closed.json()).toMatchObject({ error: 'audience', message: expect.stringContaining('enterprise') as string });
  });

  test('from another site is refused, of another type, too', async () => {
    const server = await takingTickets(sqlite);
    expect((await server.send({}, { origin: 'https://evil.example' })).status).toBe(403);
    expect((await server.send({}, { 'content-type': 'text/plain' })).status).toBe(415);
    expect(await server.tickets()).toEqual([]);
  });

  test('from our own other address is answered with what a browser needs', async () => {
    const server = await takingTickets(sqlite);
    const asked = await fetch(`${server.url}/intake/tickets`, { method: 'OPTIONS', headers: { origin: 'https://help.example.org' } });
    expect(asked.headers.get('access-control-allow-headers')).toContain('idempotency-key');
    expect((await server.send({}, { origin: 'https://help.example.org' })).headers.get('access-control-allow-origin')).toBe('https://help.example.org');
  });

  test('that is too large is refused before it is read', async () => {
    const server = await takingTickets(sqlite);
    expect((await server.send({ message: 'x'.repeat(300_000) })).status).toBe(413);
    expect((await server.send({ message: 'x'.repeat(20_000) })).status).toBe(422);
  });
});

/** The same token with another form in it. */
function forged(token: string): string {
  const [version = '', payload = '', ...rest] = token.split('.');
  const read = JSON.parse(Buffer.from(payload, 'base64url').toString('utf8')) as { claims: object; until: number };
  return [version, Buffer.from(JSON.stringify({ ...read, until: read.until + HOUR })).toString('base64url'), ...rest].join('.');
}

type Challenge = NonNullable<Started['challenge']>;

/** A proof whose challenge was changed before it was solved. */
async function spliced(server: TicketServer, change: (challenge: Challenge) => Challenge, counter?: number) {
  const { token, challenge } = await server.start();
  server.later(5_000);
  const changed = change(challenge!);
  const proof = counter === undefined ? await solved(changed).catch(() => '') : Buffer.from(JSON.stringify({ challenge: changed, solution: { counter, derivedKey: '00'.repeat(32) } })).toString('base64');
  return { token, proof };
}

function without<T extends object>(object: T, name: string): T {
  return Object.fromEntries(Object.entries(object).filter(([one]) => one !== name)) as T;
}

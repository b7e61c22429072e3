import { triageSchema } from '../../src/catalog/support/triage.ts';
import { expect, test } from 'vitest';
import { describeOnBothDatabases, freshFolder } from '../store/databases.ts';
import { aMessage, receipt, solved, takingTickets } from './sending.ts';
import { SUPPORT, writeTicketSite } from './ticket-site.ts';

const HOUR = 60 * 60_000;
const DAY = 24 * HOUR;

describeOnBothDatabases('a message with a script', (database) => {
  test('is stored with every word before it is thanked for, and tells reference, promise and what comes next', async () => {
    const server = await takingTickets(database);
    const response = await server.send({ email: 'a.reader@example.org', device: 'An old laptop' });
    expect(response.status).toBe(201);
    const told = await receipt(response);
    expect(told.reference).toMatch(/^[0-9A-Z]{4}-[0-9A-Z]{4}$/);
    expect(Math.abs((told.promise.by ?? 0) - server.now() - 4 * HOUR)).toBeLessThan(10_000);
    expect(told.promise.text).toMatch(/^A person answers by \w+, .* \(Berlin time\)\.$/);
    expect(told.next).toEqual(['A person reads it and answers by email.']);
    const [ticket] = await server.tickets();
    expect(ticket).toMatchObject({ reference: told.reference });
    expect(ticket?.events[0]).toMatchObject({
      kind: 'created',
      facts: { channel: 'email', form: 'technical', topic: 'login', component: 'website', attachments: 0 },
      actor: { kind: 'requester' },
      words: { name: 'A. Reader', subject: 'I cannot log in', body: 'It says zebra-field is wrong.', fields: { device: 'An old laptop', since: 'Today' } },
    });
  });

  test('is triaged and assigned in the same transaction when the team has rules', async () => {
    const teams = { tiers: [{ id: 'one', level: 1, title: 'First', automatic: false }], teams: [{ id: 'people', title: 'People', tier: 'one', takes: [], agents: [] }], default: 'people', starts: {} };
    const server = await takingTickets(database, { folder: writeTicketSite(freshFolder(), { support: { ...SUPPORT, teams, triage: TRIAGE } }) });
    const told = await receipt(await server.send({ message: 'The whole clinic is locked out.' }));
    expect(Math.abs((told.promise.by ?? 0) - server.now() - HOUR / 4)).toBeLessThan(10_000);
    const [ticket] = await server.tickets();
    expect(ticket?.events.map(({ kind }) => kind)).toEqual(['created', 'triaged', 'assigned']);
    expect(ticket?.events[1]).toMatchObject({ facts: { priority: 'critical', team: 'people', category: 'account' } });
  });

  test('says what is wrong by field, stores nothing, and does not spend the proof', async () => {
    const server = await takingTickets(database);
    const { token, key, challenge } = await server.start();
    
    const proof = await solved(challenge);
    server.later(5_000);
    const wrong = await server.send({ token, proof, email: 'nobody', since: '', subject: ' ' }, { 'idempotency-key': key });
    expect(wrong.status).toBe(422);
    expect(await wrong.json()).toMatchObject({ error: 'invalid', fields: { email: expect.stringContaining('name@example.com') as string, since: expect.any(String) as string, subject: expect.any(String) as string } });
    expect(await server.tickets()).toEqual([]);
    expect((await server.send({ token, proof }, { 'idempotency-key': key })).status).toBe(201);
  });

  test('needs a key', async () => {
    const server = await takingTickets(database);
    const response = await server.send({}, { 'idempotency-key': undefined });
    expect(response.status).toBe(400);
    expect(await response.json()).toMatchObject({ error: 'key' });
  });

  test('sent again with the same key gets the same answer, also with a new token; with another body it is refused', async () => {
    const server = await takingTickets(database);
    const body = aMessage();
    const headers = { 'idempotency-key': '"8b1d5d3c-same-key"' };
    const first = await server.send(body, headers);
    const again = await server.send(body, { 'idempotency-key': '8b1d5d3c-same-key' });
    expect([first.status, again.status]).toEqual([201, 201]);
    expect(await again.json()).toEqual(await first.json());
    const other = await server.send({ ...body, subject: 'Something else' }, headers);
    expect(other.status).toBe(422);
    expect(await other.json()).toMatchObject({ error: 'other-body' });
    expect(await server.tickets()).toHaveLength(1);
  });

  test('sent again after its token ended gets the same answer for seven days, and another body nothing', async () => {
    const server = await takingTickets(database);
    const { token, challenge, key } = await server.start();
    server.later(5_000);
    const values = aMessage({ token, proof: await solved(challenge) });
    const send = (more: object = {}) => fetch(`${server.url}/intake/tickets`, { method: 'POST', headers: { 'content-type': 'application/json', 'idempotency-key': key }, body: JSON.stringify({ ...values, ...more }) });
    const { reference } = await receipt(await send());
    server.later(3 * DAY);
    expect((await receipt(await send())).reference).toBe(reference);
    expect((await send({ message: 'Something else.' })).status).toBe(403);
    server.later(5 * DAY);
    expect((await send()).status).toBe(403);
    expect(await server.tickets()).toHaveLength(1);
  });

  test('sent 50 times at once with one key is one ticket', async () => {
    const server = await takingTickets(database);
    const { token, key, challenge } = await server.start();
    
    const body = aMessage({ token, proof: await solved(challenge) });
    server.later(5_000);
    const responses = await Promise.all(Array.from({ length: 50 }, () => fetch(`${server.url}/intake/tickets`, { method: 'POST', headers: { 'content-type': 'application/json', 'idempotency-key': key }, body: JSON.stringify(body) })));
    // Whoever comes while the first is being stored is told to wait; whoever comes later gets its answer.
    for (const { status } of responses) expect([201, 409]).toContain(status);
    const told = new Set(await Promise.all(responses.filter(({ status }) => status === 201).map(async (response) => (await receipt(response)).reference)));
    expect(told.size).toBe(1);
    expect(await server.tickets()).toHaveLength(1);
  });

  test('sent at once to two processes with one key is one ticket', async () => {
    const settings = await database.fresh();
    const [one, two] = [await takingTickets(database, { store: settings }), await takingTickets(database, { store: settings })];
    for (let round = 0; round < 10; round += 1) {
      const body = aMessage();
      const headers = { 'idempotency-key': `both-at-once-${round}` };
      const answers = await Promise.all([one.send(body, headers), two.send(body, headers)].map(async (sent) => receipt(await sent)));
      expect(answers[0]).toEqual(answers[1]);
    }
    expect(await one.tickets()).toHaveLength(10);
  });
});

const TRIAGE = triageSchema.parse({
  categories: [{ id: 'account', title: 'Account', words: ['log in'] }],
  default: { category: 'account', broken: 'account', priority: 'low', question: 'low', otherLanguage: 'medium' },
  rules: [{ code: 'locked-out', says: 'Somebody is locked out.', priority: 'critical', when: ['locked out'] }],
});

import { createHmac } from 'node:crypto';
import { describe, expect, onTestFinished, test } from 'vitest';
import { hooksFrom, HookSettingsWrong } from '../../src/delivery/hooks.ts';
import { signed } from '../../src/delivery/signature.ts';
import { openStore } from '../../src/store/open.ts';
import { verify } from '../../src/tickets/desk/verify.ts';
import { addEvents } from '../../src/tickets/record.ts';
import { clocksOf } from '../../src/tickets/sla/clocks.ts';
import { scheduleOf } from '../../src/tickets/watch/schedule.ts';
import { describeOnBothDatabases, freshFolder, type TestDatabase } from '../store/databases.ts';
import { EASY, limitsOf, receipt, takingTickets } from './sending.ts';
import { SUPPORT, writeTicketSite } from './ticket-site.ts';

const SECRET = `whsec_${Buffer.alloc(32, 5).toString('base64')}`;
const ZENDESK = 'dGhpc19zZWNyZXRfaXNfZm9yX3Rlc3Rpbmdfb25seQ==';
const HELP_SCOUT = 'a-secret-of-help-scout-for-tests';
const MINUTE = 60_000;

async function atDesk(database: TestDatabase) {
  const server = await takingTickets(database, { folder: writeTicketSite(freshFolder()), tickets: { proofWork: EASY, limits: limitsOf(), deskHooks: hooksFrom(`other=standard:${SECRET} zd=zendesk:${ZENDESK} hs=help-scout:${HELP_SCOUT}`) } });
  const { reference } = await receipt(await server.send());
  const store = await openStore(server.settings);
  onTestFinished(() => store.close());
  const [ticket] = await server.tickets();
  const triaged = { kind: 'triaged', facts: { category: 'account', priority: 'medium', team: 'support' }, actor: { kind: 'system' }, source: 'form' } as const;
  await store.write((trx) => addEvents(trx, { envelope: store.envelope, schedule: (events) => scheduleOf(events, SUPPORT) }, ticket!.id, [triaged], server.now()));
  const began = server.now();
  const body = (type: string, minutes = 0, more: object = {}) => JSON.stringify({ type, timestamp: new Date(began + minutes * MINUTE).toISOString(), data: { reference, ...more } });
  const post = (name: string, text: string, headers: Record<string, string>) => fetch(`${server.url}/intake/desk/${name}`, { method: 'POST', body: text, headers: { 'content-type': 'application/json', ...headers } });
  return {
    server,
    store,
    reference,
    body,
    post,
    tell: (id: string, type: string, minutes = 0, more: object = {}) => {
      const text = body(type, minutes, more);
      return post('other', text, { ...signed(SECRET, id, server.now(), text) });
    },
    events: async () => (await server.tickets())[0]!.events,
  };
}

describeOnBothDatabases('a help desk outside', (database) => {
  test('tells what agents did there, once each, and the clocks are right', async () => {
    const { server, store, tell, events } = await atDesk(database);
    server.later(30 * MINUTE);
    for (const id of ['m1', 'm1', 'm1']) expect((await tell(id, 'ticket.replied', 10, { words: 'Try again.' })).status).toBe(200);
    expect((await tell('m2', 'ticket.assigned', 11, { agent: 'anna' })).status).toBe(200);
    expect((await tell('m3', 'ticket.resolved', 20)).status).toBe(200);
    const story = await events();
    expect(story.map(({ kind }) => kind)).toEqual(['created', 'triaged', 'replied', 'assigned', 'resolved']);
    expect(story[2]).toMatchObject({ actor: { kind: 'desk', name: 'other' }, source: 'desk', words: { body: 'Try again.' } });
    expect(clocksOf(story, SUPPORT, server.now())['first-response']).toMatchObject({ state: 'met', metAt: story[2]!.at });
    expect((await verify(store, SUPPORT, server.now(), { mend: false, counted: () => {} })).faults).toEqual([]);
  });

  test('may tell in any order: what came too early is asked for again', async () => {
    const { tell, events } = await atDesk(database);
    const early = await tell('m2', 'ticket.reopened', 5);
    expect([early.status, early.headers.get('retry-after')]).toEqual([409, '30']);
    expect((await tell('m1', 'ticket.resolved', 4)).status).toBe(200);
    expect((await tell('m2', 'ticket.reopened', 5)).status).toBe(200);
    expect(await (await tell('m2', 'ticket.reopened', 5)).json()).toEqual({ became: 'known' });
    expect((await events()).map(({ kind }) => kind)).toEqual(['created', 'triaged', 'resolved', 'reopened']);
  });

  test('may be Help Scout, whose conversation carries the reference as a tag', async () => {
    const { server, reference, post, events } = await atDesk(database);
    server.later(30 * MINUTE);
    const at = (minutes: number) => new Date(server.now() - 20 * MINUTE + minutes * MINUTE).toISOString().replace('.000', '');
    const threads = [
      { id: 2, type: 'message', body: '<p>Try <b>Firefox</b> &amp; tell us.</p>', createdAt: at(1) },
      { id: 1, type: 'customer', body: 'It is broken.', createdAt: at(0) },
    ];
    const tell = (event: string, more: object = {}, signature?: string) => {
      const text = JSON.stringify({ id: 77, number: 5, status: 'active', userUpdatedAt: at(3), tags: [{ id: 1, tag: `bedside-${reference.toLowerCase()}` }], assignee: { id: 9, email: 'agent@example.org' }, _embedded: { threads }, ...more });
      return post('hs', text, { 'x-helpscout-event': event, 'x-helpscout-signature': signature ?? createHmac('sha1', HELP_SCOUT).update(text).digest('base64') });
    };
    const became = async (response: Promise<Response>) => ((await (await response).json()) as { became: string }).became;
    expect(await became(tell('convo.agent.reply.created'))).toBe('added');
    // The same reply comes again with a later state of its conversation.
    expect(await became(tell('convo.agent.reply.created', { userUpdatedAt: at(9) }))).toBe('known');
    expect(await became(tell('convo.assigned'))).toBe('added');
    expect(await became(tell('convo.status', { status: 'closed' }))).toBe('added');
    expect(await became(tell('convo.customer.reply.created', { _embedded: { threads: [{ id: 3, type: 'customer', body: 'Still broken.', createdAt: at(5) }] } }))).toBe('added');
    expect(await became(tell('convo.status', { status: 'active', userUpdatedAt: at(6) }))).toBe('added');
    // What we put there ourselves comes back, and so does what is none of ours.
    expect(await became(tell('convo.customer.reply.created', { _embedded: { threads: [{ id: 4, type: 'customer', body: 'From us. (019ab0c1-0000-7000-8000-000000000000)', createdAt: at(7) }] } }))).toBe('past');
    expect(await became(tell('convo.status', { tags: [] }))).toBe('past');
    expect(await became(tell('convo.deleted'))).toBe('past');
    expect((await tell('convo.agent.reply.created', {}, 'forged')).status).toBe(403);
    const story = (await events()).slice(2);
    expect(story.map(({ kind, actor, words }) => [kind, actor.kind, words?.body])).toEqual([
      ['replied', 'desk', 'Try Firefox & tell us.'],
      ['assigned', 'desk', undefined],
      ['resolved', 'desk', undefined],
      ['received', 'requester', 'Still broken.'],
      ['reopened', 'desk', undefined],
    ]);
  });

  test('is believed only with its signature, of now and for this body', async () => {
    const { server, body, post, tell, events } = await atDesk(database);
    const text = body('ticket.replied');
    const good = signed(SECRET, 'm1', server.now(), text);
    const old = signed(SECRET, 'm1', server.now() - 6 * MINUTE, text);
    const refused = [await post('other', text, {}), await post('other', `${text} `, { ...good }), await post('other', text, { ...old }), await post('nobody', text, { ...good }), await post('zd', text, { ...good })];
    expect(refused.map(({ status }) => status)).toEqual([403, 403, 403, 403, 403]);
    expect(new Set(await Promise.all(refused.map((response) => response.text()))).size).toBe(1);
    expect((await tell('m9', 'ticket.replied', 0, { reference: '0000-0000' })).status).toBe(404);
    expect((await tell('m8', 'ticket.exploded')).status).toBe(400);
    expect((await events()).map(({ kind }) => kind)).toEqual(['created', 'triaged']);
  });

  test('that is Zendesk signs in its own way', async () => {
    const { server, body, post, events } = await atDesk(database);
    const text = body('ticket.replied');
    const timestamp = new Date(server.now()).toISOString();
    const headers = { 'x-zendesk-webhook-signature': createHmac('sha256', ZENDESK).update(timestamp + text).digest('base64'), 'x-zendesk-webhook-signature-timestamp': timestamp };
    expect((await post('zd', text, headers)).status).toBe(200);
    expect(await (await post('zd', text, headers)).json()).toEqual({ became: 'known' });
    expect((await events()).at(-1)).toMatchObject({ kind: 'replied', actor: { kind: 'desk', name: 'zd' } });
  });
});

describe('BEDSIDE_DESK_HOOKS', () => {
  test('that is wrong is named without its secret', () => {
    expect(hooksFrom(undefined).size).toBe(0);
    expect(() => hooksFrom('desk=standard:short-secret')).toThrow(HookSettingsWrong);
    expect(() => hooksFrom('desk=standard:short-secret')).toThrow(/^(?!.*short-secret).*entry 1/);
  });
});

import { expect, test } from 'vitest';
import type { Store } from '../../src/store/store.ts';
import { LINK_LIFE_MS, linkSecret, makeLink, openLink, revokeLinks } from '../../src/tickets/links.ts';
import { openTicket } from '../../src/tickets/record.ts';
import { requesterFor } from '../../src/tickets/requesters.ts';
import { describeOnBothDatabases, openFresh, opened, SECRET } from '../store/databases.ts';

const NOW = Date.parse('2026-11-23T17:00:00Z');

async function ticketIn(store: Store): Promise<string> {
  const recording = { envelope: store.envelope, schedule: () => ({ nextDue: undefined, lookAt: undefined }) };
  const { id } = await store.write(async (trx) => openTicket(trx, recording, await requesterFor(trx, store.envelope, { email: 'reader@example.org' }, NOW), [{ kind: 'created', facts: { channel: 'form' }, actor: { kind: 'requester' }, source: 'form' }], NOW));
  return id;
}

const tried = (store: Store, secret: string, now = NOW) => store.read((db) => openLink(db, store.envelope, secret, now));

describeOnBothDatabases('a link to a ticket', (database) => {
  test('opens that ticket, is the same each time it is asked for, and not for ever', async () => {
    const store = await openFresh(database);
    const ticket = await ticketIn(store);
    const link = await store.write((trx) => makeLink(trx, ticket, NOW));
    expect(linkSecret(store.envelope, link)).toBe(linkSecret(store.envelope, link));
    expect(await tried(store, linkSecret(store.envelope, link))).toEqual({ link, ticket });
    expect(await tried(store, linkSecret(store.envelope, link), NOW + LINK_LIFE_MS)).toBeUndefined();
  });

  test('opens nothing when it is guessed, altered, of another kind, or withdrawn', async () => {
    const store = await openFresh(database);
    const ticket = await ticketIn(store);
    const [link, other] = [await store.write((trx) => makeLink(trx, ticket, NOW)), await store.write((trx) => makeLink(trx, ticket, NOW))];
    const secret = linkSecret(store.envelope, link);
    const guesses = ['', 'x', link, link.replaceAll('-', ''), `${secret}x`, secret.slice(0, -1), secret.toUpperCase(), `${other.replaceAll('-', '')}.${secret.split('.').slice(1).join('.')}`, `${link.replaceAll('-', '')}.${store.envelope.blindIndex(link, 'another purpose')}`];
    for (const guess of guesses) expect(await tried(store, guess)).toBeUndefined();
    expect(await store.write((trx) => revokeLinks(trx, ticket, NOW))).toBe(2);
    expect(await tried(store, secret)).toBeUndefined();
    expect(await store.write((trx) => revokeLinks(trx, ticket, NOW))).toBe(0);
  });

  test('goes on opening while the secrets rotate', async () => {
    const settings = await database.fresh();
    const before = await opened(settings);
    const ticketId = await ticketIn(before);
    const made = await before.write((trx) => makeLink(trx, ticketId, NOW));
    const secret = linkSecret(before.envelope, made);
    const after = await opened({ ...settings, secret: `another secret for tests that is long enough,${SECRET}` });
    expect(await tried(after, secret)).toEqual({ link: made, ticket: ticketId });
  });
});

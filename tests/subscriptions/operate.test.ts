/** What operators and people may ask: lists, webhooks by hand, everything that is kept, and that it goes. */
import { createServer } from 'node:http';
import type { AddressInfo } from 'node:net';
import { mkdirSync, readdirSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { expect, onTestFinished, test } from 'vitest';
import { erasePerson, exportPerson } from '../../src/duties/person.ts';
import { enqueue } from '../../src/outbox/enqueue.ts';
import { addWebhook, CannotSubscribe, overview, remove, tryWebhook } from '../../src/subscriptions/operate.ts';
import { ask, byLink, confirm } from '../../src/subscriptions/subscribers.ts';
import { linkOf } from '../../src/subscriptions/secret.ts';
import { rotate } from '../../src/store/rotate.ts';
import { statusRecords } from '../../src/status/records.ts';
import { placeInHelpCenter } from '../../src/status/place.ts';
import { at, contentOf, incident } from '../status/trees.ts';
import { describeOnBothDatabases, freshFolder, opened, openFresh, SECRET } from '../store/databases.ts';

const OWN = { privateToo: true };
const NOW = at('2026-11-23 12:00');

describeOnBothDatabases('an operator', (database) => {
  test('sees how many addresses are told, adds a webhook, tries it, and removes both', async () => {
    const store = await openFresh(database);
    await store.write(async (trx) => {
      const { id } = await ask(trx, store.envelope, { email: 'a@example.com', url: undefined, components: undefined, locale: 'en' }, NOW);
      await confirm(trx, id, NOW);
      await ask(trx, store.envelope, { email: 'b@example.com', url: undefined, components: undefined, locale: 'en' }, NOW);
    });
    const bodies: string[] = [];
    const server = createServer((request, response) => {
      void request.toArray().then((chunks) => {
        bodies.push(Buffer.concat(chunks as Buffer[]).toString('utf8'));
        response.writeHead(200).end();
      });
    });
    await new Promise<void>((resolve) => void server.listen(0, '127.0.0.1', resolve));
    onTestFinished(() => void server.close());
    const url = `http://127.0.0.1:${(server.address() as AddressInfo).port}/secret-path`;
    await expect(addWebhook(store, { url, owner: 'o@example.com', components: undefined, locale: 'en' }, { privateToo: false }, NOW)).rejects.toThrow(CannotSubscribe);
    await expect(addWebhook(store, { url, owner: 'nobody', components: undefined, locale: 'en' }, OWN, NOW)).rejects.toThrow('--owner');
    const { id, key } = await addWebhook(store, { url, owner: 'o@example.com', components: ['search'], locale: 'en' }, OWN, NOW);
    expect(key).toMatch(/^whsec_/);
    const seen = await overview(store);
    expect(seen).toMatchObject({ email: { confirmed: 1, asked: 1 }, webhooks: [{ id, state: 'confirmed', components: ['search'] }] });
    expect(JSON.stringify(seen)).not.toMatch(/example\.com|secret-path/);

    const { site, tree } = contentOf({ 'one.md': incident('oneone', 'major', [{ at: '2026-11-23 11:00', state: 'investigating', more: 'components: { search: major outage }' }]) }, NOW);
    const records = statusRecords(site, tree, placeInHelpCenter(site));
    expect(await tryWebhook(store, id, records, OWN, () => 'https://help.example.org/', NOW)).toMatchObject({ status: 200 });
    expect(JSON.parse(bodies[0] ?? '{}')).toMatchObject({ incident: { id: 'oneone' } });
    expect(await remove(store, id)).toBe(1);
    expect(await remove(store, 'A@example.com')).toBe(1);
    expect(await remove(store, 'nobody@example.com')).toBe(0);
    expect(await overview(store)).toMatchObject({ email: { confirmed: 0, asked: 1 }, webhooks: [] });
  });
});

describeOnBothDatabases('a person', (database) => {
  test('who only subscribed gets what is kept, and is taken out with letters on this disk', async () => {
    const store = await openFresh(database);
    const mailFolder = join(freshFolder(), 'mail');
    mkdirSync(mailFolder);
    await store.write(async (trx) => {
      const { id } = await ask(trx, store.envelope, { email: 'Reader@example.com', url: undefined, components: ['search'], locale: 'en' }, NOW);
      for (const kind of ['mail', 'subscribers.mail']) writeFileSync(join(mailFolder, `${await enqueue(trx, { kind, about: { subscriber: id } }, NOW)}.eml`), 'x');
    });
    writeFileSync(join(mailFolder, 'another.eml'), 'x');
    expect(await exportPerson(store, 'reader@example.com')).toMatchObject({ tickets: [], subscriptions: [{ kind: 'email', state: 'asked', components: ['search'], askedAt: '2026-11-23T17:00:00.000Z' }] });
    const erasing = { store, recording: { envelope: store.envelope, schedule: () => ({ nextDue: undefined, lookAt: undefined }) }, mailFolder, now: NOW };
    expect(await erasePerson(erasing, 'reader@example.com', { dryRun: true })).toMatchObject({ subscriptions: 1, mails: 2 });
    expect(await exportPerson(store, 'reader@example.com')).toBeDefined();
    expect(await erasePerson(erasing, 'reader@example.com', { dryRun: false })).toMatchObject({ subscriptions: 1, mails: 2 });
    expect(await exportPerson(store, 'reader@example.com')).toBeUndefined();
    expect(await erasePerson(erasing, 'reader@example.com', { dryRun: false })).toBeUndefined();
    expect(readdirSync(mailFolder)).toEqual(['another.eml']);
  });

  test('is found and can leave by an old mail’s link after the secret was rotated', async () => {
    const settings = await database.fresh();
    const before = await opened(settings);
    const secret = await before.write(async (trx) => {
      const { id } = await ask(trx, before.envelope, { email: 'reader@example.com', url: undefined, components: undefined, locale: 'en' }, NOW);
      const row = await trx.selectFrom('subscriber').select('secret_sealed').where('id', '=', id).executeTakeFirstOrThrow();
      return before.envelope.open(row.secret_sealed, { table: 'subscriber', column: 'secret_sealed', row: id });
    });
    await before.close();
    const next = 'a newer secret for tests that is long enough';
    const between = await opened({ ...settings, secret: `${next},${SECRET}` });
    await rotate(between, { dryRun: false, now: NOW });
    await between.close();
    const after = await opened({ ...settings, secret: next });
    expect(await after.read((db) => byLink(db, after.envelope, 'leave', linkOf(secret, 'leave')))).toMatchObject({ email: 'reader@example.com' });
    const again = await after.write((trx) => ask(trx, after.envelope, { email: 'reader@example.com', url: undefined, components: undefined, locale: 'en' }, NOW));
    expect(again.letter).toBe(false);
  });
});

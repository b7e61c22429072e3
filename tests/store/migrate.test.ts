import { sql } from 'kysely';
import { expect, test } from 'vitest';
import { MIGRATIONS } from '../../src/store/migrations/all.ts';
import type { Migration } from '../../src/store/migrations/migration.ts';
import { openStore } from '../../src/store/open.ts';
import type { Store } from '../../src/store/store.ts';
import { describeOnBothDatabases, freshFolder, opened, openFresh, SECRET } from './databases.ts';

const second: Migration = { name: '9999-second', statements: ({ bigint }) => [`create table second (at ${bigint} not null)`] };
const failing: Migration = { name: '0003-failing', statements: () => ['create table third (a text)', 'create table third (b text)'] };

const names = (store: Store) => store.read(async (db) => (await db.selectFrom('migration').select('name').orderBy('name').execute()).map(({ name }) => name));

describeOnBothDatabases('migrating', (database) => {
  test('an empty database gets every migration, once, with the instant it ran', async () => {
    const settings = await database.fresh();
    const first = await openStore({ ...settings, clock: () => 1_000 });
    await first.close();
    const again = await opened({ ...settings, clock: () => 2_000 });
    const rows = await again.read((db) => db.selectFrom('migration').select(['name', 'applied_at']).execute());
    expect(rows).toEqual(MIGRATIONS.map(({ name }) => ({ name, applied_at: 1_000 })));
  });

  test('a later program adds what is new and keeps what is there', async () => {
    const settings = await database.fresh();
    await (await openStore(settings)).close();
    const later = await opened({ ...settings, migrations: [...MIGRATIONS, second] });
    await later.write((trx) => sql`insert into second values (1)`.execute(trx));
    expect(await names(later)).toEqual([...MIGRATIONS.map(({ name }) => name), '9999-second']);
  });

  test('an earlier program refuses the database of a later one, and names what it does not know', async () => {
    const settings = await database.fresh();
    await (await openStore({ ...settings, migrations: [...MIGRATIONS, second] })).close();
    await expect(openStore(settings)).rejects.toMatchObject({ name: 'StoreIsNewer', unknown: ['9999-second'] });
  });

  test('a migration that fails leaves the database as it was, those before it included', async () => {
    const settings = await database.fresh();
    await (await openStore(settings)).close();
    await expect(openStore({ ...settings, migrations: [...MIGRATIONS, second, failing] })).rejects.toThrow('third');
    const store = await opened(settings);
    expect(await names(store)).toEqual(MIGRATIONS.map(({ name }) => name));
  });

  test('five processes that start at once on an empty database all start', async () => {
    const settings = await database.fresh();
    const stores = await Promise.all(Array.from({ length: 5 }, () => opened(settings)));
    for (const store of stores) expect(await names(store)).toEqual(MIGRATIONS.map(({ name }) => name));
  });

  test('a secret that does not open what stands in the database is refused at the start', async () => {
    const settings = await database.fresh();
    const first = await openStore(settings);
    await first.close();
    const other = 'another secret for tests that is long enough';
    await expect(openStore({ ...settings, secret: other })).rejects.toMatchObject({ name: 'SecretUnknown', keys: [first.envelope.keyId] });
    const rotated = await opened({ ...settings, secret: `${other},${SECRET}` });
    expect(rotated.envelope.keyIds).toEqual([rotated.envelope.keyId, first.envelope.keyId]);
  });
});

test('a migration that was edited after it ran is refused, one that was only reformatted is not', async () => {
  const settings = { dataDir: freshFolder(), secret: SECRET };
  await (await openStore({ ...settings, migrations: [...MIGRATIONS, second] })).close();
  const reformatted: Migration = { ...second, statements: ({ bigint }) => [`create table second\n  (at ${bigint} not null)`] };
  await (await openStore({ ...settings, migrations: [...MIGRATIONS, reformatted] })).close();
  const edited: Migration = { ...second, statements: () => ['create table second (at text)'] };
  await expect(openStore({ ...settings, migrations: [...MIGRATIONS, edited] })).rejects.toMatchObject({ name: 'MigrationsDisagree', migration: '9999-second' });
});

test('a migration that was slipped in before others that ran is refused', async () => {
  const settings = { dataDir: freshFolder(), secret: SECRET };
  await (await openStore({ ...settings, migrations: [...MIGRATIONS, second] })).close();
  const slipped: Migration = { name: '0001-zz', statements: () => [] };
  await expect(openStore({ ...settings, migrations: [...MIGRATIONS, slipped, second] })).rejects.toMatchObject({ name: 'MigrationsDisagree', migration: '0001-zz' });
});

/** The first of the two kinds leaves its shape here for the second to compare with. */
let shapeOnTheOther: Record<string, string[]> | undefined;

describeOnBothDatabases('the schema', (database) => {
  test('has the same tables with the same columns, in the same order, as on the other database', async () => {
    const store = await openFresh(database);
    const tables = await store.read((db) => db.introspection.getTables());
    const shape = Object.fromEntries(tables.map(({ name, columns }) => [name, columns.map((column) => `${column.name}${column.isNullable ? '?' : ''}`)]));
    expect(Object.keys(shape).sort()).toEqual([
      'announced_update',
      'attachment',
      'daily_salt',
      'data_key',
      'idempotent_request',
      'inbound_mail',
      'incident_follower',
      'incident_me_too',
      'lease',
      'limit_window',
      'mail_thread',
      'migration',
      'outbox',
      'outbox_channel',
      'reader_day',
      'reader_event',
      'report_period',
      'requester',
      'signal_count',
      'signal_episode',
      'signal_slot',
      'spent_token',
      'subscriber',
      'ticket',
      'ticket_alarm',
      'ticket_event',
      'ticket_link',
      'vote',
    ]);
    if (shapeOnTheOther) expect(shape).toEqual(shapeOnTheOther);
    shapeOnTheOther = shape;
  });
});

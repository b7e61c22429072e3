/** PostgreSQL when it ends our sessions, lets transactions collide, takes no writes, or is not there. */
import { sql } from 'kysely';
import { describe, expect, inject, test } from 'vitest';
import { openStore } from '../../src/store/open.ts';
import { administer, freshFolder, freshPostgres, opened, SECRET } from './databases.ts';
import { cast, vote } from './votes.ts';

const address = inject('postgresUrl') ?? '';

/** Waits until they have ended: a session that was only told to may still take a write. */
const END_SESSIONS = 'select pg_terminate_backend(pid, 20000) from pg_stat_activity';

// The tests of both databases say NOT RUN, and why; here they would only say it again.
describe.skipIf(!address)('PostgreSQL', () => {
  test('a session that the server ends in the middle of a write refuses it, and the next write is stored', async () => {
    const settings = await freshPostgres(address);
    const store = await opened(settings);
    const write = store.write(async (trx) => {
      await cast({ article: 'lost' })(trx);
      await administer(settings.databaseUrl, `${END_SESSIONS} where datname = current_database() and pid <> pg_backend_pid()`);
      await cast({ article: 'lost too' })(trx);
    });
    await expect(write).rejects.toMatchObject({ name: 'StoreUnavailable', reason: 'unreachable' });
    await store.write(cast({ article: 'after' }));
    const rows = await store.read((db) => db.selectFrom('vote').select('article').execute());
    expect(rows).toEqual([{ article: 'after' }]);
  });

  test('two writes that lock each other out are both stored', async () => {
    const store = await opened(await freshPostgres(address));
    const rows = [vote({ article: 'a' }), vote({ article: 'b' })] as const;
    await store.write((trx) => trx.insertInto('vote').values([...rows]).execute());
    const both = Promise.withResolvers<null>();
    let arrived = 0;
    const touch = (order: readonly string[]) =>
      store.write(async (trx) => {
        for (const article of order) {
          await trx.updateTable('vote').set(({ eb }) => ({ updated_at: eb('updated_at', '+', 1) })).where('article', '=', article).execute();
          if ((arrived += 1) >= 2) both.resolve(null);
          await both.promise;
        }
      });
    await Promise.all([touch(['a', 'b']), touch(['b', 'a'])]);
    const after = await store.read((db) => db.selectFrom('vote').select('updated_at').execute());
    expect(after.map(({ updated_at }) => updated_at)).toEqual([rows[0].updated_at + 2, rows[0].updated_at + 2]);
  });

  test('a server that became read-only refuses writes, answers reads, and takes writes when it may', async () => {
    const settings = await freshPostgres(address);
    const name = new URL(settings.databaseUrl).pathname.slice(1);
    const store = await opened(settings);
    await store.write(cast({ article: 'before' }));
    const switchTo = async (mode: 'on' | 'off') => {
      await administer(address, `alter database ${name} set default_transaction_read_only = ${mode}`);
      await administer(address, `${END_SESSIONS} where datname = '${name}'`);
    };
    await switchTo('on');
    // The first ones may still meet sessions that were ended.
    const outcome = (article: string) => store.write(cast({ article })).then(() => 'stored', (error: { reason?: string }) => error.reason);
    await expect.poll(() => outcome('refused')).toBe('read-only');
    expect(await store.read((db) => db.selectFrom('vote').select('article').execute())).toEqual([{ article: 'before' }]);
    await switchTo('off');
    await expect.poll(() => outcome('z')).toBe('stored');
    const rows = await store.read((db) => db.selectFrom('vote').select('article').orderBy('article', 'desc').execute());
    expect(rows[0]).toEqual({ article: 'z' });
  });

  test('a statement that takes too long is refused by name', async () => {
    const store = await opened(await freshPostgres(address));
    const write = store.write(async (trx) => {
      await sql`set local statement_timeout = 50`.execute(trx);
      await sql`select pg_sleep(5)`.execute(trx);
    });
    await expect(write).rejects.toMatchObject({ reason: 'slow' });
  });

  test('an answered write is on the disk even where the server is set to answer before', async () => {
    const settings = await freshPostgres(address);
    await administer(address, `alter database ${new URL(settings.databaseUrl).pathname.slice(1)} set synchronous_commit = off`);
    const store = await opened(settings);
    const shown = await store.write((trx) => sql<{ synchronous_commit: string }>`show synchronous_commit`.execute(trx));
    expect(shown.rows).toEqual([{ synchronous_commit: 'on' }]);
  });
});

test('a server that is not there refuses the start by name', async () => {
  const nobody = { dataDir: freshFolder(), databaseUrl: 'postgres://nobody@127.0.0.1:9/none', secret: SECRET };
  await expect(openStore(nobody)).rejects.toMatchObject({ name: 'StoreUnavailable', reason: 'unreachable' });
});

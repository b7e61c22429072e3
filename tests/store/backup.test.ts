import { spawn, spawnSync } from 'node:child_process';
import { once } from 'node:events';
import { readdirSync, readFileSync, statSync, truncateSync, writeFileSync } from 'node:fs';
import { setImmediate as nextTurn } from 'node:timers/promises';
import { text } from 'node:stream/consumers';
import pg from 'pg';
import { describe, expect, inject, test } from 'vitest';
import { MIGRATIONS } from '../../src/store/migrations/all.ts';
import { openStore, type StoreSettings } from '../../src/store/open.ts';
import { databaseFile } from '../../src/store/sqlite-file.ts';
import { freshFolder, freshPostgres, opened, SECRET } from './databases.ts';
import { cast } from './votes.ts';

/** Runs a command of ours as an operator would. */
async function run(command: 'backup' | 'restore', settings: StoreSettings, ...args: string[]): Promise<{ code: number | null; out: string; err: string }> {
  const env = { ...process.env, BEDSIDE_DATA: settings.dataDir, BEDSIDE_SECRET: settings.secret, DATABASE_URL: settings.databaseUrl };
  const child = spawn(process.execPath, [`${import.meta.dirname}/../../scripts/${command}.ts`, ...args], { env });
  const [out, err] = await Promise.all([text(child.stdout), text(child.stderr), once(child, 'close')]);
  return { code: child.exitCode, out, err };
}

async function votes(settings: StoreSettings): Promise<string[]> {
  const store = await openStore(settings);
  try {
    return (await store.read((db) => db.selectFrom('vote').select('revision').orderBy('revision').execute())).map(({ revision }) => revision);
  } finally {
    await store.close();
  }
}

/** Two stored votes and a closed store. */
async function filled(): Promise<StoreSettings> {
  const settings = { dataDir: freshFolder(), secret: SECRET };
  const store = await openStore(settings);
  await store.write(cast({ revision: '1' }));
  await store.write(cast({ revision: '2' }));
  await store.close();
  return settings;
}

async function backedUp(settings: StoreSettings): Promise<string> {
  const { code, out, err } = await run('backup', settings, '--out', freshFolder(), '--json');
  expect({ code, err }).toEqual({ code: 0, err: '' });
  return (JSON.parse(out) as { file: string }).file;
}

describe('backup and restore of the embedded database', () => {
  test('a backup under load, restored elsewhere, holds all that was answered before it and no half of what came during', async () => {
    const settings = { dataDir: freshFolder(), secret: SECRET };
    const store = await opened(settings);
    let written = 0;
    let running = true;
    const write = async () => {
      const pair = (written += 1);
      await store.write(async (trx) => {
        await cast({ revision: `${pair}.a` })(trx);
        await cast({ revision: `${pair}.b` })(trx);
      });
      return pair;
    };
    const before = await Promise.all(Array.from({ length: 500 }, write));
    const load = (async () => {
      while (running) {
        await Promise.all(Array.from({ length: 8 }, write));
        await nextTurn();
      }
    })();
    const file = await backedUp(settings);
    running = false;
    await load;

    const target = { dataDir: freshFolder(), secret: SECRET };
    expect((await run('restore', target, file)).code).toBe(0);
    const restored = await votes(target);
    expect(restored).toEqual(expect.arrayContaining(before.flatMap((pair) => [`${pair}.a`, `${pair}.b`])));
    expect(restored.filter((name) => name.endsWith('a')).length * 2).toBe(restored.length);
    expect(restored.length).toBeLessThan(written * 2);
    expect(written).toBeGreaterThan(before.length);
  });

  test('restoring brings back every row and keeps what stood there before', async () => {
    const settings = await filled();
    const file = await backedUp(settings);
    const store = await openStore(settings);
    await store.write(cast({ revision: '3' }));
    await store.close();

    const { code, out } = await run('restore', settings, file, '--json');
    expect(code).toBe(0);
    expect(await votes(settings)).toEqual(['1', '2']);
    const { previous } = JSON.parse(out) as { previous: string };
    const older = { dataDir: freshFolder(), secret: SECRET };
    expect((await run('restore', older, previous)).code).toBe(0);
    expect(await votes(older)).toEqual(['1', '2', '3']);
  });

  test('a backup is one file, for its owner only, and does not hold the secret', async () => {
    const settings = { dataDir: freshFolder() };
    await (await openStore(settings)).close();
    const out = freshFolder();
    const said = await run('backup', settings, '--out', out);
    const files = readdirSync(out);
    expect(files).toEqual([expect.stringMatching(/^bedside-.*\.db$/)]);
    expect(statSync(`${out}/${files[0]}`).mode & 0o777).toBe(0o600);
    expect(said.out).toContain(`${settings.dataDir}/secret`);
    expect(readFileSync(`${out}/${files[0]}`, 'latin1')).not.toContain(readFileSync(`${settings.dataDir}/secret`, 'utf8').trim());
  });

  test('a database that a service holds is not exchanged, unless forced; then the service notices before it answers', async () => {
    const settings = await filled();
    const file = await backedUp(settings);
    const store = await opened(settings);
    await store.write(cast({ revision: '3' }));

    const refused = await run('restore', settings, file);
    expect(refused).toMatchObject({ code: 2, err: expect.stringContaining('open in another process') });
    await store.write(cast({ revision: '4' }));

    expect((await run('restore', settings, file, '--force')).code).toBe(0);
    await expect(store.write(cast({ revision: '5' }))).rejects.toMatchObject({ reason: 'replaced' });
    await store.write(cast({ revision: '6' }));
    await store.close();
    expect(await votes(settings)).toEqual(['1', '2', '6']);
  });

  test('a damaged backup, something else, or nothing is refused, and the database stays', async () => {
    const settings = await filled();
    const damaged = await backedUp(settings);
    truncateSync(damaged, 8_192);
    const other = `${freshFolder()}/notes.txt`;
    writeFileSync(other, 'not a database');
    for (const file of [damaged, other, `${other}.missing`]) {
      expect(await run('restore', settings, file)).toMatchObject({ code: 2, out: '' });
    }
    expect(await votes(settings)).toEqual(['1', '2']);
    expect(readdirSync(settings.dataDir)).toEqual(['bedside.db']);
  });

  test('a damaged database can be restored over', async () => {
    const settings = await filled();
    const file = await backedUp(settings);
    writeFileSync(databaseFile(settings.dataDir), 'x'.repeat(10_000));
    expect((await run('restore', settings, file)).code).toBe(0);
    expect(await votes(settings)).toEqual(['1', '2']);
  });

  test('a backup of a later program is refused', async () => {
    const settings = { dataDir: freshFolder(), secret: SECRET };
    const later = [...MIGRATIONS, { name: '9999-later', statements: () => [] }];
    await (await openStore({ ...settings, migrations: later })).close();
    const file = await backedUp(settings);
    expect(await run('restore', { dataDir: freshFolder(), secret: SECRET }, file)).toMatchObject({ code: 2, err: expect.stringContaining('9999-later') });
  });

  test('a backup of nothing, or into nowhere, says so', async () => {
    const empty = { dataDir: freshFolder(), secret: SECRET };
    expect(await run('backup', empty, '--out', freshFolder())).toMatchObject({ code: 2, err: expect.stringContaining('no database') });
    expect(await run('backup', empty)).toMatchObject({ code: 2, err: expect.stringContaining('--out DIR') });
    expect(await run('restore', empty)).toMatchObject({ code: 2, err: expect.stringContaining('FILE') });
    expect(await run('backup', empty, '--help')).toMatchObject({ code: 0, out: expect.stringContaining('Exit codes') });
  });
});

const address = inject('postgresUrl') ?? '';

describe.skipIf(!address)('backup and restore of PostgreSQL', () => {
  test('without its programs the command says what to run where they are', async () => {
    const settings = await freshPostgres(address);
    const said = await run('backup', { ...settings, databaseUrl: settings.databaseUrl }, '--out', freshFolder());
    if (said.code === 0) return;
    expect(said).toMatchObject({ code: 2, err: expect.stringContaining('pg_dump --format=custom') });
    expect(said.err).not.toContain(new URL(address).password);
  });

  test('restoring brings back every row, empties what is newer, keeps a dump of it, and refuses while a service runs', async ({ skip }) => {
    const tool = await toolsFor(address);
    if (tool) {
      console.error(`NOT RUN: restoring PostgreSQL. ${tool}`);
      skip(tool);
    }
    const settings = await freshPostgres(address);
    const store = await opened(settings);
    await store.write(cast({ revision: '1' }));
    const file = await backedUp(settings);
    await store.write(cast({ revision: '2' }));
    expect(await run('restore', settings, file)).toMatchObject({ code: 2, err: expect.stringContaining('open in a service') });
    await store.close();
    expect((await run('restore', settings, file)).code).toBe(0);
    expect(await votes(settings)).toEqual(['1']);
    expect(readdirSync(settings.dataDir)).toEqual([expect.stringMatching(/\.dump$/)]);
  });
});

/** Why PostgreSQL's programs cannot serve this server; nothing when they can. */
async function toolsFor(databaseUrl: string): Promise<string | undefined> {
  const client = new pg.Client({ connectionString: databaseUrl });
  await client.connect();
  const { rows } = await client.query<{ server_version_num: string }>('show server_version_num');
  await client.end();
  const server = Math.floor(Number(rows[0]?.server_version_num) / 10_000);
  const said = spawnSync('pg_dump', ['--version'], { encoding: 'utf8' }).stdout ?? '';
  const tool = Number(/\d+/.exec(said)?.[0] ?? 0);
  return tool < server ? `pg_dump is ${tool || 'missing'}, the server ${server}` : undefined;
}

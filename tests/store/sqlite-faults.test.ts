/**
 * The embedded database when something below it fails. All of it runs as root and without special rights:
 * a full disk is a limit on the database's pages, an I/O error a limit on the size of files (which root obeys too),
 * a read-only database is a child process that gave up its rights before the file was locked away from it.
 */
import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { mkdirSync, renameSync, readdirSync, statSync } from 'node:fs';
import { DatabaseSync } from 'node:sqlite';
import { setTimeout as pause } from 'node:timers/promises';
import { text } from 'node:stream/consumers';
import { sql } from 'kysely';
import { expect, onTestFinished, test, vi } from 'vitest';
import { StoreUnavailable } from '../../src/store/errors.ts';
import { openStore } from '../../src/store/open.ts';
import { databaseFile } from '../../src/store/sqlite-file.ts';
import type { Store } from '../../src/store/store.ts';
import { freshFolder, opened, SECRET } from './databases.ts';
import { canFillDisks } from './full-disk.ts';
import { cast } from './votes.ts';

const BIG = 'x'.repeat(20_000);

async function votes(store: Store): Promise<string[]> {
  const rows = await store.read((db) => db.selectFrom('vote').select('article').orderBy('article').execute());
  return rows.map(({ article }) => article);
}

test('a full disk refuses the write, keeps what was stored, and is forgotten when there is room', async () => {
  const store = await opened({ dataDir: freshFolder(), secret: SECRET });
  await store.write(cast({ article: 'before' }));
  const limitPages = (pages: number) => store.write(async (trx) => void (await sql.raw(`pragma max_page_count = ${pages}`).execute(trx)));
  await limitPages(1);

  const crowd = await Promise.allSettled(['a', 'b', 'c'].map((article) => store.write(cast({ article, reason: BIG }))));
  for (const write of crowd) expect(write).toMatchObject({ status: 'rejected', reason: { name: 'StoreUnavailable', reason: 'full' } });
  expect(await votes(store)).toEqual(['before']);

  await limitPages(1_000_000);
  await store.write(cast({ article: 'after', reason: BIG }));
  expect(await votes(store)).toEqual(['after', 'before']);
});

test('a file that was moved away refuses writes until it is back', async () => {
  const dataDir = freshFolder();
  const file = databaseFile(dataDir);
  const store = await opened({ dataDir, secret: SECRET });
  await store.write(cast({ article: 'before' }));

  renameSync(file, `${file}.away`);
  await expect(store.write(cast({ article: 'lost' }))).rejects.toMatchObject({ reason: 'replaced' });
  await expect(store.write(cast({ article: 'lost' }))).rejects.toBeInstanceOf(StoreUnavailable);
  await expect(votes(store)).rejects.toBeInstanceOf(StoreUnavailable);

  renameSync(`${file}.away`, file);
  await store.write(cast({ article: 'after' }));
  expect(await votes(store)).toEqual(['after', 'before']);
});

test('a file that was put in the place of ours is brought up to date and used', async () => {
  const dataDir = freshFolder();
  const file = databaseFile(dataDir);
  const store = await opened({ dataDir, secret: SECRET });
  await store.write(cast({ article: 'old' }));

  mkdirSync(`${dataDir}/old`);
  for (const ending of ['', '-wal', '-shm']) renameSync(file + ending, `${dataDir}/old/bedside.db${ending}`);
  new DatabaseSync(file).close();
  await expect(store.write(cast({ article: 'refused' }))).rejects.toMatchObject({ reason: 'replaced' });
  await store.write(cast({ article: 'new' }));
  expect(await votes(store)).toEqual(['new']);
});

test('a lock held by another process is waited for without standing still', async () => {
  const dataDir = freshFolder();
  const store = await opened({ dataDir, secret: SECRET });
  const other = new DatabaseSync(databaseFile(dataDir));
  onTestFinished(() => other.close());
  other.exec('begin immediate');

  let turns = 0;
  const ticking = setInterval(() => (turns += 1), 5);
  const write = store.write(cast({ article: 'patient' }));
  // A process that stood still would have given up, after five seconds, before it came here.
  while (turns < 20) await pause(10);
  other.exec('commit');
  await write;
  clearInterval(ticking);
  expect(await votes(store)).toEqual(['patient']);
});

test('a lock that is not given back refuses the write after five seconds', async () => {
  const dataDir = freshFolder();
  const store = await opened({ dataDir, secret: SECRET });
  const other = new DatabaseSync(databaseFile(dataDir));
  onTestFinished(() => other.close());
  other.exec('begin immediate');
  await expect(store.write(cast())).rejects.toMatchObject({ reason: 'busy' });
  other.exec('commit');
  await store.write(cast());
});

test('a write that awaits forever is undone, and the others of its turn are stored', async () => {
  const store = await opened({ dataDir: freshFolder(), secret: SECRET });
  vi.useFakeTimers({ toFake: ['setTimeout', 'clearTimeout'] });
  onTestFinished(() => void vi.useRealTimers());
  const before = store.write(cast({ article: 'before' }));
  const stuck = store.write(async (trx) => {
    await cast({ article: 'stuck' })(trx);
    await new Promise(() => {});
  });
  const after = store.write(cast({ article: 'after' }));
  stuck.catch(() => {});
  for (let turn = 0; turn < 5; turn += 1) await new Promise((resolve) => void setImmediate(resolve));
  await vi.advanceTimersByTimeAsync(5_000);
  await expect(stuck).rejects.toMatchObject({ reason: 'slow' });
  await Promise.all([before, after]);
  expect(await votes(store)).toEqual(['after', 'before']);
});

test('a failed write that cannot be undone by itself takes its group with it, rather than leave a half', async () => {
  const store = await opened({ dataDir: freshFolder(), secret: SECRET });
  const results = await Promise.allSettled([
    store.write(cast({ article: 'before' })),
    store.write(async (trx) => {
      await cast({ article: 'half' })(trx);
      await sql`release work`.execute(trx);
      throw new Error('on purpose');
    }),
    store.write(cast({ article: 'after' })),
  ]);
  for (const result of results) expect(result).toMatchObject({ status: 'rejected', reason: { name: 'StoreUnavailable' } });
  expect(await votes(store)).toEqual([]);
  await store.write(cast({ article: 'next' }));
  expect(await votes(store)).toEqual(['next']);
});

test('a database that may not be created says so', async () => {
  const dataDir = freshFolder();
  mkdirSync(databaseFile(dataDir));
  await expect(openStore({ dataDir, secret: SECRET })).rejects.toMatchObject({ name: 'StoreUnavailable' });
});

/** Runs the script that plays a service on the folder while this process changes its world. */
async function world(scene: string, dataDir: string, command: readonly string[] = []): Promise<string[]> {
  const [program = process.execPath, ...args] = [...command, process.execPath, `${import.meta.dirname}/faults.child.ts`, scene, dataDir];
  const child = spawn(program, args, { stdio: ['ignore', 'pipe', 'inherit'] });
  const [said, [code]] = await Promise.all([text(child.stdout), once(child, 'close')]);
  expect(code, said).toBe(0);
  return said.trim().split('\n');
}

test('a database that became read-only refuses writes, answers reads, and takes writes when it may be written again', async () => {
  expect(await world('read-only', freshFolder())).toEqual(['stored', 'refused: read-only', 'read 1', 'refused: read-only', 'stored', 'read 2']);
});

async function largestFileOfNewDatabase(): Promise<number> {
  const dataDir = freshFolder();
  await opened({ dataDir, secret: SECRET });
  return Math.max(...readdirSync(dataDir).map((name) => statSync(`${dataDir}/${name}`).size));
}

test.skipIf(!canFillDisks)('an I/O error at the commit refuses the whole group, and the next group is stored when it has passed', async () => {
  // Room for the schema, which grows, and for a little more.
  const room = await largestFileOfNewDatabase();
  const said = await world('io-error', freshFolder(), ['prlimit', `--fsize=${room + 60_000}:unlimited`, '--']);
  expect(said).toEqual(['stored', 'refused: io, io, io', 'read 1', 'stored', 'read 2']);
});

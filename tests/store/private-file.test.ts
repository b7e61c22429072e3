/** Whoever made the folder: what is kept in it is for our own user's eyes, or for the group to which an operator gave it. */
import { chmodSync, mkdirSync, readdirSync, statSync } from 'node:fs';
import { expect, test } from 'vitest';
import { folderPost } from '../../src/mail/folder-post.ts';
import { backupSqlite } from '../../src/store/backup.ts';
import { openStore } from '../../src/store/open.ts';
import { restoreSqlite } from '../../src/store/restore.ts';
import { databaseFile } from '../../src/store/sqlite-file.ts';
import { freshFolder, opened, SECRET } from './databases.ts';
import { cast } from './votes.ts';

const NOW = Date.UTC(2026, 10, 23, 12);

/** A folder that everybody may look into, as `mkdir` makes it. */
function openFolder(): string {
  const folder = `${freshFolder()}/data`;
  mkdirSync(folder);
  chmodSync(folder, 0o755);
  return folder;
}

const modeOf = (path: string) => (statSync(path).mode & 0o777).toString(8);
const modesIn = (folder: string) => Object.fromEntries(readdirSync(folder).sort().map((name) => [name, modeOf(`${folder}/${name}`)]));

test('a database in a folder that everybody may read is its owner’s alone, with its log', async () => {
  const dataDir = openFolder();
  const store = await opened({ dataDir });
  await store.write(cast());
  await store.read((db) => db.selectFrom('vote').selectAll().execute());
  expect(modesIn(dataDir)).toEqual({ 'bedside.db': '600', 'bedside.db-shm': '600', 'bedside.db-wal': '600', secret: '600' });
  expect(modeOf(dataDir)).toBe('755');
});

test('a database that an older version left for all to read is closed at the next start, one given to a group is left to it', async () => {
  for (const [was, is] of [[0o644, '600'], [0o666, '600'], [0o604, '600'], [0o640, '640'], [0o660, '660']] as const) {
    const dataDir = openFolder();
    await (await openStore({ dataDir, secret: SECRET })).close();
    chmodSync(databaseFile(dataDir), was);
    await (await openStore({ dataDir, secret: SECRET })).close();
    expect(modesIn(dataDir), was.toString(8)).toEqual({ 'bedside.db': is });
  }
});

test('a backup is its owner’s alone from its first byte, in a folder of its owner’s', async () => {
  const dataDir = openFolder();
  await (await opened({ dataDir, secret: SECRET })).write(cast());
  const out = `${freshFolder()}/backups/daily`;
  const copying = backupSqlite({ dataDir, out, now: NOW });
  // The copy runs on another thread, whose journal may or may not stand beside it already, and may go at any moment.
  const [first] = readdirSync(out).sort();
  const mode = modeOf(`${out}/${first ?? ''}`);
  await copying;
  expect([first, mode]).toEqual(['bedside-2026-11-23T12-00-00-000Z.db.part', '600']);
  expect(modesIn(out)).toEqual({ 'bedside-2026-11-23T12-00-00-000Z.db': '600' });
  expect([modeOf(out), modeOf(`${out}/..`)]).toEqual(['700', '700']);
});

test('what is restored is for whom the database was that it takes the place of', async () => {
  for (const [was, is] of [[0o640, '640'], [0o644, '600'], [undefined, '600']] as const) {
    const dataDir = openFolder();
    await (await openStore({ dataDir, secret: SECRET })).close();
    const { file } = await backupSqlite({ dataDir, out: freshFolder(), now: NOW });
    chmodSync(file, 0o644);
    const target = openFolder();
    if (was !== undefined) {
      await (await openStore({ dataDir: target, secret: SECRET })).close();
      chmodSync(databaseFile(target), was);
    }
    restoreSqlite({ dataDir: target, from: file, now: NOW, whenInUse: 'refuse' });
    expect(modeOf(databaseFile(target)), String(was)).toBe(is);
  }
});

test('mail that is kept in a folder that everybody may read is its owner’s alone', async () => {
  const folder = openFolder();
  const post = folderPost(folder);
  const message = { from: 'a@example.org', to: 'b@example.org', subject: 'x', text: 'words', messageId: '<one@example.org>' };
  expect(await post.send(message as unknown as Parameters<typeof post.send>[0], new AbortController().signal)).toEqual({ kind: 'done' });
  await post.close();
  expect(modesIn(folder)).toEqual({ 'one.eml': '600' });
});

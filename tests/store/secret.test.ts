import { randomBytes } from 'node:crypto';
import { existsSync, readFileSync, statSync, writeFileSync } from 'node:fs';
import { expect, test } from 'vitest';
import { openStore, storeSettings } from '../../src/store/open.ts';
import { secretFile, secretOfFolder } from '../../src/store/secret.ts';
import { freshFolder, opened, SECRET } from './databases.ts';

test('at first start the embedded database gets a secret that only its owner can read, and keeps it', async () => {
  const dataDir = freshFolder();
  const first = await openStore({ dataDir });
  await first.close();
  expect(statSync(secretFile(dataDir)).mode & 0o777).toBe(0o600);
  const again = await opened({ dataDir });
  expect(again.envelope.keyId).toBe(first.envelope.keyId);
});

test('two processes that start at once keep one secret', () => {
  const dataDir = freshFolder();
  // The other process links its own while we are writing ours.
  const racing = (size: number) => {
    writeFileSync(secretFile(dataDir), `${SECRET}\n`);
    return randomBytes(size);
  };
  expect(secretOfFolder(dataDir, racing)).toEqual([SECRET]);
});

test('a lost secret is noticed at the start', async () => {
  const dataDir = freshFolder();
  await (await openStore({ dataDir, secret: SECRET })).close();
  await expect(openStore({ dataDir })).rejects.toMatchObject({ name: 'SecretUnknown' });
});

test('a given secret is used and none is made', async () => {
  const dataDir = freshFolder();
  await opened({ dataDir, secret: SECRET });
  expect(existsSync(secretFile(dataDir))).toBe(false);
});

test('with DATABASE_URL a missing secret is an error that says what to set', async () => {
  const settings = storeSettings({ DATABASE_URL: 'postgres://localhost/none', BEDSIDE_DATA: freshFolder() });
  await expect(openStore(settings)).rejects.toThrow('BEDSIDE_SECRET is missing');
});

test.each(['short', `${SECRET},short`, `,${SECRET}`])('the secret %j is refused', async (secret) => {
  await expect(openStore({ dataDir: freshFolder(), secret })).rejects.toMatchObject({ name: 'SecretUnusable' });
});

test('the secret does not stand in the database', async () => {
  const dataDir = freshFolder();
  await (await openStore({ dataDir })).close();
  expect(readFileSync(`${dataDir}/bedside.db`, 'latin1')).not.toContain(readFileSync(secretFile(dataDir), 'utf8').trim());
});

import { randomBytes } from 'node:crypto';
import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import pg from 'pg';
import { describe, inject, onTestFinished, test } from 'vitest';
import { openStore, type StoreSettings } from '../../src/store/open.ts';
import type { Store } from '../../src/store/store.ts';
import './postgres.setup.ts';
import { SECRET } from './secret.ts';

export { SECRET };

/** A kind of database that tests run on. */
export interface TestDatabase {
  readonly kind: 'sqlite' | 'postgres';
  /** Settings for a database of the test's own, empty, gone after the test. */
  fresh(): Promise<StoreSettings>;
}

/**
 * Describes the same behavior of the store on SQLite and on PostgreSQL. Without a PostgreSQL its half says NOT RUN,
 * and fails where CI is set: green must mean that both were tried.
 */
export function describeOnBothDatabases(subject: string, cases: (database: TestDatabase) => void): void {
  describe(`${subject}, on SQLite`, () => cases({ kind: 'sqlite', fresh: async () => ({ dataDir: freshFolder(), secret: SECRET }) }));

  const address = inject('postgresUrl');
  describe(`${subject}, on PostgreSQL`, () => {
    if (address) cases({ kind: 'postgres', fresh: () => freshPostgres(address) });
    else postgresNotRun();
  });
}

/** A store on an empty database, closed after the test. */
export async function openFresh(database: TestDatabase, more: Partial<Parameters<typeof openStore>[0]> = {}): Promise<Store> {
  return opened({ ...(await database.fresh()), ...more });
}

/** Opens a store that is closed after the test. */
export async function opened(settings: Parameters<typeof openStore>[0]): Promise<Store> {
  const store = await openStore(settings);
  onTestFinished(() => store.close());
  return store;
}

/** A folder that is gone after the test. */
export function freshFolder(): string {
  const folder = mkdtempSync(`${tmpdir()}/bedside-test-`);
  onTestFinished(() => rmSync(folder, { recursive: true, force: true }));
  return folder;
}

/** Runs one statement on a database as its administrator. */
export async function administer(databaseUrl: string, statement: string): Promise<void> {
  const client = new pg.Client({ connectionString: databaseUrl });
  await client.connect();
  try {
    await client.query(statement);
  } finally {
    await client.end();
  }
}

/** Settings for an empty database on the server at `address`, dropped after the test. */
export async function freshPostgres(address: string): Promise<StoreSettings & { databaseUrl: string }> {
  const name = `bedside_test_${randomBytes(6).toString('hex')}`;
  await administer(address, `create database ${name}`);
  onTestFinished(() => administer(address, `drop database ${name} with (force)`));
  const url = new URL(address);
  url.pathname = `/${name}`;
  return { dataDir: freshFolder(), databaseUrl: url.href, secret: SECRET };
}

function postgresNotRun(): void {
  const why = inject('postgresMissing') ?? 'the global set-up tests/store/postgres.setup.ts is not configured';
  test('NOT RUN: PostgreSQL', ({ skip }) => {
    console.error(`NOT RUN: PostgreSQL. ${why}`);
    if (process.env.CI) throw new Error(`NOT RUN: PostgreSQL. ${why}`);
    skip(why);
  });
}

import { mkdirSync } from 'node:fs';
import { registerKeys } from './data-keys.ts';
import { createEnvelope } from './envelope.ts';
import { SecretUnusable } from './errors.ts';
import { migrate } from './migrate.ts';
import { MIGRATIONS } from './migrations/all.ts';
import { openPostgres } from './postgres.ts';
import { parseSecrets, secretOfFolder } from './secret.ts';
import { openSqlite } from './sqlite.ts';
import { databaseFile } from './sqlite-file.ts';
import type { Store } from './store.ts';
import { pooledBytes, type RandomBytes } from './uuid.ts';

/** Where the store stands. */
export interface StoreSettings {
  /** The folder of the embedded database. */
  readonly dataDir: string;
  /** A PostgreSQL address; then the embedded database is not used. */
  readonly databaseUrl?: string;
  /** As in BEDSIDE_SECRET: the current secret, older ones after commas. */
  readonly secret?: string;
}

/** The store's settings as the environment has them. */
export function storeSettings(env: NodeJS.ProcessEnv): StoreSettings {
  return {
    dataDir: env.BEDSIDE_DATA || 'var',
    databaseUrl: env.DATABASE_URL || undefined,
    secret: env.BEDSIDE_SECRET || undefined,
  };
}

/**
 * Opens the database, brings its schema up to this program, and checks that its sealed content can be read.
 *
 * @throws {StoreUnavailable} when it cannot be reached, read or written
 * @throws {StoreIsNewer | MigrationsDisagree} when its schema is not one this program can bring forward
 * @throws {SecretUnusable | SecretUnknown} when the secret is missing, or not the one its content was sealed with
 */
export async function openStore({
  dataDir,
  databaseUrl,
  secret,
  migrations = MIGRATIONS,
  clock = Date.now,
  random = pooledBytes,
}: StoreSettings & { migrations?: typeof MIGRATIONS; clock?: () => number; random?: RandomBytes }): Promise<Store> {
  const envelope = createEnvelope(secretsFor({ dataDir, databaseUrl, secret }, random), random);
  const database = databaseUrl ? 'postgres' : 'sqlite';
  if (database === 'sqlite') mkdirSync(dataDir, { recursive: true, mode: 0o700 });

  const opened = await (databaseUrl ? openPostgres(databaseUrl, prepare) : openSqlite(databaseFile(dataDir), prepare));
  return { ...opened, envelope };

  async function prepare(trx: Parameters<typeof migrate>[0]): Promise<void> {
    await migrate(trx, { database, known: migrations, now: clock() });
    await registerKeys(trx, envelope, clock());
  }
}

function secretsFor({ dataDir, databaseUrl, secret }: StoreSettings, random: RandomBytes): [string, ...string[]] {
  if (secret) return parseSecrets(secret);
  if (!databaseUrl) return secretOfFolder(dataDir, random);
  throw new SecretUnusable('BEDSIDE_SECRET is missing. With DATABASE_URL it must be set, the same for every process: openssl rand -base64 32');
}

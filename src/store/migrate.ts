import { createHash } from 'node:crypto';
import { CompiledQuery, sql, type Transaction } from 'kysely';
import { MigrationsDisagree, StoreIsNewer } from './errors.ts';
import { SQL_WORDS, type DatabaseKind, type Migration } from './migrations/migration.ts';
import type { Tables } from './schema.ts';

/** What the database says about a migration that ran. */
export interface AppliedMigration {
  readonly name: string;
  readonly digest: string;
}

/**
 * Runs the migrations that have not run yet. The caller's transaction must hold the lock that lets one process at a
 * time in here; all of them commit together with it, so a failing one leaves the database as it was.
 *
 * @returns the names of those that ran now
 * @throws {StoreIsNewer} when the database holds a migration that `known` lacks
 * @throws {MigrationsDisagree} when one that ran reads differently now or was skipped
 */
export async function migrate(
  trx: Transaction<Tables>,
  { database, known, now }: { database: DatabaseKind; known: readonly Migration[]; now: number },
): Promise<string[]> {
  const { bigint, strict } = SQL_WORDS[database];
  await sql
    .raw(`create table if not exists migration (name text not null primary key, digest text not null, applied_at ${bigint} not null) ${strict}`)
    .execute(trx);
  const applied = await trx.selectFrom('migration').select(['name', 'digest']).orderBy('name').execute();
  const pending = pendingMigrations(applied, known, database);
  for (const migration of pending) {
    for (const statement of migration.statements(SQL_WORDS[database])) await trx.executeQuery(CompiledQuery.raw(statement));
    await trx
      .insertInto('migration')
      .values({ name: migration.name, digest: migrationDigest(migration, database), applied_at: now })
      .execute();
  }
  return pending.map(({ name }) => name);
}

/** Which of the known migrations are still to run, after everything that could be wrong was ruled out. */
export function pendingMigrations(applied: readonly AppliedMigration[], known: readonly Migration[], database: DatabaseKind): Migration[] {
  const digests = new Map(known.map((migration) => [migration.name, migrationDigest(migration, database)]));
  const unknown = applied.filter(({ name }) => !digests.has(name)).map(({ name }) => name);
  if (unknown.length > 0) throw new StoreIsNewer(unknown);

  for (const { name, digest } of applied) {
    if (digests.get(name) !== digest) throw new MigrationsDisagree(name, 'ran here in another form');
  }
  const ran = new Set(applied.map(({ name }) => name));
  const skipped = known.slice(0, ran.size).find(({ name }) => !ran.has(name));
  if (skipped) throw new MigrationsDisagree(skipped.name, 'comes before others that already ran');
  return known.slice(ran.size);
}

/** Of the statements as this database reads them, white space apart: a reformatted file is the same migration. */
function migrationDigest(migration: Migration, database: DatabaseKind): string {
  const statements = migration.statements(SQL_WORDS[database]).map((statement) => statement.replace(/\s+/g, ' ').trim());
  return createHash('sha256').update(JSON.stringify([migration.name, ...statements])).digest('hex');
}

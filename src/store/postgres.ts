import { setTimeout as pause } from 'node:timers/promises';
import { CompiledQuery, Kysely, PostgresDialect, sql } from 'kysely';
import pg from 'pg';
import { planName } from './compiled-once.ts';
import { StoreUnavailable } from './errors.ts';
import { collided, namedPostgresError } from './postgres-faults.ts';
import type { Tables } from './schema.ts';
import { SEALED_COLUMNS } from './sealed-columns.ts';
import type { Database, Work } from './store.ts';

/** How our sessions name themselves; restore asks by it whether a service is running. */
export const APPLICATION_NAME = 'bedside';

const WRITING_CONNECTIONS = 10;
const READING_CONNECTIONS = 4;
const STATEMENT_TIMEOUT_MS = 10_000;
const CONNECT_TIMEOUT_MS = 5_000;
const ATTEMPTS = 5;

/** One process at a time prepares the database. The number is arbitrary, ours, and never changes. */
const PREPARING_LOCK = 7_133_701_809;

/** Eight-byte integers and numeric sums come as text, because they might not fit a number; instants and counts do. */
const NUMBER_TYPES: readonly number[] = [pg.types.builtins.INT8, pg.types.builtins.NUMERIC];

/**
 * PostgreSQL: as many processes as one likes on one database.
 *
 * Writing and reading have connections of their own, so that a long report cannot keep votes out.
 *
 * @param prepare runs in a transaction that no other process can share: migrations
 */
export async function openPostgres(databaseUrl: string, prepare: Work<void>): Promise<Database> {
  await prepareAlone(databaseUrl, prepare);
  const writing = connect(databaseUrl, {
    max: WRITING_CONNECTIONS,
    // Whatever the server's default says: an answer after COMMIT means that it is on the disk.
    session: "select set_config('synchronous_commit', 'on', false) where current_setting('synchronous_commit') = 'off'",
  });
  const reading = connect(databaseUrl, {
    max: READING_CONNECTIONS,
    session: 'set session characteristics as transaction read only',
  });

  const underWay = new Set<Promise<unknown>>();
  let closed = false;

  function assertOpen(): void {
    if (closed) throw new StoreUnavailable('unreachable', new Error('The store was closed.'));
  }

  return {
    kind: 'postgres',
    read: async (query) => {
      assertOpen();
      try {
        return await query(reading);
      } catch (error) {
        throw namedPostgresError(error);
      }
    },
    write: async (work) => {
      assertOpen();
      const write = writePatiently(writing, work);
      underWay.add(write);
      try {
        return await write;
      } finally {
        underWay.delete(write);
      }
    },
    overwriteDeleted: async () => {
      assertOpen();
      await vacuum(databaseUrl);
      return true;
    },
    close: async () => {
      closed = true;
      // A pool that ends forgets whoever still waits for a connection.
      await Promise.allSettled(underWay);
      await Promise.all([writing.destroy(), reading.destroy()]);
    },
  };
}

/**
 * Lets the server reuse the room of dead rows, and with that overwrite them. Only a rewrite (`vacuum full`, which locks
 * the tables) takes every byte at once; when, is the operator's to choose.
 */
async function vacuum(databaseUrl: string): Promise<void> {
  const db = new Kysely<Tables>({ dialect: new PostgresDialect({ pool: createPool(databaseUrl, { max: 1 }) }) });
  try {
    for (const table of new Set(SEALED_COLUMNS.map((column) => column.table))) await sql`vacuum ${sql.table(table)}`.execute(db);
  } catch (error) {
    throw namedPostgresError(error);
  } finally {
    await db.destroy();
  }
}

async function writePatiently<T>(db: Kysely<Tables>, work: Work<T>): Promise<T> {
  for (let attempt = 1; ; attempt += 1) {
    try {
      return await db.transaction().execute(work);
    } catch (error) {
      if (!collided(error) || attempt === ATTEMPTS) throw namedPostgresError(error);
      // Growing, and different for each, or two that collided would collide again.
      await pause(2 ** attempt * (1 + Math.random()));
    }
  }
}

/** A migration may take long and waits for other processes' migrations: no time limits here. */
async function prepareAlone(databaseUrl: string, prepare: Work<void>): Promise<void> {
  const db = new Kysely<Tables>({ dialect: new PostgresDialect({ pool: createPool(databaseUrl, { max: 1 }) }) });
  try {
    await db.transaction().execute(async (trx) => {
      await sql`select pg_advisory_xact_lock(${PREPARING_LOCK})`.execute(trx);
      await prepare(trx);
    });
  } catch (error) {
    throw namedPostgresError(error);
  } finally {
    await db.destroy();
  }
}

function connect(databaseUrl: string, { max, session }: { max: number; session: string }): Kysely<Tables> {
  const pool = createPool(databaseUrl, {
    max,
    statement_timeout: STATEMENT_TIMEOUT_MS,
    idle_in_transaction_session_timeout: STATEMENT_TIMEOUT_MS,
    // The server's own limit comes first; this one is for a server that fell silent.
    query_timeout: 2 * STATEMENT_TIMEOUT_MS,
  });
  return new Kysely<Tables>({
    dialect: new PostgresDialect({
      pool,
      onCreateConnection: async (connection) => {
        await connection.executeQuery(CompiledQuery.raw(session));
      },
    }),
  });
}

/** Lets PostgreSQL keep the plans of what runs again and again: to plan them anew is two fifths of what a ticket costs it. */
class PlanningOnce extends pg.Client {
  // Kysely asks with a text and its values, and nothing else.
  override query(...asked: unknown[]): never {
    const [text, values] = asked;
    const name = typeof text === 'string' ? planName(text) : undefined;
    const ask = super.query.bind(this) as (...given: unknown[]) => never;
    return name === undefined ? ask(...asked) : ask({ name, text, values });
  }
}

function createPool(databaseUrl: string, limits: pg.PoolConfig): pg.Pool {
  const pool = new pg.Pool({
    Client: PlanningOnce,
    connectionString: databaseUrl,
    application_name: APPLICATION_NAME,
    connectionTimeoutMillis: CONNECT_TIMEOUT_MS,
    keepAlive: true,
    types: { getTypeParser: numbersAsNumbers },
    ...limits,
  });
  // A connection that breaks is replaced when next needed, and the query that it served says so. Without listeners
  // (the pool's for idle ones, the client's for those in use) the news itself would end the process.
  pool.on('error', () => {});
  pool.on('connect', (client) => client.on('error', () => {}));
  return pool;
}

const numbersAsNumbers: typeof pg.types.getTypeParser = (type: number, format?: 'text' | 'binary') =>
  NUMBER_TYPES.includes(type) ? Number : pg.types.getTypeParser(type, format as 'text');

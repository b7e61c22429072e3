import type { DatabaseSync, SQLInputValue, StatementSync } from 'node:sqlite';
import { SqliteAdapter, SqliteIntrospector, SqliteQueryCompiler, type DatabaseConnection, type Dialect } from 'kysely';

/**
 * Kysely puts a lock around a lone SQLite connection. A write that hangs, or a file that cannot be opened, would leave
 * it locked for good; the store lines up its writes itself, and reads need no line.
 */
class UnlockedSqliteAdapter extends SqliteAdapter {
  override get supportsMultipleConnections(): boolean {
    return true;
  }
}

interface Prepared {
  readonly statement: StatementSync;
  readonly returnsRows: boolean;
}

/** Our queries are a few hundred texts; more than this means that values are written into SQL, and must not pile up. */
const STATEMENTS_KEPT = 500;

const preparedByDatabase = new WeakMap<DatabaseSync, Map<string, Prepared>>();

/** Kysely over `node:sqlite`. Which connection a query runs on, and in which transaction, is the store's business. */
export function sqliteDialect(connection: () => DatabaseConnection): Dialect {
  return {
    createAdapter: () => new UnlockedSqliteAdapter(),
    createQueryCompiler: () => new SqliteQueryCompiler(),
    createIntrospector: (db) => new SqliteIntrospector(db),
    createDriver: () => ({
      init: async () => {},
      acquireConnection: async () => connection(),
      // A write's savepoint is opened and closed around it by the store.
      beginTransaction: async () => {},
      commitTransaction: async () => {},
      rollbackTransaction: async () => {},
      releaseConnection: async () => {},
      destroy: async () => {},
    }),
  };
}

/**
 * Runs queries on an open database, statements prepared once.
 *
 * @param admit called before each query; throws when none may run now
 */
export function sqliteConnection(database: DatabaseSync, admit: () => void = () => {}): DatabaseConnection {
  return {
    executeQuery: async <Row>({ sql, parameters }: { sql: string; parameters: readonly unknown[] }) => {
      admit();
      const { rows, changes } = run(database, sql, parameters);
      return { rows: rows as Row[], ...(changes === undefined ? {} : { numAffectedRows: BigInt(changes) }) };
    },
    // An open stream pins the snapshot of everybody who shares the connection. Long results are paged by key.
    // eslint-disable-next-line require-yield
    streamQuery: async function* () {
      throw new Error('The store does not stream: page through the rows by key.');
    },
  };
}

/** Runs a statement, prepared once. `changes` is missing where it returns rows. */
export function run(database: DatabaseSync, text: string, values: readonly unknown[]): { readonly rows: readonly unknown[]; readonly changes?: number | bigint } {
  const { statement, returnsRows } = prepare(database, text);
  const given = values as readonly SQLInputValue[];
  if (returnsRows) return { rows: statement.all(...given) };
  return { rows: NO_ROWS, changes: statement.run(...given).changes };
}

const NO_ROWS: readonly unknown[] = [];

/** Runs a statement without values, prepared once. */
export function runPrepared(database: DatabaseSync, text: string): void {
  prepare(database, text).statement.run();
}

function prepare(database: DatabaseSync, text: string): Prepared {
  let kept = preparedByDatabase.get(database);
  if (!kept) preparedByDatabase.set(database, (kept = new Map()));
  const known = kept.get(text);
  if (known) return known;
  const statement = database.prepare(text);
  const prepared = { statement, returnsRows: statement.columns().length > 0 };
  if (kept.size >= STATEMENTS_KEPT) kept.clear();
  kept.set(text, prepared);
  return prepared;
}

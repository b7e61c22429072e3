/** The words in which the two databases differ. Everything else in a migration is SQL that both understand. */
export interface SqlWords {
  /** A column for instants and counts that may pass 2³¹. */
  readonly bigint: string;
  /** Ends a table's definition. On SQLite types are checked only in STRICT tables; PostgreSQL always checks. */
  readonly strict: string;
  /** The same, for small tables that are only ever looked up by their primary key. */
  readonly strictByKey: string;
}

/** The databases we run on. */
export type DatabaseKind = 'sqlite' | 'postgres';

export const SQL_WORDS: Record<DatabaseKind, SqlWords> = {
  sqlite: { bigint: 'integer', strict: 'strict', strictByKey: 'strict, without rowid' },
  postgres: { bigint: 'bigint', strict: '', strictByKey: '' },
};

/**
 * One step forward. A released migration never changes (its digest is recorded) and there is no way back: back is
 * a restored backup. Statements only add what the program before this one can ignore, because on PostgreSQL
 * processes of both versions run side by side for a moment.
 */
export interface Migration {
  /** Its file's name, `0001-…`: the order in which migrations run. */
  readonly name: string;
  statements(words: SqlWords): readonly string[];
}

/**
 * The one schema: what a row of each table looks like, on SQLite and PostgreSQL alike.
 *
 * Keys are UUIDv7 text, instants integer milliseconds since 1970 in UTC, yes/no is 1 or 0, JSON is text.
 * The reasons for each column stand in the migration that made it.
 */
import type { ColumnType } from 'kysely';

/** Set once when the row is made. */
type Fixed<T> = ColumnType<T, T, never>;

export interface VoteTable {
  id: Fixed<string>;
  article: Fixed<string>;
  revision: Fixed<string>;
  session: Fixed<string | null>;
  answer: 'yes' | 'no';
  reason: string | null;
  comment_sealed: string | null;
  deduplicated: Fixed<0 | 1>;
  token_digest: Fixed<string | null>;
  created_at: Fixed<number>;
  updated_at: number;
}

export interface ReaderEventTable {
  id: Fixed<string>;
  kind: Fixed<string>;
  version: Fixed<number>;
  session: Fixed<string>;
  bot: Fixed<0 | 1>;
  article: Fixed<string | null>;
  query: Fixed<string | null>;
  facts: Fixed<string>;
  happened_at: Fixed<number>;
  received_at: Fixed<number>;
}

export interface LimitWindowTable {
  bucket: Fixed<string>;
  key: Fixed<string>;
  window_start: Fixed<number>;
  window_end: Fixed<number>;
  count: number;
}

export interface DailySaltTable {
  day: Fixed<string>;
  salt: Fixed<string>;
  expires_at: Fixed<number>;
}

export interface DataKeyTable {
  id: Fixed<string>;
  created_at: Fixed<number>;
  retired_at: number | null;
}

export interface MigrationTable {
  name: Fixed<string>;
  digest: Fixed<string>;
  applied_at: Fixed<number>;
}

export interface Tables {
  vote: VoteTable;
  reader_event: ReaderEventTable;
  limit_window: LimitWindowTable;
  daily_salt: DailySaltTable;
  data_key: DataKeyTable;
  migration: MigrationTable;
}

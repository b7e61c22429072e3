import type { Migration } from './migration.ts';

/** The conventions that every later table follows, and what votes and limits need. */
export const conventions: Migration = {
  name: '0001-conventions',
  statements: ({ bigint, strict, strictByKey }) => [
    // Which keys sealed what stands in this database. A start with a secret that does not make all keys still in
    // use is refused: it would run well until the first reader of an old row.
    `create table data_key (
      id text not null primary key,
      created_at ${bigint} not null,
      retired_at ${bigint}
    ) ${strict}`,

    // The salt behind client hashes: one a day, random, the same for all processes, deleted when it expires. From
    // then on no hash made with it leads back to an address.
    `create table daily_salt (
      day text not null primary key,
      salt text not null,
      expires_at ${bigint} not null
    ) ${strict}`,

    // How often something happened in a window: bucket is the rule, key whom it counts (a salted hash, or "all").
    // The end stands in the row because windows of different rules have different lengths, and whoever sweeps
    // them should not need the rules.
    `create table limit_window (
      bucket text not null,
      key text not null,
      window_start ${bigint} not null,
      window_end ${bigint} not null,
      count ${bigint} not null,
      primary key (bucket, key, window_start)
    ) ${strictByKey}`,
    'create index limit_window_end on limit_window (window_end)',

    // One answer to "was this helpful". The comment is free text and may hold anything, so it is sealed; reason is
    // a word from a list that the feedback room owns and may lengthen without a migration.
    // A vote by script carries a session (random, made by the page). One without script has none, cannot be told
    // from a second one by the same reader (deduplicated = 0), and is changed with a token of which only the
    // digest is kept.
    `create table vote (
      id text not null primary key,
      article text not null,
      revision text not null,
      session text,
      answer text not null check (answer in ('yes', 'no')),
      reason text,
      comment_sealed text,
      deduplicated integer not null check (deduplicated in (0, 1)),
      token_digest text unique,
      created_at ${bigint} not null,
      updated_at ${bigint} not null
    ) ${strict}`,
    // Both databases hold nulls apart in a unique index, so votes without a session never collide; an index with
    // "where session is not null" would do the same but every ON CONFLICT had to repeat the condition.
    'create unique index vote_once on vote (session, article, revision)',
    'create index vote_report on vote (article, revision, created_at)',
  ],
};

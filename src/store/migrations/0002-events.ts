import type { Migration } from './migration.ts';

/** What readers' pages tell about how they were used. */
export const events: Migration = {
  name: '0002-events',
  statements: ({ bigint, strict }) => [
    // One event of the versioned envelope. What every report asks for has a column; what is of one kind alone stands
    // in facts, as JSON, so that a new kind needs no migration. The query is scrubbed before it comes here. The
    // session is random, made by the page, and lives in the reader's tab. Bots are stored and marked, not dropped:
    // what looks like one may be a hospital's proxy, and a report can count both ways.
    `create table reader_event (
      id text not null primary key,
      kind text not null,
      version integer not null,
      session text not null,
      bot integer not null check (bot in (0, 1)),
      article text,
      query text,
      facts text not null,
      happened_at ${bigint} not null,
      received_at ${bigint} not null
    ) ${strict}`,
    'create index reader_event_report on reader_event (kind, happened_at)',
    'create index reader_event_session on reader_event (session, happened_at)',
  ],
};

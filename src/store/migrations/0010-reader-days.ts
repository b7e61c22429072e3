import type { Migration } from './migration.ts';

/** Figures of readers by day, which stay when single events go. */
export const readerDays: Migration = {
  name: '0010-reader-days',
  statements: ({ bigint, strict }) => [
    // One local day of readers, rolled up: sums alone, no visit, no query, no address. `source` is `page` for what
    // readers' pages told and `log` for a web server's log. `zone` says whose day it was. A day is `settled` when
    // events that it was made of were let go: from then on it cannot be made anew.
    `create table reader_day (
      day text not null,
      source text not null check (source in ('page', 'log')),
      zone text not null,
      version integer not null,
      visits ${bigint} not null,
      figures text not null,
      settled integer not null check (settled in (0, 1)),
      made_at ${bigint} not null,
      primary key (day, source)
    ) ${strict}`,
    // Reports and roll-ups read events in the order of time, once each. An index by session has its rows in all
    // places at once, which made every insert touch another page.
    'create index reader_event_time on reader_event (happened_at)',
    'drop index reader_event_session',
    'drop index reader_event_report',
  ],
};

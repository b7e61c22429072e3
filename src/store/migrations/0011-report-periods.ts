import type { Migration } from './migration.ts';

/** Figures of tickets by period, so that a report with its curves need not read a quarter again. */
export const reportPeriods: Migration = {
  name: '0011-report-periods',
  statements: ({ bigint, strict }) => [
    // What the tickets of a period that is over came to: figures and counts alone, no ticket, no person. `zone` says
    // whose days these were, `rules` is a digest of the promises and hours they were measured by, `events` how many
    // events of tickets lay before the end of the period. Events are only ever added, so while that number stands, so
    // do the figures.
    `create table report_period (
      first_day text not null,
      last_day text not null,
      zone text not null,
      version integer not null,
      rules text not null,
      events ${bigint} not null,
      figures text not null,
      made_at ${bigint} not null,
      primary key (first_day, last_day)
    ) ${strict}`,
  ],
};

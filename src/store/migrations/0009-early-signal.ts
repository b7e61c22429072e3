import type { Migration } from './migration.ts';

/** The early signal: how many people a quarter of an hour brings to each part of the product, and what stood out. */
export const earlySignal: Migration = {
  name: '0009-early-signal',
  statements: ({ bigint, strict, strictByKey }) => [
    // Counts and nothing else: nobody can be found in here. Zero is not written; signal_slot says which quarters of an
    // hour were counted. kind: tickets, me-too, votes (unhelpful), searches.
    `create table signal_count (
      slot ${bigint} not null,
      component text not null,
      kind text not null check (kind in ('tickets', 'me-too', 'votes', 'searches')),
      people ${bigint} not null,
      primary key (slot, component, kind)
    ) ${strictByKey}`,
    // final: events may come an hour late, so a slot is counted again until then.
    `create table signal_slot (
      slot ${bigint} not null primary key,
      final integer not null check (final in (0, 1))
    ) ${strictByKey}`,

    // From the first count above the usual until all was quiet, or an incident was opened. It is told once. evidence is
    // JSON: counts, the usual level, articles, and words that several people used and the site itself knows.
    `create table signal_episode (
      id text not null primary key,
      component text not null,
      began_at ${bigint} not null,
      seen_at ${bigint} not null,
      ended_at ${bigint},
      incident text,
      evidence text not null
    ) ${strict}`,
    // One at a time for each part, whoever looks.
    'create unique index signal_episode_open on signal_episode (component) where ended_at is null',
    'create index signal_episode_began on signal_episode (began_at)',

    // Votes of a quarter of an hour, without going through all of them.
    'create index vote_by_time on vote (created_at)',
  ],
};

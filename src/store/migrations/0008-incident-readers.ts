import type { Migration } from './migration.ts';

/** What readers say about an incident: "me too", and "tell me when it is fixed". */
export const incidentReaders: Migration = {
  name: '0008-incident-readers',
  statements: ({ bigint, strict, strictByKey }) => [
    // One "me too" for a reader and an incident. reader is a digest of the incident, the client's name of that day and
    // the tab's or browser's own; the salt behind the client's name is deleted when the day is over. way: script, plain.
    `create table incident_me_too (
      incident text not null,
      reader text not null,
      way text not null check (way in ('script', 'plain')),
      at ${bigint} not null,
      primary key (incident, reader)
    ) ${strictByKey}`,
    'create index incident_me_too_at on incident_me_too (at)',

    // Who wants to hear when an incident is over. Address, index and time zone go with the letter a day later, on
    // request, or by age; what stays are instants, so that followers can be counted. asked_by: form (the question in
    // the contact form), ticket (whoever wrote all the same), page (the incident's own page).
    `create table incident_follower (
      id text not null primary key,
      incident text not null,
      email_sealed text,
      email_index text,
      time_zone text,
      asked_by text not null check (asked_by in ('form', 'ticket', 'page')),
      asked_at ${bigint} not null,
      told_at ${bigint},
      followed_up_at ${bigint},
      forgotten_at ${bigint}
    ) ${strict}`,
    'create unique index incident_follower_once on incident_follower (incident, email_index)',
    'create index incident_follower_email on incident_follower (email_index)',
    'create index incident_follower_asked on incident_follower (asked_at)',
  ],
};

import type { Migration } from './migration.ts';

/** Tickets: who asked, what happened, what was attached, and what makes a repeat harmless. */
export const tickets: Migration = {
  name: '0003-tickets',
  statements: ({ bigint, strict, strictByKey }) => [
    // Whoever asked. Found by the blind index of the address in lower case; name and address are sealed.
    `create table requester (
      id text not null primary key,
      email_sealed text,
      email_index text unique,
      name_sealed text,
      time_zone text,
      created_at ${bigint} not null,
      erased_at ${bigint}
    ) ${strict}`,

    // The ticket itself is its events. What stands here is a projection for lists and for the clock's worker, written
    // in the transaction of each event and rebuilt by "tickets verify"; rules never read it.
    // state is a word of the lifecycle; next_due_* the nearest deadline of all clocks; look_at when the clock's
    // worker next has something to decide. incident is the status page's id.
    `create table ticket (
      id text not null primary key,
      reference text not null unique,
      requester text not null references requester (id),
      state text not null,
      category text,
      priority text,
      team text,
      tier text,
      level integer not null,
      agent text,
      topic text,
      component text,
      article text,
      incident text,
      merged_into text,
      events ${bigint} not null,
      chain_head text not null,
      next_due_at ${bigint},
      next_due_clock text,
      look_at ${bigint},
      created_at ${bigint} not null,
      updated_at ${bigint} not null,
      closed_at ${bigint}
    ) ${strict}`,
    'create index ticket_by_deadline on ticket (state, next_due_at)',
    'create index ticket_to_look_at on ticket (look_at)',
    'create index ticket_by_requester on ticket (requester, created_at)',
    'create index ticket_by_time on ticket (created_at)',
    'create index ticket_by_incident on ticket (incident)',

    // Append-only. facts name nobody; words are what people wrote, sealed. The chain runs over a salted digest of the
    // words, so that erasing words and salt leaves it valid and the digest tells nothing.
    // at is when it happened, recorded_at when we learned of it: a help desk may tell us late. The order is seq.
    // origin makes a repeat from outside (a webhook, a mail) harmless: unique where it is given.
    `create table ticket_event (
      id text not null primary key,
      ticket text not null references ticket (id),
      seq ${bigint} not null,
      kind text not null,
      at ${bigint} not null,
      recorded_at ${bigint} not null,
      actor text not null,
      actor_name text,
      source text not null,
      origin text,
      facts text not null,
      words_sealed text,
      words_salt text,
      words_digest text,
      previous text not null,
      hash text not null
    ) ${strict}`,
    'create unique index ticket_event_order on ticket_event (ticket, seq)',
    'create unique index ticket_event_origin on ticket_event (origin)',
    'create index ticket_event_report on ticket_event (kind, at)',

    // A file somebody sent, sealed like words: bytes as base64 text, so that one transaction stores ticket and files,
    // every process sees them, and a backup has all. Kept small by the limits at the door.
    `create table attachment (
      id text not null primary key,
      ticket text not null references ticket (id),
      event text not null references ticket_event (id),
      name_sealed text,
      type text not null,
      bytes ${bigint} not null,
      content_sealed text,
      created_at ${bigint} not null
    ) ${strict}`,
    'create index attachment_of_ticket on attachment (ticket)',

    // A request that must have its effect once. key is a digest of what the client sent as Idempotency-Key, body a
    // keyed digest of the request; answer is what it got, sealed, for whoever asks again.
    `create table idempotent_request (
      key text not null primary key,
      body text not null,
      ticket text not null,
      answer_sealed text not null,
      created_at ${bigint} not null,
      expires_at ${bigint} not null
    ) ${strict}`,
    'create index idempotent_request_end on idempotent_request (expires_at)',

    // Proofs of work and one-time tokens that were used, until they expire by themselves.
    `create table spent_token (
      digest text not null primary key,
      expires_at ${bigint} not null
    ) ${strictByKey}`,
    'create index spent_token_end on spent_token (expires_at)',

    // What the clock's worker has raised: each warning, breach and escalation once, however often it looks.
    `create table ticket_alarm (
      ticket text not null references ticket (id),
      alarm text not null,
      due_at ${bigint} not null,
      raised_at ${bigint} not null,
      primary key (ticket, alarm)
    ) ${strictByKey}`,

    // Which process does a job that only one may do, and until when.
    `create table lease (
      name text not null primary key,
      holder text not null,
      until ${bigint} not null
    ) ${strictByKey}`,
  ],
};

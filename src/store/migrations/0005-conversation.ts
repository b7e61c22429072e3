import type { Migration } from './migration.ts';

/** The conversation: links to a requester's own page, and mail that came in. */
export const conversation: Migration = {
  name: '0005-conversation',
  statements: ({ bigint, strict }) => [
    // Opens one ticket to whoever holds its secret, which is made of this id with a key that is not in the database:
    // who reads the rows opens nothing, and a mail that is sent again holds the same link.
    `create table ticket_link (
      id text not null primary key,
      ticket text not null references ticket (id),
      created_at ${bigint} not null,
      expires_at ${bigint} not null,
      revoked_at ${bigint}
    ) ${strict}`,
    'create index ticket_link_of_ticket on ticket_link (ticket)',

    // A mail as it came, sealed, from the moment we took it until it is a ticket's event; then raw_sealed goes. What
    // no rule may decide waits for a person (parked). message_digest makes a mail that is fetched twice one mail, and
    // finds who answered whom. sender_index is the blind index of its From, so that a person's mails can be erased.
    // state: taken, done, parked, refused. why is a word of ours.
    `create table inbound_mail (
      id text not null primary key,
      message_digest text not null unique,
      sender_index text,
      raw_sealed text,
      bytes ${bigint} not null,
      state text not null check (state in ('taken', 'done', 'parked', 'refused')),
      why text,
      ticket text,
      received_at ${bigint} not null,
      settled_at ${bigint}
    ) ${strict}`,
    'create index inbound_mail_state on inbound_mail (state, received_at)',
    'create index inbound_mail_sender on inbound_mail (sender_index)',

    // Message-IDs of our own mails and of mails that became events, as digests: what In-Reply-To and References name.
    `create table mail_thread (
      message_digest text not null primary key,
      ticket text not null references ticket (id),
      created_at ${bigint} not null
    ) ${strict}`,
    'create index mail_thread_of_ticket on mail_thread (ticket)',
  ],
};

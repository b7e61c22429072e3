import type { Migration } from './migration.ts';

/** What has to be done outside once a transaction is committed: mail to send, tickets to hand over. */
export const outbox: Migration = {
  name: '0004-outbox',
  statements: ({ bigint, strict }) => [
    // One thing to do. about and result hold ids and never what people wrote: who does it reads the rest when it is
    // due, so that erasing a person's words leaves none here. The row's own id is the key under which the other side
    // sees it, the same at each attempt.
    // lane: rows of one lane are done one after another, by place. A lane goes on past a row that was refused, unless
    // that row is its gate: what comes after a gate makes no sense without it.
    // due_at is when somebody may take it: the next attempt of a waiting row, the end of the lease of a leased one.
    // An attempt is counted when it begins, so that whoever finds attempts above 1 knows that an earlier one may have
    // been accepted without our knowing.
    // patience_from is when the waiting began that is given up one day; a person who says "again" sets it anew.
    `create table outbox (
      id text not null primary key,
      kind text not null,
      lane text,
      place ${bigint} not null,
      gate integer not null check (gate in (0, 1)),
      about text not null,
      once_key text unique,
      state text not null check (state in ('waiting', 'leased', 'done', 'dead', 'parked')),
      attempts ${bigint} not null,
      due_at ${bigint} not null,
      leased_by text,
      patience_from ${bigint} not null,
      created_at ${bigint} not null,
      done_at ${bigint},
      last_error text,
      result text
    ) ${strict}`,
    // Each of these holds only the rows it is for: nearly all of the table is done.
    `create index outbox_due on outbox (due_at) where state in ('waiting', 'leased')`,
    `create index outbox_open on outbox (state, created_at) where state <> 'done'`,
    `create index outbox_lane on outbox (lane, place) where state <> 'done'`,
    `create index outbox_done on outbox (done_at) where state = 'done'`,

    // A channel whose other side refuses us altogether (a wrong token). Nobody uses it until a person or a probe finds
    // it open again; kept here so that all processes and the command line see it.
    `create table outbox_channel (
      channel text not null primary key,
      reason text not null,
      parked_at ${bigint} not null,
      probe_at ${bigint} not null
    ) ${strict}`,
  ],
};

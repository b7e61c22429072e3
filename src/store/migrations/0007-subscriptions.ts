import type { Migration } from './migration.ts';

/** Who is told of incidents, and what they have been told. */
export const subscriptions: Migration = {
  name: '0007-subscriptions',
  statements: ({ bigint, strict, strictByKey }) => [
    // One way by which somebody is told: mail to an address, or a webhook with the address of whoever looks after it.
    // place is '' for mail and the blind index of the webhook's address, so that one address has one subscription of
    // each. components is a JSON list of slugs, or null for everything.
    // secret_sealed is what all links of this subscription are made of (and a webhook's signing key); of each link only
    // a digest is kept to find it by. They are made once and not of the keys that seal: a link to unsubscribe in an old
    // mail has to work after secrets were rotated.
    // mailed_at is when a confirmation was last sent; failing_since when a webhook last began to fail.
    // Whoever unsubscribes is deleted: there is no row left to tell of it.
    `create table subscriber (
      id text not null primary key,
      kind text not null check (kind in ('email', 'webhook')),
      state text not null check (state in ('asked', 'confirmed', 'off')),
      email_sealed text not null,
      email_index text not null,
      url_sealed text,
      place text not null,
      secret_sealed text not null,
      confirm_digest text not null unique,
      manage_digest text not null unique,
      leave_digest text not null unique,
      components text,
      locale text not null,
      asked_at ${bigint} not null,
      mailed_at ${bigint},
      confirmed_at ${bigint},
      failing_since ${bigint},
      off_at ${bigint}
    ) ${strict}`,
    'create unique index subscriber_once on subscriber (email_index, place)',
    'create index subscriber_told on subscriber (state, kind, id)',
    'create index subscriber_asked on subscriber (state, asked_at)',

    // One update of an incident or maintenance that was announced. Whoever writes the row announces it, in the same
    // transaction, so that every update is announced once over restarts and among processes.
    `create table announced_update (
      record text not null,
      at ${bigint} not null,
      kind text not null,
      announced_at ${bigint} not null,
      primary key (record, at)
    ) ${strictByKey}`,
    'create index announced_update_age on announced_update (announced_at)',
  ],
};

import type { Migration } from './migration.ts';

/** What agents' lists ask for. */
export const lists: Migration = {
  name: '0006-lists',
  statements: () => [
    // "What is due next" over all states: a ticket without a running clock has no deadline and is not in here.
    'create index ticket_next_due on ticket (next_due_at) where next_due_at is not null',
  ],
};

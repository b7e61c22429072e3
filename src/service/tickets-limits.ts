/** How many messages are believed. */
import type { Limit } from './limits.ts';

const MINUTE = 60_000;

/**
 * A hospital shares one address, so a client may be many doctors. Without a script there is no proof of work, and
 * fewer are believed.
 */
export const TICKETS_LIMITS = {
  start: { bucket: 'tickets-start', most: 120, windowMs: 10 * MINUTE },
  startAll: { bucket: 'tickets-start-all', most: 60_000, windowMs: 60 * MINUTE },
  review: { bucket: 'tickets-review', most: 60, windowMs: 10 * MINUTE },
  reviewAll: { bucket: 'tickets-review-all', most: 6_000, windowMs: 60 * MINUTE },
  client: { bucket: 'tickets-client', most: 60, windowMs: 60 * MINUTE },
  clientPlain: { bucket: 'tickets-client-plain', most: 20, windowMs: 60 * MINUTE },
  requester: { bucket: 'tickets-requester', most: 10, windowMs: 60 * MINUTE },
  all: { bucket: 'tickets-all', most: 6_000, windowMs: 60 * MINUTE },
  allPlain: { bucket: 'tickets-all-plain', most: 1_000, windowMs: 60 * MINUTE },
  own: { bucket: 'own-look', most: 120, windowMs: 10 * MINUTE },
  ownAct: { bucket: 'own-act', most: 60, windowMs: 60 * MINUTE },
  ownAll: { bucket: 'own-all', most: 60_000, windowMs: 60 * MINUTE },
} as const satisfies Record<string, Limit>;

export type TicketsLimits = Record<keyof typeof TICKETS_LIMITS, Limit>;

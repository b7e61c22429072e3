/** How many batches of events are believed. */
import type { Limit } from './limits.ts';

const MINUTE = 60_000;

/** A page sends one or two batches; a hospital shares one address. A flood is cut before it fills the disk. */
export const EVENTS_LIMITS = {
  session: { bucket: 'events-session', most: 120, windowMs: 10 * MINUTE },
  client: { bucket: 'events-client', most: 1_200, windowMs: 10 * MINUTE },
  all: { bucket: 'events-all', most: 120_000, windowMs: 60 * MINUTE },
} as const satisfies Record<string, Limit>;

export type EventsLimits = Record<keyof typeof EVENTS_LIMITS, Limit>;

/** How many subscriptions are believed: each one asked for sends a letter to an address that anybody may have typed. */
import type { Limit } from './limits.ts';

const HOUR = 60 * 60_000;

export const SUBSCRIPTIONS_LIMITS = {
  client: { bucket: 'subscribe-client', most: 20, windowMs: HOUR },
  all: { bucket: 'subscribe-all', most: 1_000, windowMs: HOUR },
  act: { bucket: 'subscribe-act', most: 120, windowMs: HOUR },
} as const satisfies Record<string, Limit>;

export type SubscriptionsLimits = Record<keyof typeof SUBSCRIPTIONS_LIMITS, Limit>;

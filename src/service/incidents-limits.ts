/** How many readers' words about incidents are believed. */
import type { Limit } from './limits.ts';

const MINUTE = 60_000;

/** A hospital shares one address, and in an outage many of its doctors say the same within minutes. */
export const INCIDENTS_LIMITS = {
  meToo: { bucket: 'me-too', most: 60, windowMs: 10 * MINUTE },
  meTooAll: { bucket: 'me-too-all', most: 60_000, windowMs: 60 * MINUTE },
  /** Who follows for others writes mail to them: fewer are believed. */
  follow: { bucket: 'follow', most: 20, windowMs: 60 * MINUTE },
  followAddress: { bucket: 'follow-address', most: 5, windowMs: 24 * 60 * MINUTE },
  followAll: { bucket: 'follow-all', most: 20_000, windowMs: 60 * MINUTE },
  stop: { bucket: 'follow-stop', most: 120, windowMs: 10 * MINUTE },
} as const satisfies Record<string, Limit>;

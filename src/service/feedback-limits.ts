/** How many votes are believed. */
import type { Limit } from './limits.ts';

const MINUTE = 60_000;

/** A hospital shares one address, so a client may be many doctors; a machine is quicker than all of them. */
export const FEEDBACK_LIMITS = {
  client: { bucket: 'feedback-client', most: 120, windowMs: 10 * MINUTE },
  article: { bucket: 'feedback-article', most: 3_000, windowMs: 60 * MINUTE },
  all: { bucket: 'feedback-all', most: 60_000, windowMs: 60 * MINUTE },
} as const satisfies Record<string, Limit>;

export type FeedbackLimits = Record<keyof typeof FEEDBACK_LIMITS, Limit>;

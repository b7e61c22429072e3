/** How urgent a ticket is, and what a team may promise for it: words that content and tickets share. */
export const PRIORITIES = ['critical', 'high', 'medium', 'low'] as const;
export type Priority = (typeof PRIORITIES)[number];

/** The clocks that a policy may set a target for. */
export const CLOCKS = ['triage', 'first-response', 'next-reply', 'resolution'] as const;
export type ClockName = (typeof CLOCKS)[number];

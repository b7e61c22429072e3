/** First words for an update, so that nobody begins with an empty field at night. They are the crisis plan's. */
import type { IncidentState } from '../catalog/status-schema.ts';

export interface DraftFacts {
  /** What readers cannot do, `create posts`. */
  readonly what: string;
  /** Until the next update. */
  readonly minutes: number;
  /** Where to write when it still happens. */
  readonly contact: string | undefined;
}

export function draftText(state: IncidentState, { what, minutes, contact }: DraftFacts): string {
  switch (state) {
    case 'investigating':
      return `We are aware that some people have problems with ${what}. We are looking for the cause. The next update comes within ${minutes} minutes.`;
    case 'identified':
      return `We have found the cause of the problems with ${what} and are working on a fix. The next update comes within ${minutes} minutes.`;
    case 'monitoring':
      return `The fix for ${what} is in place. We are watching the result. The next update comes within ${minutes} minutes.`;
    case 'resolved':
      return `This is resolved. All parts work. ${contact === undefined ? 'If it still happens to you, write to us.' : `If it still happens to you, write to ${contact}.`}`;
    case 'postmortem':
      return 'We have published what happened, what it meant, and what we changed.';
  }
}

/** The post-mortem's outline: the plan's email to users, and what it wants learned. */
export function draftPostmortem(title: string): string {
  return `## What happened

${title}: say in two or three plain sentences what broke, from when to when.

## What it meant

- How many people, and what they could not do.
- What went on working.
- Whether anything was lost.

## How we resolved it

What we did, and when it took effect.

## What we changed

1. What makes this less likely.
2. What makes us notice sooner.
3. What makes it less bad when it happens.

We are sorry for the interruption. Thank you for your patience.
`;
}

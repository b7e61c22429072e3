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

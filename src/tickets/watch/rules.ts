/** What the clock's worker goes by: the promises and the ladder of one build. */
import type { Escalation } from '../../catalog/support/escalation.ts';
import type { FollowUp } from '../../catalog/support/follow-up.ts';
import { nextOpening } from '../sla/open-hours.ts';
import type { SlaRules } from '../sla/policy.ts';

export interface WatchRules extends SlaRules {
  readonly escalation: Escalation;
  /** Missing where nothing happens by itself after a solution. */
  readonly followUp?: FollowUp | undefined;
}

/** The first open instant of a calendar from an instant on; the instant itself when the calendar is not known any more. */
export function opensFrom({ calendars }: WatchRules, calendar: string, from: number): number {
  const found = calendars.get(calendar);
  return found === undefined ? from : nextOpening(found, from);
}

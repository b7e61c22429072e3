/** What a solved ticket sets off: the request for a rating, a reminder, its closing. Pure. */
import type { FollowUp } from '../../catalog/support/follow-up.ts';
import type { TicketEvent } from '../events.ts';
import { snapshotOf } from '../lifecycle.ts';

export interface FollowUpAlarm {
  readonly kind: 'follow-up';
  readonly key: string;
  readonly at: number;
  readonly what: 'rating' | 'rating-reminder' | 'close';
  /** From then on it comes too late: the ticket closes. */
  readonly until: number;
}

/**
 * All of them, in order of time, while the ticket is solved. A ticket that is opened again and solved again closes
 * anew; its requester is asked once in all.
 */
export function followUpsOf(events: readonly TicketEvent[], followUp: FollowUp | undefined): FollowUpAlarm[] {
  const { state, resolvedAt, rating } = snapshotOf(events);
  if (followUp === undefined || state !== 'resolved' || resolvedAt === undefined) return [];
  const close: FollowUpAlarm = { kind: 'follow-up', key: `follow-up:close:${resolvedAt}`, at: resolvedAt + followUp.closeAfter, what: 'close', until: Infinity };
  const asked = followUp.rating;
  if (asked === undefined || rating !== undefined) return [close];
  const request: FollowUpAlarm = { kind: 'follow-up', key: 'follow-up:rating', at: resolvedAt + asked.after, what: 'rating', until: close.at };
  const reminder: FollowUpAlarm[] = asked.remindAfter === undefined ? [] : [{ kind: 'follow-up', key: 'follow-up:rating-reminder', at: request.at + asked.remindAfter, what: 'rating-reminder', until: close.at }];
  return [request, ...reminder, close];
}

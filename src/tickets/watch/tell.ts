/** Turns raised alarms into errands: who is told, once each, and in a flood all at once. */
import type { Transaction } from 'kysely';
import type { Notice } from '../../catalog/support/escalation.ts';
import type { Errand } from '../../outbox/row.ts';
import { countInWindow } from '../../store/limit-window.ts';
import type { Tables } from '../../store/schema.ts';
import type { Raised } from './look.ts';

type Trx = Transaction<Tables>;

/** Beyond this many notices to one rung by one way in one window, the rest comes as one list. */
export const MOST_NOTICES = 20;
export const FLOOD_WINDOW_MS = 10 * 60_000;

const LATE_MS = 60 * 60_000;
const REMIND_LATER_MS = 24 * 60 * 60_000;

/** The letter that tells a requester. */
export const ESCALATION_MAIL = 'escalated';

/** Each way has kinds of its own, so that a broken hook holds up no mail. */
export const noticeKind = (notice: Notice) => `notice-${notice}`;
export const digestKind = (notice: Notice) => `notices-${notice}`;

/**
 * Writes what follows from one alarm, in its transaction.
 *
 * @param enqueue the outbox
 */
export async function tellOf(trx: Trx, { ticket, alarm, notices, tellRequester }: Raised, now: number, enqueue: (trx: Trx, errand: Errand, now: number) => Promise<unknown>): Promise<void> {
  if (alarm.kind === 'follow-up') {
    // Nobody is asked about what closes by the same look: it was solved long ago, before anybody looked.
    if (alarm.what === 'close' || alarm.until <= now) return;
    // In a lane of its own, because what waits in one holds up what comes after it.
    // After a standstill the request and its reminder are due at once: the second still leaves time to answer the first.
    const late = now - alarm.at > LATE_MS;
    const notBefore = late && alarm.what === 'rating-reminder' ? now + REMIND_LATER_MS : now;
    await enqueue(trx, { kind: 'mail', about: { template: alarm.what, ticket }, lane: `rating:${ticket}`, once: `${alarm.what}:${ticket}`, notBefore }, now);
    return;
  }
  for (const { notice, level, notBefore } of notices) {
    const start = Math.floor(now / FLOOD_WINDOW_MS) * FLOOD_WINDOW_MS;
    const end = start + FLOOD_WINDOW_MS;
    const count = await countInWindow(trx, { bucket: 'team notice', key: `${level}.${notice}`, start, end });
    await enqueue(
      trx,
      count <= MOST_NOTICES
        ? { kind: noticeKind(notice), about: { ticket, alarm: alarm.key, level, notice }, once: `notice:${ticket}:${alarm.key}:${notice}`, notBefore }
        : { kind: digestKind(notice), about: { level, notice, from: start, to: end }, once: `digest:${level}:${notice}:${start}`, notBefore: Math.max(notBefore, end) },
      now,
    );
  }
  if (tellRequester) await enqueue(trx, { kind: 'mail', about: { template: ESCALATION_MAIL, ticket }, lane: `mail:${ticket}`, once: `escalated:${ticket}:${alarm.key}` }, now);
}

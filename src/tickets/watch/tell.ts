/** Turns raised alarms into errands: who is told, once each, and in a flood all at once. */
import type { Transaction } from 'kysely';
import type { Errand } from '../../outbox/row.ts';
import { countInWindow } from '../../store/limit-window.ts';
import type { Tables } from '../../store/schema.ts';
import type { Raised } from './look.ts';

type Trx = Transaction<Tables>;

/** Beyond this many notices to one rung by one way in one window, the rest comes as one list. */
export const MOST_NOTICES = 20;
export const FLOOD_WINDOW_MS = 10 * 60_000;

/** The errand kinds that this room writes; who does them is in `notices.ts`. */
export const NOTICE_KIND = 'notice';
export const DIGEST_KIND = 'notice-digest';
export const ESCALATION_MAIL = 'escalated';

/**
 * Writes what follows from one alarm, in its transaction.
 *
 * @param enqueue the outbox
 */
export async function tellOf(trx: Trx, { ticket, alarm, notices, tellRequester }: Raised, now: number, enqueue: (trx: Trx, errand: Errand, now: number) => Promise<unknown>): Promise<void> {
  for (const { notice, level, notBefore } of notices) {
    const start = Math.floor(now / FLOOD_WINDOW_MS) * FLOOD_WINDOW_MS;
    const end = start + FLOOD_WINDOW_MS;
    const count = await countInWindow(trx, { bucket: 'team notice', key: `${level}.${notice}`, start, end });
    await enqueue(
      trx,
      count <= MOST_NOTICES
        ? { kind: NOTICE_KIND, about: { ticket, alarm: alarm.key, level, notice }, once: `notice:${ticket}:${alarm.key}:${notice}`, notBefore }
        : { kind: DIGEST_KIND, about: { level, notice, from: start, to: end }, once: `digest:${level}:${notice}:${start}`, notBefore: Math.max(notBefore, end) },
      now,
    );
  }
  if (tellRequester) await enqueue(trx, { kind: 'mail', about: { template: ESCALATION_MAIL, ticket }, lane: ticket, once: `escalated:${ticket}:${alarm.key}` }, now);
}

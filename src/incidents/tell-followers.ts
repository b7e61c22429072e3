/** Telling everybody who follows an incident that it is over: one errand, which leaves both letters of each, in batches. */
import type { Transaction } from 'kysely';
import { CLOCKS_AGREE_MS } from '../outbox/clock-ahead.ts';
import { enqueue, enqueueMany } from '../outbox/enqueue.ts';
import type { Handler } from '../outbox/handler.ts';
import { oneForEach } from '../outbox/one-for-each.ts';
import { MAIL_PATIENCE } from '../outbox/outcome.ts';
import type { Tables } from '../store/schema.ts';
import type { Store } from '../store/store.ts';
import { AFTERWARDS_MAIL, FIXED_MAIL, followingAfter } from './followers.ts';

type Trx = Transaction<Tables>;

export const TELL_FOLLOWERS = 'followers.tell';
/** A channel of their own: ten thousand letters of one end must not stand before the answer to a ticket. */
export const FOLLOWERS_MAIL = 'followers.mail';
/** The plan's follow-up comes a day after the end. */
const AFTERWARDS_MS = 24 * 60 * 60 * 1_000;
/** Of several processes one sees the end first; at another somebody may still ask. After this long all have seen it. */
const ASKED_LATE_MS = 10 * 60_000;
const ATTEMPT_MS = 5 * 60_000;

/** An end of an incident: opened again and ended again is another. */
export interface Ended {
  readonly incident: string;
  readonly at: number;
}

/** Leaves the errand that tells them, and one for who asks while the end is not shown everywhere. Left once for an end. */
export async function tellFollowers(trx: Trx, { incident, at }: Ended, now: number): Promise<void> {
  const errand = (which: string, notBefore: number) => enqueue(trx, { kind: TELL_FOLLOWERS, about: { incident, ended: at }, once: `${TELL_FOLLOWERS}:${which}:${incident}:${at}`, notBefore }, now);
  await errand('all', now);
  await errand('late', now + ASKED_LATE_MS);
}

/** Leaves both letters for some followers: one now, one a day after the end. Left again, they are the same. */
export async function leaveLetters(trx: Trx, followers: readonly { readonly id: string; readonly toldAt: number | null }[], ended: number, now: number): Promise<void> {
  const letter = (follower: string, template: string, notBefore: number) => ({ kind: FOLLOWERS_MAIL, lane: `${FOLLOWERS_MAIL}:${follower}:${ended}`, about: { template, follower, ended }, once: `${template}:${follower}:${ended}`, notBefore });
  const letters = followers.flatMap(({ id, toldAt }) => [
    // Told after this instant, they know: somebody only wrote down an earlier end than at first. Unless a clock that was
    // ahead says so: then nobody knows of which end they were told.
    ...(toldAt !== null && toldAt >= ended && toldAt <= now + CLOCKS_AGREE_MS ? [] : [letter(id, FIXED_MAIL, now)]),
    letter(id, AFTERWARDS_MAIL, Math.max(now, ended + AFTERWARDS_MS)),
  ]);
  await enqueueMany(trx, letters, now);
}

export interface TellFollowersOptions {
  readonly store: () => Promise<Store>;
  /** Called after each batch. */
  readonly wake: () => void;
  readonly clock: () => number;
}

/** Handler for the errand of an end. */
export function tellFollowersHandler({ store, wake, clock }: TellFollowersOptions): [kind: string, handler: Handler] {
  return [
    TELL_FOLLOWERS,
    {
      channel: 'followers',
      parallel: 2,
      patience: MAIL_PATIENCE,
      attemptMs: ATTEMPT_MS,
      async handle(job) {
        const { incident, ended } = job.about;
        return oneForEach(job, {
          store: await store(),
          page: (db, after, most) => followingAfter(db, String(incident), after, most),
          leave: (trx, some) => leaveLetters(trx, some, Number(ended), clock()),
          wake,
        });
      },
    },
  ];
}

/** Telling subscribers of an update: one errand for the update, which leaves one for each of them, in batches. */
import { enqueue, enqueueMany, hurryLanes } from '../outbox/enqueue.ts';
import type { Handler } from '../outbox/handler.ts';
import { oneForEach } from '../outbox/one-for-each.ts';
import { MAIL_PATIENCE, type Patience } from '../outbox/outcome.ts';
import type { About, Errand } from '../outbox/row.ts';
import type { StatusUpdate } from '../status/records.ts';
import type { Store } from '../store/store.ts';
import type { Announced } from './announce.ts';
import { confirmedAfter } from './subscribers.ts';
import { missing, newsKey, type Missing } from './updates.ts';
import { wants } from './wants.ts';

export const TELL = 'subscribers.tell';
export const TELL_MAIL = 'subscribers.mail';
export const TELL_WEBHOOK = 'subscribers.webhook';

/** Leaves the errand that tells subscribers, in the transaction that announces the update. */
export const tellSubscribers: Announced = async ({ record, at }, trx, now) => {
  // Written in before what was announced already: whoever knows the newer state is not told an older one after it.
  const newer = await trx.selectFrom('announced_update').select('at').where('record', '=', record).where('at', '>', at).executeTakeFirst();
  if (newer !== undefined) return;
  await enqueue(trx, { kind: TELL, lane: `${TELL}:${record}`, about: { record, at }, once: `${TELL}:${record}:${at}` }, now);
};

export interface TellOptions {
  readonly store: () => Promise<Store>;
  /** The update of an errand, in the status that is shown here. */
  readonly update: (about: About) => StatusUpdate | Missing;
  /** Called after each batch, so that the first letters go while the last errands are written. */
  readonly wake: () => void;
  readonly clock: () => number;
}

const ATTEMPT_MS = 5 * 60_000;
export const NEWS_PATIENCE: Patience = { ...MAIL_PATIENCE, giveUpMs: 24 * 60 * 60_000 };

/** Handler for the errand of an update. */
export function tellHandler({ store, update, wake, clock }: TellOptions): [kind: string, handler: Handler] {
  return [
    TELL,
    {
      channel: 'subscribers',
      parallel: 2,
      patience: NEWS_PATIENCE,
      attemptMs: ATTEMPT_MS,
      async handle(job) {
        const told = update(job.about);
        if (typeof told === 'string') return missing(told, job.createdAt, clock());
        return oneForEach(job, {
          store: await store(),
          page: confirmedAfter,
          async leave(trx, some) {
            const errands = some.filter(({ components }) => wants(components, told)).map(({ id, kind }) => errandFor(told, id, kind));
            // A receiver that was away may be back: what waits is tried now, and the new one right after it.
            await hurryLanes(trx, errands.map(({ lane }) => lane), clock());
            await enqueueMany(trx, errands, clock());
          },
          wake,
        });
      },
    },
  ];
}

/** One for each subscriber and update, however often it is written; those of one record one after another. */
function errandFor({ record, at }: StatusUpdate, subscriber: string, kind: 'email' | 'webhook'): Omit<Errand, 'gate'> & { readonly lane: string } {
  const what = kind === 'email' ? TELL_MAIL : TELL_WEBHOOK;
  return { kind: what, lane: `${what}:${record}:${subscriber}`, about: { record, at, subscriber }, once: newsKey(what, record, at, subscriber) };
}

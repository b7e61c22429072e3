/** Telling subscribers of an update: one errand for the update, which leaves one for each of them, in batches. */
import { setTimeout as pause } from 'node:timers/promises';
import { enqueue, enqueueMany } from '../outbox/enqueue.ts';
import type { Handler } from '../outbox/handler.ts';
import { MAIL_PATIENCE, type Patience } from '../outbox/outcome.ts';
import type { About, Errand } from '../outbox/row.ts';
import type { StatusUpdate } from '../status/records.ts';
import type { Store } from '../store/store.ts';
import type { Announced } from './announce.ts';
import { confirmedAfter } from './subscribers.ts';
import { unseen } from './updates.ts';
import { wants } from './wants.ts';

export const TELL = 'subscribers.tell';
export const TELL_MAIL = 'subscribers.mail';
export const TELL_WEBHOOK = 'subscribers.webhook';

/** Leaves the errand that tells subscribers, in the transaction that announces the update. */
export const tellSubscribers: Announced = async ({ record, at }, trx, now) => {
  await enqueue(trx, { kind: TELL, about: { record, at }, once: `${TELL}:${record}:${at}` }, now);
};

export interface TellOptions {
  readonly store: () => Promise<Store>;
  /** The update of an errand; `undefined` when the status that is shown here does not hold it. */
  readonly update: (about: About) => StatusUpdate | undefined;
  /** Called after each batch, so that the first letters go while the last errands are written. */
  readonly wake: () => void;
  readonly clock: () => number;
}

/** A batch is one transaction, for which votes and tickets wait on SQLite: some milliseconds. */
const BATCH = 250;
/** Between batches others get their turn, also when the store is quick. */
const BREATH_MS = 5;
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
      async handle({ about, createdAt, result, signal, save }) {
        const told = update(about);
        if (told === undefined) return unseen(createdAt, clock());
        const opened = await store();
        let after = String(result?.['after'] ?? '');
        for (;;) {
          signal.throwIfAborted();
          const page = await opened.read((db) => confirmedAfter(db, after, BATCH));
          if (page.length === 0) return { kind: 'done' };
          const errands = page.filter(({ components }) => wants(components, told)).map(({ id, kind }) => errandFor(told, id, kind));
          await opened.write((trx) => enqueueMany(trx, errands, clock()));
          wake();
          after = page.at(-1)!.id;
          // Begun again, a batch finds its own rows; this only saves the looking.
          if (!(await save({ after }))) return { kind: 'later', error: 'lease.lost', blame: 'row' };
          await pause(BREATH_MS);
        }
      },
    },
  ];
}

/** One for each subscriber and update, however often it is written. */
function errandFor({ record, at }: StatusUpdate, subscriber: string, kind: 'email' | 'webhook'): Omit<Errand, 'lane' | 'gate'> {
  const what = kind === 'email' ? TELL_MAIL : TELL_WEBHOOK;
  return { kind: what, about: { record, at, subscriber }, once: `${what}:${record}:${at}:${subscriber}` };
}

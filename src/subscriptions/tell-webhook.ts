/** One update to one webhook: signed, sent again after growing gaps, and switched off after days of failure. */
import type { Transaction } from 'kysely';
import { signed } from '../delivery/signature.ts';
import { retryAfter } from '../delivery/retry-after.ts';
import { enqueue } from '../outbox/enqueue.ts';
import type { Handler } from '../outbox/handler.ts';
import type { Outcome, Patience, Step } from '../outbox/outcome.ts';
import type { About } from '../outbox/row.ts';
import type { StatusRecords } from '../status/records.ts';
import type { Tables } from '../store/schema.ts';
import type { Store } from '../store/store.ts';
import { call, type Called, type Caller } from './call.ts';
import { webhookMessage } from './payload.ts';
import { signingKey } from './secret.ts';
import { byId, type Subscriber } from './subscribers.ts';
import { TELL_WEBHOOK } from './tell.ts';
import { missing, toldLater, updateOf } from './updates.ts';
import { webhookAddress } from './networks.ts';

export interface TellWebhookOptions {
  readonly store: () => Promise<Store>;
  readonly records: () => StatusRecords | undefined;
  /** The page that ends a subscription. */
  readonly leaveUrl: (subscriber: Subscriber) => string;
  /** The errand of the letter that tells the owner that it is off. */
  readonly offLetter: (subscriber: string) => About;
  readonly caller: Caller;
  readonly clock: () => number;
}

/** 5 s, 10 s, 20 s … two hours. Longer than a webhook may fail, so that one update that nobody takes switches it off. */
const WEBHOOK_PATIENCE: Patience = { firstMs: 5_000, mostMs: 2 * 60 * 60_000, giveUpMs: 4 * 24 * 60 * 60_000 };
/** A weekend, and the Monday on which somebody looks. */
export const OFF_AFTER_MS = 3 * 24 * 60 * 60_000;
const PARALLEL = 16;
const ATTEMPT_MS = 30_000;
const GONE = 'http.410';

export function tellWebhookHandler({ store, records, leaveUrl, offLetter, caller, clock }: TellWebhookOptions): [kind: string, handler: Handler] {
  return [
    TELL_WEBHOOK,
    {
      channel: 'subscribers.webhook',
      parallel: PARALLEL,
      patience: WEBHOOK_PATIENCE,
      attemptMs: ATTEMPT_MS,
      async handle({ id, about, createdAt, signal }): Promise<Outcome> {
        const opened = await store();
        const subscriber = await opened.read((db) => byId(db, opened.envelope, String(about['subscriber'])));
        const present = records();
        const update = updateOf(present, about);
        if (present === undefined || typeof update === 'string') return missing(typeof update === 'string' ? update : 'unseen', createdAt, clock());
        if (subscriber?.url === undefined || subscriber.state !== 'confirmed') return { kind: 'needless', error: 'webhook.over' };
        if (await opened.read((db) => toldLater(db, present, TELL_WEBHOOK, about))) return { kind: 'needless', error: 'update.passed' };
        const message = webhookMessage(present, update, leaveUrl(subscriber));
        const address = webhookAddress(subscriber.url, caller.privateToo);
        if (message === undefined) return { kind: 'needless', error: 'webhook.over' };
        if ('wrong' in address) return { kind: 'later', error: 'webhook.private', blame: 'row' };
        const body = JSON.stringify(message);
        const headers = { 'content-type': 'application/json; charset=utf-8', 'user-agent': 'Bedside-Webhook/1', ...signed(signingKey(subscriber.secret), id, clock(), body) };
        return outcomeOf(await call({ url: address.url, headers, body, signal }, caller), clock());
      },
      async ended(trx, { about }, step) {
        await noteEnd(trx, String(about['subscriber']), step, offLetter, clock());
      },
    },
  ];
}

/** 2xx is taken; everything else is tried again, redirects included, and nothing of it is another webhook's fault. */
function outcomeOf(called: Called, now: number): Outcome {
  if ('error' in called) return { kind: 'later', error: called.error, blame: 'row' };
  if (called.status >= 200 && called.status < 300) return { kind: 'done' };
  const error = `http.${called.status}`;
  // "410 Gone" is how a receiver says that it wants no more.
  if (error === GONE) return { kind: 'needless', error };
  const asked = called.retryAfter === undefined ? undefined : retryAfter(new Headers({ 'retry-after': called.retryAfter }), now);
  return { kind: 'later', error, blame: 'row', afterMs: asked };
}

async function noteEnd(trx: Transaction<Tables>, id: string, step: Step, offLetter: TellWebhookOptions['offLetter'], now: number): Promise<void> {
  if (step.state === 'done' && step.error === undefined) {
    await trx.updateTable('subscriber').set({ failing_since: null }).where('id', '=', id).where('failing_since', 'is not', null).execute();
    return;
  }
  if ((step.state === 'done' && step.error !== GONE) || step.error === 'update.unseen') return;
  await trx.updateTable('subscriber').set({ failing_since: now }).where('id', '=', id).where('failing_since', 'is', null).execute();
  let stopping = trx.updateTable('subscriber').set({ state: 'off', off_at: now }).where('id', '=', id).where('state', '=', 'confirmed');
  if (step.error !== GONE) stopping = stopping.where('failing_since', '<=', now - OFF_AFTER_MS);
  const off = await stopping.returning('id').executeTakeFirst();
  if (off !== undefined) await enqueue(trx, { kind: 'mail', about: offLetter(id) }, now);
}

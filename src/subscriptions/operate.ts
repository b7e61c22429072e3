/** What an operator does with subscriptions: seeing them, adding a webhook, ending one, trying one. */
import type { StatusRecords, StatusUpdate } from '../status/records.ts';
import { updatesOf } from '../status/records.ts';
import { signed } from '../delivery/signature.ts';
import { soundAddress } from '../mail/address.ts';
import type { Store } from '../store/store.ts';
import { uuidv7 } from '../store/uuid.ts';
import { call, type Called, type Caller } from './call.ts';
import { hostOf } from './letters.ts';
import { webhookAddress } from './networks.ts';
import { webhookMessage } from './payload.ts';
import { signingKey } from './secret.ts';
import { allOf, ask, byId, confirm, leave, ofAddress, type Subscriber } from './subscribers.ts';

/** Something was asked that cannot be done; the message says why, and what to do. */
export class CannotSubscribe extends Error {
  override readonly name = 'CannotSubscribe';
}

export interface Overview {
  /** How many addresses are told, and how many have not confirmed yet. Who they are is not shown. */
  readonly email: { readonly confirmed: number; readonly asked: number };
  readonly webhooks: readonly { readonly id: string; readonly host: string; readonly state: Subscriber['state']; readonly components: readonly string[] | undefined; readonly failingSince: string | undefined }[];
}

export async function overview(store: Store): Promise<Overview> {
  const rows = await store.read((db) => db.selectFrom('subscriber').select((one) => ['state', one.fn.countAll<number>().as('n')]).where('kind', '=', 'email').groupBy('state').execute());
  const count = (state: Subscriber['state']) => Number(rows.find((row) => row.state === state)?.n ?? 0);
  const webhooks = await allOf(store, 'webhook');
  return {
    email: { confirmed: count('confirmed'), asked: count('asked') },
    webhooks: webhooks.map((one) => ({ id: one.id, host: hostOf(one), state: one.state, components: one.components, failingSince: one.failingSince === undefined ? undefined : new Date(one.failingSince).toISOString() })),
  };
}

export interface NewWebhook {
  readonly url: string;
  /** Who is told when it fails. */
  readonly owner: string;
  readonly components: readonly string[] | undefined;
  readonly locale: string;
}

/**
 * Adds a webhook that needs no confirmation, because an operator adds it.
 *
 * @returns its id, and the key that its messages are signed with
 * @throws {CannotSubscribe}
 */
export async function addWebhook(store: Store, { url, owner, components, locale }: NewWebhook, { privateToo }: Caller, now: number): Promise<{ readonly id: string; readonly key: string }> {
  const address = webhookAddress(url, privateToo);
  if ('wrong' in address) throw new CannotSubscribe(address.wrong === 'private' ? 'This address is in a private network. BEDSIDE_WEBHOOKS_PRIVATE=allow lets webhooks go there.' : 'A webhook needs an address that begins with https:// and holds no password.');
  const email = soundAddress(owner);
  if (email === undefined) throw new CannotSubscribe('--owner is not an email address: it is written to when the webhook fails for days.');
  const subscriber = await store.write(async (trx) => {
    const { id } = await ask(trx, store.envelope, { email, url: address.url.href, components, locale }, now);
    await confirm(trx, id, now);
    return byId(trx, store.envelope, id);
  });
  return { id: subscriber!.id, key: signingKey(subscriber!.secret) };
}

/** Ends subscriptions, by the id of a webhook or by an address. @returns how many there were */
export async function remove(store: Store, which: string): Promise<number> {
  return store.write(async (trx) => {
    const found = which.includes('@') ? await ofAddress(trx, store.envelope, which) : [await byId(trx, store.envelope, which)].filter((one) => one !== undefined);
    for (const { id } of found) await leave(trx, id);
    return found.length;
  });
}

/** Sends the newest update there is, examples included, to a webhook, once. @throws {CannotSubscribe} */
export async function tryWebhook(store: Store, id: string, records: StatusRecords, caller: Caller, leaveUrl: (subscriber: Subscriber) => string, now: number): Promise<Called> {
  const subscriber = await store.read((db) => byId(db, store.envelope, id));
  if (subscriber?.url === undefined) throw new CannotSubscribe(`There is no webhook ${id}. npm run subscribers -- list has them.`);
  const address = webhookAddress(subscriber.url, caller.privateToo);
  if ('wrong' in address) return { error: 'webhook.private' };
  const update: StatusUpdate | undefined = updatesOf(records, now).at(-1);
  const message = update && webhookMessage(records, update, leaveUrl(subscriber));
  if (message === undefined) throw new CannotSubscribe('Nothing was ever posted on the status page, so there is nothing to send.');
  const body = JSON.stringify(message);
  const headers = { 'content-type': 'application/json; charset=utf-8', ...signed(signingKey(subscriber.secret), uuidv7(now), now, body) };
  return call({ url: address.url, headers, body, signal: new AbortController().signal }, caller);
}

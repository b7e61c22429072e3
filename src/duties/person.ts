/** Everything that is kept of a person, tickets and subscriptions alike: shown, or taken out. */
import { existsSync } from 'node:fs';
import { rm } from 'node:fs/promises';
import { join } from 'node:path';
import { sql } from 'kysely';
import type { Store } from '../store/store.ts';
import { leave, ofAddress } from '../subscriptions/subscribers.ts';
import { eraseRequester, exportRequester, type ErasedPerson, type Erasing, type PersonsData } from './requests.ts';

export interface SubscriptionData {
  readonly kind: 'email' | 'webhook';
  readonly state: string;
  readonly url?: string;
  /** The parts that were chosen; missing for everything. */
  readonly components?: readonly string[];
  readonly askedAt: string;
  readonly confirmedAt?: string;
}

/** @returns `undefined` when nothing is kept under the address */
export async function exportPerson(store: Store, email: string): Promise<(PersonsData & { readonly subscriptions?: readonly SubscriptionData[] }) | undefined> {
  const requester = await exportRequester(store, email);
  const found = await store.read((db) => ofAddress(db, store.envelope, email));
  if (found.length === 0) return requester;
  const subscriptions = found.map(({ kind, state, url, components, askedAt, confirmedAt }) => ({
    ...{ kind, state, askedAt: new Date(askedAt).toISOString() },
    ...(url === undefined ? {} : { url }),
    ...(components === undefined ? {} : { components }),
    ...(confirmedAt === undefined ? {} : { confirmedAt: new Date(confirmedAt).toISOString() }),
  }));
  return { ...(requester ?? { email, name: undefined, timeZone: undefined, tickets: [] }), subscriptions };
}

/**
 * Takes a person out of tickets and subscriptions. Safe to run again.
 *
 * @returns `undefined` when nothing is kept under the address
 */
export async function erasePerson(erasing: Erasing, email: string, options: { readonly dryRun: boolean }): Promise<(ErasedPerson & { readonly subscriptions: number }) | undefined> {
  const { store, mailFolder } = erasing;
  const found = await store.read((db) => ofAddress(db, store.envelope, email));
  const letters = (await Promise.all(found.map(({ id }) => lettersTo(store, id, mailFolder)))).flat();
  const gone = await eraseRequester(erasing, email, options);
  if (gone === undefined && found.length === 0) return undefined;
  if (!options.dryRun && found.length > 0) {
    for (const file of letters) await rm(file, { force: true });
    await store.write(async (trx) => {
      for (const { id } of found) await leave(trx, id);
    });
    await store.overwriteDeleted();
  }
  const { tickets = 0, events = 0, files = 0, mails = 0 } = gone ?? {};
  return { tickets, events, files, mails: mails + letters.length, subscriptions: found.length };
}

/** Letters that no server took lie on this disk: a file has its errand's id. */
async function lettersTo({ read }: Store, subscriber: string, folder: string): Promise<string[]> {
  const { rows } = await read((db) => sql<{ id: string }>`select id from outbox where kind in ('mail', 'subscribers.mail') and about like ${`%"${subscriber}"%`}`.execute(db));
  return rows.map(({ id }) => join(folder, `${id}.eml`)).filter((file) => existsSync(file));
}

/** What a person may ask for: everything we hold about them, or that it goes. */
import { existsSync } from 'node:fs';
import { rm } from 'node:fs/promises';
import { dirname, join } from 'node:path';
import { sql, type Transaction } from 'kysely';
import { followersNamed, forgetFollowers } from '../incidents/followers.ts';
import type { Tables } from '../store/schema.ts';
import { INBOUND_SENDER, oneAddress } from '../store/sealed-columns.ts';
import type { Store } from '../store/store.ts';
import type { TicketEvent } from '../tickets/events.ts';
import { eventsIn } from '../tickets/read.ts';
import type { Recording } from '../tickets/record.ts';
import { idByEmail, readRequester } from '../tickets/requesters.ts';
import { DRAFTS_FOLDER } from '../tickets/desk/reply.ts';
import { eraseWords, eventsOf, ticketsWith, type Whose } from './words.ts';

export interface PersonsData {
  readonly email: string;
  readonly name: string | undefined;
  readonly timeZone: string | undefined;
  /** Incidents whose end they asked to be told of. */
  readonly follows?: readonly { readonly incident: string; readonly askedAt: string }[];
  readonly tickets: readonly {
    readonly reference: string;
    readonly events: readonly { readonly at: string; readonly kind: TicketEvent['kind']; readonly by: string; readonly facts: unknown; readonly words?: unknown }[];
    readonly files: readonly { readonly name: string; readonly type: string; readonly bytes: number; readonly base64: string }[];
  }[];
}

/**
 * Everything that is kept under an address, readable. Private notes of agents are left out: they speak of the
 * team's work and may name others.
 *
 * @returns `undefined` when nothing is kept under it
 */
export async function exportRequester(store: Store, email: string): Promise<PersonsData | undefined> {
  const id = await store.read((db) => idByEmail(db, store.envelope, email));
  const person = id === undefined ? undefined : await readRequester(store, id);
  const follows = (await store.read((db) => followersNamed(db, store.envelope, email))).map(({ incident, asked_at }) => ({ incident, askedAt: new Date(Number(asked_at)).toISOString() }));
  const following = follows.length === 0 ? {} : { follows };
  if (person === undefined) return follows.length === 0 ? undefined : { email, name: undefined, timeZone: undefined, tickets: [], follows };
  const places = await placesOf(store, person.id);
  const stories = await store.read((db) => eventsIn(db, places.map((place) => place.id), store.envelope));
  const exported = [];
  for (const { id: ticket, reference, whose } of places) {
    const theirs = (event: TicketEvent) => (event.kind === 'received' ? (event.facts.by ?? 'owner') : 'owner') === (whose === 'requester' ? 'owner' : person.id);
    exported.push({
      reference,
      events: (stories.get(ticket) ?? []).filter((event) => event.kind !== 'noted' && theirs(event)).map(({ at, kind, actor, facts, words }) => ({ at: new Date(at).toISOString(), kind, by: actor.kind, facts, ...(words === undefined ? {} : { words }) })),
      files: await filesOf(store, await store.read((db) => eventsOf(db, ticket, whose))),
    });
  }
  return { email: person.email ?? email, name: person.name, timeZone: person.timeZone, tickets: exported, ...following };
}

/** Their own tickets, and those of others in which they wrote. */
async function placesOf({ read }: Store, person: string): Promise<{ readonly id: string; readonly reference: string; readonly whose: Whose }[]> {
  return read(async (db) => {
    const own = await db.selectFrom('ticket').select(['id', 'reference']).where('requester', '=', person).orderBy('created_at').execute();
    const elsewhere = await ticketsWith(db, person);
    const others = elsewhere.length === 0 ? [] : await db.selectFrom('ticket').select(['id', 'reference']).where('id', 'in', elsewhere).orderBy('created_at').execute();
    return [...own.map((one) => ({ ...one, whose: 'requester' as const })), ...others.map((one) => ({ ...one, whose: { other: person } }))];
  });
}

async function filesOf({ read, envelope }: Store, events: readonly string[]) {
  if (events.length === 0) return [];
  const rows = await read((db) => db.selectFrom('attachment').select(['id', 'name_sealed', 'type', 'bytes', 'content_sealed']).where('event', 'in', events).where('content_sealed', 'is not', null).execute());
  return rows.map(({ id, name_sealed, type, bytes, content_sealed }) => ({
    name: envelope.open(name_sealed!, { table: 'attachment', column: 'name_sealed', row: id }),
    type,
    bytes,
    base64: envelope.open(content_sealed!, { table: 'attachment', column: 'content_sealed', row: id }),
  }));
}

export interface ErasedPerson {
  readonly tickets: number;
  readonly events: number;
  readonly files: number;
  readonly mails: number;
}

export interface Erasing {
  readonly store: Store;
  readonly recording: Recording;
  /** Where mails lie that no server took. */
  readonly mailFolder: string;
  readonly now: number;
}

/**
 * Takes a person out of everything: name, address, what was written in their tickets, files, mails on this disk.
 * Tickets of others that theirs went on in keep their own words. Safe to run again.
 *
 * @param dryRun counts and changes nothing
 * @returns `undefined` when nothing is kept under the address
 */
export async function eraseRequester({ store, recording, mailFolder, now }: Erasing, email: string, { dryRun }: { readonly dryRun: boolean }): Promise<ErasedPerson | undefined> {
  const id = await store.read((db) => idByEmail(db, store.envelope, email));
  const follows = (await store.read((db) => followersNamed(db, store.envelope, email))).map((one) => one.id);
  if (id === undefined) {
    if (follows.length === 0) return undefined;
    const letters = await mailFiles(store, follows, mailFolder);
    if (!dryRun) await forgetFollowing(store, follows, letters, now);
    return { tickets: 0, events: 0, files: 0, mails: letters.length };
  }
  const places = await placesOf(store, id);
  const own = places.filter(({ whose }) => whose === 'requester');
  const mails = await mailFiles(store, [...own.map((one) => one.id), ...follows], mailFolder);
  // Answers that could not be sent lie beside the mails.
  const drafts = own.map(({ reference }) => join(dirname(mailFolder), DRAFTS_FOLDER, `${reference}.md`));
  const parked = await store.read((db) => parkedFrom(db, store, email));
  if (dryRun) return { tickets: places.length, mails: mails.length + parked.length, ...(await countWords(store, places)) };

  let [events, files] = [0, 0];
  for (const { id: ticket, whose } of places) {
    const erased = await store.write((trx) => eraseWords(trx, recording, ticket, 'request', now, whose));
    events += erased.events;
    files += erased.files;
  }
  for (const file of [...mails, ...drafts]) await rm(file, { force: true });
  await store.write((trx) => forgetSender(trx, store, email, parked));
  await store.write((trx) => forgetFollowers(trx, follows, now));
  // Last, so that a run that was cut short still finds the person.
  await store.write((trx) => trx.updateTable('requester').set({ email_sealed: null, email_index: null, name_sealed: null, time_zone: null, erased_at: now }).where('id', '=', id).execute());
  await store.overwriteDeleted();
  return { tickets: places.length, events, files, mails: mails.length + parked.length };
}

async function forgetFollowing(store: Store, follows: readonly string[], letters: readonly string[], now: number): Promise<void> {
  for (const file of letters) await rm(file, { force: true });
  await store.write((trx) => forgetFollowers(trx, follows, now));
  await store.overwriteDeleted();
}

async function countWords({ read }: Store, places: Awaited<ReturnType<typeof placesOf>>): Promise<{ events: number; files: number }> {
  let [events, files] = [0, 0];
  for (const { id, whose } of places) {
    const [words, kept] = await read(async (db) => {
      const meant = await eventsOf(db, id, whose);
      if (meant.length === 0) return [0, 0];
      const count = async (query: Promise<{ n: number }>) => Number((await query).n);
      return [
        await count(db.selectFrom('ticket_event').select((one) => one.fn.countAll<number>().as('n')).where('id', 'in', meant).where('words_sealed', 'is not', null).executeTakeFirstOrThrow()),
        await count(db.selectFrom('attachment').select((one) => one.fn.countAll<number>().as('n')).where('event', 'in', meant).where('content_sealed', 'is not', null).executeTakeFirstOrThrow()),
      ] as const;
    });
    events += words;
    files += kept;
  }
  return { events, files };
}

/** What we know a sender of mail by: their mails that wait, the index of those that were taken, and the count of the hour. */
async function forgetSender(trx: Transaction<Tables>, { envelope }: Store, email: string, parked: readonly string[]): Promise<void> {
  const indexes = envelope.blindIndexes(oneAddress(email), INBOUND_SENDER);
  if (parked.length > 0) await trx.updateTable('inbound_mail').set({ raw_sealed: null, state: 'refused', why: 'erased' }).where('id', 'in', parked).execute();
  await trx.updateTable('inbound_mail').set({ sender_index: null }).where('sender_index', 'in', indexes).execute();
  await trx.deleteFrom('limit_window').where('key', 'in', indexes).execute();
}

/** Mails of theirs that still wait for a person. */
async function parkedFrom(db: Pick<Transaction<Tables>, 'selectFrom'>, { envelope }: Store, email: string): Promise<string[]> {
  const rows = await db.selectFrom('inbound_mail').select('id').where('sender_index', 'in', envelope.blindIndexes(oneAddress(email), INBOUND_SENDER)).where('raw_sealed', 'is not', null).execute();
  return rows.map((row) => row.id);
}

/** Mails that were written for these tickets: a file has its errand's id. */
async function mailFiles({ read }: Store, tickets: readonly string[], folder: string): Promise<string[]> {
  const found: string[] = [];
  for (const ticket of tickets) {
    const { rows } = await read((db) => sql<{ id: string }>`select id from outbox where kind in ('mail', 'followers.mail') and about like ${`%"${ticket}"%`}`.execute(db));
    found.push(...rows.map(({ id }) => join(folder, `${id}.eml`)).filter((file) => existsSync(file)));
  }
  return found;
}

/** What a person may ask for: everything we hold about them, or that it goes. */
import { existsSync } from 'node:fs';
import { rm } from 'node:fs/promises';
import { dirname, join } from 'node:path';
import { sql, type Transaction } from 'kysely';
import type { Tables } from '../store/schema.ts';
import { INBOUND_SENDER, oneAddress } from '../store/sealed-columns.ts';
import type { Store } from '../store/store.ts';
import type { TicketEvent } from '../tickets/events.ts';
import { eventsIn } from '../tickets/read.ts';
import type { Recording } from '../tickets/record.ts';
import { idByEmail, readRequester } from '../tickets/requesters.ts';
import { DRAFTS_FOLDER } from '../tickets/desk/reply.ts';
import { eraseWords } from './words.ts';

export interface PersonsData {
  readonly email: string;
  readonly name: string | undefined;
  readonly timeZone: string | undefined;
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
  if (person === undefined) return undefined;
  const tickets = await store.read((db) => db.selectFrom('ticket').select(['id', 'reference']).where('requester', '=', person.id).orderBy('created_at').execute());
  const stories = await store.read((db) => eventsIn(db, tickets.map((ticket) => ticket.id), store.envelope));
  const exported = [];
  for (const { id: ticket, reference } of tickets) {
    exported.push({
      reference,
      events: (stories.get(ticket) ?? []).filter(({ kind }) => kind !== 'noted').map(({ at, kind, actor, facts, words }) => ({ at: new Date(at).toISOString(), kind, by: actor.kind, facts, ...(words === undefined ? {} : { words }) })),
      files: await filesOf(store, ticket),
    });
  }
  return { email: person.email ?? email, name: person.name, timeZone: person.timeZone, tickets: exported };
}

async function filesOf({ read, envelope }: Store, ticket: string) {
  const rows = await read((db) => db.selectFrom('attachment').select(['id', 'name_sealed', 'type', 'bytes', 'content_sealed']).where('ticket', '=', ticket).where('content_sealed', 'is not', null).execute());
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
  if (id === undefined) return undefined;
  const rows = await store.read((db) => db.selectFrom('ticket').select(['id', 'reference']).where('requester', '=', id).execute());
  const tickets = rows.map((row) => row.id);
  const mails = await mailFiles(store, tickets, mailFolder);
  // Answers that could not be sent lie beside the mails.
  const drafts = rows.map(({ reference }) => join(dirname(mailFolder), DRAFTS_FOLDER, `${reference}.md`));
  const parked = await store.read((db) => parkedFrom(db, store, email));
  if (dryRun) return { tickets: tickets.length, mails: mails.length + parked.length, ...(await countWords(store, tickets)) };

  let [events, files] = [0, 0];
  for (const ticket of tickets) {
    const erased = await store.write((trx) => eraseWords(trx, recording, ticket, 'request', now));
    events += erased.events;
    files += erased.files;
  }
  for (const file of [...mails, ...drafts]) await rm(file, { force: true });
  if (parked.length > 0) await store.write((trx) => trx.updateTable('inbound_mail').set({ raw_sealed: null, state: 'refused', why: 'erased' }).where('id', 'in', parked).execute());
  // Last, so that a run that was cut short still finds the person.
  await store.write((trx) => trx.updateTable('requester').set({ email_sealed: null, email_index: null, name_sealed: null, time_zone: null, erased_at: now }).where('id', '=', id).execute());
  return { tickets: tickets.length, events, files, mails: mails.length + parked.length };
}

async function countWords({ read }: Store, tickets: readonly string[]): Promise<{ events: number; files: number }> {
  if (tickets.length === 0) return { events: 0, files: 0 };
  const [events, files] = await Promise.all([
    read((db) => db.selectFrom('ticket_event').select((count) => count.fn.countAll<number>().as('n')).where('ticket', 'in', tickets).where('words_sealed', 'is not', null).executeTakeFirstOrThrow()),
    read((db) => db.selectFrom('attachment').select((count) => count.fn.countAll<number>().as('n')).where('ticket', 'in', tickets).where('content_sealed', 'is not', null).executeTakeFirstOrThrow()),
  ]);
  return { events: Number(events.n), files: Number(files.n) };
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
    const { rows } = await read((db) => sql<{ id: string }>`select id from outbox where kind = 'mail' and about like ${`%"${ticket}"%`}`.execute(db));
    found.push(...rows.map(({ id }) => join(folder, `${id}.eml`)).filter((file) => existsSync(file)));
  }
  return found;
}

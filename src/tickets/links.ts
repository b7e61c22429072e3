/** A requester's way to their own ticket: a link whose secret stands behind the #, where no server sees it. */
import { timingSafeEqual } from 'node:crypto';
import type { Transaction } from 'kysely';
import type { Envelope } from '../store/envelope.ts';
import type { Tables } from '../store/schema.ts';
import type { Store } from '../store/store.ts';
import { uuidv7 } from '../store/uuid.ts';

type Db = Pick<Transaction<Tables>, 'selectFrom'>;
type Trx = Transaction<Tables>;

/** Longer than a ticket and its follow-up take; a later mail brings a new one. */
export const LINK_LIFE_MS = 90 * 24 * 60 * 60_000;

const PURPOSE = 'ticket link';

/** A link that opens. */
export interface OpenLink {
  readonly link: string;
  readonly ticket: string;
}

/** Makes a link to a ticket. @returns its id; `linkSecret` makes of it what the requester gets */
export async function makeLink(trx: Trx, ticket: string, now: number): Promise<string> {
  const id = uuidv7(now);
  await trx.insertInto('ticket_link').values({ id, ticket, created_at: now, expires_at: now + LINK_LIFE_MS, revoked_at: null }).execute();
  return id;
}

/** A letter's link lasts at least this long, so that nobody follows one that ends the day it comes. */
const LETTER_NEEDS_MS = 45 * 24 * 60 * 60_000;

/**
 * The link that a letter carries: one that is open and lasts, else a new one. A letter that is sent again holds the
 * same link; after the requester withdrew theirs, the next letter brings another.
 */
export async function linkForLetter({ read, write }: Pick<Store, 'read' | 'write'>, ticket: string, now: number): Promise<string> {
  const row = await read((db) => db.selectFrom('ticket_link').select('id').where('ticket', '=', ticket).where('revoked_at', 'is', null).where('expires_at', '>', now + LETTER_NEEDS_MS).orderBy('id', 'desc').executeTakeFirst());
  return row?.id ?? write((trx) => makeLink(trx, ticket, now));
}

/** What stands behind the # of the link's address: the same each time it is asked for. */
export function linkSecret(envelope: Envelope, link: string): string {
  return `${link.replaceAll('-', '')}.${envelope.blindIndex(link, PURPOSE)}`;
}

/**
 * The ticket that a secret opens. Never was, expired, withdrawn and altered are the same to whoever tries.
 */
export async function openLink(db: Db, envelope: Envelope, secret: string, now: number): Promise<OpenLink | undefined> {
  const [, hex, given] = /^([\da-f]{32})\.([\w-]+\.[\w-]+)$/.exec(secret) ?? [];
  if (hex === undefined || given === undefined) return undefined;
  const link = hex.replace(/^(.{8})(.{4})(.{4})(.{4})(.{12})$/, '$1-$2-$3-$4-$5');
  if (!envelope.blindIndexes(link, PURPOSE).some((right) => same(right, given))) return undefined;
  const row = await db.selectFrom('ticket_link').select('ticket').where('id', '=', link).where('revoked_at', 'is', null).where('expires_at', '>', now).executeTakeFirst();
  return row && { link, ticket: row.ticket };
}

/** Withdraws every link to a ticket. @returns how many there were */
export async function revokeLinks(trx: Trx, ticket: string, now: number): Promise<number> {
  const gone = await trx.updateTable('ticket_link').set({ revoked_at: now }).where('ticket', '=', ticket).where('revoked_at', 'is', null).returning('id').execute();
  return gone.length;
}

function same(a: string, b: string): boolean {
  return a.length === b.length && timingSafeEqual(Buffer.from(a), Buffer.from(b));
}

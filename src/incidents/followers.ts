/**
 * Who wants to hear when an incident is over: a letter when it is, one a day later, then their address is forgotten.
 *
 * Nobody is asked to confirm. In an outage thousands ask within minutes, and mail may be what is out; at most two
 * letters go to an address for an incident, they hold nothing that anybody typed, and each can be stopped.
 */
import { timingSafeEqual } from 'node:crypto';
import type { Transaction } from 'kysely';
import type { Envelope } from '../store/envelope.ts';
import type { Tables } from '../store/schema.ts';
import { FOLLOWER_INDEX, oneAddress } from '../store/sealed-columns.ts';
import type { Store } from '../store/store.ts';
import { uuidv7 } from '../store/uuid.ts';

type Trx = Transaction<Tables>;

export const FIXED_MAIL = 'incident-fixed';
export const AFTERWARDS_MAIL = 'incident-afterwards';

export interface Following {
  readonly incident: string;
  readonly email: string;
  readonly timeZone: string | undefined;
  readonly askedBy: 'form' | 'ticket' | 'page';
}

/** A follower as a letter needs them. */
export interface Follower {
  readonly id: string;
  readonly incident: string;
  readonly email: string;
  readonly timeZone: string | undefined;
}

/** @returns whether this address was not yet known for the incident; nobody outside is told */
export async function follow(trx: Trx, envelope: Envelope, { incident, email, timeZone, askedBy }: Following, now: number): Promise<boolean> {
  const address = oneAddress(email);
  // While secrets rotate, the address may stand under the index of either.
  const known = await trx.selectFrom('incident_follower').select('id').where('incident', '=', incident).where('email_index', 'in', envelope.blindIndexes(address, FOLLOWER_INDEX)).executeTakeFirst();
  if (known !== undefined) return false;
  const id = uuidv7(now);
  const added = await trx
    .insertInto('incident_follower')
    .values({
      id,
      incident,
      email_sealed: envelope.seal(email.trim(), placeOf(id)),
      email_index: envelope.blindIndex(address, FOLLOWER_INDEX),
      time_zone: timeZone ?? null,
      asked_by: askedBy,
      asked_at: now,
      told_at: null,
      followed_up_at: null,
      forgotten_at: null,
    })
    .onConflict((conflict) => conflict.columns(['incident', 'email_index']).doNothing())
    .returning('id')
    .executeTakeFirst();
  return added !== undefined;
}

/** Who follows an incident, in pages, and when they were last told that it is over. */
export async function followingAfter(db: Pick<Trx, 'selectFrom'>, incident: string, after: string, most: number): Promise<{ readonly id: string; readonly toldAt: number | null }[]> {
  const rows = await db.selectFrom('incident_follower').select(['id', 'told_at']).where('incident', '=', incident).where('email_sealed', 'is not', null).where('id', '>', after).orderBy('id').limit(most).execute();
  return rows.map(({ id, told_at }) => ({ id, toldAt: told_at === null ? null : Number(told_at) }));
}

/** Whoever asked after the end was told already hears the rest. @returns the follower, `undefined` when forgotten */
export async function readFollower({ read, envelope }: Store, id: string): Promise<Follower | undefined> {
  const row = await read((db) => db.selectFrom('incident_follower').select(['incident', 'email_sealed', 'time_zone']).where('id', '=', id).executeTakeFirst());
  if (row === undefined || row.email_sealed === null) return undefined;
  return { id, incident: row.incident, email: envelope.open(row.email_sealed, placeOf(id)), timeZone: row.time_zone ?? undefined };
}

/** Notes that a letter went out; after the last one the address goes. */
export async function told(trx: Trx, follower: string, template: string, now: number): Promise<void> {
  if (template === FIXED_MAIL) await trx.updateTable('incident_follower').set({ told_at: now }).where('id', '=', follower).execute();
  if (template === AFTERWARDS_MAIL) {
    await trx.updateTable('incident_follower').set({ followed_up_at: now }).where('id', '=', follower).execute();
    await forgetFollowers(trx, [follower], now);
  }
}

/** Takes out what names a person; that somebody followed stays. */
export async function forgetFollowers(trx: Trx, followers: readonly string[], now: number): Promise<number> {
  if (followers.length === 0) return 0;
  const gone = await trx
    .updateTable('incident_follower')
    .set({ email_sealed: null, email_index: null, time_zone: null, forgotten_at: now })
    .where('id', 'in', followers)
    .where('email_sealed', 'is not', null)
    .returning('id')
    .execute();
  return gone.length;
}

/** Ids under which an address follows anything. */
export async function followersNamed(db: Pick<Trx, 'selectFrom'>, envelope: Envelope, email: string): Promise<{ readonly id: string; readonly incident: string; readonly asked_at: number }[]> {
  return db.selectFrom('incident_follower').select(['id', 'incident', 'asked_at']).where('email_index', 'in', envelope.blindIndexes(oneAddress(email), FOLLOWER_INDEX)).orderBy('asked_at').orderBy('id').execute();
}

/** Ids of those who asked before an instant and were never told to the end. */
export async function followersBefore(db: Pick<Trx, 'selectFrom'>, before: number, most: number): Promise<string[]> {
  const rows = await db.selectFrom('incident_follower').select('id').where('asked_at', '<', before).where('email_sealed', 'is not', null).orderBy('id').limit(most).execute();
  return rows.map(({ id }) => id);
}

const placeOf = (row: string) => ({ table: 'incident_follower', column: 'email_sealed', row });

const STOP = 'incident follower stop';

/** What stands in a letter's link that stops: the same each time, and of no use without our secret. */
export function stopSecret(envelope: Envelope, follower: string): string {
  return `${follower.replaceAll('-', '')}.${envelope.blindIndex(follower, STOP)}`;
}

/** Whom a link stops; `undefined` for one that is not ours. */
export function whoStops(envelope: Envelope, secret: string): string | undefined {
  const [, hex, given] = /^([\da-f]{32})\.([\w.-]{10,200})$/.exec(secret) ?? [];
  if (hex === undefined || given === undefined) return undefined;
  const follower = hex.replace(/^(.{8})(.{4})(.{4})(.{4})(.{12})$/, '$1-$2-$3-$4-$5');
  const right = envelope.blindIndexes(follower, STOP).some((one) => one.length === given.length && timingSafeEqual(Buffer.from(one), Buffer.from(given)));
  return right ? follower : undefined;
}

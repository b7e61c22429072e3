/** Subscriptions as rows: asked for, confirmed, changed, ended. */
import type { Selectable, Transaction } from 'kysely';
import type { Envelope } from '../store/envelope.ts';
import type { SubscriberTable, Tables } from '../store/schema.ts';
import { oneAddress, SUBSCRIBER_EMAIL, WEBHOOK_ADDRESS } from '../store/sealed-columns.ts';
import type { Store } from '../store/store.ts';
import { uuidv7 } from '../store/uuid.ts';
import { digestOf, linkOf, newSecret, type Use } from './secret.ts';

type Trx = Transaction<Tables>;
type Db = Pick<Trx, 'selectFrom'>;

export interface Subscriber {
  readonly id: string;
  readonly kind: 'email' | 'webhook';
  readonly state: 'asked' | 'confirmed' | 'off';
  readonly email: string;
  /** Where a webhook goes. */
  readonly url: string | undefined;
  readonly secret: string;
  /** The parts that were chosen; `undefined` for everything. */
  readonly components: readonly string[] | undefined;
  readonly askedAt: number;
  readonly confirmedAt: number | undefined;
  readonly failingSince: number | undefined;
}

/** What somebody asks for. */
export interface Asked {
  /** In the form in which mail servers take it. */
  readonly email: string;
  readonly url: string | undefined;
  readonly components: readonly string[] | undefined;
  readonly locale: string;
}

/** What was never confirmed is forgotten after this. */
export const FORGET_ASKED_MS = 3 * 24 * 60 * 60_000;
/** A webhook that was switched off and that nobody switched on again. */
export const FORGET_OFF_MS = 90 * 24 * 60 * 60_000;
/** One address gets a confirmation at most so often, whoever asks. */
export const CONFIRM_EVERY_MS = 6 * 60 * 60_000;

/**
 * Notes that somebody wants to be told. Whether the address is known is not to be seen from outside: a known one gets
 * a letter, too.
 *
 * @returns the subscription, and whether a letter is due; `state` says which
 */
export async function ask(trx: Trx, envelope: Envelope, asked: Asked, now: number): Promise<{ readonly id: string; readonly state: Subscriber['state']; readonly letter: boolean }> {
  const email = oneAddress(asked.email);
  const found = await rowOf(trx, envelope, email, asked.url);
  const components = listText(asked.components);
  if (found === undefined) {
    const secret = newSecret();
    const id = uuidv7(now);
    const place = asked.url === undefined ? '' : envelope.blindIndex(asked.url, WEBHOOK_ADDRESS);
    const digest = (use: Use) => digestOf(linkOf(secret, use));
    const row = await trx
      .insertInto('subscriber')
      .values({
        id,
        kind: asked.url === undefined ? 'email' : 'webhook',
        state: 'asked',
        email_sealed: sealed(envelope, id, 'email_sealed', asked.email),
        email_index: envelope.blindIndex(email, SUBSCRIBER_EMAIL),
        url_sealed: asked.url === undefined ? null : sealed(envelope, id, 'url_sealed', asked.url),
        place,
        secret_sealed: sealed(envelope, id, 'secret_sealed', secret),
        confirm_digest: digest('confirm'),
        manage_digest: digest('manage'),
        leave_digest: digest('leave'),
        components,
        locale: asked.locale,
        asked_at: now,
        mailed_at: now,
        confirmed_at: null,
        failing_since: null,
        off_at: null,
      })
      .onConflict((conflict) => conflict.columns(['email_index', 'place']).doNothing())
      .returning('id')
      .executeTakeFirst();
    // Asked for twice at one moment: the other one's letter is on its way.
    return { id, state: 'asked', letter: row !== undefined };
  }
  // A letter of an instant that has not come was noted by a clock that was ahead.
  const letter = found.mailed_at === null || Math.abs(now - found.mailed_at) >= CONFIRM_EVERY_MS;
  // Who only knows an address cannot change what its owner has chosen.
  const again = found.state === 'asked' ? { components, asked_at: now } : {};
  if (letter || found.state === 'asked') await trx.updateTable('subscriber').set({ ...again, ...(letter ? { mailed_at: now } : {}) }).where('id', '=', found.id).execute();
  return { id: found.id, state: found.state, letter };
}

/** @returns `undefined` for a link that opens nothing, whatever the reason */
export async function byLink(db: Db, envelope: Envelope, use: Use, link: string): Promise<Subscriber | undefined> {
  const row = await db.selectFrom('subscriber').selectAll().where(`${use}_digest`, '=', digestOf(link)).executeTakeFirst();
  return row && opened(envelope, row);
}

export async function byId(db: Db, envelope: Envelope, id: string): Promise<Subscriber | undefined> {
  const row = await db.selectFrom('subscriber').selectAll().where('id', '=', id).executeTakeFirst();
  return row && opened(envelope, row);
}

/** Confirms, or switches on again what was switched off. */
export async function confirm(trx: Trx, id: string, now: number): Promise<void> {
  await trx.updateTable('subscriber').set({ state: 'confirmed', confirmed_at: now, failing_since: null, off_at: null }).where('id', '=', id).where('state', '<>', 'confirmed').execute();
}

export async function choose(trx: Trx, id: string, components: readonly string[] | undefined): Promise<void> {
  await trx.updateTable('subscriber').set({ components: listText(components) }).where('id', '=', id).execute();
}

/** Ends a subscription. Nothing of it stays. */
export async function leave(trx: Trx, id: string): Promise<void> {
  await trx.deleteFrom('subscriber').where('id', '=', id).execute();
}

/** Everything that an address has subscribed to. */
export async function ofAddress(db: Db, envelope: Envelope, email: string): Promise<Subscriber[]> {
  const rows = await db.selectFrom('subscriber').selectAll().where('email_index', 'in', envelope.blindIndexes(oneAddress(email), SUBSCRIBER_EMAIL)).orderBy('id').execute();
  return rows.map((row) => opened(envelope, row));
}

/** Every subscription of a kind, for the operator. */
export async function allOf({ read, envelope }: Store, kind: Subscriber['kind']): Promise<Subscriber[]> {
  const rows = await read((db) => db.selectFrom('subscriber').selectAll().where('kind', '=', kind).orderBy('id').execute());
  return rows.map((row) => opened(envelope, row));
}

/** Whom an update may be for, in pages. Nothing is opened: who they are is read when each letter is written. */
export async function confirmedAfter(db: Db, after: string, most: number): Promise<{ id: string; kind: Subscriber['kind']; components: readonly string[] | undefined }[]> {
  const rows = await db.selectFrom('subscriber').select(['id', 'kind', 'components']).where('state', '=', 'confirmed').where('id', '>', after).orderBy('id').limit(most).execute();
  return rows.map(({ id, kind, components }) => ({ id, kind, components: listFrom(components) }));
}

/** Lets go of what nobody confirmed, and of webhooks that stayed off. @returns how many */
export async function forgetStale(trx: Trx, now: number): Promise<number> {
  const gone = await trx
    .deleteFrom('subscriber')
    .where((where) => where.or([where.and([where('state', '=', 'asked'), where('asked_at', '<', now - FORGET_ASKED_MS)]), where.and([where('state', '=', 'off'), where('off_at', '<', now - FORGET_OFF_MS)])]))
    .returning('id')
    .execute();
  return gone.length;
}

async function rowOf(trx: Trx, envelope: Envelope, email: string, url: string | undefined) {
  const places = url === undefined ? [''] : envelope.blindIndexes(url, WEBHOOK_ADDRESS);
  return trx.selectFrom('subscriber').select(['id', 'state', 'mailed_at']).where('email_index', 'in', envelope.blindIndexes(email, SUBSCRIBER_EMAIL)).where('place', 'in', places).executeTakeFirst();
}

type SealedName = 'email_sealed' | 'url_sealed' | 'secret_sealed';

function sealed(envelope: Envelope, row: string, column: SealedName, text: string): string {
  return envelope.seal(text, { table: 'subscriber', column, row });
}

function opened(envelope: Envelope, row: Selectable<SubscriberTable>): Subscriber {
  const open = (column: SealedName, text: string) => envelope.open(text, { table: 'subscriber', column, row: row.id });
  return {
    id: row.id,
    kind: row.kind,
    state: row.state,
    email: open('email_sealed', row.email_sealed),
    url: row.url_sealed === null ? undefined : open('url_sealed', row.url_sealed),
    secret: open('secret_sealed', row.secret_sealed),
    components: listFrom(row.components),
    askedAt: row.asked_at,
    confirmedAt: row.confirmed_at ?? undefined,
    failingSince: row.failing_since ?? undefined,
  };
}

function listText(components: readonly string[] | undefined): string | null {
  return components === undefined ? null : JSON.stringify(components);
}

function listFrom(text: string | null): readonly string[] | undefined {
  return text === null ? undefined : (JSON.parse(text) as string[]);
}

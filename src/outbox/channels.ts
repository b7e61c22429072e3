/** Channels whose other side refuses us altogether; kept in the database, so that all processes see them. */
import { sql, type Transaction } from 'kysely';
import type { Tables } from '../store/schema.ts';
import type { Store } from '../store/store.ts';
import { CLOCKS_AGREE_MS } from './clock-ahead.ts';
import { shortCode } from './row.ts';

type Trx = Transaction<Tables>;

/** A channel is knocked at this often while it is parked: what is wrong may be mended on the other side. */
export const PROBE_EVERY_MS = 15 * 60_000;

/** Whether it is time to knock. A time that lies further ahead than any is planned was written by a clock that was ahead. */
export function mayKnock(probeAt: number, now: number): boolean {
  return now >= probeAt || probeAt - now > PROBE_EVERY_MS + CLOCKS_AGREE_MS;
}

/** When each parked channel is to be knocked at next. */
export async function parkedChannels(store: Store): Promise<Map<string, number>> {
  const rows = await store.read((db) => db.selectFrom('outbox_channel').select(['channel', 'probe_at']).execute());
  return new Map(rows.map(({ channel, probe_at }) => [channel, probe_at]));
}

/** @returns whether it was open before: the moment to call somebody */
export async function park(trx: Trx, channel: string, error: string, now: number): Promise<boolean> {
  const reason = shortCode(error);
  const probe_at = now + PROBE_EVERY_MS;
  const newly = await trx
    .insertInto('outbox_channel')
    .values({ channel, reason, parked_at: now, probe_at })
    .onConflict((conflict) => conflict.column('channel').doNothing())
    .returning('channel')
    .executeTakeFirst();
  if (newly === undefined) await trx.updateTable('outbox_channel').set({ reason, probe_at }).where('channel', '=', channel).execute();
  return newly !== undefined;
}

/** Opens a channel again: everything that met the closed door is tried again. */
export async function unpark(trx: Trx, channel: string, kinds: readonly string[], now: number): Promise<void> {
  await trx.deleteFrom('outbox_channel').where('channel', '=', channel).execute();
  await trx.updateTable('outbox').set({ state: 'waiting', due_at: now }).where('state', '=', 'parked').where('kind', 'in', kinds).execute();
}

/**
 * Lets one row of a parked channel be tried. Of several processes only one is told to.
 *
 * @param probeAt what was read; another process that knocked since has changed it
 */
export async function mayProbe(trx: Trx, channel: string, kinds: readonly string[], probeAt: number, now: number): Promise<boolean> {
  const mine = await trx
    .updateTable('outbox_channel')
    .set({ probe_at: now + PROBE_EVERY_MS })
    .where('channel', '=', channel)
    .where('probe_at', '=', probeAt)
    // A knock without a row to knock with would be wasted.
    .where((where) => where.exists(where.selectFrom('outbox').select('outbox.id').where('outbox.state', 'in', ['waiting', 'parked']).where('outbox.kind', 'in', kinds)))
    .returning('channel')
    .executeTakeFirst();
  if (mine === undefined) return false;
  await sql`
    update outbox set state = 'waiting', due_at = ${now}
    where id = (select id from outbox where state = 'parked' and kind in (${sql.join(kinds)}) order by created_at limit 1)`.execute(trx);
  return true;
}

/** A start may have brought better settings: knock at once. */
export async function probeSoon(trx: Trx, channels: readonly string[], now: number): Promise<void> {
  await trx.updateTable('outbox_channel').set({ probe_at: now }).where('channel', 'in', channels).execute();
}

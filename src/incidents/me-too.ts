/** "Me too" in the store: counted once a reader and an incident, told only when nobody can be picked out. */
import { createHash } from 'node:crypto';
import type { Transaction } from 'kysely';
import type { Tables } from '../store/schema.ts';
import type { Store } from '../store/store.ts';

export interface MeToo {
  readonly incident: string;
  /** Today's name of the client, made with a salt that is deleted when the day is over. */
  readonly client: string;
  /** Tells readers behind one address apart: the tab's session, or without a script what the browser calls itself. */
  readonly tab: string;
  readonly way: 'script' | 'plain';
}

/** Below this, readers are not told how many others there are: three people at one clinic know each other. */
export const TOLD_FROM = 5;

/** @returns whether it was this reader's first for the incident */
export async function countMeToo(trx: Transaction<Tables>, { incident, client, tab, way }: MeToo, now: number): Promise<boolean> {
  const reader = createHash('sha256').update(JSON.stringify([incident, client, tab])).digest('base64url');
  const added = await trx
    .insertInto('incident_me_too')
    .values({ incident, reader, way, at: now })
    .onConflict((conflict) => conflict.columns(['incident', 'reader']).doNothing())
    .returning('incident')
    .executeTakeFirst();
  return added !== undefined;
}

/** How many said it of an incident. */
export async function meToosOf({ read }: Pick<Store, 'read'>, incident: string): Promise<number> {
  const row = await read((db) => db.selectFrom('incident_me_too').select((count) => count.fn.countAll<number>().as('n')).where('incident', '=', incident).executeTakeFirstOrThrow());
  return Number(row.n);
}

/** What readers may be told of a count; `undefined` while it is too small. */
export function toldCount(count: number): number | undefined {
  return count < TOLD_FROM ? undefined : count;
}

/** When it was said, of which incident, oldest first; `to` is not in it. */
export async function meToosBetween({ read }: Pick<Store, 'read'>, from: number, to: number): Promise<{ readonly incident: string; readonly at: number }[]> {
  const rows = await read((db) => db.selectFrom('incident_me_too').select(['incident', 'at']).where('at', '>=', from).where('at', '<', to).orderBy('at').orderBy('incident').execute());
  return rows.map(({ incident, at }) => ({ incident, at: Number(at) }));
}

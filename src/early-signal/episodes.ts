/** Possible incidents in the store: one at a time for each part, from the first sign to quiet or to the incident. */
import type { Transaction } from 'kysely';
import type { Tables } from '../store/schema.ts';
import type { Store } from '../store/store.ts';
import { uuidv7 } from '../store/uuid.ts';
import type { Evidence } from './evidence.ts';

type Trx = Transaction<Tables>;

export interface Episode {
  readonly id: string;
  readonly component: string;
  readonly beganAt: number;
  /** When it last stood out. */
  readonly seenAt: number;
  readonly endedAt: number | undefined;
  /** The incident that was opened for it. */
  readonly incident: string | undefined;
  readonly evidence: Evidence;
}

/** As long as it comes back within this, it is the same. */
export const QUIET_MS = 2 * 60 * 60_000;

/** @returns `undefined` when another process was quicker, or one is open */
export async function beginEpisode(trx: Trx, component: string, evidence: Evidence, now: number): Promise<Episode | undefined> {
  const row = await trx
    .insertInto('signal_episode')
    .values({ id: uuidv7(now), component, began_at: now, seen_at: now, ended_at: null, incident: null, evidence: JSON.stringify(evidence) })
    .onConflict((conflict) => conflict.doNothing())
    .returningAll()
    .executeTakeFirst();
  return row && episodeOf(row);
}

export async function openEpisodes({ read }: Pick<Store, 'read'>): Promise<Episode[]> {
  return (await read((db) => db.selectFrom('signal_episode').selectAll().where('ended_at', 'is', null).orderBy('component').execute())).map(episodeOf);
}

export async function readEpisode({ read }: Pick<Store, 'read'>, id: string): Promise<Episode | undefined> {
  const row = await read((db) => db.selectFrom('signal_episode').selectAll().where('id', '=', id).executeTakeFirst());
  return row && episodeOf(row);
}

/** Those that began in a span, oldest first. */
export async function episodesBetween({ read }: Pick<Store, 'read'>, from: number, to: number): Promise<Episode[]> {
  return (await read((db) => db.selectFrom('signal_episode').selectAll().where('began_at', '>=', from).where('began_at', '<', to).orderBy('began_at').orderBy('id').execute())).map(episodeOf);
}

export async function seeEpisode(trx: Trx, id: string, now: number): Promise<void> {
  await trx.updateTable('signal_episode').set({ seen_at: now }).where('id', '=', id).execute();
}

/** @param incident the one that explains it; without one it was quiet */
export async function endEpisode(trx: Trx, id: string, now: number, incident?: string): Promise<void> {
  await trx.updateTable('signal_episode').set({ ended_at: now, incident: incident ?? null }).where('id', '=', id).where('ended_at', 'is', null).execute();
}

interface Row {
  readonly id: string;
  readonly component: string;
  readonly began_at: number;
  readonly seen_at: number;
  readonly ended_at: number | null;
  readonly incident: string | null;
  readonly evidence: string;
}

function episodeOf({ id, component, began_at, seen_at, ended_at, incident, evidence }: Row): Episode {
  return { id, component, beganAt: Number(began_at), seenAt: Number(seen_at), endedAt: ended_at === null ? undefined : Number(ended_at), incident: incident ?? undefined, evidence: JSON.parse(evidence) as Evidence };
}

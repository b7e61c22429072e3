/** Finds the update that an errand is about, in the status that is shown now. */
import type { Transaction } from 'kysely';
import type { Outcome } from '../outbox/outcome.ts';
import type { About } from '../outbox/row.ts';
import { updatesOf, type StatusRecords, type StatusUpdate } from '../status/records.ts';
import type { Tables } from '../store/schema.ts';

/**
 * Why there is no update: this process may not have seen it yet, or it was taken back or given another time, which is
 * sure where a later one of its incident is shown.
 */
export type Missing = 'unseen' | 'gone';

interface Shown {
  readonly byKey: ReadonlyMap<string, StatusUpdate>;
  /** Of incidents alone: what the clock will say of maintenance is there before it is said. */
  readonly newest: ReadonlyMap<string, number>;
}

/** By what is shown: ten thousand letters of one update look for it once. */
const found = new WeakMap<StatusRecords, Shown>();

export function updateOf(records: StatusRecords | undefined, { record, at }: About): StatusUpdate | Missing {
  if (records === undefined) return 'unseen';
  const { byKey, newest } = shownIn(records);
  return byKey.get(`${String(record)} ${Number(at)}`) ?? ((newest.get(String(record)) ?? -Infinity) > Number(at) ? 'gone' : 'unseen');
}

function shownIn(records: StatusRecords): Shown {
  const known = found.get(records);
  if (known !== undefined) return known;
  const updates = updatesOf(records, Infinity);
  const made: Shown = {
    byKey: new Map(updates.map((update) => [`${update.record} ${update.at}`, update])),
    newest: new Map(updates.filter(({ kind }) => kind === 'incident').map(({ record, at }) => [record, at])),
  };
  found.set(records, made);
  return made;
}

/** Of several processes one may see a new status first and announce it; the others are given time to see it, too. */
export const SEEN_BY_ALL_MS = 10 * 60_000;

/** What becomes of an errand whose update is not in the status that this process shows. */
export function missing(why: Missing, writtenAt: number, now: number): Outcome {
  return why === 'unseen' && now - writtenAt < SEEN_BY_ALL_MS ? { kind: 'later', error: 'update.unseen', blame: 'row', afterMs: 500 } : { kind: 'needless', error: 'update.gone' };
}

/** The errand of one update for one subscriber. */
export function newsKey(kind: string, record: string, at: number, subscriber: string): string {
  return `${kind}:${record}:${at}:${subscriber}`;
}

/**
 * Whether a subscriber was told a later update of the same record. Lanes keep the order; this is for an errand that was
 * given up, and passed, and that somebody brings back.
 */
export async function toldLater(db: Pick<Transaction<Tables>, 'selectFrom'>, records: StatusRecords, kind: string, { record, at, subscriber }: About): Promise<boolean> {
  const later = [...shownIn(records).byKey.values()].filter((one) => one.record === record && one.at > Number(at));
  if (later.length === 0) return false;
  const row = await db
    .selectFrom('outbox')
    .select('id')
    .where('once_key', 'in', later.map((one) => newsKey(kind, one.record, one.at, String(subscriber))))
    .where((where) => where.or([where('state', '=', 'leased'), where.and([where('state', '=', 'done'), where('last_error', 'is', null)])]))
    .executeTakeFirst();
  return row !== undefined;
}

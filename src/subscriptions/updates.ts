/** Finds the update that an errand is about, in the status that is shown now. */
import type { Outcome } from '../outbox/outcome.ts';
import type { About } from '../outbox/row.ts';
import { updatesOf, type StatusRecords, type StatusUpdate } from '../status/records.ts';

/** By what is shown: ten thousand letters of one update look for it once. */
const found = new WeakMap<StatusRecords, ReadonlyMap<string, StatusUpdate>>();

export function updateOf(records: StatusRecords, { record, at }: About): StatusUpdate | undefined {
  const known = found.get(records) ?? new Map(updatesOf(records, Infinity).map((update) => [`${update.record} ${update.at}`, update]));
  found.set(records, known);
  return known.get(`${String(record)} ${Number(at)}`);
}

/** Of several processes one may see a new status first and announce it; the others are given time to see it, too. */
export const SEEN_BY_ALL_MS = 10 * 60_000;

/** What becomes of an errand whose update is not in the status that this process shows. */
export function unseen(writtenAt: number, now: number): Outcome {
  return now - writtenAt < SEEN_BY_ALL_MS ? { kind: 'later', error: 'update.unseen', blame: 'row', afterMs: 500 } : { kind: 'needless', error: 'update.gone' };
}

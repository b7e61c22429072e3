/** Finds the update that an errand is about, in the status that is shown now. */
import type { About } from '../outbox/row.ts';
import { updatesOf, type StatusRecords, type StatusUpdate } from '../status/records.ts';

/** By what is shown: ten thousand letters of one update look for it once. */
const found = new WeakMap<StatusRecords, ReadonlyMap<string, StatusUpdate>>();

export function updateOf(records: StatusRecords, { record, at }: About): StatusUpdate | undefined {
  const known = found.get(records) ?? new Map(updatesOf(records, Infinity).map((update) => [`${update.record} ${update.at}`, update]));
  found.set(records, known);
  return known.get(`${String(record)} ${Number(at)}`);
}

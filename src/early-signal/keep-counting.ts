/** Keeps the counts up to date: the present slot, those just past, and past weeks bit by bit. */
import type { Store } from '../store/store.ts';
import { countBetween, keepSlot, slotOf, type Concerns } from './count.ts';
import { SLOT_MS, WEEKS } from './detector.ts';

/** A page tells when it is left, most within minutes. What comes later than this is not counted. */
const LATE_MS = 10 * 60_000;
const WEEK = (7 * 24 * 60 * 60_000) / SLOT_MS;
/** The weeks that are compared with, and the days around them. */
const KEPT = (WEEKS + 1) * WEEK + WEEK / 3;
/** After a standstill, before the past weeks' turn. */
const RECENT = 3 * (60 * 60_000 / SLOT_MS);

export interface Pace {
  /** Milliseconds that never jump. */
  readonly steady: () => number;
  /** After so long the rest of the past waits for the next look. */
  readonly budgetMs: number;
}

/** @returns whether all of the past is counted */
export async function keepCounting(store: Store, concerns: Concerns, now: number, { steady, budgetMs }: Pace): Promise<boolean> {
  const until = steady() + budgetMs;
  const present = slotOf(now);
  const oldest = present - KEPT;
  const rows = await store.read((db) => db.selectFrom('signal_slot').select('slot').where('slot', '>=', oldest).where('final', '=', 1).execute());
  const done = new Set(rows.map(({ slot }) => Number(slot)));
  for (let slot = present; slot >= oldest; slot -= 1) {
    if (done.has(slot)) continue;
    // What is happening now is counted whatever it takes.
    if (slot < present - RECENT && steady() > until) return false;
    await keepSlot(store, slot, await countBetween(store, concerns, slot * SLOT_MS, (slot + 1) * SLOT_MS), (slot + 1) * SLOT_MS + LATE_MS <= now);
  }
  return true;
}

/** Lets go of counts that no look will ask for. */
export async function forgetCounts({ write }: Pick<Store, 'write'>, now: number): Promise<void> {
  const oldest = slotOf(now) - KEPT;
  await write(async (trx) => {
    await trx.deleteFrom('signal_count').where('slot', '<', oldest).execute();
    await trx.deleteFrom('signal_slot').where('slot', '<', oldest).execute();
  });
}

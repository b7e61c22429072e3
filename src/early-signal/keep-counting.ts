/** Keeps the counts up to date: the present slot, those just past, and past weeks bit by bit. */
import type { Store } from '../store/store.ts';
import { countSlots, keepSlots, slotOf, type Concerns } from './count.ts';
import { SLOT_MS, WEEKS } from './detector.ts';

/** A page tells when it is left, most within minutes. What comes later than this is not counted. */
const LATE_MS = 10 * 60_000;
const DAY = (24 * 60 * 60_000) / SLOT_MS;
/** The weeks that are compared with, the day before each, and the hours around. */
const KEPT = (WEEKS * 7 + 3) * DAY;

export interface Pace {
  /** Milliseconds that never jump. */
  readonly steady: () => number;
  /** After so long the rest of the past waits for the next look. */
  readonly budgetMs: number;
}

/** Slots of the past that are counted together. */
const AT_ONCE = 24;

/** @returns whether all of the past is counted */
export async function keepCounting(store: Store, concerns: Concerns, now: number, { steady, budgetMs }: Pace): Promise<boolean> {
  const until = steady() + budgetMs;
  const present = slotOf(now);
  const oldest = present - KEPT;
  const rows = await store.read((db) => db.selectFrom('signal_slot').select('slot').where('slot', '>=', oldest).where('final', '=', 1).execute());
  const done = new Set(rows.map(({ slot }) => Number(slot)));
  const missing = Array.from({ length: KEPT + 1 }, (_, back) => present - back).filter((slot) => !done.has(slot));
  for (const [index, some] of runsOf(missing).entries()) {
    // What is happening now is counted whatever it takes.
    if (index > 0 && steady() > until) return false;
    const counted = await countSlots(store, concerns, some.at(-1)!, some[0]!);
    await keepSlots(store, some.map((slot) => ({ slot, counts: counted.get(slot) ?? new Map(), final: (slot + 1) * SLOT_MS + LATE_MS <= now })));
  }
  return true;
}

/**
 * Slots that follow one another, newest first. A span is read whole: the present one together with what is missing
 * of long ago would be everything in between, at each look.
 */
function runsOf(slots: readonly number[]): number[][] {
  const runs: number[][] = [];
  for (const slot of slots) {
    const run = runs.at(-1);
    if (run !== undefined && run.length < AT_ONCE && run.at(-1) === slot + 1) run.push(slot);
    else runs.push([slot]);
  }
  return runs;
}

/** Lets go of counts that no look will ask for. */
export async function forgetCounts({ write }: Pick<Store, 'write'>, now: number): Promise<void> {
  const oldest = slotOf(now) - KEPT;
  await write(async (trx) => {
    await trx.deleteFrom('signal_count').where('slot', '<', oldest).execute();
    await trx.deleteFrom('signal_slot').where('slot', '<', oldest).execute();
  });
}

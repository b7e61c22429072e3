/** Counts of past slots as the detector reads them, each read from the database once. */
import type { Store } from '../store/store.ts';
import { KINDS, SLOT_MS, WEEKS, type Counts, type Kind } from './detector.ts';

const HOUR = 60 * 60_000 / SLOT_MS;
const DAY = 24 * HOUR;
const WEEK = 7 * DAY;
/** The longest window, and the day before it. */
const BACK = 5 * HOUR + DAY;
/** Values of one question to the database. */
const AT_ONCE = 500;

/** Slots that a look at an instant may ask for. */
export function slotsFor(present: number): number[] {
  return Array.from({ length: WEEKS + 1 }, (_, week) => week * WEEK).flatMap((past) => Array.from({ length: BACK + HOUR + 1 }, (_, back) => present - past + (past === 0 ? 0 : HOUR) - back).filter((slot) => slot <= present));
}

export interface Memory {
  /** What is known for a look at this slot, by part. */
  at(store: Pick<Store, 'read'>, present: number): Promise<(component: string) => Counts>;
}

/** Counts of final slots never change, so they are kept; the others are read each time. */
export function createMemory(): Memory {
  const kept = new Map<number, ReadonlyMap<string, number>>();
  return {
    async at(store, present) {
      const wanted = slotsFor(present);
      const fresh = await slotsIn(store, wanted.filter((slot) => !kept.has(slot)));
      const known = new Map([...kept, ...[...fresh].map(([slot, { people }]) => [slot, people] as const)]);
      for (const [slot, { people, final }] of fresh) if (final) kept.set(slot, people);
      const still = new Set(wanted);
      for (const slot of kept.keys()) if (!still.has(slot)) kept.delete(slot);
      return (component) => ({
        people(kind, slot) {
          const counted = known.get(slot);
          return counted === undefined ? undefined : (counted.get(keyOf(component, kind)) ?? 0);
        },
      });
    },
  };
}

async function slotsIn({ read }: Pick<Store, 'read'>, slots: readonly number[]): Promise<Map<number, { final: boolean; people: Map<string, number> }>> {
  const found = new Map<number, { final: boolean; people: Map<string, number> }>();
  for (let at = 0; at < slots.length; at += AT_ONCE) {
    const some = slots.slice(at, at + AT_ONCE);
    const [counted, rows] = await read(async (db) => [
      await db.selectFrom('signal_slot').select(['slot', 'final']).where('slot', 'in', some).execute(),
      await db.selectFrom('signal_count').select(['slot', 'component', 'kind', 'people']).where('slot', 'in', some).execute(),
    ]);
    for (const { slot, final } of counted) found.set(Number(slot), { final: final === 1, people: new Map() });
    for (const { slot, component, kind, people } of rows) {
      if (KINDS.includes(kind as Kind)) found.get(Number(slot))?.people.set(keyOf(component, kind as Kind), Number(people));
    }
  }
  return found;
}

const keyOf = (component: string, kind: Kind) => `${component} ${kind}`;

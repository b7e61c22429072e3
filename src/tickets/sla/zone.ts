/** What a wall clock in a time zone shows, and which instant a wall-clock time means. */
import { Temporal } from 'temporal-polyfill';

export const DAY = 86_400_000;

/** Five years: ten changes of the clocks at most places, found in a millisecond or two. */
const BLOCK = 1_826 * DAY;

interface Block {
  /** Milliseconds that the zone is ahead of UTC as the block begins. */
  readonly offset: number;
  /** Instants at which the offset changes, and what it is from then on. */
  readonly changes: readonly { readonly at: number; readonly offset: number }[];
}

export interface Zone {
  /** Milliseconds ahead of UTC at an instant. */
  offsetAt(instant: number): number;
  /**
   * The instant at which the wall clock shows a time.
   *
   * A time that the clocks skip is read with the offset before the skip, as iCalendar, Java and Temporal do: 02:30 becomes
   * 03:30. A time that comes twice is its first.
   *
   * @param wall milliseconds since 1970-01-01 00:00 by the wall clock
   */
  instantOf(wall: number): number;
}

const zones = new Map<string, Zone>();

/** The rules of a zone. Temporal knows them; its changes are kept, because asking it for every day takes too long. */
export function zoneOf(name: string): Zone {
  let zone = zones.get(name);
  if (zone === undefined) {
    zone = makeZone(name);
    zones.set(name, zone);
  }
  return zone;
}

function makeZone(name: string): Zone {
  const blocks = new Map<number, Block>();
  const blockOf = (instant: number): Block => {
    const index = Math.floor(instant / BLOCK);
    let block = blocks.get(index);
    if (block === undefined) {
      block = readBlock(name, index * BLOCK);
      blocks.set(index, block);
    }
    return block;
  };

  const offsetAt = (instant: number): number => {
    const { offset, changes } = blockOf(instant);
    for (let index = changes.length - 1; index >= 0; index -= 1) {
      const change = changes[index]!;
      if (change.at <= instant) return change.offset;
    }
    return offset;
  };

  return {
    offsetAt,
    instantOf(wall) {
      const before = offsetAt(wall - DAY);
      const after = offsetAt(wall + DAY);
      if (before === after && offsetAt(wall - before) === before) return wall - before;
      const first = Math.min(wall - before, wall - after);
      if (offsetAt(first) === wall - first) return first;
      const second = Math.max(wall - before, wall - after);
      if (offsetAt(second) === wall - second) return second;
      return wall - before;
    },
  };
}

function readBlock(name: string, from: number): Block {
  let at = Temporal.Instant.fromEpochMilliseconds(from).toZonedDateTimeISO(name);
  const offset = at.offsetNanoseconds / 1e6;
  const changes: { at: number; offset: number }[] = [];
  for (;;) {
    const next = at.getTimeZoneTransition('next');
    if (next === null || next.epochMilliseconds >= from + BLOCK) return { offset, changes };
    changes.push({ at: next.epochMilliseconds, offset: next.offsetNanoseconds / 1e6 });
    at = next;
  }
}

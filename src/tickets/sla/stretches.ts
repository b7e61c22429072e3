/** Stretches of time: when a clock stood still. */

/** From an instant up to another, which does not belong to it; `Infinity` while it lasts. */
export interface Stretch {
  readonly from: number;
  readonly until: number;
}

/** The same time without overlaps, in order. Time that two pauses share is not taken off twice. */
export function union(stretches: readonly Stretch[]): readonly Stretch[] {
  const real = stretches.filter(({ from, until }) => until > from);
  if (real.length < 2) return real;
  const joined: { from: number; until: number }[] = [];
  for (const { from, until } of [...real].sort((a, b) => a.from - b.from)) {
    const last = joined.at(-1);
    if (last !== undefined && from <= last.until) last.until = Math.max(last.until, until);
    else joined.push({ from, until });
  }
  return joined;
}

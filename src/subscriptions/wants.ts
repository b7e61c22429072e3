/** Who hears of what; pure. */
import type { StatusUpdate } from '../status/records.ts';

/**
 * Whether a subscription hears of an update.
 *
 * @param components the parts that were chosen; `undefined` for everything
 */
export function wants(components: readonly string[] | undefined, update: Pick<StatusUpdate, 'components'>): boolean {
  // An incident that names no part may be about any.
  if (components === undefined || update.components.length === 0) return true;
  return update.components.some((one) => components.includes(one));
}

/**
 * Chosen parts as they are kept: only those there are. All or none of them is everything, parts that come later
 * included.
 */
export function chosen(asked: readonly string[], known: readonly string[]): string[] | undefined {
  const kept = known.filter((one) => asked.includes(one));
  return kept.length === 0 || kept.length === known.length ? undefined : kept;
}

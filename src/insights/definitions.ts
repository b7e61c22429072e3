/** What changed in how figures are defined. A curve does not run across such a change: before and after are two things. */
import type { PolicyVersion } from '../catalog/support/policies.ts';
import { dayName, localDay, type Window } from './window.ts';

export interface DefinitionChange {
  /** The figure, or the beginning of several ones’ names with a `*`: `sla*`. */
  readonly figure: string;
  /** The first instant under the new definition. */
  readonly from: number;
  readonly what: string;
}

/**
 * Changes that this program made to its own formulas, with the release that brought them. Whoever changes a formula
 * in `measures/` adds a line and counts `PERIOD_VERSION` up; the text goes into every report whose curves cross the day.
 */
export const FORMULA_CHANGES: readonly DefinitionChange[] = [];

/** Changes that the team made: a new table of promises makes “in time” another thing. */
export function policyChanges(policies: readonly Pick<PolicyVersion, 'from'>[], zone: string): DefinitionChange[] {
  return policies.flatMap(({ from }) => (Number.isFinite(from) ? [{ figure: 'sla*', from, what: `New promises from ${dayName(localDay(from, zone))} on (support/policies.yaml)` }] : []));
}

/** The changes with which a window begins anew. One in its middle leaves it mixed; the break stands before it. */
export function changesIn(changes: readonly DefinitionChange[], figure: string, window: Window): DefinitionChange[] {
  return changes.filter(({ figure: of, from }) => names(of, figure) && from >= window.from && from < window.asOf);
}

function names(pattern: string, figure: string): boolean {
  return pattern.endsWith('*') ? figure.startsWith(pattern.slice(0, -1)) : pattern === figure;
}

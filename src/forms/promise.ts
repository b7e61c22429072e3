/** The promise that surely holds before anybody has judged a message: the slowest that the policies allow. */
import type { PolicyVersion, Target } from '../catalog/support/policies.ts';
import type { Calendar } from '../catalog/support/calendars.ts';

const WEEK_SECONDS = 604_800;

/** @returns the first-response target that takes longest by the clock on the wall; `undefined` when nothing is promised to everybody */
export function slowestFirstResponse(policies: readonly PolicyVersion[], calendars: ReadonlyMap<string, Calendar>, now: number): Target | undefined {
  const current = policies.findLast(({ from }) => from <= now);
  const targets = (current?.policies ?? []).map(({ targets }) => targets['first-response']);
  if (targets.length === 0 || targets.includes(undefined)) return undefined;
  const elapsed = ({ seconds, calendar }: Target) => (seconds * WEEK_SECONDS) / Math.max(1, openSeconds(calendars.get(calendar)));
  return targets.filter((one) => one !== undefined).sort((a, b) => elapsed(b) - elapsed(a))[0];
}

/** Open seconds of a usual week. */
function openSeconds(calendar: Calendar | undefined): number {
  const week = calendar?.versions.at(-1)?.week ?? [];
  return week.flat().reduce((sum, { from, until }) => sum + until - from, 0);
}

/** Whether a calendar never closes. */
export function isAlwaysOpen(calendar: Calendar | undefined): boolean {
  return openSeconds(calendar) === WEEK_SECONDS;
}

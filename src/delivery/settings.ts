/** A desk's settings from the environment. */
import type { Desk, Surroundings } from './desk.ts';
import { DESKS } from './desks/all.ts';
import { DeskSettingsWrong } from './setting.ts';

/**
 * The desk that BEDSIDE_DESK names; none if it is not set.
 *
 * @throws {DeskSettingsWrong} with everything that is missing at once
 */
export function openDesk(env: NodeJS.ProcessEnv, around: Surroundings): { readonly name: string; readonly desk: Desk } {
  const name = env.BEDSIDE_DESK || 'none';
  const kind = DESKS.find((one) => one.name === name);
  if (kind === undefined) throw new DeskSettingsWrong([`BEDSIDE_DESK is not a desk we know. Choose ${DESKS.map((one) => one.name).join(', ')}.`]);
  return { name, desk: kind.open(env, around) };
}

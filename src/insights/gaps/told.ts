/** How many people said something, and whether it may be told. Decided here, and nowhere else. */
import { TOLD_FROM_DAYS, TOLD_FROM_SESSIONS } from '../../events/queries.ts';
import { localDay } from '../window.ts';

/** Who said it, and on which days. A person is a visit, or somebody with tickets. */
export interface Crowd {
  readonly people: Set<string>;
  readonly days: Set<number>;
}

export function nobodyYet(): Crowd {
  return { people: new Set(), days: new Set() };
}

export function join({ people, days }: Crowd, who: string, at: number, zone: string): void {
  people.add(who);
  days.add(localDay(at, zone));
}

/** Words of fewer people, or of one day in one room, may tell who it was. */
export function mayBeTold({ people, days }: Crowd): boolean {
  return people.size >= TOLD_FROM_SESSIONS && days.size >= TOLD_FROM_DAYS;
}

/** What was said, by whom: a crowd for each thing. */
export type Crowds = Map<string, Crowd>;

export function crowdOf(crowds: Crowds, what: string): Crowd {
  let crowd = crowds.get(what);
  if (crowd === undefined) crowds.set(what, (crowd = nobodyYet()));
  return crowd;
}

/** What may be told of it, most people first. */
export function toldOf(crowds: Crowds): { readonly what: string; readonly people: number }[] {
  return [...crowds]
    .filter(([, crowd]) => mayBeTold(crowd))
    .map(([what, { people }]) => ({ what, people: people.size }))
    .sort((a, b) => b.people - a.people || (a.what < b.what ? -1 : 1));
}

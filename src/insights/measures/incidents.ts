/** What readers did instead of writing, while an incident was open, and who wrote all the same. */
import { count, type Measure } from '../measure.ts';
import type { Window } from '../window.ts';

export interface IncidentTally {
  readonly meToo: number;
  readonly followed: number;
  readonly linked: number;
}

/** Nothing to tell of a window in which nobody said anything of an incident. */
export function incidentMeasures(tally: IncidentTally | undefined, window: Window): Measure[] {
  if (tally === undefined || tally.meToo + tally.followed + tally.linked === 0) return [];
  const { meToo, followed, linked } = tally;
  const own = 'our own; one for a reader and an incident, by tab or browser and day';
  return [
    count({ id: 'incident-me-too', title: 'Said “me too” of an open incident', formula: 'readers who said so in the contact form or on the status page', source: own }, meToo, window),
    count({ id: 'incident-followed', title: 'Asked to be told when an incident is over', formula: 'addresses that were left with an open incident', source: 'our own' }, followed, window),
    count({ id: 'incident-linked', title: 'Tickets about an incident', formula: 'tickets created in the window that are linked to an incident', source: 'our own' }, linked, window),
  ];
}

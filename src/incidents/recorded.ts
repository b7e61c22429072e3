/** Open incidents as the service knows them: from what was written with the status pages. */
import type { Incident } from '../catalog/status-tree.ts';
import { overallAt } from '../status/overall.ts';
import type { StatusRecords } from '../status/records.ts';
import { incidentState, partsOf, resolvedAt } from '../status/timeline.ts';
import { plainWords } from '../status/words.ts';
import type { OpenIncident } from './open.ts';

/** Newest first, those that hurt nobody left out. */
export function openInRecords({ page, tree }: StatusRecords, now: number): OpenIncident[] {
  return overallAt(tree, now)
    .open.filter(({ impact, sample }) => impact !== 'none' && !sample)
    .map((incident) => asOpen(incident, tree.components, page.url, now));
}

function asOpen(incident: Incident, components: readonly { readonly slug: string; readonly name: string }[], url: string, now: number): OpenIncident {
  const told = incident.updates.filter(({ at }) => at <= now);
  const touched = partsOf({ ...incident, updates: told });
  const parts = components.filter(({ slug }) => touched.includes(slug)).map(({ slug, name }) => ({ id: slug, name }));
  return {
    id: incident.id,
    title: incident.title,
    state: incidentState(incident, now) ?? 'investigating',
    link: `${url}incidents/${incident.id}/`,
    startedAt: incident.started,
    parts,
    everything: components.length > 1 && parts.length === components.length,
    updates: told.map(({ text, at }) => ({ text: plainWords(text), at })).reverse(),
  };
}

/** What a letter about an incident that is over tells. */
export interface EndedIncident {
  readonly id: string;
  readonly title: string;
  readonly link: string;
  readonly startedAt: number;
  readonly endedAt: number;
  /** What was said when it ended. */
  readonly text: string;
  /** Whether an account of it is published. */
  readonly hasPostmortem: boolean;
}

/** @returns `undefined` while it is open, or opened again, or is not there any more */
export function endedIncident({ page, tree }: StatusRecords, id: string, now: number): EndedIncident | undefined {
  const incident = tree.incidents.find((one) => one.id === id);
  const end = incident && resolvedAt(incident, now);
  if (incident === undefined || end === undefined) return undefined;
  const last = incident.updates.findLast(({ at, state }) => at <= now && state === 'resolved');
  return { id, title: incident.title, link: `${page.url}incidents/${id}/`, startedAt: incident.started, endedAt: end, text: last?.text ?? '', hasPostmortem: incident.postmortem !== undefined };
}

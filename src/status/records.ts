/** Incidents and maintenance as the service knows them: written with the status pages, so that both say the same. */
import type { Site } from '../catalog/schema.ts';
import type { ComponentState, Impact, IncidentState, MaintenanceState } from '../catalog/status-schema.ts';
import type { Incident, Maintenance, StatusTree } from '../catalog/status-tree.ts';
import { textsFor } from '../texts/texts.ts';
import type { StatusPlace } from './place.ts';
import { updateId } from './statuspage-v2.ts';
import { maintenanceEvents, maintenanceWindow, partsOf } from './timeline.ts';

export interface StatusRecords {
  readonly version: 1;
  readonly page: {
    /** As monitors know it. */
    readonly id: string;
    /** The public address of the status page. */
    readonly url: string;
    readonly product: string;
    readonly locale: string;
    readonly timeZone: string;
  };
  /** Said in an update that the clock posted. */
  readonly begun: string;
  readonly ended: string;
  readonly tree: StatusTree;
}

/** Something that was said about an incident or maintenance, once. */
export interface StatusUpdate {
  /** The same as in feeds and JSON. */
  readonly id: string;
  /** The incident's or maintenance's id. */
  readonly record: string;
  readonly kind: 'incident' | 'maintenance';
  readonly at: number;
  readonly state: IncidentState | MaintenanceState;
  readonly title: string;
  /** Markdown without HTML. */
  readonly text: string;
  readonly impact: Impact | 'maintenance';
  /** Every part that the record has named until then, by slug. Nobody knows which, when it is empty. */
  readonly components: readonly string[];
  /** Parts whose state this update changed. */
  readonly changes: Readonly<Record<string, ComponentState>>;
  readonly nextUpdateBy: number | undefined;
  /** When maintenance begins and ends. */
  readonly window: { readonly from: number; readonly until: number } | undefined;
  /** Whether nothing was said of this record before. */
  readonly first: boolean;
  /** An example that never happened. */
  readonly sample: boolean;
  /** The record's own page. */
  readonly url: string;
}

export function statusRecords(site: Pick<Site, 'locale' | 'product' | 'timeZone'>, tree: StatusTree, place: Pick<StatusPlace, 'pageId' | 'url'>): StatusRecords {
  const { begun, ended } = textsFor(site.locale).statusPage;
  return { version: 1, page: { id: place.pageId, url: place.url, product: site.product, locale: site.locale, timeZone: site.timeZone }, begun, ended, tree };
}

export function recordsText(records: StatusRecords): string {
  return `${JSON.stringify(records)}\n`;
}

export function recordsFrom(text: string): StatusRecords {
  return JSON.parse(text) as StatusRecords;
}

/** Every update posted by an instant, by people and by the clock, oldest first. */
export function updatesOf(records: StatusRecords, now: number): StatusUpdate[] {
  const { incidents, maintenances } = records.tree;
  return [...incidents.flatMap((one) => incidentUpdates(one, records, now)), ...maintenances.flatMap((one) => maintenanceUpdates(one, records, now))].sort((a, b) => a.at - b.at || a.id.localeCompare(b.id));
}

function incidentUpdates(incident: Incident, { page }: StatusRecords, now: number): StatusUpdate[] {
  const told = incident.updates.filter(({ at }) => at <= now);
  return told.map((update, index) => ({
    id: updateId(incident.id, update.at),
    record: incident.id,
    kind: 'incident',
    at: update.at,
    state: update.state,
    title: incident.title,
    text: update.text,
    impact: incident.impact,
    components: partsOf({ ...incident, updates: told.slice(0, index + 1) }),
    changes: update.components,
    nextUpdateBy: update.nextUpdateBy,
    window: undefined,
    first: index === 0,
    sample: incident.sample,
    url: `${page.url}incidents/${incident.id}/`,
  }));
}

function maintenanceUpdates(maintenance: Maintenance, { page, begun, ended }: StatusRecords, now: number): StatusUpdate[] {
  return maintenanceEvents(maintenance, now).map((event, index) => ({
    id: updateId(maintenance.id, event.at),
    record: maintenance.id,
    kind: 'maintenance',
    at: event.at,
    state: event.state,
    title: maintenance.title,
    text: event.text ?? (event.state === 'completed' ? ended : begun),
    impact: 'maintenance',
    components: maintenance.components,
    changes: {},
    nextUpdateBy: undefined,
    window: maintenanceWindow(maintenance),
    first: index === 0,
    sample: maintenance.sample,
    url: `${page.url}maintenance/${maintenance.id}/`,
  }));
}

/**
 * The public JSON, in the shape of Statuspage's API v2, so that monitors only change a host name.
 *
 * Its traps: ids are strings and never change, an absent value is null and not missing, times have milliseconds
 * and a zone, updates stand newest first, groups are rows among the components.
 */
import type { ComponentState } from '../catalog/status-schema.ts';
import type { Incident, Maintenance, StatusTree } from '../catalog/status-tree.ts';
import { dayOf } from '../catalog/moments.ts';
import type { Overall } from './overall.ts';
import { isOpen, latestUpdate, maintenanceEvents, maintenanceState, maintenanceWindow, partsOf, resolvedAt, worst, type ShownState } from './timeline.ts';
import type { AffectedRow, ApiFiles, ComponentRow, IncidentRow, MaintenanceRow, PageRow, UpdateRow } from './contract.ts';
import { plainWords } from './words.ts';

export interface ApiPage {
  readonly id: string;
  readonly name: string;
  readonly url: string;
  readonly timeZone: string;
  /** Said in an update that the clock posted. */
  readonly begun: string;
  readonly ended: string;
}

/** The API's lists end here. */
const NEWEST = 50;

/** Path below `/api/v2/` → what stands there. */
export function apiFiles(tree: StatusTree, overall: Overall, about: ApiPage): ApiFiles {
  const { now } = overall;
  const page: PageRow = { id: about.id, name: about.name, url: about.url.replace(/\/$/, ''), time_zone: about.timeZone, updated_at: iso(now) };
  const status = { indicator: overall.indicator, description: overall.description };
  const rows = componentRows(tree, overall, about);
  const incidents = tree.incidents.filter((incident) => incident.updates[0]!.at <= now).map((incident) => ({ incident, row: incidentRow(incident, rows, now, about) }));
  const maintenances = tree.maintenances.filter((one) => one.announced <= now).map((one) => maintenanceRow(one, rows, now, about));
  const unresolved = incidents.filter(({ incident }) => isOpen(incident, now)).map(({ row }) => row);
  const inState = (...states: string[]) => maintenances.filter((row) => states.includes(row.status));
  const components = rows.map(({ row }) => row);
  return {
    'summary.json': { page, components, incidents: unresolved, scheduled_maintenances: inState('scheduled', 'in_progress', 'verifying'), status },
    'status.json': { page, status },
    'components.json': { page, components },
    'incidents.json': { page, incidents: incidents.slice(0, NEWEST).map(({ row }) => row) },
    'incidents/unresolved.json': { page, incidents: unresolved },
    'scheduled-maintenances.json': { page, scheduled_maintenances: maintenances.slice(0, NEWEST) },
    'scheduled-maintenances/upcoming.json': { page, scheduled_maintenances: inState('scheduled') },
    'scheduled-maintenances/active.json': { page, scheduled_maintenances: inState('in_progress', 'verifying') },
  };
}

interface PlacedRow {
  readonly row: ComponentRow;
  /** `Accounts - Log-in`, as updates name a part. */
  readonly fullName: string;
}

const API_STATES = {
  operational: 'operational',
  'degraded performance': 'degraded_performance',
  'partial outage': 'partial_outage',
  'major outage': 'major_outage',
  'under maintenance': 'under_maintenance',
} as const satisfies Record<ShownState, string>;

/** Groups and parts in the order of the page; a group is as bad as the worst of its parts. */
function componentRows(tree: StatusTree, { components, now }: Overall, { id: pageId, timeZone }: ApiPage): PlacedRow[] {
  const groupNames = new Map(tree.groups.map((group) => [group.slug, group.name]));
  const changed = components.map(({ component, spans }) => Math.max(component.since, ...spans.flatMap((span) => [span.from, span.until]).filter((at) => at <= now)));
  const partRow = (index: number, position: number): PlacedRow => {
    const { component, state } = components[index]!;
    const groupName = groupNames.get(component.group ?? '');
    return {
      fullName: groupName === undefined ? component.name : `${groupName} - ${component.name}`,
      row: {
        id: component.slug,
        name: component.name,
        status: API_STATES[state],
        created_at: iso(component.since),
        updated_at: iso(changed[index] ?? component.since),
        position,
        description: component.description ?? null,
        showcase: true,
        start_date: dayOf(component.since, timeZone),
        group_id: component.group ?? null,
        page_id: pageId,
        group: false,
        only_show_if_degraded: component.onlyWhenDegraded,
      },
    };
  };
  const membersOf = (slug: string | undefined) => components.flatMap(({ component }, index) => (component.group === slug ? [index] : []));
  const alone = membersOf(undefined).map((index, position) => partRow(index, position + 1));
  const grouped = tree.groups.flatMap((group, order): PlacedRow[] => {
    const members = membersOf(group.slug);
    if (members.length === 0) return [];
    const since = Math.min(...members.map((index) => components[index]!.component.since));
    const row: ComponentRow = {
      id: group.slug,
      name: group.name,
      status: API_STATES[worst(members.map((index) => components[index]!.state))],
      created_at: iso(since),
      updated_at: iso(Math.max(...members.map((index) => changed[index] ?? since))),
      position: alone.length + order + 1,
      description: group.description ?? null,
      showcase: false,
      start_date: null,
      group_id: null,
      page_id: pageId,
      group: true,
      only_show_if_degraded: false,
      components: members.map((index) => components[index]!.component.slug),
    };
    return [{ row, fullName: group.name }, ...members.map((index, position) => partRow(index, position + 1))];
  });
  return [...alone, ...grouped];
}

/** An update's id, from its incident and its instant: two are never posted at one. */
export function updateId(record: string, at: number): string {
  return `${record}-${Math.round(at / 1_000).toString(36)}`;
}

function incidentRow(incident: Incident, rows: readonly PlacedRow[], now: number, about: ApiPage): IncidentRow {
  const states = new Map<string, ComponentState>();
  const told = incident.updates.filter((update) => update.at <= now);
  const updates = told.map((update): UpdateRow => {
    const changes = update.state === 'resolved' ? Object.fromEntries([...states.keys()].map((slug) => [slug, 'operational' as const])) : update.components;
    const affected = Object.entries(changes).map(([slug, state]): AffectedRow => {
      const before = states.get(slug) ?? 'operational';
      states.set(slug, state);
      return { code: slug, name: rows.find(({ row }) => row.id === slug)?.fullName ?? slug, old_status: API_STATES[before], new_status: API_STATES[state] };
    });
    const body = plainWords(update.text) + (update.state === 'postmortem' && incident.postmortem !== undefined ? `\n\n${incident.postmortem}` : '');
    return updateRow(incident.id, { at: update.at, status: update.state, body, affected });
  });
  const last = latestUpdate(incident, now);
  const resolved = resolvedAt(incident, now);
  const monitoring = told.findLast((update) => update.state === 'monitoring')?.at;
  return {
    id: incident.id,
    name: incident.title,
    status: last?.state ?? 'investigating',
    created_at: iso(told[0]?.at ?? incident.started),
    updated_at: iso(last?.at ?? incident.started),
    monitoring_at: monitoring === undefined ? null : iso(monitoring),
    resolved_at: resolved === undefined ? null : iso(resolved),
    impact: incident.impact,
    shortlink: `${about.url}incidents/${incident.id}/`,
    started_at: iso(incident.started),
    page_id: about.id,
    incident_updates: updates.reverse(),
    components: affectedRows(partsOf(incident), rows),
    reminder_intervals: null,
  };
}

const MAINTENANCE_STATES = { scheduled: 'scheduled', 'in progress': 'in_progress', verifying: 'verifying', completed: 'completed' } as const;

function maintenanceRow(maintenance: Maintenance, rows: readonly PlacedRow[], now: number, about: ApiPage): MaintenanceRow {
  const events = maintenanceEvents(maintenance, now);
  const state = maintenanceState(maintenance, now);
  const window = maintenanceWindow(maintenance) ?? maintenance;
  return {
    id: maintenance.id,
    name: maintenance.title,
    status: MAINTENANCE_STATES[state],
    created_at: iso(maintenance.announced),
    updated_at: iso(events.at(-1)?.at ?? maintenance.announced),
    monitoring_at: null,
    resolved_at: state === 'completed' ? iso(window.until) : null,
    impact: 'maintenance',
    shortlink: `${about.url}maintenance/${maintenance.id}/`,
    started_at: iso(window.from),
    page_id: about.id,
    incident_updates: events
      .map((event) => updateRow(maintenance.id, { at: event.at, status: MAINTENANCE_STATES[event.state], body: event.text === undefined ? (event.state === 'completed' ? about.ended : about.begun) : plainWords(event.text), affected: [] }))
      .reverse(),
    components: affectedRows(maintenance.components, rows),
    reminder_intervals: null,
    scheduled_for: iso(maintenance.from),
    scheduled_until: iso(maintenance.until),
  };
}

function updateRow(record: string, { at, status, body, affected }: { at: number; status: UpdateRow['status']; body: string; affected: AffectedRow[] }): UpdateRow {
  return {
    id: updateId(record, at),
    status,
    body,
    incident_id: record,
    created_at: iso(at),
    updated_at: iso(at),
    display_at: iso(at),
    affected_components: affected.length === 0 ? null : affected,
    deliver_notifications: false,
    custom_tweet: null,
    tweet_id: null,
  };
}

function affectedRows(slugs: readonly string[], rows: readonly PlacedRow[]): ComponentRow[] {
  return rows.filter(({ row }) => !row.group && slugs.includes(row.id)).map(({ row }) => row);
}

function iso(instant: number): string {
  return new Date(instant).toISOString();
}

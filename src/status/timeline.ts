/** What incidents and maintenance did to a part of the product, and when. The clock is passed in. */
import type { ComponentState, IncidentState, MaintenanceState } from '../catalog/status-schema.ts';
import type { Incident, IncidentUpdate, Maintenance, StatusTree } from '../catalog/status-tree.ts';

/** What a reader sees: a part's state, or that work on it is under way. */
export type ShownState = ComponentState | 'under maintenance';

/** From best to worst: a live outage outranks maintenance, maintenance outranks all well. */
export const RANK: readonly ShownState[] = ['operational', 'under maintenance', 'degraded performance', 'partial outage', 'major outage'];

export function worst(states: Iterable<ShownState>): ShownState {
  let rank = 0;
  for (const state of states) rank = Math.max(rank, RANK.indexOf(state));
  return RANK[rank] ?? 'operational';
}

/** A part is in a state from one instant until another, which is not part of it. */
export interface Span {
  readonly from: number;
  /** Infinity while it lasts. */
  readonly until: number;
  readonly state: ShownState;
}

/** The last update that was posted by an instant. */
export function latestUpdate(incident: Incident, now: number): IncidentUpdate | undefined {
  return incident.updates.findLast((update) => update.at <= now);
}

export function incidentState(incident: Incident, now: number): IncidentState | undefined {
  return latestUpdate(incident, now)?.state;
}

export function isOpen(incident: Incident, now: number): boolean {
  const state = incidentState(incident, now);
  return state !== undefined && state !== 'resolved' && state !== 'postmortem';
}

/** When it was resolved for good, as known at an instant. */
export function resolvedAt(incident: Incident, now: number): number | undefined {
  return isOpen(incident, now) ? undefined : incident.updates.findLast((update) => update.state === 'resolved' && update.at <= now)?.at;
}

/** Every part an incident named, in the order it named them. */
export function partsOf(incident: Incident): string[] {
  return [...new Set(incident.updates.flatMap((update) => Object.keys(update.components)))];
}

/**
 * The states of one part through one incident.
 *
 * What the first update says holds from the start of the incident, not from when it was noticed; a resolution
 * ends every state.
 */
export function spansOf(incident: Incident, slug: string): Span[] {
  const spans: Span[] = [];
  let open: { from: number; state: ComponentState } | undefined;
  const close = (until: number) => {
    if (open !== undefined && open.state !== 'operational' && until > open.from) spans.push({ ...open, until });
    open = undefined;
  };
  for (const [index, update] of incident.updates.entries()) {
    const state = update.state === 'resolved' ? 'operational' : update.components[slug];
    if (state === undefined) continue;
    const from = index === 0 ? incident.started : update.at;
    close(update.state === 'resolved' ? update.at : from);
    open = { from, state };
  }
  close(Infinity);
  return spans;
}

/** When work really begins and ends. Missing when it was called off before it began. */
export function maintenanceWindow(maintenance: Maintenance): { from: number; until: number } | undefined {
  const { updates } = maintenance;
  const until = updates.find((update) => update.state === 'completed')?.at ?? maintenance.until;
  const early = updates.find((update) => (update.state === 'in progress' || update.state === 'verifying') && update.at < maintenance.from)?.at;
  const from = early ?? maintenance.from;
  return from < until ? { from, until } : undefined;
}

export function maintenanceState(maintenance: Maintenance, now: number): MaintenanceState {
  const window = maintenanceWindow(maintenance);
  const until = window?.until ?? maintenance.updates.find((update) => update.state === 'completed')?.at ?? maintenance.until;
  if (now >= until) return 'completed';
  if (window === undefined || now < window.from) return 'scheduled';
  return maintenance.updates.findLast((update) => update.at <= now)?.state === 'verifying' ? 'verifying' : 'in progress';
}

export interface MaintenanceEvent {
  readonly at: number;
  readonly state: MaintenanceState;
  /** Missing when the clock posted it. */
  readonly text: string | undefined;
}

/** Everything posted about a maintenance by an instant, oldest first; its begin and end are posted by the clock. */
export function maintenanceEvents(maintenance: Maintenance, now: number): MaintenanceEvent[] {
  const window = maintenanceWindow(maintenance);
  const byHand = maintenance.updates;
  const events: MaintenanceEvent[] = [{ at: maintenance.announced, state: 'scheduled', text: maintenance.text }, ...byHand];
  if (window !== undefined && window.from === maintenance.from) events.push({ at: window.from, state: 'in progress', text: undefined });
  if (!byHand.some((update) => update.state === 'completed')) events.push({ at: maintenance.until, state: 'completed', text: undefined });
  // What a person wrote at the same instant says more, so it comes after, as the newer one.
  return events.filter((event) => event.at <= now).sort((a, b) => a.at - b.at || Number(a.text !== undefined) - Number(b.text !== undefined));
}

/** Every span of a part, of all incidents and all maintenance; they may overlap. */
export function allSpans(tree: StatusTree, slug: string): Span[] {
  const work = tree.maintenances.flatMap((maintenance): Span[] => {
    const window = maintenance.components.includes(slug) ? maintenanceWindow(maintenance) : undefined;
    return window === undefined ? [] : [{ ...window, state: 'under maintenance' }];
  });
  return [...tree.incidents.flatMap((incident) => spansOf(incident, slug)), ...work];
}

/** The state of a part at an instant: the worst of everything that holds then. */
export function stateAt(spans: readonly Span[], now: number): ShownState {
  return worst(spans.filter((span) => span.from <= now && now < span.until).map((span) => span.state));
}

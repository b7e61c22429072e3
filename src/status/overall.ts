/** The state of the product as a whole, at an instant. */
import type { Incident, Maintenance, StatusComponent, StatusTree } from '../catalog/status-tree.ts';
import { allSpans, incidentState, isOpen, latestUpdate, maintenanceState, stateAt, worst, type ShownState, type Span } from './timeline.ts';

/** Statuspage's words: monitors compare them. */
export type Indicator = 'none' | 'minor' | 'major' | 'critical' | 'maintenance';

export interface ComponentNow {
  readonly component: StatusComponent;
  readonly state: ShownState;
  readonly spans: readonly Span[];
}

export interface Overall {
  readonly now: number;
  readonly components: readonly ComponentNow[];
  readonly worst: ShownState;
  readonly indicator: Indicator;
  /** Statuspage's sentence for the indicator. */
  readonly description: string;
  /** Unresolved, newest first. */
  readonly open: readonly Incident[];
  readonly running: readonly Maintenance[];
  /** Soonest first. */
  readonly upcoming: readonly Maintenance[];
}

const SEVERITY: readonly Indicator[] = ['none', 'minor', 'major', 'critical'];

export function overallAt(tree: StatusTree, now: number): Overall {
  const components = tree.components.map((component): ComponentNow => {
    const spans = allSpans(tree, component.slug);
    return { component, spans, state: stateAt(spans, now) };
  });
  const open = tree.incidents.filter((incident) => isOpen(incident, now));
  const inState = (...states: string[]) => tree.maintenances.filter((one) => one.announced <= now && states.includes(maintenanceState(one, now)));
  const running = inState('in progress', 'verifying');
  const upcoming = inState('scheduled').sort((a, b) => a.from - b.from);
  const worstState = worst(components.map(({ state }) => state));
  const fromParts = SEVERITY.indexOf(indicatorOf(components.map(({ state }) => state)));
  const fromIncidents = Math.max(0, ...open.map((incident) => SEVERITY.indexOf(indicatorOfIncident(incident, now))));
  const severity = SEVERITY[Math.max(fromParts, fromIncidents)] ?? 'none';
  const indicator = severity === 'none' && worstState === 'under maintenance' ? 'maintenance' : severity;
  return { now, components, worst: worstState, indicator, description: describe(indicator, worstState), open, running, upcoming };
}

/** One part down is major, all of them down is critical; maintenance is none of these. */
function indicatorOf(states: readonly ShownState[]): Indicator {
  const down = states.filter((state) => state === 'major outage').length;
  if (down > 0) return down === states.length ? 'critical' : 'major';
  return states.some((state) => state === 'partial outage' || state === 'degraded performance') ? 'minor' : 'none';
}

/** While a fix is watched an incident is still open, but no longer as bad as it was. */
function indicatorOfIncident(incident: Incident, now: number): Indicator {
  if (incident.impact === 'none') return 'none';
  return incidentState(incident, now) === 'monitoring' ? 'minor' : incident.impact;
}

function describe(indicator: Indicator, state: ShownState): string {
  switch (indicator) {
    case 'none':
      return 'All Systems Operational';
    case 'maintenance':
      return 'Service Under Maintenance';
    case 'minor':
      return state === 'degraded performance' ? 'Partially Degraded Service' : 'Minor Service Outage';
    case 'major':
      return 'Partial System Outage';
    case 'critical':
      return 'Major Service Outage';
  }
}

/** The promise that is open for an incident, if any. */
export function promiseOf(incident: Incident, now: number): { readonly by: number; readonly overdue: boolean } | undefined {
  const by = isOpen(incident, now) ? latestUpdate(incident, now)?.nextUpdateBy : undefined;
  return by === undefined ? undefined : { by, overdue: now > by };
}

/**
 * The instants after now at which the page changes although nobody builds: maintenance begins or ends, a
 * promise falls due.
 */
export function comingChanges(tree: StatusTree, now: number, limit: number): number[] {
  const work = tree.maintenances.flatMap((maintenance) => {
    const state = maintenanceState(maintenance, now);
    return state === 'completed' ? [] : [maintenance.from, maintenance.until];
  });
  // A millisecond past the promise: at its instant it is still kept.
  const due = tree.incidents.flatMap((incident) => {
    const promise = promiseOf(incident, now);
    return promise === undefined ? [] : [promise.by + 1];
  });
  return [...new Set([...work, ...due])].filter((at) => at > now).sort((a, b) => a - b).slice(0, limit);
}

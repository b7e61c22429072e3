/** The recorded state of a product as plain data: every moment is an instant in milliseconds. */
import type { ComponentState, Impact, IncidentState, MaintenanceState } from './status-schema.ts';

export interface StatusComponent {
  readonly slug: string;
  readonly name: string;
  readonly description: string | undefined;
  /** The slug of its group. */
  readonly group: string | undefined;
  /** Recorded from this instant on; before it nothing is known. */
  readonly since: number;
  readonly onlyWhenDegraded: boolean;
}

export interface ComponentGroup {
  readonly slug: string;
  readonly name: string;
  readonly description: string | undefined;
}

export interface IncidentUpdate {
  readonly at: number;
  readonly state: IncidentState;
  readonly text: string;
  /** Slug → state from this update on. */
  readonly components: Readonly<Record<string, ComponentState>>;
  readonly nextUpdateBy: number | undefined;
  readonly reopens: boolean;
}

export interface Incident {
  readonly id: string;
  readonly file: string;
  readonly title: string;
  readonly impact: Impact;
  readonly started: number;
  readonly sample: boolean;
  /** Oldest first. */
  readonly updates: readonly IncidentUpdate[];
  /** Markdown of the post-mortem, when it is published. */
  readonly postmortem: string | undefined;
}

export interface MaintenanceUpdate {
  readonly at: number;
  readonly state: MaintenanceState;
  readonly text: string;
}

export interface Maintenance {
  readonly id: string;
  readonly file: string;
  readonly title: string;
  readonly announced: number;
  readonly from: number;
  readonly until: number;
  readonly components: readonly string[];
  readonly text: string;
  readonly sample: boolean;
  /** Oldest first. */
  readonly updates: readonly MaintenanceUpdate[];
}

export interface StatusTree {
  readonly groups: readonly ComponentGroup[];
  /** Ungrouped first, then by group, each in the order of the file. */
  readonly components: readonly StatusComponent[];
  readonly incidents: readonly Incident[];
  readonly maintenances: readonly Maintenance[];
  /** Whether readers can ask to be told. */
  readonly subscriptions: boolean;
}

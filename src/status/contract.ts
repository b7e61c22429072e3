/** Statuspage's public API v2 as a schema: what our JSON is built as, and what tests hold it against. */
import { z } from 'zod';

const id = z.string().min(1);
/** With milliseconds and a zone, always. */
const instant = z.string().regex(/^\d{4}-\d{2}-\d{2}T\d{2}:\d{2}:\d{2}\.\d{3}(Z|[+-]\d{2}:\d{2})$/);
const componentStatus = z.enum(['operational', 'degraded_performance', 'partial_outage', 'major_outage', 'under_maintenance']);

export const pageRow = z.strictObject({ id, name: z.string(), url: z.url(), time_zone: z.string(), updated_at: instant });

export const statusRow = z.strictObject({ indicator: z.enum(['none', 'minor', 'major', 'critical', 'maintenance']), description: z.string().min(1) });

export const componentRow = z.strictObject({
  id,
  name: z.string().min(1),
  status: componentStatus,
  created_at: instant,
  updated_at: instant,
  position: z.int(),
  description: z.string().nullable(),
  showcase: z.boolean(),
  start_date: z.string().regex(/^\d{4}-\d{2}-\d{2}$/).nullable(),
  group_id: id.nullable(),
  page_id: id,
  group: z.boolean(),
  only_show_if_degraded: z.boolean(),
  /** Only a group's row names its children. */
  components: z.array(id).optional(),
});

export const affectedRow = z.strictObject({ code: id, name: z.string(), old_status: componentStatus, new_status: componentStatus });

const incidentStatus = z.enum(['investigating', 'identified', 'monitoring', 'resolved', 'postmortem']);
const maintenanceStatus = z.enum(['scheduled', 'in_progress', 'verifying', 'completed']);

export const updateRow = z.strictObject({
  id,
  status: z.union([incidentStatus, maintenanceStatus]),
  body: z.string().min(1),
  incident_id: id,
  created_at: instant,
  updated_at: instant,
  display_at: instant,
  affected_components: z.array(affectedRow).nullable(),
  deliver_notifications: z.boolean(),
  custom_tweet: z.string().nullable(),
  tweet_id: z.string().nullable(),
});

const record = {
  id,
  name: z.string().min(1),
  created_at: instant,
  updated_at: instant,
  monitoring_at: instant.nullable(),
  resolved_at: instant.nullable(),
  shortlink: z.url(),
  started_at: instant,
  page_id: id,
  incident_updates: z.array(updateRow).min(1),
  components: z.array(componentRow),
  reminder_intervals: z.string().nullable(),
};

export const incidentRow = z.strictObject({ ...record, status: incidentStatus, impact: z.enum(['none', 'minor', 'major', 'critical']) });

export const maintenanceRow = z.strictObject({ ...record, status: maintenanceStatus, impact: z.literal('maintenance'), scheduled_for: instant, scheduled_until: instant });

const incidents = z.strictObject({ page: pageRow, incidents: z.array(incidentRow) });
const maintenances = z.strictObject({ page: pageRow, scheduled_maintenances: z.array(maintenanceRow) });

/** By path below `/api/v2/`. */
export const apiContract = z.strictObject({
  'summary.json': z.strictObject({ page: pageRow, components: z.array(componentRow), incidents: z.array(incidentRow), scheduled_maintenances: z.array(maintenanceRow), status: statusRow }),
  'status.json': z.strictObject({ page: pageRow, status: statusRow }),
  'components.json': z.strictObject({ page: pageRow, components: z.array(componentRow) }),
  'incidents.json': incidents,
  'incidents/unresolved.json': incidents,
  'scheduled-maintenances.json': maintenances,
  'scheduled-maintenances/upcoming.json': maintenances,
  'scheduled-maintenances/active.json': maintenances,
});

export type ApiFiles = z.output<typeof apiContract>;
export type PageRow = z.output<typeof pageRow>;
export type ComponentRow = z.output<typeof componentRow>;
export type AffectedRow = z.output<typeof affectedRow>;
export type UpdateRow = z.output<typeof updateRow>;
export type IncidentRow = z.output<typeof incidentRow>;
export type MaintenanceRow = z.output<typeof maintenanceRow>;

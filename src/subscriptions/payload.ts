/** What a webhook is sent: the shape of Statuspage's, so that existing receivers take it; pure. */
import type { IncidentRow, MaintenanceRow } from '../status/contract.ts';
import { overallAt } from '../status/overall.ts';
import type { StatusRecords, StatusUpdate } from '../status/records.ts';
import { apiFiles } from '../status/statuspage-v2.ts';

export interface WebhookMessage {
  readonly meta: { readonly unsubscribe: string; readonly documentation: string; readonly generated_at: string };
  readonly page: { readonly id: string; readonly status_indicator: string; readonly status_description: string };
  readonly incident: Readonly<Record<string, unknown>>;
}

/**
 * @param unsubscribe the page that ends it
 * @returns `undefined` when the status does not hold the record any more
 */
export function webhookMessage(records: StatusRecords, update: StatusUpdate, unsubscribe: string): WebhookMessage | undefined {
  // As it was when the update was posted, so that each message tells its own update first.
  const overall = overallAt(records.tree, update.at);
  const { page, begun, ended } = records;
  const tree = { ...records.tree, incidents: records.tree.incidents.filter(({ id }) => id === update.record), maintenances: records.tree.maintenances.filter(({ id }) => id === update.record) };
  const files = apiFiles(tree, overall, { id: page.id, name: page.product, url: page.url, timeZone: page.timeZone, begun, ended });
  const rows: readonly (IncidentRow | MaintenanceRow)[] = [...files['incidents.json'].incidents, ...files['scheduled-maintenances.json'].scheduled_maintenances];
  const row = rows.find(({ id }) => id === update.record);
  if (row === undefined) return undefined;
  const { indicator, description } = overall;
  return {
    meta: { unsubscribe, documentation: `${page.url}subscriptions/`, generated_at: new Date(update.at).toISOString() },
    page: { id: page.id, status_indicator: indicator, status_description: description },
    incident: {
      backfilled: false,
      ...row,
      impact_override: null,
      postmortem_body: null,
      postmortem_body_last_updated_at: null,
      postmortem_ignored: false,
      postmortem_notified_subscribers: false,
      postmortem_notified_twitter: false,
      postmortem_published_at: update.state === 'postmortem' ? new Date(update.at).toISOString() : null,
      scheduled_for: 'scheduled_for' in row ? row.scheduled_for : null,
      scheduled_until: 'scheduled_until' in row ? row.scheduled_until : null,
      scheduled_auto_completed: false,
      scheduled_auto_in_progress: false,
      scheduled_remind_prior: false,
      scheduled_reminded_at: null,
    },
  };
}

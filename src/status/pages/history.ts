/** What was, month by month. */
import { dayOf } from '../../catalog/moments.ts';
import type { Incident, Maintenance, StatusTree } from '../../catalog/status-tree.ts';
import { html } from '../markup.ts';
import type { PageContext } from './context.ts';
import { pastIncident } from './incident.ts';
import { pastMaintenance } from './maintenance.ts';
import { shell } from './shell.ts';

export interface Month {
  /** `2026-11` */
  readonly month: string;
  readonly incidents: readonly Incident[];
  readonly maintenances: readonly Maintenance[];
}

/** Months in which something was recorded, newest first. A record belongs to the month in which it began, in the page's zone. */
export function monthsOf(tree: StatusTree, zone: string, now: number): Month[] {
  const months = new Map<string, { incidents: Incident[]; maintenances: Maintenance[] }>();
  const at = (instant: number) => {
    const month = dayOf(instant, zone).slice(0, 7);
    const known = months.get(month) ?? { incidents: [], maintenances: [] };
    months.set(month, known);
    return known;
  };
  for (const incident of tree.incidents) at(incident.started).incidents.push(incident);
  for (const maintenance of tree.maintenances) if (maintenance.from <= now) at(maintenance.from).maintenances.push(maintenance);
  return [...months].map(([month, records]) => ({ month, ...records })).sort((a, b) => b.month.localeCompare(a.month));
}

export function historyPage(months: readonly Month[], context: PageContext): string {
  const { t, times, place } = context;
  const main = html`<p class="breadcrumb"><a href="${place.root}">${t.now}</a></p>
<h1>${t.months}</h1>
${months.length === 0 && html`<p class="lead">${t.noRecords}</p>`}
<ul class="plain-list months">${months.map(
    ({ month, incidents, maintenances }) => html`<li><a href="${place.root}history/${month}/">${times.month(month)}</a> <span class="quiet">${t.countInMonth(incidents.length, maintenances.length)}</span></li>
`,
  )}</ul>`;
  return shell(context, { title: t.history, description: t.months, path: 'history/', main });
}

export function monthPage(months: readonly Month[], index: number, context: PageContext): string {
  const { t, times, place } = context;
  const { month, incidents, maintenances } = months[index]!;
  const link = (other: Month | undefined, rel: string, word: string) =>
    other && html`<a href="${place.root}history/${other.month}/" rel="${rel}" class="${rel === 'next' ? 'pager-next' : ''}"><span class="small quiet">${word}</span><span>${times.month(other.month)}</span></a>`;
  const main = html`<p class="breadcrumb"><a href="${place.root}">${t.now}</a> <a href="${place.root}history/">${t.history}</a></p>
<h1>${times.month(month)}</h1>
<p class="lead">${t.countInMonth(incidents.length, maintenances.length)}</p>
<div class="month">${incidents.length === 0 ? html`<p>${t.noneInMonth}</p>` : incidents.map((incident) => pastIncident(incident, context, 'h2'))}
${maintenances.map((one) => pastMaintenance(one, context, 'h2'))}</div>
<nav class="pager" aria-label="${t.months}">${link(months[index + 1], 'prev', t.older)}${link(months[index - 1], 'next', t.newer)}</nav>`;
  return shell(context, { title: times.month(month), description: `${t.history}: ${times.month(month)}`, path: `history/${month}/`, main });
}

export function notFoundPage(context: PageContext): string {
  const { t, place } = context;
  const main = html`<h1>${t.notFound.title}</h1><p class="lead">${t.notFound.lead}</p><p><a class="button" href="${place.root}">${t.notFound.back}</a></p>`;
  return shell(context, { title: t.notFound.title, description: t.notFound.lead, path: '404.html', main, indexed: false });
}

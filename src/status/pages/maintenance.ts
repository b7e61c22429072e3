/** A maintenance as it is told before, while and after it happens. */
import type { Maintenance } from '../../catalog/status-tree.ts';
import { html, trusted, type Html } from '../markup.ts';
import { maintenanceEvents, maintenanceState, maintenanceWindow } from '../timeline.ts';
import { wordsToHtml } from '../words.ts';
import { maintenancePath, partName, type PageContext } from './context.ts';
import { factsLine } from './facts-line.ts';
import { shell } from './shell.ts';
import { stateIcon } from './state-mark.ts';

/** Announced or under way: what it is, when, what it affects. */
export function maintenanceCard(maintenance: Maintenance, context: PageContext): Html {
  const { t, overall, times } = context;
  const news = maintenanceEvents(maintenance, overall.now).filter(({ text }) => text !== undefined && text !== maintenance.text).at(-1);
  return html`<article class="incident notice">
<h3>${stateIcon('notice')}<a href="${maintenancePath(context, maintenance.id)}">${maintenance.title}</a></h3>
${facts(maintenance, context)}
${trusted(wordsToHtml(maintenance.text))}
${news?.text !== undefined && html`<p class="update-head"><b>${t.maintenanceStates[news.state]}</b> ${times.full(news.at)}</p>${trusted(wordsToHtml(news.text))}`}</article>
`;
}

function facts(maintenance: Maintenance, context: PageContext): Html {
  const { t, times } = context;
  const { from, until } = maintenanceWindow(maintenance) ?? maintenance;
  return html`${maintenance.sample && html`<p class="sample">${t.sample}</p>`}<dl class="facts">
<div><dt>${t.when}</dt><dd>${times.range(from, until) ?? html`${times.full(from)} ${t.until} ${times.full(until)}`}</dd></div>
<div><dt>${t.affects}</dt><dd>${t.list(maintenance.components.map((slug) => partName(context, slug)))}</dd></div>
</dl>`;
}

export function pastMaintenance(maintenance: Maintenance, context: PageContext, heading: 'h2' | 'h4'): Html {
  const { t, overall, times } = context;
  const state = maintenanceState(maintenance, overall.now);
  const { from } = maintenanceWindow(maintenance) ?? maintenance;
  return html`<article class="past notice"><${heading}>${stateIcon('notice')}<a href="${maintenancePath(context, maintenance.id)}">${maintenance.title}</a></${heading}>
${factsLine([t.maintenance, t.maintenanceStates[state], times.full(from), t.list(maintenance.components.map((slug) => partName(context, slug))), maintenance.sample && t.sample])}</article>
`;
}

export function maintenancePage(maintenance: Maintenance, context: PageContext): string {
  const { t, overall, times } = context;
  const state = maintenanceState(maintenance, overall.now);
  const events = maintenanceEvents(maintenance, overall.now).toReversed();
  const main = html`<div data-live>
<p class="breadcrumb"><a href="${context.place.root}">${t.now}</a></p>
<h1 class="notice">${maintenance.title}</h1>
<p class="lead">${t.maintenance} · ${t.maintenanceStates[state]}</p>
<article class="incident">${facts(maintenance, context)}
<h2>${t.timeline}</h2>
<ol class="updates plain-list">${events.map(
    (event) => html`<li><p class="update-head"><b>${t.maintenanceStates[event.state]}</b> ${times.full(event.at)}</p>${trusted(wordsToHtml(event.text ?? (event.state === 'completed' ? t.ended : t.begun)))}</li>
`,
  )}</ol></article>
</div>`;
  return shell(context, { title: maintenance.title, description: `${t.maintenance}: ${maintenance.title}`, path: `maintenance/${maintenance.id}/`, main });
}

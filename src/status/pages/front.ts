/** The front page: one sentence that says it all, then what is wrong, what is planned, the parts, what was. */
import { addDays, dayOf } from '../../catalog/moments.ts';
import { html, type Html } from '../markup.ts';
import { comingChanges, overallAt } from '../overall.ts';
import { bannerSentence, toneOfAll } from '../sentence.ts';
import { isOpen } from '../timeline.ts';
import type { PageContext } from './context.ts';
import { openIncident, pastIncident } from './incident.ts';
import { maintenanceCard } from './maintenance.ts';
import { partsSection } from './parts.ts';
import { shell } from './shell.ts';
import { stateIcon } from './state-mark.ts';
import { subscribeSection } from './subscribe.ts';

/** How far back the front page looks, and how much it shows of it: 500 incidents must not slow a phone. */
const PAST_DAYS = 14;
const PAST_SHOWN = 8;
/** Changes by the clock that travel with the page. */
const COMING = 4;

/**
 * The page as it is now and, in templates, as it becomes by itself: a maintenance begins or ends, a promise
 * falls due. The same rules make both, so the script only swaps them when the reader's clock says so.
 */
export function frontPage(context: PageContext): string {
  const { tree, overall, site, t } = context;
  const later = comingChanges(tree, overall.now, COMING).map((at) => {
    const then = { ...context, overall: overallAt(tree, at) };
    return html`<template data-from="${at}">${live(then)}</template>
`;
  });
  const main = html`<div data-live>
${live(context)}</div>
${later}${subscribeSection(context)}`;
  return shell(context, { title: t.now, description: t.description(site.product), path: '', main });
}

function live(context: PageContext): Html {
  const { overall, t, times } = context;
  const { open, running, upcoming } = overall;
  const tone = toneOfAll(overall);
  return html`<div class="banner ${tone}"><h1>${stateIcon(tone)}<span>${bannerSentence(overall, t)}</span></h1>
<p class="quiet" data-freshness>${t.asOf} ${times.full(overall.now)}</p></div>
${open.length > 0 && html`<section aria-labelledby="open"><h2 id="open">${t.openTitle}</h2>
${open.map((incident) => openIncident(incident, context))}</section>
`}${running.length > 0 && html`<section aria-labelledby="running"><h2 id="running">${t.runningTitle}</h2>
${running.map((one) => maintenanceCard(one, context))}</section>
`}${upcoming.length > 0 && html`<section aria-labelledby="upcoming"><h2 id="upcoming">${t.upcomingTitle}</h2>
${upcoming.map((one) => maintenanceCard(one, context))}</section>
`}${partsSection(context)}${past(context)}`;
}

function past(context: PageContext): Html {
  const { tree, overall, site, place, t, times } = context;
  const firstDay = addDays(dayOf(overall.now, site.timeZone), -PAST_DAYS);
  const all = tree.incidents.filter((incident) => incident.updates[0]!.at <= overall.now && !isOpen(incident, overall.now) && dayOf(incident.started, site.timeZone) >= firstDay);
  const shown = all.slice(0, PAST_SHOWN);
  const days = [...new Set(shown.map((incident) => dayOf(incident.started, site.timeZone)))];
  return html`<section aria-labelledby="past"><h2 id="past">${t.pastTitle}</h2>
${all.length === 0 && html`<p>${t.noPast(PAST_DAYS)}</p>`}${days.map(
    (day) => html`<section class="day"><h3>${times.day(day)}</h3>
${shown.filter((incident) => dayOf(incident.started, site.timeZone) === day).map((incident) => pastIncident(incident, context, 'h4'))}</section>
`,
  )}<p><a href="${place.root}history/">${all.length > shown.length ? t.more(all.length - shown.length) : t.fullHistory}</a></p></section>
`;
}

/** An incident as it is told: in full while it is open, whole on its own page, in two lines in the history. */
import type { Incident, IncidentUpdate } from '../../catalog/status-tree.ts';
import { html, trusted, type Html } from '../markup.ts';
import { promiseOf } from '../overall.ts';
import { toneOf, type Tone } from '../sentence.ts';
import { isOpen, latestUpdate, partsOf, resolvedAt, spansOf, stateAt, worst } from '../timeline.ts';
import { wordsToHtml } from '../words.ts';
import { incidentPath, partName, type PageContext } from './context.ts';
import { factsLine } from './facts-line.ts';
import { shell } from './shell.ts';
import { stateIcon } from './state-mark.ts';
import { subscribeSection } from './subscribe.ts';

/** Open incidents show their newest updates; all stand on the incident's page, so that a long night does not slow the front page. */
const UPDATES_IN_VIEW = 5;

export function openIncident(incident: Incident, context: PageContext): Html {
  const { t, overall } = context;
  const told = incident.updates.filter(({ at }) => at <= overall.now).toReversed();
  const tone = toneOfIncident(incident, overall.now);
  const rest = told.length > UPDATES_IN_VIEW && html`<p><a href="${incidentPath(context, incident.id)}">${t.allUpdates(told.length)}</a></p>`;
  return html`<article class="incident ${tone}">
<h3>${stateIcon(tone)}<a href="${incidentPath(context, incident.id)}">${incident.title}</a></h3>
${facts(incident, context)}${updates(told.slice(0, UPDATES_IN_VIEW), context)}${rest}${meToo(incident, context)}</article>
`;
}

/** "Me too": a plain form, which leads back here; the script adds how many there are. Without a service there is nobody to count. */
function meToo({ id }: Incident, { tree, place, t }: PageContext): Html | false {
  const here = place.intake.startsWith('/');
  const { button, counted, failed, others } = t.meToo;
  return (
    tree.subscriptions &&
    html`<form class="me-too no-print" method="post" action="${place.intake}incidents/me-too" data-me-too="${id}" data-said="${counted}" data-failed="${failed}" data-others="${others('#')}"><input type="hidden" name="incident" value="${id}">${here && trusted('<input type="hidden" name="here" value="yes">')}<button class="button">${button}</button> <span role="status" data-me-too-said></span></form>
`
  );
}

/** Since when, what it affects, and what was promised. */
function facts(incident: Incident, context: PageContext): Html {
  const { t, times, overall } = context;
  const parts = partsOf(incident).map((slug) => partName(context, slug));
  const promise = promiseOf(incident, overall.now);
  const end = resolvedAt(incident, overall.now);
  return html`${incident.sample && html`<p class="sample">${t.sample}</p>`}<dl class="facts">
<div><dt>${t.since}</dt><dd>${times.full(incident.started)}</dd></div>
${end !== undefined && html`<div><dt>${t.duration}</dt><dd>${t.minutes(Math.max(1, Math.round((end - incident.started) / 60_000)))}</dd></div>`}
${parts.length > 0 && html`<div><dt>${t.affects}</dt><dd>${t.list(parts)}</dd></div>`}
${promise?.overdue === false && html`<div><dt>${t.nextUpdateBy}</dt><dd>${times.full(promise.by)}</dd></div>`}
</dl>${promise?.overdue && html`<p class="overdue">${trusted(t.overdue(times.full(promise.by).text))}</p>`}
`;
}

function updates(told: readonly IncidentUpdate[], { t, times }: PageContext): Html {
  return html`<ol class="updates plain-list">${told.map(
    (update) => html`<li id="u${update.at / 1_000}"><p class="update-head"><b>${t.incidentStates[update.state]}</b> ${times.full(update.at)}</p>${trusted(wordsToHtml(update.text))}</li>
`,
  )}</ol>`;
}

/** Past incidents are told by how they ended. */
export function pastIncident(incident: Incident, context: PageContext, heading: 'h2' | 'h4'): Html {
  const { t, times, overall } = context;
  const last = incident.updates.findLast(({ state, at }) => state !== 'postmortem' && at <= overall.now);
  const parts = partsOf(incident).map((slug) => partName(context, slug));
  const end = resolvedAt(incident, overall.now);
  const length = end === undefined ? '' : t.minutes(Math.max(1, Math.round((end - incident.started) / 60_000)));
  return html`<article class="past ${toneOfIncident(incident, overall.now)}"><${heading}>${stateIcon(toneOfIncident(incident, overall.now))}<a href="${incidentPath(context, incident.id)}">${incident.title}</a></${heading}>
${factsLine([
    last && t.incidentStates[last.state],
    times.full(incident.started),
    length,
    t.list(parts),
    incident.postmortem !== undefined && html`<a href="${incidentPath(context, incident.id)}#postmortem">${t.postmortem}</a>`,
    incident.sample && t.sample,
  ])}${last && html`<div class="small">${trusted(wordsToHtml(last.text))}</div>`}</article>
`;
}

export function incidentPage(incident: Incident, context: PageContext): string {
  const { t, overall } = context;
  const latest = latestUpdate(incident, overall.now)?.state ?? 'investigating';
  // What readers want to know is whether it is over; that there is an account of it, they see below.
  const state = latest === 'postmortem' ? 'resolved' : latest;
  const told = incident.updates.filter(({ at }) => at <= overall.now).toReversed();
  const main = html`<div data-live>
<p class="breadcrumb"><a href="${context.place.root}">${t.now}</a></p>
<h1>${incident.title}</h1>
<p class="lead">${t.incidentStates[state]}${isOpen(incident, overall.now) && html` · <span data-freshness>${t.asOf} ${context.times.full(overall.now)}</span>`}</p>
<article class="incident">${facts(incident, context)}
${incident.postmortem !== undefined && html`<section class="prose postmortem" aria-labelledby="postmortem"><h2 id="postmortem">${t.postmortem}</h2>${trusted(wordsToHtml(incident.postmortem, 3))}</section>`}
<h2>${t.timeline}</h2>
${updates(told, context)}${isOpen(incident, overall.now) && meToo(incident, context)}</article>
</div>
${isOpen(incident, overall.now) && context.tree.subscriptions && html`<p class="counted" id="counted">${t.meToo.counted}</p>
`}${isOpen(incident, overall.now) && subscribeSection(context)}`;
  return shell(context, { title: incident.title, description: `${t.incidentStates[state]}: ${incident.title}`, path: `incidents/${incident.id}/`, main });
}

/** What an open incident does now, the worst that a past one did; when no part is touched, what its impact says. */
export function toneOfIncident(incident: Incident, now: number): Tone {
  const state = isOpen(incident, now)
    ? worst(partsOf(incident).map((slug) => stateAt(spansOf(incident, slug), now)))
    : worst(incident.updates.flatMap((update) => Object.values(update.components)));
  if (state !== 'operational') return toneOf(state);
  return incident.impact === 'none' ? 'notice' : 'trouble';
}

/**
 * Asking to be told: a short form on the pages, and a page of its own. The service fills that page in for whoever
 * confirms, chooses or ends; what it shows then lies hidden in it. All of it are plain forms, without a script.
 */
import { html, type Html } from '../markup.ts';
import { subscribePath, type PageContext } from './context.ts';
import { shell } from './shell.ts';

/** One of these is shown. */
export const SUBSCRIPTION_STATES = ['form', 'asked', 'confirm', 'manage', 'leave', 'left', 'gone'] as const;
export type SubscriptionState = (typeof SUBSCRIPTION_STATES)[number];

/** For pages that tell of an incident: an address and a button. Nothing for a site without the service. */
export function subscribeSection(context: PageContext): Html | false {
  const { tree, site, t, place } = context;
  if (!tree.subscriptions) return false;
  return html`<section class="subscribe" aria-labelledby="subscribe"><h2 id="subscribe">${t.subscribe.title}</h2>
<p>${t.subscribe.lead(site.product)}</p>
<form class="subscribe-short" method="post" action="${place.intake}subscriptions">${emailField(context, 'subscribe-email')}${trap('subscribe')}<button class="button button-main">${t.subscribe.send}</button></form>
<p class="quiet small">${t.subscribe.short} <a href="${subscribePath(context)}">${t.subscribe.more}</a></p></section>
`;
}

export function subscriptionsPage(context: PageContext): string {
  const { t, site, place } = context;
  const s = t.subscribe;
  const action = `${place.intake}subscriptions`;
  const secret = html`<input type="hidden" name="s" value="" data-secret>`;
  const leaveForm = html`<form method="post" action="${action}/leave">${secret}<button class="button">${s.leave.send}</button></form>`;
  const main = html`<p class="breadcrumb"><a href="${place.root}">${t.now}</a></p>
<section data-state="form"><h1>${s.title}</h1>
<p class="lead">${s.lead(site.product)}</p>
<p class="problem" data-problem hidden>${s.wrong.title}</p>
<h2>${s.emailTitle}</h2>
<form class="stack" method="post" action="${action}">${emailField(context, 'email')}${partsField(context)}${trap('one')}<p><button class="button button-main">${s.send}</button></p></form>
<p class="quiet small">${s.short}</p>
<h2>${s.webhookTitle}</h2>
<p>${s.webhookLead}</p>
<form class="stack" method="post" action="${action}">
<div class="question"><label for="webhook">${s.webhook}</label><p class="quiet small" id="webhook-hint">${s.webhookHint}</p><p class="field-error" id="webhook-error" data-error="webhook" hidden></p><input class="field" id="webhook" name="webhook" type="url" inputmode="url" autocomplete="off" spellcheck="false" required maxlength="2000" aria-describedby="webhook-hint webhook-error"></div>
<div class="question"><label for="owner">${s.owner}</label><p class="quiet small" id="owner-hint">${s.ownerHint}</p><p class="field-error" id="owner-error" data-error="owner" hidden></p><input class="field" id="owner" name="owner" type="email" autocomplete="email" required maxlength="254" aria-describedby="owner-hint owner-error"></div>
${partsField(context)}${trap('two')}<p><button class="button button-main">${s.webhookSend}</button></p></form></section>
<section data-state="asked" hidden><h1>${s.asked.title}</h1><p class="lead">${s.asked.lead}</p><p>${s.asked.next}</p><p class="quiet">${s.asked.nothing}</p></section>
<section data-state="confirm" hidden><h1>${s.confirm.title}</h1><p class="lead">${s.confirm.lead}</p><p data-what></p>
<form method="post" action="${action}/confirm">${secret}<button class="button button-main">${s.confirm.send}</button></form></section>
<section data-state="manage" hidden><h1>${s.manage.title}</h1><p class="lead" data-what></p><p class="done" role="status" data-done hidden></p>
<div data-off hidden><p class="problem">${s.manage.off}</p><form method="post" action="${action}/manage">${secret}<button class="button button-main" name="on" value="yes">${s.manage.on}</button></form></div>
<form class="stack" method="post" action="${action}/manage" data-choose>${secret}${partsField(context)}<p><button class="button button-main">${s.manage.save}</button></p></form>
<div data-key-part hidden><h2>${s.manage.key}</h2><p class="quiet small">${s.manage.keyHint}</p><p><code data-key></code></p></div>
<h2>${s.leave.title}</h2><p>${s.leave.lead}</p>${leaveForm}</section>
<section data-state="leave" hidden><h1>${s.leave.title}</h1><p class="lead">${s.leave.lead}</p>${leaveForm}</section>
<section data-state="left" hidden><h1>${s.left.title}</h1><p class="lead">${s.left.lead}</p></section>
<section data-state="gone" hidden><h1>${s.gone.title}</h1><p class="lead">${s.gone.lead}</p><p><a href="${subscribePath(context)}">${s.title}</a></p></section>
<p data-back hidden><a href="${place.root}">${s.back}</a></p>`;
  return shell(context, { title: s.title, description: s.lead(site.product), path: 'subscriptions/', main });
}

function emailField({ t }: PageContext, id: string): Html {
  return html`<div class="question"><label for="${id}">${t.subscribe.email}</label><p class="field-error" id="${id}-error" data-error="email" hidden></p><input class="field" id="${id}" name="email" type="email" autocomplete="email" required maxlength="254" aria-describedby="${id}-error"></div>`;
}

function partsField({ tree, t }: PageContext): Html {
  const box = ({ slug, name }: { slug: string; name: string }) => html`<label class="choice"><input type="checkbox" name="part-${slug}" value="yes" data-part="${slug}"><span>${name}</span></label>`;
  const groups = [undefined, ...tree.groups].flatMap((group) => {
    const members = tree.components.filter((part) => part.group === group?.slug);
    return members.length === 0 ? [] : [html`${group && html`<p class="group-name quiet small">${group.name}</p>`}${members.map(box)}`];
  });
  return html`<fieldset><legend>${t.subscribe.parts}</legend><p class="quiet small">${t.subscribe.partsHint}</p><div class="choices">${groups}</div></fieldset>`;
}

/** A field that only programs fill in. */
function trap(id: string): Html {
  return html`<div class="visually-hidden" aria-hidden="true"><label for="website-${id}">Website</label><input id="website-${id}" name="website" tabindex="-1" autocomplete="off"></div>`;
}

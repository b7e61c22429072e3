/** Letters to subscribers: confirm, you are subscribed already, an update, a webhook is off. */
import type { Site } from '../catalog/schema.ts';
import { replyNamed, type Replies } from '../catalog/support/replies.ts';
import { compose } from '../mail/compose.ts';
import type { Letter } from '../mail/letter.ts';
import type { ReplyKind, ValuesOf } from '../mail/placeholders.ts';
import type { Template } from '../mail/template.ts';
import { writtenBody } from '../mail/written.ts';
import { intakeUrl } from '../status/place.ts';
import type { StatusRecords, StatusUpdate } from '../status/records.ts';
import { textsFor } from '../texts/texts.ts';
import { linkOf, type Use } from './secret.ts';
import { FORGET_ASKED_MS, type Subscriber } from './subscribers.ts';

export const CONFIRM_MAIL = 'subscription-confirm';
export const KNOWN_MAIL = 'subscription-known';
export const WEBHOOK_OFF_MAIL = 'webhook-off';

/** What every letter is made from. */
export interface Letterhead {
  readonly site: Site;
  readonly replies: Replies;
}

/** The secret stands in the query: access logs hold paths, and a page that has no script can read it. */
export function linkTo(site: Pick<Site, 'url' | 'base' | 'serviceUrl'>, { secret }: Pick<Subscriber, 'secret'>, use: Use): string {
  return addressOf(site, use, linkOf(secret, use));
}

function addressOf(site: Pick<Site, 'url' | 'base' | 'serviceUrl'>, use: Use, link: string): string {
  return `${intakeUrl(site)}subscriptions/${use}?s=${link}`;
}

export function confirmLetter(head: Letterhead, subscriber: Subscriber): Letter {
  const values = { ...siteValues(head.site), 'subscription.what': whatOf(head.site, subscriber), 'subscription.confirm': linkTo(head.site, subscriber, 'confirm'), 'subscription.until': subscriber.askedAt + FORGET_ASKED_MS };
  return letter(head, subscriber, replyNamed(head.replies, CONFIRM_MAIL, 'subscription-confirm'), values);
}

export function knownLetter(head: Letterhead, subscriber: Subscriber): Letter {
  const values = { ...siteValues(head.site), ...subscriptionValues(head.site, subscriber), 'subscription.what': whatOf(head.site, subscriber) };
  return letter(head, subscriber, replyNamed(head.replies, KNOWN_MAIL, 'subscription-known'), values);
}

export function webhookOffLetter(head: Letterhead, subscriber: Subscriber): Letter {
  const values = { ...siteValues(head.site), 'webhook.host': hostOf(subscriber), 'webhook.since': subscriber.failingSince ?? subscriber.askedAt, 'subscription.manage': linkTo(head.site, subscriber, 'manage') };
  return letter(head, subscriber, replyNamed(head.replies, WEBHOOK_OFF_MAIL, 'webhook-off'), values);
}

/** Stand for the links of whoever gets the letter; as long as those, so that lines break alike. */
const MARKS = { manage: 'm'.repeat(43), leave: 'l'.repeat(43) } as const;

/** Ten thousand letters of one update differ in their links and in nothing else: it is laid out once. */
const laidOut = new WeakMap<StatusUpdate, Letter>();

export function updateLetter(head: Letterhead, records: StatusRecords, subscriber: Subscriber, update: StatusUpdate): Letter {
  const common = laidOut.get(update) ?? commonLetter(head, records, update);
  laidOut.set(update, common);
  const own = (text: string) => text.replaceAll(MARKS.manage, linkOf(subscriber.secret, 'manage')).replaceAll(MARKS.leave, linkOf(subscriber.secret, 'leave'));
  // RFC 8058 wants https. In a network of its own without it, the link in the letter has to do.
  const leave = linkTo(head.site, subscriber, 'leave');
  const unsubscribe = leave.startsWith('https:') ? { address: leave, oneClick: true } : undefined;
  return { ...common, to: { email: subscriber.email }, text: own(common.text), html: own(common.html ?? ''), unsubscribe };
}

function commonLetter(head: Letterhead, records: StatusRecords, update: StatusUpdate): Letter {
  const t = textsFor(records.page.locale).statusPage;
  const over = update.state === 'resolved' || update.state === 'postmortem';
  const name = update.kind === 'maintenance' ? 'status-maintenance' : over ? 'status-resolved' : 'status-update';
  const states: Readonly<Record<string, string>> = { ...t.incidentStates, ...t.maintenanceStates };
  const names = new Map(records.tree.components.map((part) => [part.slug, part.name]));
  const values = {
    ...siteValues(head.site),
    'subscription.manage': addressOf(head.site, 'manage', MARKS.manage),
    'subscription.leave': addressOf(head.site, 'leave', MARKS.leave),
    'status.title': update.title,
    'status.state': states[update.state] ?? update.state,
    'status.words': writtenBody(update.text),
    'status.parts': t.list(update.components.map((slug) => names.get(slug) ?? slug)),
    'status.nextUpdate': update.nextUpdateBy,
    'status.from': update.window?.from,
    'status.until': update.window?.until,
    'status.page': update.url,
  };
  return letter(head, { email: '' }, replyNamed(head.replies, name, 'status-update'), values);
}

/** Where a webhook goes, as far as others may read it: its path may be a secret. */
export function hostOf({ url = '' }: Pick<Subscriber, 'url'>): string {
  return URL.canParse(url) ? new URL(url).host : '';
}

function whatOf(site: Site, subscriber: Subscriber): string {
  const t = textsFor(site.locale).statusPage.subscribe;
  return subscriber.kind === 'email' ? t.byEmail : t.byWebhook(hostOf(subscriber));
}

function siteValues({ name, product, url, base, emergency }: Site) {
  return { 'site.name': name, 'site.product': product, 'site.helpCenter': new URL(base, url).href, 'site.emergency': emergency };
}

function subscriptionValues(site: Site, subscriber: Subscriber) {
  return { 'subscription.manage': linkTo(site, subscriber, 'manage'), 'subscription.leave': linkTo(site, subscriber, 'leave') };
}

function letter<K extends ReplyKind>({ site }: Letterhead, { email }: Pick<Subscriber, 'email'>, template: Template<K>, values: ValuesOf<K>): Letter {
  const { subject, text, html } = compose(template, values, { timeZone: site.timeZone, locale: site.locale }, { name: site.name, address: new URL(site.base, site.url).href });
  return { to: { email }, subject, text, html, automatic: 'notice' };
}

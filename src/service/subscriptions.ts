/**
 * `/intake/subscriptions`: asking to be told of incidents, confirming, choosing, ending. Opening an address changes
 * nothing, because mail scanners open all of them: each act is a POST, by a plain form, by JSON, or by the button of a
 * mail program (RFC 8058).
 */
import type { Context } from 'hono';
import type { Site } from '../catalog/schema.ts';
import { soundAddress } from '../mail/address.ts';
import { enqueue } from '../outbox/enqueue.ts';
import type { StatusRecords } from '../status/records.ts';
import { hostOf } from '../subscriptions/letters.ts';
import { webhookAddress } from '../subscriptions/networks.ts';
import { linkOf, signingKey, type Use } from '../subscriptions/secret.ts';
import * as subscribers from '../subscriptions/subscribers.ts';
import { chosen } from '../subscriptions/wants.ts';
import { textsFor } from '../texts/texts.ts';
import { readBody, readText, type Body } from './body.ts';
import type { Count } from './limits.ts';
import { problemPage } from './problem-page.ts';
import { notFound, Refusal } from './problems.ts';
import type { Rooms } from './rooms.ts';
import { subscriptionsPageWith, type Shown } from './subscriptions-page.ts';
import type { SubscriptionsLimits } from './subscriptions-limits.ts';

/** What subscriptions need, besides what every route does. */
export interface SubscriptionRooms extends Rooms {
  /** What is shown now; `undefined` where nobody can subscribe. */
  readonly offered: () => { readonly site: Site; readonly records: StatusRecords } | undefined;
  /** Webhooks may go into the operator's own network. */
  readonly privateToo: boolean;
  readonly subscriptionsLimits: SubscriptionsLimits;
  readonly wake: () => void;
}

/** The errand of the letter that a subscription has to get next: which one it is follows from its state. */
export const SUBSCRIPTION_LETTER = 'subscription';

const BODY_CAP = 16_384;
const USES: readonly Use[] = ['confirm', 'manage', 'leave'];

const gone = () => new Refusal({ status: 404, error: 'not-found', message: 'This link does not open anything. It may be old, or the subscription has ended.' });

/** @throws {Refusal} 404 on a site where nobody can subscribe */
function offeredBy(rooms: SubscriptionRooms) {
  const offered = rooms.offered();
  if (offered === undefined) throw notFound('address');
  return { ...offered, known: offered.records.tree.components.map(({ slug }) => slug), t: textsFor(offered.site.locale).statusPage.subscribe };
}

export async function postSubscription(context: Context, rooms: SubscriptionRooms): Promise<Response> {
  const { site, known, t } = offeredBy(rooms);
  const body = await readBody(context, BODY_CAP);
  const text = (name: string) => (typeof body.values[name] === 'string' ? (body.values[name] as string).trim() : '');
  const typed = Object.fromEntries(Object.keys(body.values).flatMap((name) => (text(name) === '' ? [] : [[name, text(name)]])));
  const asWebhook = text('webhook') !== '' || 'owner' in body.values;
  const owner = body.kind === 'json' || !asWebhook ? 'email' : 'owner';
  const email = soundAddress(text(owner));
  const webhook = asWebhook ? webhookAddress(text('webhook'), rooms.privateToo) : undefined;
  const wrong = { ...(email === undefined ? { [owner]: t.wrong.email } : {}), ...(webhook !== undefined && 'wrong' in webhook ? { webhook: t.wrong.webhook } : {}) };
  if (email === undefined || Object.keys(wrong).length > 0) {
    if (body.kind === 'json') throw new Refusal({ status: 400, error: 'invalid', message: t.wrong.title, fields: wrong });
    return show(context, rooms, { state: 'form', sent: asWebhook ? 'webhook' : 'email', typed, wrong }, 400);
  }
  // A field that no person sees was filled in. Whoever did that is told what everybody is told.
  if (text('website') === '') {
    const counts: Count[] = [
      { limit: rooms.subscriptionsLimits.client, key: await rooms.limits.client(rooms.clientOf(context)) },
      { limit: rooms.subscriptionsLimits.all, key: 'all' },
    ];
    rooms.limits.refuse(counts);
    const asked = { email, url: webhook !== undefined && 'url' in webhook ? webhook.url.href : undefined, components: partsIn(body, known), locale: site.locale };
    const store = await rooms.store();
    await store.write(async (trx) => {
      const now = rooms.clock();
      await rooms.limits.admit(trx, counts);
      const { id, letter } = await subscribers.ask(trx, store.envelope, asked, now);
      if (letter) await enqueue(trx, { kind: 'mail', about: { template: SUBSCRIPTION_LETTER, subscriber: id } }, now);
    });
    rooms.wake();
  }
  if (body.kind === 'json') return context.json({ status: 'asked' }, 202);
  return context.redirect(`${prefixOf(rooms)}/intake/subscriptions/asked`, 303);
}

/** A page with a button; it changes nothing. */
export async function getSubscription(context: Context, rooms: SubscriptionRooms): Promise<Response> {
  const { t } = offeredBy(rooms);
  const act = context.req.param('act') ?? '';
  if (act === 'asked' || act === 'left') return show(context, rooms, { state: act });
  const use = USES.find((one) => one === act);
  if (use === undefined) throw notFound('address');
  const link = context.req.query('s') ?? '';
  const store = await rooms.store();
  const subscriber = await store.read((db) => subscribers.byLink(db, store.envelope, use, link));
  if (subscriber === undefined) return show(context, rooms, { state: use === 'leave' ? 'left' : 'gone' }, use === 'leave' ? 200 : 404);
  const told = context.req.query('done');
  return show(context, rooms, {
    state: use,
    link,
    what: subscriber.kind === 'email' ? t.byEmail : t.byWebhook(hostOf(subscriber)),
    done: told === 'confirmed' || told === 'saved' ? told : undefined,
    parts: subscriber.components,
    off: subscriber.state === 'off',
    key: subscriber.kind === 'webhook' && subscriber.state !== 'asked' && use === 'manage' ? signingKey(subscriber.secret) : undefined,
  });
}

/** Confirms, changes or ends what a link opens. */
export async function postSubscriptionAct(context: Context, rooms: SubscriptionRooms): Promise<Response> {
  const { known } = offeredBy(rooms);
  const use = USES.find((one) => one === context.req.param('act'));
  if (use === undefined) throw notFound('address');
  const body = await readAct(context, use);
  // The mail program's button posts to the address of the link and says nothing of its own.
  const oneClick = body.values['List-Unsubscribe'] === 'One-Click';
  const link = typeof body.values['s'] === 'string' ? body.values['s'] : (context.req.query('s') ?? '');
  const store = await rooms.store();
  // The button is pressed by the mail program's servers, for thousands at once: it is not counted.
  const counts: Count[] = use === 'leave' ? [] : [{ limit: rooms.subscriptionsLimits.act, key: await rooms.limits.client(rooms.clientOf(context)) }];
  rooms.limits.refuse(counts);
  if (counts.length > 0) await store.write((trx) => rooms.limits.admit(trx, counts));
  const subscriber = await store.write(async (trx) => {
    const found = await subscribers.byLink(trx, store.envelope, use, link);
    if (found === undefined) return undefined;
    if (use === 'leave') await subscribers.leave(trx, found.id);
    else if (use === 'confirm' || body.values['on'] === 'yes') await subscribers.confirm(trx, found.id, rooms.clock());
    else await subscribers.choose(trx, found.id, partsIn(body, known));
    return found;
  });
  context.header('cache-control', 'no-store');
  // Ended twice is ended.
  if (use === 'leave') return oneClick || body.kind === 'json' ? context.json({ status: 'left' }) : context.redirect(`${prefixOf(rooms)}/intake/subscriptions/left`, 303);
  if (subscriber === undefined) {
    if (body.kind === 'json') throw gone();
    return show(context, rooms, { state: 'gone' }, 404);
  }
  const status = use === 'confirm' || body.values['on'] === 'yes' ? 'confirmed' : 'saved';
  if (body.kind === 'json') return context.json({ status });
  return context.redirect(`${prefixOf(rooms)}/intake/subscriptions/manage?s=${linkOf(subscriber.secret, 'manage')}&done=${status}`, 303);
}

/** A mail program may also send its two words as multipart (RFC 8058, 3.2). */
async function readAct(context: Context, use: Use): Promise<Body> {
  const multipart = /^multipart\/form-data\b/i.test(context.req.header('content-type') ?? '');
  if (use !== 'leave' || !multipart) return readBody(context, BODY_CAP);
  const said = /name="?List-Unsubscribe"?\s+One-Click\s/i.test(await readText(context.req.raw, BODY_CAP));
  return { kind: 'form', values: said ? { 'List-Unsubscribe': 'One-Click' } : {} };
}

/** `part-log-in=yes` of a form, `"components": ["log-in"]` of a program. */
function partsIn({ kind, values }: Body, known: readonly string[]): string[] | undefined {
  const listed = values['components'];
  if (kind === 'json') return chosen(Array.isArray(listed) ? listed.map(String) : [], known);
  return chosen(known.filter((slug) => values[`part-${slug}`] === 'yes'), known);
}

async function show(context: Context, rooms: SubscriptionRooms, shown: Shown, status: 200 | 400 | 404 = 200): Promise<Response> {
  const { t } = offeredBy(rooms);
  const built = await rooms.page('/status/subscriptions/').catch(() => undefined);
  context.header('cache-control', 'no-store');
  context.header('x-robots-tag', 'noindex');
  // The build that is shown is older than its status pages: there is no page yet, but what was asked is done.
  if (built === undefined) return context.html(problemPage(rooms.manifest(), shown.state === 'form' ? t.wrong.title : t[shown.state].title), status);
  return context.html(subscriptionsPageWith(built, shown, t), status);
}

const prefixOf = ({ manifest }: Rooms) => manifest().base.slice(0, -1);

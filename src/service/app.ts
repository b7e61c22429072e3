/**
 * The intake service: everything that answers, under `/intake/`. Web-standard, so that it runs in its own
 * process, beside the built site, or inside `astro dev`.
 */
import { randomUUID } from 'node:crypto';
import type { HttpBindings } from '@hono/node-server';
import { Hono, type Context } from 'hono';
import type { Manifest } from '../site/manifest.ts';
import type { Store } from '../store/store.ts';
import { StoreUnavailable } from '../store/errors.ts';
import { forgetAnswers } from '../tickets/intake/idempotency.ts';
import { forgetSpent } from '../tickets/intake/spent.ts';
import { clientAddressFrom } from './client-address.ts';
import { postContext } from './context.ts';
import { postDesk } from './desk-hook.ts';
import { postEvents } from './events.ts';
import { EVENTS_LIMITS } from './events-limits.ts';
import { getFeedback, postFeedback } from './feedback.ts';
import { FEEDBACK_LIMITS } from './feedback-limits.ts';
import { getMeToo, getStop, postFollow, postMeToo, postStop } from './incidents.ts';
import { createLimits, TooMany } from './limits.ts';
import { errorFacts, type Logger } from './log.ts';
import { createMetrics, type Metrics } from './metrics.ts';
import { FORWARDED, mayObserve } from './observers.ts';
import { comesFromUs } from './origin-check.ts';
import { postOwn } from './own-ticket.ts';
import { problemPage } from './problem-page.ts';
import { problemOf, Refusal } from './problems.ts';
import type { Rooms } from './rooms.ts';
import { SECURITY_HEADERS } from './security-headers.ts';
import { getAttachment } from './tickets-attachment.ts';
import { getThanks } from './tickets-thanks.ts';
import { postStart, postTickets } from './tickets.ts';
import { getSubscription, postSubscription, postSubscriptionAct, type SubscriptionRooms } from './subscriptions.ts';
import { SUBSCRIPTIONS_LIMITS, type SubscriptionsLimits } from './subscriptions-limits.ts';
import type { TicketRooms } from './tickets-rooms.ts';
import type { TicketsService } from './tickets-service.ts';

export interface ServiceOptions {
  readonly manifest: () => Manifest;
  readonly page: (address: string) => Promise<string | undefined>;
  readonly store: () => Promise<Store>;
  readonly log: Logger;
  readonly clock?: () => number;
  /** Figures that others count, too; its own if left out. */
  readonly metrics?: Metrics;
  /** `BEDSIDE_TRUSTED_PROXIES`: whose `X-Forwarded-For` is believed. */
  readonly trustedProxies?: string;
  /** `BEDSIDE_METRICS_TOKEN`: lets others than this machine read `/metrics` and `/readyz`. */
  readonly metricsToken?: string | undefined;
  readonly feedbackLimits?: Rooms['feedbackLimits'];
  readonly eventsLimits?: Rooms['eventsLimits'];
  /** What taking tickets needs. */
  readonly tickets: TicketsService;
  readonly subscriptionsLimits?: SubscriptionsLimits;
  /** What subscriptions need; nobody can subscribe without. */
  readonly subscriptions?: Pick<SubscriptionRooms, 'offered' | 'privateToo' | 'wake'>;
}

type Handler = (context: Context) => Response | Promise<Response>;

interface Env {
  Bindings: HttpBindings;
  Variables: { id: string };
}

export interface Service {
  readonly fetch: Hono<Env>['fetch'];
  readonly metrics: Metrics;
  /** Deletes what has ended: limits, salts, used tokens, answers to keys. */
  sweep(): Promise<void>;
}

export function createService(options: ServiceOptions): Service {
  const { manifest, log, metricsToken } = options;
  const clock = options.clock ?? Date.now;
  const metrics = options.metrics ?? createMetrics();
  const limits = createLimits(options.store, clock);
  const clientAddress = clientAddressFrom(options.trustedProxies ?? '');
  const peerOf = (context: Context) => (context.env as Partial<HttpBindings>).incoming?.socket.remoteAddress;

  const failed = (context: Context, error: unknown): void => {
    const problem = problemOf(error);
    if (problem.status === 429) metrics.refused.inc({ reason: error instanceof TooMany ? error.bucket : problem.error });
    else if (problem.status < 500) metrics.refused.inc({ reason: problem.error });
    else log.error({ id: context.get('id') as string, ...errorFacts(error) }, 'a request failed');
    if (error instanceof StoreUnavailable) metrics.storeFailures.inc({ reason: error.reason });
  };

  const rooms: Rooms = {
    manifest,
    page: options.page,
    store: options.store,
    limits,
    feedbackLimits: options.feedbackLimits ?? FEEDBACK_LIMITS,
    eventsLimits: options.eventsLimits ?? EVENTS_LIMITS,
    clientOf: (context) => clientAddress(peerOf(context), context.req.header('x-forwarded-for')),
    clock,
    metrics,
    failed,
  };

  const app = new Hono<Env>();
  const prefix = manifest().base.slice(0, -1);

  app.use(async (context, next) => {
    const started = performance.now();
    const id = randomUUID();
    context.set('id', id);
    await next();
    for (let at = 0; at < SECURITY_HEADERS.length; at += 2) {
      const name = SECURITY_HEADERS[at] ?? '';
      if (!context.res.headers.has(name)) context.res.headers.set(name, SECURITY_HEADERS[at + 1] ?? '');
    }
    context.res.headers.set('x-request-id', id);
    const route = context.req.routePath;
    const seconds = (performance.now() - started) / 1_000;
    metrics.requests.inc({ route, status: String(context.res.status) });
    metrics.duration.observe({ route }, seconds);
    log.info({ id, method: context.req.method, route, status: context.res.status, ms: Math.round(seconds * 1_000) }, 'answered');
  });

  app.get('/healthz', (context) => context.json({ status: 'ok' }));

  app.use('/readyz', observersOnly);
  app.get('/readyz', async (context) => {
    const store = await options.store();
    await store.read((db) => db.selectFrom('migration').select('name').limit(1).execute());
    return context.json({ status: 'ready', database: store.kind });
  });

  app.use('/metrics', observersOnly);
  app.get('/metrics', async (context) => context.body(await metrics.registry.metrics(), 200, { 'content-type': metrics.registry.contentType }));

  app.use(`${prefix}/intake/*`, async (context, next) => {
    const origin = context.req.header('origin');
    const allowed = manifest().origins;
    // Also where nobody elsewhere asked: a cache must not give that answer to who does.
    context.header('vary', 'origin');
    if (origin !== undefined && allowed.includes(origin)) {
      context.header('access-control-allow-origin', origin);
      // A page elsewhere is told how long to wait only if it may read it.
      context.header('access-control-expose-headers', 'retry-after');
    }
    if (context.req.method === 'OPTIONS') {
      context.header('access-control-allow-methods', 'GET, POST');
      context.header('access-control-allow-headers', 'content-type, idempotency-key');
      context.header('access-control-max-age', '86400');
      return context.body(null, 204);
    }
    const facts = { origin, fetchSite: context.req.header('sec-fetch-site'), host: context.req.header('host') };
    // The product's own pages send their users there; it stores nothing, and shows only what was sent.
    const fromAnywhere = context.req.path === `${prefix}/intake/context`;
    if (context.req.method !== 'GET' && context.req.method !== 'HEAD' && !fromAnywhere && !comesFromUs(facts, allowed)) {
      throw new Refusal({ status: 403, error: 'foreign-origin', message: 'This form was sent from another site.' });
    }
    await next();
    return undefined;
  });
  /** What an address takes; asked for anything else, it says so. */
  const at = (address: string, takes: { readonly get?: Handler; readonly post?: Handler }) => {
    const path = `${prefix}/intake/${address}`;
    if (takes.get !== undefined) app.get(path, takes.get);
    if (takes.post !== undefined) app.post(path, takes.post);
    const methods = [...(takes.get === undefined ? [] : ['GET']), ...(takes.post === undefined ? [] : ['POST'])];
    app.all(path, (context) => {
      context.header('allow', methods.join(', '));
      throw new Refusal({ status: 405, error: 'method', message: `This address takes ${methods.join(' and ')}.` });
    });
  };
  const ticketRooms: TicketRooms = { ...rooms, ...options.tickets };
  const subscriptionRooms: SubscriptionRooms = { ...rooms, offered: () => undefined, privateToo: false, wake: () => undefined, ...options.subscriptions, subscriptionsLimits: options.subscriptionsLimits ?? SUBSCRIPTIONS_LIMITS };
  // A reload, a bookmark, a step back: what was posted there is gone, the way to write is not.
  const toContact: Handler = (context) => context.redirect(`${prefix}/contact/`, 302);

  at('feedback', { get: (context) => getFeedback(context, rooms), post: (context) => postFeedback(context, rooms) });
  at('events', { post: (context) => postEvents(context, rooms) });
  at('tickets/start', { post: (context) => postStart(context, ticketRooms) });
  at('tickets', { get: toContact, post: (context) => postTickets(context, ticketRooms) });
  at('tickets/own', { post: (context) => postOwn(context, ticketRooms) });
  at('tickets/own/:act', { post: (context) => postOwn(context, ticketRooms) });
  at('tickets/thanks', { get: (context) => getThanks(context, ticketRooms) });
  at('desk/:name', { post: (context) => postDesk(context, ticketRooms) });
  at('attachments/:id', { get: (context) => getAttachment(context, ticketRooms) });
  at('context', { get: toContact, post: (context) => postContext(context, ticketRooms) });
  at('incidents/me-too', { post: (context) => postMeToo(context, ticketRooms) });
  at('incidents/follow', { post: (context) => postFollow(context, ticketRooms) });
  at('incidents/:incident/me-too', { get: (context) => getMeToo(context, ticketRooms) });
  at('incidents/stop/:secret', { get: (context) => getStop(context, ticketRooms), post: (context) => postStop(context, ticketRooms) });
  at('subscriptions', { get: (context) => context.redirect(`${prefix}/status/subscriptions/`, 302), post: (context) => postSubscription(context, subscriptionRooms) });
  at('subscriptions/:act', { get: (context) => getSubscription(context, subscriptionRooms), post: (context) => postSubscriptionAct(context, subscriptionRooms) });

  app.notFound((context) => answer(context, new Refusal({ status: 404, error: 'not-found', message: 'There is nothing here.' })));
  app.onError((error, context) => {
    failed(context, error);
    return answer(context, error);
  });

  async function observersOnly(context: Context, next: () => Promise<void>): Promise<void> {
    const facts = { peer: peerOf(context), forwarded: FORWARDED.map((name) => context.req.header(name)).find((value) => value !== undefined), authorization: context.req.header('authorization') };
    if (!mayObserve(facts, metricsToken)) throw new Refusal({ status: 404, error: 'not-found', message: 'There is nothing here.' });
    await next();
  }

  function answer(context: Context, error: unknown): Response {
    const { status, retryAfterSeconds, error: code, message, fields } = problemOf(error);
    context.header('cache-control', 'no-store');
    if (retryAfterSeconds !== undefined) context.header('retry-after', String(retryAfterSeconds));
    const wantsPage = (context.req.header('accept') ?? '').includes('text/html');
    if (wantsPage) return context.html(problemPage(manifest(), message), status);
    return context.json({ error: code, message, ...(fields === undefined ? {} : { fields }) }, status);
  }

  async function sweep(): Promise<void> {
    await limits.sweep();
    const store = await options.store();
    await store.write(async (trx) => {
      await forgetSpent(trx, clock());
      await forgetAnswers(trx, clock());
    });
  }

  return { fetch: app.fetch, metrics, sweep };
}

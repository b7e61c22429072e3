/** One process: the built site and the service on one port. */
import { createServer, type Server } from 'node:http';
import { lastAnswers } from './last-answers.ts';
import { getRequestListener } from '@hono/node-server';
import { StoreUnavailable } from '../store/errors.ts';
import { rollUp } from '../insights/roll-up.ts';
import { openStore, type StoreSettings } from '../store/open.ts';
import { createService, type ServiceOptions } from './app.ts';
import { openLiveSite } from './live-site.ts';
import { errorFacts, type Logger } from './log.ts';
import { openKnowledge } from '../incidents/knowledge.ts';
import { openSuggester } from '../search/node-suggest.ts';
import { readRecordsOf } from '../site/records-file.ts';
import { readSupportOf } from '../site/support-file.ts';
import { createMetrics } from './metrics.ts';
import { detect } from '../privacy/detect.ts';
import { startOutside } from './outside.ts';
import { callerFrom, offeredIn } from './subscribing.ts';
import type { StaticSite } from './static-site.ts';
import { holdStore } from './store-holder.ts';
import { ticketsService, type TicketsSettings } from './tickets-service.ts';
import { countUnderWay } from './under-way.ts';

export interface ServerOptions extends Pick<ServiceOptions, 'trustedProxies' | 'metricsToken' | 'feedbackLimits' | 'eventsLimits' | 'subscriptionsLimits' | 'clock'> {
  /** The built site; a new build that takes its place is shown within a moment. */
  readonly folder: string;
  readonly host: string;
  readonly port: number;
  readonly store: StoreSettings;
  readonly log: Logger;
  readonly tickets?: TicketsSettings;
  /** Where mail and tickets go: `SMTP_URL`, `BEDSIDE_MAIL_FROM`, `BEDSIDE_DESK` and what that desk needs. */
  readonly env?: NodeJS.ProcessEnv;
  /** How long a client may take to send a head and a whole request, and how long nothing may move while it is answered; milliseconds. */
  readonly patience?: { readonly head: number; readonly request: number };
}

export interface RunningServer {
  /** `http://localhost:4321/` with the port that was really taken. */
  readonly url: string;
  /** Where mail and tickets go, a sentence each. */
  readonly says: readonly string[];
  /** Takes no new connection, finishes what it took, closes the store. */
  stop(): Promise<void>;
}

/** A head or a whole request that takes longer is an attack or a dead connection; files over a hospital's slow line take two minutes. */
const PATIENCE = { head: 10_000, request: 120_000 };
/** Keep-alive above the 60 s of common balancers, so that they close first and no request falls into the gap. */
const KEEP_ALIVE_MS = 65_000;
const SWEEP_EVERY_MS = 60 * 60_000;
/** A connection that is still busy after this is cut when the process stops. */
const STOP_WITHIN_MS = 10_000;

/**
 * @throws what keeps a store from ever working (newer database, wrong secret); one that is merely away is waited for
 */
export async function startServer(options: ServerOptions): Promise<RunningServer> {
  const { folder, host, port, log } = options;
  const clock = options.clock ?? Date.now;
  const site = await openLiveSite(folder, log);
  const { base } = site.current.manifest;
  const prefix = base.slice(0, -1);
  const holder = holdStore(() => openStore(options.store), clock);
  await holder.store().catch((error: unknown) => {
    if (!(error instanceof StoreUnavailable)) throw error;
    log.error(errorFacts(error), 'the database is away; the site is served, votes are refused until it is back');
  });

  const build = eachOnce((shown: StaticSite) => ({ manifest: shown.manifest, team: readSupportOf(shown.folder), suggest: openSuggester(shown.folder), records: readRecordsOf(shown.folder), knowledge: openKnowledge(shown.folder, shown.manifest.locale) }));
  const metrics = createMetrics();
  const underWay = countUnderWay();
  const outside = startOutside({ env: { ...options.env, BEDSIDE_DATA: options.store.dataDir }, store: holder.store, build: () => build(site.current), log, metrics, clock, busy: underWay.isBusy });
  const tickets = ticketsService(
    () => build(site.current),
    ({ team, suggest, records, knowledge }) => ({ support: team?.support, suggest, records, knowledge }),
    options.tickets ?? {},
    { detect, enqueue: outside.enqueue, received: outside.received, wake: outside.wake, underWay, clock },
  );

  const service = createService({
    ...options,
    tickets,
    subscriptions: { offered: () => offeredIn(build(site.current)), privateToo: callerFrom(options.env ?? {}).privateToo, wake: outside.wake },
    metrics,
    clock,
    manifest: () => site.current.manifest,
    page: (address) => site.current.page(address),
    store: holder.store,
  });
  // Balancers look at /healthz with HTTP/1.0, which names no host.
  const listener = getRequestListener(service.fetch, { overrideGlobalObjects: false, hostname: 'localhost' });
  const last = lastAnswers();
  const server = createServer({ ...timeouts(options.patience ?? PATIENCE), ServerResponse: last.ServerResponse }, (request, response) => {
    const { current } = site;
    const path = (request.url = inOriginForm(request.url ?? '/'));
    // No file and no redirect may stand there, so none is looked for.
    if (path.startsWith(`${prefix}/intake/`)) void listener(request, response);
    else if (current.answer(request, response)) return;
    else if (/^\/(healthz|readyz|metrics)(\?|$)/.test(path)) void listener(request, response);
    else current.notFound(request, response);
  });
  // A client that asks and never reads would keep its connection for good.
  server.timeout = (options.patience ?? PATIENCE).request;
  await listen(server, host, port).catch(async (error: unknown) => {
    site.stop();
    await outside.stop();
    await holder.close();
    throw error;
  });
  // Of a site that knows no zone, such as status pages alone, no page tells anything.
  const rollUpDays = async () => {
    const zone = site.current.manifest.contact?.timeZone;
    if (zone !== undefined) await rollUp({ store: await holder.store(), zone, now: clock() });
  };
  const sweeping = setInterval(() => void Promise.all([service.sweep(), outside.sweep(), rollUpDays()]).catch((error: unknown) => log.error(errorFacts(error), 'the sweep failed')), SWEEP_EVERY_MS);
  sweeping.unref();

  const address = server.address();
  const taken = typeof address === 'object' && address !== null ? address.port : port;
  const name = host === '0.0.0.0' || host === '::' || host === '127.0.0.1' ? 'localhost' : host;
  return {
    url: `http://${name}:${taken}${base}`,
    says: outside.says,
    async stop() {
      clearInterval(sweeping);
      site.stop();
      last.begin();
      await close(server);
      await outside.stop();
      await holder.close();
    },
  };
}

/** A whole address, as clients write it for a proxy, means the same here as its path: RFC 9112, 3.2.2. */
function inOriginForm(target: string): string {
  return /^https?:\/\//i.test(target) ? target.replace(/^https?:\/\/[^/?]*\/?/i, '/') : target;
}

/** What is made for each build, once. */
function eachOnce<Build extends object, Made>(make: (build: Build) => Made): (build: Build) => Made {
  const made = new WeakMap<Build, Made>();
  return (build) => {
    const known = made.get(build) ?? make(build);
    made.set(build, known);
    return known;
  };
}

function timeouts({ head, request }: { head: number; request: number }) {
  // Node looks for late clients at this interval, 30 s if not told.
  return { headersTimeout: head, requestTimeout: request, keepAliveTimeout: KEEP_ALIVE_MS, connectionsCheckingInterval: Math.min(5_000, head) };
}

function listen(server: Server, host: string, port: number): Promise<void> {
  return new Promise((resolve, reject) => {
    server.once('error', reject);
    server.listen(port, host, () => {
      server.off('error', reject);
      resolve();
    });
  });
}

/** A connection that falls idle while the process stops is closed within this time; one that stays busy is cut at the end. */
const LOOK_FOR_IDLE_MS = 50;

function close(server: Server): Promise<void> {
  return new Promise((resolve) => {
    const idle = setInterval(() => server.closeIdleConnections(), LOOK_FOR_IDLE_MS);
    const cut = setTimeout(() => server.closeAllConnections(), STOP_WITHIN_MS);
    server.close(() => {
      clearInterval(idle);
      clearTimeout(cut);
      resolve();
    });
  });
}

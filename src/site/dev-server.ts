/** What `astro dev` serves besides pages: the search index, made from the articles as they are now, and the service. */
import type { IncomingMessage, ServerResponse } from 'node:http';
import { extname } from 'node:path';
import { getRequestListener } from '@hono/node-server';
import type { Plugin, ViteDevServer } from 'vite';
import type { SearchFile } from '../search/index-articles.ts';
import { createService } from '../service/app.ts';
import { contentType } from '../service/content-types.ts';
import { createLog } from '../service/log.ts';
import { holdStore } from '../service/store-holder.ts';
import { ticketsService } from '../service/tickets-service.ts';
import { placeInHelpCenter } from '../status/place.ts';
import { statusRecords } from '../status/records.ts';
import { detect } from '../privacy/detect.ts';
import { openStore, storeSettings } from '../store/open.ts';
import { currentCatalog } from './current.ts';
import { manifestOf, searchFiles } from './outputs.ts';
import { statusOutput } from './status-output.ts';

const TYPES: Readonly<Record<string, string>> = { '.js': 'text/javascript', '.json': 'application/json', '.css': 'text/css' };

type Next = (error?: unknown) => void;

/** Answers before Astro's own handlers: those would ask for a slash at the end of a service address. */
export function devServerPlugin(root: string): Plugin {
  return {
    name: 'bedside:dev-server',
    apply: 'serve',
    configureServer(server) {
      const handle = devMiddleware(root, server);
      return () => void server.middlewares.stack.unshift({ route: '', handle });
    },
  };
}

function devMiddleware(root: string, server: ViteDevServer): (request: IncomingMessage, response: ServerResponse, next: Next) => void {
  let index: Promise<Map<string, SearchFile>> | undefined;
  server.watcher.on('all', (_event, path) => {
    if (path.startsWith(root)) index = undefined;
  });
  const holder = holdStore(() => openStore(storeSettings(process.env)), Date.now);
  const tickets = ticketsService(currentCatalog, ({ site, support, status }) => ({ support, suggest: undefined, records: status && statusRecords(site, status, placeInHelpCenter(site)) }), {}, { detect, enqueue: async () => undefined, wake: () => undefined });
  const service = getRequestListener(
    createService({ manifest: () => manifestOf(currentCatalog()), page: devPage(server), store: holder.store, tickets, subscriptions: { offered: offeredInDev, privateToo: false, wake: () => undefined }, log: createLog('warn') }).fetch,
    { overrideGlobalObjects: false },
  );

  return (request, response, next) => {
    const path = new URL(request.url ?? '/', 'http://dev').pathname;
    const inside = path.replace(currentBase(), '/');
    if (inside.startsWith('/intake/') || inside === '/healthz') return void service(request, response);
    if (/^\/(status|api\/v2)\/|^\/assets\/status\./.test(inside)) {
      const content = statusOutput(currentCatalog(), Date.now()).get(inside.replace(/\/$/, '/index.html'));
      if (content === undefined) return next();
      response.writeHead(200, { 'content-type': contentType(inside.replace(/\/$/, '/index.html')), 'cache-control': 'no-store' });
      return void response.end(content);
    }
    if (!inside.startsWith('/pagefind/')) return next();
    index ??= searchFiles(currentCatalog()).then((files) => new Map(files.map((file) => [`/pagefind/${file.path}`, file])));
    index.then((files) => {
      const file = files.get(inside);
      if (file === undefined) return next();
      response.writeHead(200, { 'content-type': TYPES[extname(inside)] ?? 'application/octet-stream', 'cache-control': 'no-store' });
      response.end(file.content);
    }, next);
  };
}

/** In dev a page is asked of dev itself. */
/** Subscriptions are taken as in the built site; nothing is sent from here. */
function offeredInDev() {
  const { site, status } = currentCatalog();
  return status?.subscriptions === true ? { site, records: statusRecords(site, status, placeInHelpCenter(site)) } : undefined;
}

function devPage(server: ViteDevServer): (address: string) => Promise<string | undefined> {
  return async (address) => {
    const origin = server.resolvedUrls?.local[0];
    if (origin === undefined) return undefined;
    const response = await fetch(new URL(currentBase() + address.slice(1), origin));
    return response.ok ? response.text() : undefined;
  };
}

function currentBase(): string {
  return currentCatalog().site.base;
}

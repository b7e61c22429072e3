/** What `astro dev` serves besides pages: the search index, made from the articles as they are now, and the service. */
import type { IncomingMessage, ServerResponse } from 'node:http';
import { extname } from 'node:path';
import { getRequestListener } from '@hono/node-server';
import type { SearchFile } from '../search/index-articles.ts';
import { createService } from '../service/app.ts';
import { currentCatalog } from './current.ts';
import { manifestOf, searchFiles } from './outputs.ts';

const TYPES: Readonly<Record<string, string>> = { '.js': 'text/javascript', '.json': 'application/json', '.css': 'text/css' };

type Next = (error?: unknown) => void;

interface Watcher {
  on(event: 'all', listener: (event: string, path: string) => void): unknown;
}

export function devMiddleware(root: string, watcher: Watcher): (request: IncomingMessage, response: ServerResponse, next: Next) => void {
  let index: Promise<Map<string, SearchFile>> | undefined;
  watcher.on('all', (_event, path) => {
    if (path.startsWith(root)) index = undefined;
  });
  const service = getRequestListener(createService({ manifest: () => manifestOf(currentCatalog()) }).fetch);

  return (request, response, next) => {
    const path = new URL(request.url ?? '/', 'http://dev').pathname;
    const inside = path.replace(currentBase(), '/');
    if (inside.startsWith('/intake/') || inside === '/healthz') return void service(request, response);
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

function currentBase(): string {
  return currentCatalog().site.base;
}

/** One process: the built site and the service on one port. */
import { createServer, type Server } from 'node:http';
import { getRequestListener } from '@hono/node-server';
import { createService } from './app.ts';
import { openStaticSite } from './static-site.ts';

export interface ServerOptions {
  /** The built site. */
  readonly folder: string;
  readonly host: string;
  readonly port: number;
}

export interface RunningServer {
  /** `http://localhost:4321/` with the port that was really taken. */
  readonly url: string;
  /** Takes no new connection, finishes what it took. */
  stop(): Promise<void>;
}

export async function startServer({ folder, host, port }: ServerOptions): Promise<RunningServer> {
  const site = openStaticSite(folder);
  const prefix = site.manifest.base.slice(0, -1);
  const service = getRequestListener(createService({ manifest: () => site.manifest }).fetch);
  const server = createServer((request, response) => {
    if (site.answer(request, response)) return;
    const path = request.url ?? '/';
    if (path.startsWith(`${prefix}/intake/`) || path === '/healthz') void service(request, response);
    else site.notFound(request, response);
  });
  await listen(server, host, port);
  const address = server.address();
  const taken = typeof address === 'object' && address !== null ? address.port : port;
  const name = host === '0.0.0.0' || host === '::' || host === '127.0.0.1' ? 'localhost' : host;
  return {
    url: `http://${name}:${taken}${site.manifest.base}`,
    stop: () =>
      new Promise((resolve, reject) => {
        server.close((error) => (error ? reject(error) : resolve()));
        server.closeIdleConnections();
      }),
  };
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

/** A help desk for tests: a local server that behaves as the vendor documents, and can be told to misbehave. */
import { createServer, type IncomingMessage, type ServerResponse } from 'node:http';
import type { AddressInfo } from 'node:net';
import { onTestFinished } from 'vitest';

/** What happens to the next request that writes. */
export type Fault =
  /** It is stored, and the connection breaks before the answer. */
  | { readonly kind: 'lose' }
  /** The connection breaks before anything is stored. */
  | { readonly kind: 'drop' }
  /** It is stored and answered, but late. */
  | { readonly kind: 'slow'; readonly ms: number }
  | { readonly kind: 'status'; readonly status: number; readonly headers?: Record<string, string>; readonly body?: string };

/** What the desk holds, as its agents see it. */
export interface HeldTicket {
  readonly reference: string;
  readonly number: string;
  readonly messages: string[];
}

export interface FakeDesk {
  readonly url: string;
  readonly env: Record<string, string>;
  /** For the next writing requests, in this order. */
  readonly faults: Fault[];
  /** Every connection breaks. */
  down: boolean;
  /** `POST /api/v2/tickets.json`, in the order they came. */
  readonly requests: string[];
  held(): HeldTicket[];
  /** Whether our credentials are right. */
  locked: boolean;
}

export interface Incoming {
  readonly method: string;
  readonly path: string;
  readonly query: URLSearchParams;
  readonly headers: IncomingMessage['headers'];
  readonly body: string;
}

export interface Reply {
  readonly status: number;
  readonly headers?: Record<string, string>;
  readonly body?: unknown;
}

/**
 * @param answer what a well-behaved desk stores and answers
 * @param writes whether a request is one that faults are for
 */
export async function fakeDesk(env: (url: string) => Record<string, string>, answer: (request: Incoming) => Reply, writes: (request: Incoming) => boolean, held: () => HeldTicket[]): Promise<FakeDesk> {
  const requests: string[] = [];
  const faults: Fault[] = [];
  const server = createServer((request, response) => void serve(request, response).catch(() => request.socket.destroy()));
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
  onTestFinished(() => {
    server.closeAllConnections();
    server.close();
  });
  const url = `http://127.0.0.1:${(server.address() as AddressInfo).port}`;
  const desk: FakeDesk = { url, env: env(url), faults, down: false, requests, held, locked: false };

  async function serve(request: IncomingMessage, response: ServerResponse): Promise<void> {
    const chunks: Buffer[] = [];
    for await (const chunk of request) chunks.push(chunk as Buffer);
    const { pathname, searchParams } = new URL(request.url ?? '/', url);
    const incoming: Incoming = { method: request.method ?? '', path: pathname, query: searchParams, headers: request.headers, body: Buffer.concat(chunks).toString('utf8') };
    if (desk.down) return void request.socket.destroy();
    requests.push(`${incoming.method} ${pathname}`);
    const fault = writes(incoming) ? faults.shift() : undefined;
    if (fault?.kind === 'drop') return void request.socket.destroy();
    if (fault?.kind === 'status') return void response.writeHead(fault.status, fault.headers).end(fault.body ?? '{}');
    if (fault?.kind === 'slow') await new Promise((resolve) => setTimeout(resolve, fault.ms));
    const { status, headers, body } = answer(incoming);
    if (fault?.kind === 'lose') return void request.socket.destroy();
    response.writeHead(status, { 'content-type': 'application/json', ...headers }).end(body === undefined ? '' : JSON.stringify(body));
  }

  return desk;
}

/** Counts what goes over the wire: a proxy before the site that passes everything on as it is, still compressed. */
import { createServer, request } from 'node:http';
import type { AddressInfo } from 'node:net';

export interface Passed {
  readonly path: string;
  readonly type: string;
  readonly encoding: string;
  /** The body's bytes, as sent. */
  readonly bytes: number;
}

export interface Meter {
  readonly url: string;
  readonly passed: Passed[];
  stop(): Promise<void>;
}

/** Everything a page asks for passes here, whether the page, its worker or a module asks. */
export async function meter(site: string): Promise<Meter> {
  const passed: Passed[] = [];
  const server = createServer((from, to) => {
    const asked = request(new URL(from.url ?? '/', site), { method: from.method, headers: from.headers }, (answer) => {
      let bytes = 0;
      answer.on('data', (chunk: Buffer) => (bytes += chunk.length));
      answer.on('end', () =>
        passed.push({ path: from.url ?? '/', type: answer.headers['content-type'] ?? '', encoding: answer.headers['content-encoding'] ?? '', bytes }),
      );
      to.writeHead(answer.statusCode ?? 502, answer.headers);
      answer.pipe(to);
    });
    asked.on('error', () => to.destroy());
    from.pipe(asked);
  });
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
  return {
    url: `http://localhost:${(server.address() as AddressInfo).port}`,
    passed,
    stop: () =>
      new Promise((resolve) => {
        server.close(() => resolve());
        server.closeAllConnections();
      }),
  };
}

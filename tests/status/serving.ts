/** A built status site on a port of its own, served as any other site of ours. */
import { createServer } from 'node:http';
import type { AddressInfo } from 'node:net';
import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { onTestFinished } from 'vitest';
import { openStaticSite, type StaticSite } from '../../src/service/static-site.ts';
import { buildStatus } from '../../src/site/status-build.ts';
import { statusTreeOf, type StatusTreeFiles } from './trees.ts';

export interface ServedStatus {
  /** Without a slash at its end. */
  readonly url: string;
  readonly root: string;
  readonly out: string;
  /** Builds again, at another instant or after an edit, and serves that. */
  rebuild(now: number): Promise<void>;
  stop(): Promise<void>;
}

export async function servedAt(files: StatusTreeFiles, now: number): Promise<ServedStatus> {
  const root = statusTreeOf(files);
  const folder = mkdtempSync(join(tmpdir(), 'bedside-status-out-'));
  const out = join(folder, 'dist-status');
  const rebuild = async (instant: number) => {
    if (buildStatus({ root, out, now: instant }) !== 0) throw new Error('The tree has errors.');
    site = await openStaticSite(out, site);
  };
  let site: StaticSite | undefined;
  await rebuild(now);
  const server = createServer((request, response) => {
    if (!site!.answer(request, response)) site!.notFound(request, response);
  });
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
  const stop = () =>
    new Promise<void>((resolve) => {
      server.close(() => resolve());
      server.closeAllConnections();
    });
  onTestFinished(async () => {
    await stop();
    rmSync(folder, { recursive: true, force: true });
  });
  return { url: `http://localhost:${(server.address() as AddressInfo).port}`, root, out, rebuild, stop };
}

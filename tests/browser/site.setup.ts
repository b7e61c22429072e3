/** Builds three sites once, the default content, a second brand and a small one that uses every component, and serves them. */
import { spawnSync } from 'node:child_process';
import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join, resolve } from 'node:path';
import type { TestProject } from 'vitest/node';
import { createLog } from '../../src/service/log.ts';
import { startServer } from '../../src/service/server.ts';

/** A site under test. */
export interface Site {
  /** `http://localhost:4321/` */
  readonly url: string;
  /** Where it was built. */
  readonly folder: string;
}

declare module 'vitest' {
  interface ProvidedContext {
    readonly site: Site;
    readonly gallery: Site;
    readonly second: Site;
  }
}

/** Not dist/, which a running server may be serving. */
const OUT = resolve('node_modules/.cache/bedside-tests');

export default async function setup(project: TestProject): Promise<() => Promise<void>> {
  const site = await serve(build('site', process.env['BEDSIDE_CONTENT'] ?? 'content'));
  const gallery = await serve(build('gallery', 'tests/browser/content'));
  const second = await serve(build('second', 'examples/smartmed'));
  project.provide('site', { url: site.url, folder: site.folder });
  project.provide('gallery', { url: gallery.url, folder: gallery.folder });
  project.provide('second', { url: second.url, folder: second.folder });
  return async () => {
    await Promise.all([site.stop(), gallery.stop(), second.stop()]);
  };
}

/** In a process of its own: a build keeps its content tree and its cache in the environment. */
function build(name: string, content: string): string {
  const folder = resolve(OUT, name);
  const { status, stdout, stderr } = spawnSync(process.execPath, ['scripts/build.ts', '--out', folder], {
    encoding: 'utf8',
    env: { ...process.env, BEDSIDE_CONTENT: content, NODE_ENV: 'production', VITEST: undefined },
  });
  if (status !== 0) throw new Error(`The site of ${content} cannot be built:\n${stdout}\n${stderr}`);
  return folder;
}

async function serve(folder: string) {
  const dataDir = mkdtempSync(join(tmpdir(), 'bedside-browser-'));
  const server = await startServer({ folder, host: '127.0.0.1', port: 0, store: { dataDir }, log: createLog('warn') });
  const stop = async () => {
    await server.stop();
    rmSync(dataDir, { recursive: true, force: true });
  };
  return { url: server.url, folder, stop };
}

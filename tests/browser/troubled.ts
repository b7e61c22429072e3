/** The site of the default content with an incident that is open now, on a server of its own with a mail server. */
import { cpSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { inject } from 'vitest';
import { createLog } from '../../src/service/log.ts';
import { startServer, type RunningServer } from '../../src/service/server.ts';
import { refreshStatus } from '../../src/site/status-output.ts';
import { openStore } from '../../src/store/open.ts';
import type { Store } from '../../src/store/store.ts';

export const INCIDENT = { id: 'q9openx1', title: 'Problems with creating posts' };

export interface Troubled {
  readonly server: RunningServer;
  /** Holds `content`, `dist` and `data`, as the commands look for them. */
  readonly place: string;
  /** Address of a path. */
  readonly on: (path: string) => string;
  readonly store: () => Promise<Store>;
  readonly stop: () => Promise<void>;
}

interface Options {
  readonly env?: NodeJS.ProcessEnv;
  readonly clock?: () => number;
  /** Whether an incident stands open from the start. */
  readonly open?: boolean;
}

export async function troubledSite({ env = {}, clock, open = true }: Options = {}): Promise<Troubled> {
  const place = mkdtempSync(join(tmpdir(), 'bedside-troubled-'));
  const root = join(place, 'content');
  const folder = join(place, 'dist');
  const dataDir = join(place, 'data');
  cpSync(inject('site').folder, folder, { recursive: true, dereference: true });
  cpSync('content', root, { recursive: true });
  if (open) writeFileSync(join(root, 'status/incidents/open.md'), anIncident(Date.now()));
  if (!refreshStatus({ root, out: folder, now: Date.now() })) throw new Error('The status pages were not given to the site.');
  const server = await startServer({ folder, host: '127.0.0.1', port: 0, store: { dataDir }, log: createLog('silent'), env, ...(clock === undefined ? {} : { clock }) });
  return {
    server,
    place,
    on: (path) => new URL(path, server.url).href,
    store: () => openStore({ dataDir }),
    async stop() {
      await server.stop();
      rmSync(place, { recursive: true, force: true });
    },
  };
}

/** Began forty minutes ago, its cause known for ten. */
function anIncident(now: number): string {
  const at = (minutesAgo: number) => new Intl.DateTimeFormat('sv-SE', { timeZone: 'America/New_York', dateStyle: 'short', timeStyle: 'short' }).format(now - minutesAgo * 60_000);
  return `---
id: ${INCIDENT.id}
title: ${INCIDENT.title}
impact: major
updates:
  - at: ${at(40)}
    state: investigating
    text: Some members cannot create posts. We are looking for the cause. Reading and searching work.
    components:
      posting: partial outage
    nextUpdateBy: ${at(10)}
  - at: ${at(10)}
    state: identified
    text: We have found the cause and are working on a fix. A post that does not go through is not saved, so keep its text.
    nextUpdateBy: ${at(-60)}
---
`;
}

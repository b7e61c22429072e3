import { spawn, type ChildProcess } from 'node:child_process';
import { randomUUID } from 'node:crypto';
import { once } from 'node:events';
import { setTimeout as pause } from 'node:timers/promises';
import { onTestFinished } from 'vitest';
import type { StoreSettings } from '../../src/store/open.ts';
import { ARTICLE, writeBuiltSite } from './built-site.ts';
import { storedVotes } from './running.ts';

const UNLIMITED = { most: 1e9, windowMs: 600_000 };

export interface AfterKills {
  readonly acknowledged: number;
  /** Sessions whose vote was acknowledged with an answer that is not what is stored. */
  readonly lost: readonly string[];
  /** Stored votes beyond one a session. */
  readonly repeated: number;
}

/**
 * Starts a server, lets 32 readers vote as fast as they can, kills it with SIGKILL at a random moment, and again;
 * then compares what readers were told with what is stored. A reader votes twice in a session, yes then no.
 */
export async function killServers(settings: StoreSettings, folder: string, kills: number): Promise<AfterKills> {
  const site = writeBuiltSite(folder);
  const told = new Map<string, string[]>();
  for (let kill = 0; kill < kills; kill += 1) {
    const { child, url } = await start(site, settings);
    let alive = true;
    const readers = Array.from({ length: 32 }, async () => {
      while (alive) await voteTwice(url, told).catch(() => undefined);
    });
    const before = told.size;
    await pause(20 + Math.random() * 250);
    // A slow machine has hardly begun by then. Most kills wait for votes; every fifth comes whatever was done.
    for (let waited = 0; kill % 5 !== 0 && told.size < before + 12 && waited < 10_000; waited += 20) await pause(20);
    child.kill('SIGKILL');
    alive = false;
    await Promise.all([...readers, once(child, 'exit')]);
  }
  const stored = await storedVotes(settings);
  // Which votes are whose is told by their comments: the session itself never leaves the database.
  const byReader = new Map(stored.map((vote) => [vote.comment ?? '', vote.answer]));
  const lost = [...told].filter(([reader, answers]) => {
    const last = answers.at(-1);
    const found = byReader.get(reader);
    // A second vote that was under way at the kill may be stored without having been acknowledged.
    return found !== last && !(last === 'yes' && found === 'no');
  });
  return { acknowledged: told.size, lost: lost.map(([reader]) => reader), repeated: stored.length - byReader.size };
}

async function voteTwice(url: string, told: Map<string, string[]>): Promise<void> {
  const session = randomUUID();
  const reader = Buffer.from(session).toString('hex').replaceAll(/\d/g, (digit) => 'ghijklmnop'[Number(digit)] ?? '');
  for (const answer of ['yes', 'no']) {
    const response = await fetch(`${url}intake/feedback`, {
      method: 'POST',
      headers: { 'content-type': 'application/json' },
      body: JSON.stringify({ article: ARTICLE.id, revision: ARTICLE.revision, session, answer, comment: reader }),
    });
    await response.arrayBuffer();
    if (response.status !== 201) throw new Error(`The vote was answered ${response.status}.`);
    told.set(reader, [...(told.get(reader) ?? []), answer]);
  }
}

async function start(folder: string, store: StoreSettings): Promise<{ child: ChildProcess; url: string }> {
  const limit = (bucket: string) => ({ bucket, ...UNLIMITED });
  const options = { folder, store, feedbackLimits: { client: limit('client'), article: limit('article'), all: limit('all') } };
  const child = spawn(process.execPath, [`${import.meta.dirname}/server.child.ts`, JSON.stringify(options)], { stdio: ['ignore', 'pipe', 'inherit'] });
  onTestFinished(() => void child.kill('SIGKILL'));
  const [first] = (await once(child.stdout, 'data')) as [Buffer];
  return { child, url: first.toString().trim() };
}

/** A real server on a real database for one test, with its log kept for reading. */
import { randomUUID } from 'node:crypto';
import { appendFileSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { inject, onTestFinished } from 'vitest';
import { createLog } from '../../src/service/log.ts';
import { startServer, type ServerOptions } from '../../src/service/server.ts';
import type { CountedVote } from '../../src/feedback/votes.ts';
import { votesBetween } from '../../src/feedback/votes.ts';
import { openStore, type StoreSettings } from '../../src/store/open.ts';
import { freshFolder, type TestDatabase } from '../store/databases.ts';
import { ARTICLE, writeBuiltSite } from './built-site.ts';

export interface Running {
  readonly url: string;
  readonly settings: StoreSettings;
  stop(): Promise<void>;
  /** What the server has logged. */
  log(): string;
  /** What is stored, read by a store of its own. */
  votes(): Promise<CountedVote[]>;
  post(values: Record<string, unknown> | string, headers?: Record<string, string>): Promise<Response>;
  /** A plain form, as a browser without JavaScript sends it. */
  postForm(values: Record<string, string>, headers?: Record<string, string>): Promise<Response>;
}

export async function running(database: TestDatabase, more: Partial<ServerOptions> = {}): Promise<Running> {
  const settings = more.store ?? (await database.fresh());
  const logFile = join(inject('logFolder'), `${randomUUID()}.log`);
  appendFileSync(logFile, '');
  const log = createLog('debug', { write: (line) => appendFileSync(logFile, line) });
  const folder = more.folder ?? writeBuiltSite(freshFolder());
  const server = await startServer({ host: '127.0.0.1', port: 0, folder, store: settings, log, ...more });
  let stopped: Promise<void> | undefined;
  const stop = () => (stopped ??= server.stop());
  onTestFinished(stop);
  const url = server.url.slice(0, -1);
  const send = (body: string, headers: Record<string, string>) => fetch(`${url}/intake/feedback`, { method: 'POST', body, headers, redirect: 'manual' });
  return {
    url,
    settings,
    stop,
    log: () => readFileSync(logFile, 'utf8'),
    votes: () => storedVotes(settings),
    post: (values, headers = {}) => send(typeof values === 'string' ? values : JSON.stringify(values), { 'content-type': 'application/json', ...headers }),
    postForm: (values, headers = {}) => send(new URLSearchParams(values).toString(), { 'content-type': 'application/x-www-form-urlencoded', ...headers }),
  };
}

export async function storedVotes(settings: StoreSettings): Promise<CountedVote[]> {
  const store = await openStore(settings);
  try {
    const votes: CountedVote[] = [];
    for await (const vote of votesBetween(store, 0, Number.MAX_SAFE_INTEGER)) votes.push(vote);
    return votes;
  } finally {
    await store.close();
  }
}

/** A whole, valid vote of a new session. */
export function aVote(more: Record<string, unknown> = {}): Record<string, unknown> {
  return { article: ARTICLE.id, revision: ARTICLE.revision, session: randomUUID(), answer: 'yes', ...more };
}

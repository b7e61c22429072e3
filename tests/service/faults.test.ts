/** What a reader sees when the disk below the service fails, and that nothing needs a restart afterwards. */
import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { chmodSync, chownSync, readdirSync, statSync } from 'node:fs';
import { join } from 'node:path';
import { expect, onTestFinished, test } from 'vitest';
import { openStore } from '../../src/store/open.ts';
import { freshFolder, SECRET } from '../store/databases.ts';
import { canFillDisks, limitFileSize } from '../store/full-disk.ts';
import { readableForAll } from '../store/rights.ts';
import { writeBuiltSite } from './built-site.ts';
import { aVote, storedVotes } from './running.ts';

interface Child {
  readonly pid: number;
  vote(more?: Record<string, unknown>): Promise<number>;
  stop(): Promise<void>;
}

async function serverOn(dataDir: string, asNobody = false): Promise<Child> {
  const folder = writeBuiltSite(freshFolder());
  readableForAll(folder);
  const child = spawn(process.execPath, [`${import.meta.dirname}/server.child.ts`, JSON.stringify({ folder, store: { dataDir, secret: SECRET }, asNobody })], { stdio: ['ignore', 'pipe', 'inherit'] });
  const stop = async () => {
    const ended = child.exitCode === null && child.signalCode === null ? once(child, 'exit') : undefined;
    child.kill('SIGTERM');
    await ended;
    expect([child.exitCode, child.signalCode]).toEqual([0, null]);
  };
  onTestFinished(stop);
  const [line] = (await once(child.stdout, 'data')) as [Buffer];
  const url = line.toString().trim();
  return {
    pid: child.pid ?? 0,
    stop,
    vote: async (more = {}) => {
      const response = await fetch(`${url}intake/feedback`, { method: 'POST', headers: { 'content-type': 'application/json' }, body: JSON.stringify(aVote(more)) });
      await response.arrayBuffer();
      return response.status;
    },
  };
}

test.skipIf(!canFillDisks)('a full disk answers 503, keeps every acknowledged vote, and votes are taken again when there is room', async () => {
  const dataDir = freshFolder();
  const server = await serverOn(dataDir);
  expect(await server.vote()).toBe(201);
  const largest = Math.max(...readdirSync(dataDir).map((file) => statSync(join(dataDir, file)).size));
  limitFileSize(server.pid, largest);
  const during: number[] = [];
  for (let n = 0; n < 20; n += 1) during.push(await server.vote({ comment: 'x'.repeat(900) }));
  // Some are stored in between: the store opens the file anew, and its journal begins small again.
  expect(during).toContain(503);
  limitFileSize(server.pid);
  await expect.poll(() => server.vote(), { timeout: 30_000, interval: 100 }).toBe(201);
  await server.stop();
  expect(await storedVotes({ dataDir, secret: SECRET })).toHaveLength(2 + during.filter((status) => status === 201).length);
});

test.runIf(process.platform === 'linux')('a read-only database answers 503, and votes are taken as soon as it can be written', async () => {
  const dataDir = freshFolder();
  await (await openStore({ dataDir, secret: SECRET })).close();
  const files = readdirSync(dataDir).map((file) => join(dataDir, file));
  if (process.getuid?.() === 0) for (const file of [dataDir, ...files]) chownSync(file, 65_534, 65_534);
  for (const file of files) chmodSync(file, 0o444);
  chmodSync(dataDir, 0o555);
  const server = await serverOn(dataDir, true);
  expect(await server.vote()).toBe(503);
  chmodSync(dataDir, 0o755);
  for (const file of files) chmodSync(file, 0o644);
  await expect.poll(() => server.vote(), { timeout: 30_000, interval: 300 }).toBe(201);
});

import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { Agent, request } from 'node:http';
import { expect, onTestFinished, test } from 'vitest';
import { freshFolder, SECRET } from '../store/databases.ts';
import { writeBuiltSite } from '../service/built-site.ts';
import { aVote } from '../service/running.ts';

const VOTES = 100_000;

/** The process needs 27 MB after a collection; half a kilobyte kept of each request would end it. */
const HEAP_MEGABYTES = 56;

test(`${VOTES} votes from one client: as many as the limit are stored, the rest is refused, in a heap of ${HEAP_MEGABYTES} MB`, async () => {
  const options = { folder: writeBuiltSite(freshFolder()), store: { dataDir: freshFolder(), secret: SECRET } };
  const child = spawn(process.execPath, [`--max-old-space-size=${HEAP_MEGABYTES}`, `${import.meta.dirname}/../service/server.child.ts`, JSON.stringify(options)], { stdio: ['ignore', 'pipe', 'inherit'] });
  onTestFinished(() => void child.kill('SIGKILL'));
  const [line] = (await once(child.stdout, 'data')) as [Buffer];
  const url = new URL('intake/feedback', line.toString().trim());
  const agent = new Agent({ keepAlive: true, maxSockets: 32 });
  onTestFinished(() => agent.destroy());

  const statuses = new Map<number, number>();
  let sent = 0;
  await Promise.all(
    Array.from({ length: 32 }, async () => {
      while (sent < VOTES) {
        sent += 1;
        const status = await post(url, agent, JSON.stringify(aVote()));
        statuses.set(status, (statuses.get(status) ?? 0) + 1);
      }
    }),
  );
  expect(child.exitCode).toBeNull();
  expect([...statuses.keys()].sort()).toEqual([201, 429]);
  // The window of ten minutes may turn once while the flood runs.
  expect(statuses.get(201)).toBeGreaterThanOrEqual(120);
  expect(statuses.get(201)).toBeLessThanOrEqual(240);
});

function post(url: URL, agent: Agent, body: string): Promise<number> {
  return new Promise((resolve, reject) => {
    const sending = request(url, { agent, method: 'POST', headers: { 'content-type': 'application/json', 'content-length': Buffer.byteLength(body) } }, (response) => {
      response.resume().on('end', () => resolve(response.statusCode ?? 0));
    });
    sending.on('error', reject).end(body);
  });
}

/** Kills workers in the middle of their work, and says what the other sides saw. */
import { spawn, type ChildProcess } from 'node:child_process';
import { once } from 'node:events';
import { join } from 'node:path';
import { setTimeout as pause } from 'node:timers/promises';
import { onTestFinished } from 'vitest';
import { handOver, passOn } from '../../src/delivery/handlers.ts';
import { enqueueMany } from '../../src/outbox/enqueue.ts';
import type { Store } from '../../src/store/store.ts';
import type { StoreSettings } from '../../src/store/open.ts';
import { fakeReceiver } from '../delivery/webhook.fake.ts';
import { mailServer } from '../mail/server.ts';
import { rowsOf, until } from './working.ts';

export interface AfterKills {
  /** Recipients that got nothing. */
  readonly lost: readonly string[];
  /** Message ids beyond one for each letter: the same letter under another id. */
  readonly strangers: number;
  /** Letters that came again under their own id. */
  readonly repeats: number;
  /** Tickets as the desk holds them, each with its messages. */
  readonly tickets: readonly (readonly string[])[];
  /** Ends written down twice would have failed; ones written down are as many as tickets. */
  readonly delivered: number;
}

/** Long enough that a worker that lives keeps its rows on a busy machine: a repeat is to be the kill's. */
const LEASE_MS = 3_000;

/** Work to do, then: two workers, one of them killed at a random moment and replaced, again and again. */
export async function killWorkers(settings: StoreSettings, store: Store, { letters, tickets, kills }: { letters: number; tickets: number; kills: number }): Promise<AfterKills> {
  const smtp = await mailServer();
  const desk = await fakeReceiver(Date.now);
  const names = Array.from({ length: letters }, (_, n) => `lee${n}`);
  await store.write((trx) => enqueueMany(trx, names.map((ticket) => ({ kind: 'mail', about: { ticket }, once: `mail:${ticket}` })), Date.now()));
  for (let n = 0; n < tickets; n += 1) {
    await store.write(async (trx) => {
      await handOver(trx, `UD-${n}`, Date.now());
      await passOn(trx, `UD-${n}`, `second-${n}`, Date.now());
      await passOn(trx, `UD-${n}`, `third-${n}`, Date.now());
    });
  }
  const start = async () => {
    const options = { settings, smtp: smtp.url.href, env: desk.env, leaseMs: LEASE_MS, pollMs: 20 };
    const child = spawn(process.execPath, [join(import.meta.dirname, 'outbox.child.ts'), JSON.stringify(options)], { stdio: ['ignore', 'pipe', 'inherit'] });
    // Also when the test ends early: what is left behind would work on for ever.
    onTestFinished(() => void child.kill('SIGKILL'));
    await once(child.stdout, 'data');
    return child;
  };
  const workers: ChildProcess[] = await Promise.all([start(), start()]);
  for (let kill = 0; kill < kills; kill += 1) {
    await pause(10 + Math.random() * 60);
    const [victim] = workers.splice(0, 1);
    victim?.kill('SIGKILL');
    workers.push(await start());
  }
  await until(async () => (await rowsOf(store)).every(({ state }) => state === 'done'), 240_000);
  for (const worker of workers) {
    const ended = once(worker, 'exit');
    worker.kill('SIGTERM');
    const [code] = (await ended) as [number | null];
    if (code !== 0) throw new Error(`A worker that was asked to stop ended with ${code}.`);
  }
  const reached = new Set(smtp.received.flatMap(({ to }) => to));
  const ids = smtp.received.map(({ mail }) => mail.messageId);
  const ended = await store.read((db) => db.selectFrom('spent_token').select('digest').execute());
  return {
    lost: names.filter((name) => !reached.has(`${name}@example.com`)),
    strangers: new Set(ids).size - letters,
    repeats: ids.length - new Set(ids).size,
    tickets: desk.held().map(({ messages }) => messages),
    delivered: ended.length,
  };
}

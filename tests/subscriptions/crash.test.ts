/** The worker that tells subscribers is killed in the middle of it, twice. */
import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { join } from 'node:path';
import { expect, onTestFinished, test } from 'vitest';
import { enqueue } from '../../src/outbox/enqueue.ts';
import { ask, confirm } from '../../src/subscriptions/subscribers.ts';
import { TELL, TELL_MAIL } from '../../src/subscriptions/tell.ts';
import { mailServer } from '../mail/server.ts';
import { until } from '../outbox/working.ts';
import { describeOnBothDatabases, opened } from '../store/databases.ts';

const SUBSCRIBERS = 300;
const KILLS = 2;
/** Letters that a process may have begun and not yet handed over: one for each connection of its post. */
const CONNECTIONS = 8;

describeOnBothDatabases('subscribers, told by a worker that is killed twice,', (database) => {
  test('get their letter once, but for those of whom nobody can know', { timeout: 300_000 }, async () => {
    const settings = await database.fresh();
    const store = await opened(settings);
    const smtp = await mailServer();
    await store.write(async (trx) => {
      for (let n = 0; n < SUBSCRIBERS; n += 1) {
        const { id } = await ask(trx, store.envelope, { email: `reader${n}@example.com`, url: undefined, components: undefined, locale: 'en' }, Date.now());
        await confirm(trx, id, Date.now());
      }
      await enqueue(trx, { kind: TELL, about: { record: 'outage01', at: 1 } }, Date.now());
    });
    const start = async () => {
      const child = spawn(process.execPath, [join(import.meta.dirname, 'tell.child.ts'), JSON.stringify({ settings, smtp: smtp.url.href })], { stdio: ['ignore', 'pipe', 'inherit'] });
      onTestFinished(() => void child.kill('SIGKILL'));
      await once(child.stdout, 'data');
      return child;
    };
    let worker = await start();
    for (let kill = 1; kill <= KILLS; kill += 1) {
      await until(() => smtp.received.length > (SUBSCRIBERS * kill) / (KILLS + 2), 30_000);
      worker.kill('SIGKILL');
      await once(worker, 'exit');
      worker = await start();
    }
    const rows = () => store.read((db) => db.selectFrom('outbox').select(['state', 'last_error']).where('kind', '=', TELL_MAIL).execute());
    await until(async () => {
      const all = await rows();
      return all.length === SUBSCRIBERS && all.every(({ state }) => state === 'done');
    }, 30_000);
    const ended = once(worker, 'exit');
    worker.kill('SIGTERM');
    expect(await ended).toEqual([0, null]);

    const recipients = smtp.received.flatMap(({ to }) => to);
    expect(recipients).toHaveLength(new Set(recipients).size);
    const unknown = (await rows()).filter(({ last_error }) => last_error !== null);
    expect(new Set(unknown.map(({ last_error }) => last_error)).size).toBeLessThanOrEqual(1);
    expect(recipients.length).toBeGreaterThanOrEqual(SUBSCRIBERS - unknown.length);
    // Most of those have it; without it is at most whom a connection was just telling.
    expect(SUBSCRIBERS - recipients.length).toBeLessThanOrEqual(KILLS * CONNECTIONS);
  });
});

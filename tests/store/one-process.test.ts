/** Work that one process does at a time. */
import { expect, onTestFinished, test } from 'vitest';
import { takeLease } from '../../src/store/lease.ts';
import { inOneProcess } from '../../src/store/one-process.ts';
import { openStore, type StoreSettings } from '../../src/store/open.ts';
import { StoreUnavailable } from '../../src/store/errors.ts';
import { describeOnBothDatabases, opened } from './databases.ts';

/** Three processes that would do the same, with what each of them is doing. */
async function three(settings: StoreSettings) {
  const store = await opened(settings);
  const atWork = new Set<number>();
  const away = new Set<number>();
  const processes = [1, 2, 3].map((process) =>
    inOneProcess({
      store: async () => {
        if (away.has(process)) throw new StoreUnavailable('unreachable');
        return store;
      },
      name: 'mailbox',
      begin() {
        atWork.add(process);
        return { stop: async () => void atWork.delete(process) };
      },
      failed: () => undefined,
      clock: Date.now,
      everyMs: 100,
    }),
  );
  onTestFinished(() => Promise.all(processes.map((one) => one.stop())).then(() => undefined));
  return { processes, atWork, away };
}

const oneOf = async (atWork: ReadonlySet<number>, but?: number) => {
  await expect.poll(() => [...atWork].filter((process) => process !== but).length, { timeout: 30_000 }).toBe(1);
  return [...atWork].find((process) => process !== but)!;
};

describeOnBothDatabases('work that one process does at a time', (database) => {
  test('is done by one of three, and by the next at once when that one stops', async () => {
    const { processes, atWork } = await three(await database.fresh());
    const first = await oneOf(atWork);
    await processes[first - 1]!.stop();
    const next = await oneOf(atWork);
    expect(next).not.toBe(first);
  });

  test('goes to another when the one that did it no longer reaches the database', async () => {
    const { atWork, away } = await three(await database.fresh());
    const first = await oneOf(atWork);
    away.add(first);
    await expect.poll(() => atWork.has(first), { timeout: 30_000 }).toBe(false);
    expect(await oneOf(atWork)).not.toBe(first);
  });

  test('does not wait for a lease that was taken while the clock was a day ahead', async () => {
    const store = await opened(await database.fresh());
    const NOW = Date.UTC(2026, 10, 23, 12);
    const [DAY, LEASE] = [24 * 60 * 60_000, 20_000];
    const take = (holder: string, now: number) => store.write((trx) => takeLease(trx, 'mailbox', holder, now, LEASE));
    expect(await take('killed', NOW + DAY)).toBe(true);
    expect(await take('next', NOW)).toBe(true);
    // A machine whose clock is a minute behind waits as before.
    expect(await take('behind', NOW - 60_000)).toBe(false);
    expect(await take('later', NOW + LEASE - 1)).toBe(false);
    expect(await take('later', NOW + LEASE)).toBe(true);
  });

  test('is not begun by a process that stopped before it had the lease', async () => {
    const settings = await database.fresh();
    const store = await openStore(settings);
    onTestFinished(() => store.close());
    let begun = 0;
    const stopping = inOneProcess({ store: async () => store, name: 'mailbox', begin: () => ({ stop: async () => undefined, begun: (begun += 1) }), failed: () => undefined, clock: Date.now, everyMs: 20 });
    await stopping.stop();
    expect(begun).toBe(0);
  });
});

import { setImmediate as nextTurn, setTimeout as pause } from 'node:timers/promises';
import fc from '../chance.ts';
import { expect, test } from 'vitest';
import { StoreUnavailable } from '../../src/store/errors.ts';
import { openStore } from '../../src/store/open.ts';
import type { Store } from '../../src/store/store.ts';
import { describeOnBothDatabases, opened, openFresh } from './databases.ts';
import { cast, vote } from './votes.ts';

async function articles(store: Store): Promise<string[]> {
  const rows = await store.read((db) => db.selectFrom('vote').select('article').orderBy('article').execute());
  return rows.map(({ article }) => article);
}

describeOnBothDatabases('writing', (database) => {
  test('a write that resolved is seen by the next read', async () => {
    const store = await openFresh(database);
    await store.write(cast({ article: 'seen' }));
    expect(await articles(store)).toEqual(['seen']);
  });

  test('a write gives back what its work gave', async () => {
    const store = await openFresh(database);
    expect(await store.write(async () => 42)).toBe(42);
  });

  test('a write that throws leaves nothing, and its error arrives as it was', async () => {
    const store = await openFresh(database);
    const error = new Error('changed my mind');
    const write = store.write(async (trx) => {
      await cast()(trx);
      throw error;
    });
    await expect(write).rejects.toBe(error);
    expect(await articles(store)).toEqual([]);
  });

  test('a write that breaks a rule of the database does not hurt those that came in the same turn', async () => {
    const store = await openFresh(database);
    const twice = vote({ article: 'b' });
    const results = await Promise.allSettled([
      store.write(cast({ article: 'a' })),
      store.write(async (trx) => {
        await trx.insertInto('vote').values(twice).execute();
        await trx.insertInto('vote').values(twice).execute();
      }),
      store.write(cast({ article: 'c' })),
    ]);
    expect(results.map(({ status }) => status)).toEqual(['fulfilled', 'rejected', 'fulfilled']);
    expect(await articles(store)).toEqual(['a', 'c']);
  });

  test('a query that was not awaited cannot slip into a later write', async () => {
    const store = await openFresh(database);
    let late: Promise<unknown> = Promise.resolve();
    await store.write(async (trx) => {
      late = pause(20).then(() => cast({ article: 'late' })(trx));
      late.catch(() => {});
    });
    await store.write(async () => pause(40));
    await expect(late).rejects.toThrow();
    expect(await articles(store)).toEqual([]);
  });

  test('a read cannot write', async () => {
    const store = await openFresh(database);
    await expect(store.read((db) => db.insertInto('vote').values(vote()).execute())).rejects.toThrow(StoreUnavailable);
    await store.write(cast());
    expect(await articles(store)).toHaveLength(1);
  });

  test('closing answers the writes that were taken before, and refuses what comes after', async () => {
    const settings = await database.fresh();
    const store = await openStore(settings);
    const writes = Array.from({ length: 50 }, (_, index) => store.write(cast({ article: String(index) })));
    await store.close();
    await Promise.all(writes);
    await expect(store.write(cast())).rejects.toBeInstanceOf(StoreUnavailable);
    await expect(articles(store)).rejects.toBeInstanceOf(StoreUnavailable);
    expect(await articles(await opened(settings))).toHaveLength(50);
  });

  test('whatever the mix of writes, some of which throw, what stays is exactly what resolved', async () => {
    const store = await openFresh(database);
    const step = fc.record({
      turn: fc.nat(3),
      rows: fc.integer({ min: 0, max: 3 }),
      pausesInside: fc.boolean(),
      end: fc.constantFrom('resolves', 'throws', 'breaks a rule'),
    });
    await fc.assert(
      fc.asyncProperty(fc.array(step, { maxLength: 25 }), fc.uuid(), async (steps, run) => {
        const settled = await Promise.allSettled(
          steps.map(async ({ turn, rows, pausesInside, end }, index) => {
            for (let left = turn; left > 0; left -= 1) await nextTurn();
            return store.write(async (trx) => {
              for (let row = 0; row < rows; row += 1) {
                await trx.insertInto('vote').values(vote({ article: run, revision: `${index}.${row}` })).execute();
                if (pausesInside) await nextTurn();
              }
              if (end === 'throws') throw new Error('on purpose');
              if (end === 'breaks a rule') await trx.insertInto('vote').values(vote({ answer: 'maybe' as 'yes' })).execute();
            });
          }),
        );
        const expected = steps.flatMap(({ rows }, index) =>
          settled[index]?.status === 'fulfilled' ? Array.from({ length: rows }, (_, row) => `${index}.${row}`) : [],
        );
        const stored = await store.read((db) => db.selectFrom('vote').select('revision').where('article', '=', run).execute());
        expect(stored.map(({ revision }) => revision).sort()).toEqual(expected.sort());
        steps.forEach(({ end }, index) => expect(settled[index]?.status).toBe(end === 'resolves' ? 'fulfilled' : 'rejected'));
      }),
      { numRuns: 40 },
    );
  });
});

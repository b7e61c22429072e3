import { expect, test } from 'vitest';
import { forgetExpiredSalts, saltOfDay } from '../../src/store/daily-salt.ts';
import { countInWindow, forgetEndedWindows } from '../../src/store/limit-window.ts';
import { describeOnBothDatabases, openFresh } from './databases.ts';
import { cast, vote } from './votes.ts';

describeOnBothDatabases('the shared tables', (database) => {
  test('thirty who count at once in one window get thirty different numbers', async () => {
    const store = await openFresh(database);
    const window = { bucket: 'vote', key: 'all', start: 0, end: 60_000 };
    const counts = await Promise.all(Array.from({ length: 30 }, () => store.write((trx) => countInWindow(trx, window))));
    expect(counts.sort((a, b) => a - b)).toEqual(Array.from({ length: 30 }, (_, index) => index + 1));
  });

  test('windows of other rules, keys and times count apart, and ended ones are forgotten', async () => {
    const store = await openFresh(database);
    const count = (bucket: string, key: string, start: number) => store.write((trx) => countInWindow(trx, { bucket, key, start, end: start + 10 }));
    await count('vote', 'a', 0);
    expect(await count('vote', 'a', 0)).toBe(2);
    expect(await count('vote', 'b', 0)).toBe(1);
    expect(await count('ticket', 'a', 0)).toBe(1);
    expect(await count('vote', 'a', 10)).toBe(1);
    await store.write((trx) => forgetEndedWindows(trx, 10));
    const left = await store.read((db) => db.selectFrom('limit_window').select(['window_start', 'count']).execute());
    expect(left).toEqual([{ window_start: 10, count: 1 }]);
  });

  test('windows and salts of a clock that was ahead are forgotten, not kept until its time comes', async () => {
    const store = await openFresh(database);
    const [now, day] = [Date.UTC(2026, 10, 23, 12), 86_400_000];
    await store.write(async (trx) => {
      for (const start of [now - 60_000, now + 60_000, now + 2 * day]) await countInWindow(trx, { bucket: 'vote', key: 'a', start, end: start + 3_600_000 });
      for (const days of [0, 1, 2]) await saltOfDay(trx, { day: String(days), expiresAt: now + day / 2 + days * day });
    });
    await store.write(async (trx) => {
      await forgetEndedWindows(trx, now);
      await forgetExpiredSalts(trx, now);
    });
    expect(await store.read((db) => db.selectFrom('limit_window').select('window_start').orderBy('window_start').execute())).toEqual([{ window_start: now - 60_000 }, { window_start: now + 60_000 }]);
    expect(await store.read((db) => db.selectFrom('daily_salt').select('day').execute())).toEqual([{ day: '0' }]);
  });

  test('everybody who asks for the salt of a day gets the same, and none after it expired', async () => {
    const store = await openFresh(database);
    const ask = () => store.write((trx) => saltOfDay(trx, { day: '2026-03-06', expiresAt: 100 }));
    const salts = new Set(await Promise.all([ask(), ask(), ask(), ask()]));
    expect(salts.size).toBe(1);
    await store.write((trx) => forgetExpiredSalts(trx, 100));
    expect(salts).not.toContain(await ask());
  });

  test('one session votes once on a revision, and votes without a session never collide', async () => {
    const store = await openFresh(database);
    const change = (answer: 'yes' | 'no') =>
      store.write((trx) =>
        trx
          .insertInto('vote')
          .values(vote({ session: 's', deduplicated: 1, answer }))
          .onConflict((conflict) => conflict.columns(['session', 'article', 'revision']).doUpdateSet({ answer, updated_at: 1 }))
          .execute(),
      );
    await change('yes');
    await change('no');
    await store.write(cast());
    await store.write(cast());
    const votes = await store.read((db) => db.selectFrom('vote').select(['session', 'answer']).orderBy('id').execute());
    expect(votes.filter(({ session }) => session === 's').map(({ answer }) => answer)).toEqual(['no']);
    expect(votes).toHaveLength(3);
  });

  test.each([
    ['an answer that is neither yes nor no', { answer: 'maybe' as 'yes' }],
    ['an instant that is not a number', { created_at: 'yesterday' as unknown as number }],
  ])('%s is refused', async (_, wrong) => {
    const store = await openFresh(database);
    await expect(store.write(cast(wrong))).rejects.toThrow();
  });

  test('instants, counts and sums come back as numbers', async () => {
    const store = await openFresh(database);
    await store.write(cast({ created_at: 8.64e15, updated_at: 3 }));
    const row = await store.read((db) =>
      db
        .selectFrom('vote')
        .select(({ fn }) => ['created_at', fn.countAll<number>().as('votes'), fn.sum<number>('updated_at').as('sum')])
        .groupBy('created_at')
        .executeTakeFirst(),
    );
    expect(row).toEqual({ created_at: 8.64e15, votes: 1, sum: 3 });
  });
});

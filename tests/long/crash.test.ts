import { expect, test } from 'vitest';
import { describeOnBothDatabases, freshFolder } from '../store/databases.ts';
import { killServers } from '../service/crash.ts';
import { killWhileTaking } from '../service/tickets-crash.ts';
import { killWriters } from '../store/crash.ts';

describeOnBothDatabases('kill -9 at random moments, many times', (database) => {
  test('after 200 kills of the service no acknowledged vote is lost, and none is there twice', async () => {
    const after = await killServers(await database.fresh(), freshFolder(), 200);
    expect(after.lost).toEqual([]);
    expect(after.repeated).toBe(0);
  });

  test('after 200 kills while people write to support every acknowledged ticket exists exactly once, with its letter', async () => {
    const after = await killWhileTaking(await database.fresh(), freshFolder(), 200);
    expect(after).toMatchObject({ lost: [], told: [], repeated: 0, incomplete: 0 });
    console.log(`${after.acknowledged} tickets, ${after.sentAgain} sent again`);
  });

  test('after 200 kills of the store no acknowledged write is lost, twice or half there', async () => {
    const after = await killWriters(await database.fresh(), 200);
    expect(after.lost).toEqual([]);
    expect(after.repeated).toEqual([]);
    expect(after.counted).toBe(after.stored);
  });
});

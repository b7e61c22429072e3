import { expect, test } from 'vitest';
import { describeOnBothDatabases, freshFolder } from '../store/databases.ts';
import { killServers } from './crash.ts';

describeOnBothDatabases('kill -9 at random moments while readers vote', (database) => {
  test('after 20 kills no acknowledged vote is lost, and none is there twice', async () => {
    const after = await killServers(await database.fresh(), freshFolder(), 20);
    expect(after.lost).toEqual([]);
    expect(after.repeated).toBe(0);
    expect(after.acknowledged).toBeGreaterThan(100);
  }, 300_000);
});

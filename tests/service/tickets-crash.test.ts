import { expect, test } from 'vitest';
import { describeOnBothDatabases, freshFolder } from '../store/databases.ts';
import { killWhileTaking } from './tickets-crash.ts';

describeOnBothDatabases('kill -9 at random moments while people write to support', (database) => {
  test('after 20 kills every acknowledged ticket exists exactly once, with its letter', async () => {
    const after = await killWhileTaking(await database.fresh(), freshFolder(), 20);
    expect(after).toMatchObject({ lost: [], told: [], repeated: 0, incomplete: 0 });
    expect(after.acknowledged).toBeGreaterThan(100);
    expect(after.sentAgain).toBeGreaterThan(0);
  }, 300_000);
});

import { expect, test } from 'vitest';
import { describeOnBothDatabases, opened } from '../store/databases.ts';
import { killWorkers } from './crash.ts';

describeOnBothDatabases('workers that are killed in the middle', (database) => {
  test('leave every letter sent under its one id, and every ticket handed over once with its messages in order', async () => {
    const settings = await database.fresh();
    const store = await opened(settings);
    const tickets = 40;
    const after = await killWorkers(settings, store, { letters: 1_500, tickets, kills: 6 });
    expect(after.lost).toEqual([]);
    expect(after.strangers).toBe(0);
    expect(after.tickets.map((messages) => messages.map((text) => text.replace(/-\d+$/, '')))).toEqual(Array.from({ length: tickets }, () => ['first', 'second', 'third']));
    expect(after.delivered).toBe(tickets);
    // Each kill may repeat what was accepted and not yet recorded: at most what one worker has under way.
    expect(after.repeats).toBeLessThanOrEqual(6 * 16);
    console.log(`repeats after 6 kills: ${after.repeats} of 1,500, each under its own id`);
  }, 300_000);
});

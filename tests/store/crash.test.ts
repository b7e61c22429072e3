import { expect, test } from 'vitest';
import { killWriters, LEAST_ANSWERS } from './crash.ts';
import { describeOnBothDatabases } from './databases.ts';

/** A few in every run; `BEDSIDE_KILLS=200` for a long one. */
const KILLS = Number(process.env.BEDSIDE_KILLS ?? 5);

describeOnBothDatabases('kill -9 at random moments under load', (database) => {
  test(
    `after ${KILLS} kills no acknowledged write is lost, none is there twice, none is there by half`,
    async () => {
      const after = await killWriters(await database.fresh(), KILLS);
      expect(after.lost).toEqual([]);
      expect(after.repeated).toEqual([]);
      expect(after.counted).toBe(after.stored);
      expect(after.acknowledged).toBeGreaterThanOrEqual(KILLS * LEAST_ANSWERS);
    },
    60_000 + KILLS * 20_000,
  );
});

import { expect, test } from 'vitest';
import { holdStore } from '../../src/service/store-holder.ts';
import { StoreUnavailable } from '../../src/store/errors.ts';
import type { Store } from '../../src/store/store.ts';

/** A database that is away until it is brought back, and the clock of the process that holds it. */
function held() {
  const state = { now: Date.UTC(2026, 10, 23, 12), away: true, asked: 0 };
  const open = async (): Promise<Store> => {
    state.asked += 1;
    if (state.away) throw new StoreUnavailable('unreachable');
    return { close: async () => undefined } as unknown as Store;
  };
  return { state, holder: holdStore(open, () => state.now) };
}

test('a database that was just away is asked again after a second, and no sooner', async () => {
  const { state, holder } = held();
  await expect(holder.store()).rejects.toThrow(StoreUnavailable);
  state.now += 999;
  await expect(holder.store()).rejects.toThrow(StoreUnavailable);
  expect(state.asked).toBe(1);
  state.away = false;
  state.now += 1;
  await expect(holder.store()).resolves.toBeDefined();
});

test('a database that came back is there at once when the clock was set back meanwhile', async () => {
  const { state, holder } = held();
  await expect(holder.store()).rejects.toThrow(StoreUnavailable);
  state.away = false;
  state.now -= 24 * 60 * 60_000;
  await expect(holder.store()).resolves.toBeDefined();
});

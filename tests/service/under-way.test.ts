/** When so much is being stored that letters and search wait. */
import { expect, test } from 'vitest';
import { countUnderWay } from '../../src/service/under-way.ts';
import type { Taken } from '../../src/tickets/intake/take.ts';

const TAKEN: Taken = { reference: '7K3M-9QXT', form: 'technical', articles: [] };

/** Messages that are stored when told so. */
function stored(count: number) {
  let finish = (): void => {};
  const together = new Promise<Taken>((resolve) => (finish = () => resolve(TAKEN)));
  return { messages: Array.from({ length: count }, () => together.then((taken) => taken)), finish };
}

test('three messages at once are no rush, four are, and for a quarter of a second after', async () => {
  let now = 1_000;
  const underWay = countUnderWay(() => now);
  const { messages, finish } = stored(4);
  const held = messages.slice(0, 3).map((message, at) => underWay.hold(`key ${at}`, message));
  expect(underWay.isBusy()).toBe(false);
  held.push(underWay.hold('key 3', messages[3]!));
  expect(underWay.isBusy()).toBe(true);
  finish();
  await Promise.all(held);
  expect(underWay.isBusy()).toBe(true);
  now += 249;
  expect(underWay.isBusy()).toBe(true);
  now += 1;
  expect(underWay.isBusy()).toBe(false);
});

test('a message that could not be stored is no longer under way, and says why', async () => {
  const underWay = countUnderWay();
  const failing = underWay.hold('key', Promise.reject(new Error('away')));
  expect(underWay.of('key')).toBeDefined();
  await expect(failing).rejects.toThrow('away');
  expect(underWay.of('key')).toBeUndefined();
});

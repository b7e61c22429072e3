import { setImmediate as nextTurn } from 'node:timers/promises';
import { expect, test } from 'vitest';
import { StoreUnavailable } from '../../src/store/errors.ts';
import { groupCommit } from '../../src/store/group-commit.ts';

/** A shared transaction that only notes what is asked of it. */
function notedTransaction({ begin, commit }: { begin?: Error; commit?: Error } = {}) {
  const notes: string[] = [];
  const step = (name: string, error?: Error) => async () => {
    notes.push(name);
    if (error) throw error;
  };
  return { notes, transaction: { begin: step('begin', begin), commit: step('commit', commit) } };
}

test('the writes of one turn share one commit, in the order they came, and are answered after it', async () => {
  const { notes, transaction } = notedTransaction();
  const group = groupCommit(transaction);
  const write = (name: string) =>
    group
      .write(async () => {
        notes.push(`${name} starts`);
        await nextTurn();
        notes.push(`${name} ends`);
      })
      .then(() => notes.push(`${name} answered`));
  await Promise.all([write('a'), write('b')]);
  expect(notes).toEqual(['begin', 'a starts', 'a ends', 'b starts', 'b ends', 'commit', 'a answered', 'b answered']);
});

test('what comes while a group runs goes into the next', async () => {
  const { notes, transaction } = notedTransaction();
  const group = groupCommit(transaction);
  let second: Promise<void> | undefined;
  await group.write(async () => {
    second = group.write(async () => {});
    await nextTurn();
  });
  await second;
  expect(notes).toEqual(['begin', 'commit', 'begin', 'commit']);
});

test('when the commit fails, nobody is told that it worked, nor an error that rests on rows which are gone', async () => {
  const cause = new Error('disk gone');
  const group = groupCommit(notedTransaction({ commit: cause }).transaction);
  const results = await Promise.allSettled([
    group.write(async () => 'stored'),
    group.write(async () => {
      throw new Error('this key is taken');
    }),
  ]);
  for (const result of results) {
    expect(result).toMatchObject({ status: 'rejected', reason: { name: 'StoreUnavailable', cause } });
  }
});

test('when no transaction can begin, no work runs', async () => {
  const group = groupCommit(notedTransaction({ begin: new StoreUnavailable('busy') }).transaction);
  let ran = false;
  const write = group.write(async () => {
    ran = true;
  });
  await expect(write).rejects.toMatchObject({ reason: 'busy' });
  expect(ran).toBe(false);
});

test('a crowd of one turn is split, so that the process can answer something else in between', async () => {
  const { notes, transaction } = notedTransaction();
  const group = groupCommit(transaction);
  await Promise.all(Array.from({ length: 1_001 }, () => group.write(async () => {})));
  expect(notes.filter((note) => note === 'commit')).toHaveLength(3);
});

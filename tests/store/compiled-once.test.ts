import { expect, test } from 'vitest';
import { compiledOnce } from '../../src/store/compiled-once.ts';
import { describeOnBothDatabases, openFresh } from './databases.ts';
import { cast } from './votes.ts';

describeOnBothDatabases('a query that is compiled once', (database) => {
  test('answers each time with the values of that time', async () => {
    const store = await openFresh(database);
    for (const article of ['a', 'b']) await store.write(cast({ article }));
    const find = compiledOnce(
      (trx, input: { article: string; least: number }) => trx.selectFrom('vote').select('article').where('article', '=', input.article).where('created_at', '>=', input.least),
      ({ article, least }) => [article, least],
    );
    const asked: string[][] = [];
    for (const article of ['a', 'b', 'nobody']) asked.push((await store.write((trx) => find(trx, { article, least: 0 }))).map((row) => row.article));
    expect(asked).toEqual([['a'], ['b'], []]);
  });

  test('is refused when its values are given in another order than they stand in', async () => {
    const store = await openFresh(database);
    const wrong = compiledOnce(
      (trx, input: { article: string; answer: 'yes' | 'no' }) => trx.selectFrom('vote').select('id').where('article', '=', input.article).where('answer', '=', input.answer),
      ({ article, answer }) => [answer, article],
    );
    await expect(store.write((trx) => wrong(trx, { article: 'a', answer: 'yes' }))).rejects.toThrow('another order');
  });
});

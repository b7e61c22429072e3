import { expect, test } from 'vitest';
import { keepCounting } from '../../src/early-signal/keep-counting.ts';
import { uuidv7 } from '../../src/store/uuid.ts';
import { describeOnBothDatabases, openFresh } from '../store/databases.ts';

const HOUR = 3_600_000;
const NOON = Date.UTC(2026, 10, 23, 12);

describeOnBothDatabases('the past, counted bit by bit,', (database) => {
  test('is read once: a later look does not read again what lies between now and where it goes on', async () => {
    const store = await openFresh(database);
    const hours = Array.from({ length: 40 }, (_, back) => NOON - back * HOUR);
    await store.write((trx) => trx.insertInto('reader_event').values(hours.map((at, back) => ({ id: uuidv7(at), kind: 'search', version: 1, session: `s${back}`, bot: 0 as const, article: null, query: `question ${back}`, facts: '{}', happened_at: at, received_at: at }))).execute());
    let asked = 0;
    const concerns = { reach: { ofTicket: () => [], ofArticle: () => ['search'], ofWords: () => [] }, ofIncident: () => [], answerTo: async () => ((asked += 1), 'article') };
    // Time for one piece of the past at each look.
    for (let look = 0; look < 8; look += 1) {
      let steady = 0;
      await keepCounting(store, concerns, NOON + 1, { steady: () => (steady += 1), budgetMs: 1 });
    }
    const [{ n } = { n: 0 }] = await store.read((db) => db.selectFrom('signal_count').select((count) => count.fn.sum<number>('people').as('n')).execute());
    expect(Number(n)).toBe(40);
    // The newest is counted at each look, for more may come.
    expect(asked).toBe(40 + 7);
  });
});

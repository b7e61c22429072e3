/** Makes the search index on a thread of its own; see `indexOnThread`. */
import { parentPort, workerData } from 'node:worker_threads';
import { close } from 'pagefind';
import { indexArticles, type IndexedArticle } from './index-articles.ts';
import type { FromThread, ThreadStart, ToThread } from './index-thread.ts';

const port = parentPort!;
const { rules, locale } = workerData as ThreadStart;
const asked: ((result: IteratorResult<IndexedArticle, undefined>) => void)[] = [];

const say = (message: FromThread): void => port.postMessage(message);
port.on('message', (article: ToThread) => asked.shift()?.(article === undefined ? { done: true, value: undefined } : { done: false, value: article }));

/** Not a generator, which would ask for one article at a time. */
const articles: AsyncIterable<IndexedArticle> = {
  [Symbol.asyncIterator]: () => ({
    next: () =>
      new Promise((resolve) => {
        asked.push(resolve);
        say('next');
      }),
  }),
};

say(await indexArticles(articles, rules, locale));
await close();
port.close();

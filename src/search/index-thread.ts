/** The search index, made beside whatever this thread does. */
import { Worker } from 'node:worker_threads';
import type { BrandRules } from './build-lexicon.ts';
import type { IndexedArticle, SearchFile } from './index-articles.ts';

/** What the thread is told at its start. */
export interface ThreadStart {
  readonly rules: BrandRules;
  readonly locale: string;
}

/** From the thread: it wants another article, or is done. */
export type FromThread = 'next' | readonly SearchFile[];

/** To the thread: the article it asked for; `undefined` when there are no more. */
export type ToThread = IndexedArticle | undefined;

/**
 * As `indexArticles`, on a thread of its own: roots and lexicon were an eighth of what a build did on its one thread,
 * which has pages to make meanwhile. Articles are made here, when the thread asks for them.
 *
 * @throws when Pagefind refuses an article, or one cannot be made
 */
export function indexOnThread(articles: Iterator<IndexedArticle>, rules: BrandRules, locale: string): Promise<readonly SearchFile[]> {
  const start: ThreadStart = { rules, locale };
  const worker = new Worker(new URL('./index-worker.ts', import.meta.url), { workerData: start });
  return new Promise((resolve, reject) => {
    const answer = (message: FromThread): void => {
      if (message !== 'next') return resolve(message);
      try {
        const { value, done } = articles.next();
        worker.postMessage((done === true ? undefined : value) satisfies ToThread);
      } catch (error) {
        // It has asked for sixteen at once: the others are not made, and it is ended once.
        worker.off('message', answer);
        reject(error as Error);
        void worker.terminate();
      }
    };
    worker.on('message', answer);
    worker.once('error', reject);
    worker.once('exit', (code) => reject(new Error(`The thread that makes the search index ended with ${code}.`)));
  });
}

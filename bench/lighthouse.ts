/** `npm run bench lighthouse`: the performance score of the home page and of an article, as Lighthouse sees a phone. */
import { join } from 'node:path';
import { chromium } from 'playwright';
import lighthouse from 'lighthouse';
import { BROWSER_FLAGS, ensureBrowser } from '../scripts/browser.ts';
import { buildSite } from '../src/site/build.ts';
import { currentCatalog } from '../src/site/current.ts';
import type { Measurement } from './measure/report.ts';
import { spread, spreadText } from './measure/statistics.ts';
import { WORK } from './rivals.ts';
import { freePort, startBedside } from './servers.ts';

interface Score {
  readonly performance: number;
  readonly firstPaint: number;
  readonly largestPaint: number;
  readonly blocking: number;
  readonly shift: number;
}

const AIM = 95;

export async function benchLighthouse({ runs }: { readonly runs: number }): Promise<Measurement> {
  const folder = join(WORK, 'pages');
  if ((await buildSite({ out: join(folder, 'dist'), force: false, quiet: true })) !== 0) throw new Error('The site could not be built.');
  const { site, articles } = currentCatalog();
  // The longest article is the hardest.
  const article = articles.reduce((longest, one) => (one.source.length > longest.source.length ? one : longest));
  const pages = new Map([
    ['home', '/'],
    ['longest article', article.address],
  ]);
  const scores = new Map([...pages.keys()].map((name): [string, Score[]] => [name, []]));
  const port = await freePort();
  const browser = await chromium.launch({ executablePath: await ensureBrowser(), args: [...BROWSER_FLAGS, `--remote-debugging-port=${port}`] });
  try {
    const server = await startBedside(folder);
    try {
      for (let run = 1; run <= runs; run += 1) {
        for (const [name, path] of pages) {
          const score = await audit(server.origin + site.base.slice(0, -1) + path, port);
          scores.get(name)!.push(score);
          console.error(`${run}/${runs} ${name}: ${score.performance}`);
        }
      }
    } finally {
      await server.stop();
    }
  } finally {
    await browser.close();
  }
  const column = (list: readonly Score[], key: keyof Score, digits = 0) => spreadText(spread(list.map((score) => score[key])), digits);
  const rows = [...scores].map(([name, list]) => [name, column(list, 'performance'), column(list, 'firstPaint'), column(list, 'largestPaint'), column(list, 'blocking'), column(list, 'shift', 3)]);
  return {
    name: 'lighthouse',
    tables: [{ title: `Lighthouse performance: median (min–max) of ${runs}`, columns: ['', 'score', 'first paint, ms', 'largest paint, ms', 'blocking, ms', 'shift'], rows }],
    notes: [`The aim is ${AIM}. Lighthouse’s own settings: a middling phone on a slow network, simulated.`, `The article: ${article.address}`],
    data: Object.fromEntries(scores),
  };
}

async function audit(url: string, port: number): Promise<Score> {
  const result = await lighthouse(url, { port, onlyCategories: ['performance'], logLevel: 'error', output: 'json' });
  const value = (name: string) => result?.lhr.audits[name]?.numericValue ?? Number.NaN;
  return {
    performance: Math.round((result?.lhr.categories['performance']?.score ?? 0) * 100),
    firstPaint: value('first-contentful-paint'),
    largestPaint: value('largest-contentful-paint'),
    blocking: value('total-blocking-time'),
    shift: value('cumulative-layout-shift'),
  };
}

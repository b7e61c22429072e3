/** `npm run bench search`: how long a reader waits for answers and what that loads, beside bare Pagefind and Starlight on the same articles. */
import { chromium } from 'playwright';
import { BROWSER_FLAGS, ensureBrowser } from '../scripts/browser.ts';
import type { Measurement, Table } from './measure/report.ts';
import { spread, spreadText } from './measure/statistics.ts';
import { versionOf, installed } from './rivals.ts';
import { bedside, pagefind, starlight } from './search-manners.ts';
import { visit, type Manner, type Timing, type Visit } from './search-reader.ts';
import { searchSites, type SearchSites } from './search-sites.ts';
import { startBedside, type RunningServer } from './servers.ts';

export interface SearchOptions {
  /** 40 is the real content. */
  readonly sizes: readonly number[];
  /** Visits of each; a visit is one first query and four later ones. */
  readonly runs: number;
}

interface Contender {
  readonly name: string;
  readonly folder: string;
  readonly page: string;
  readonly manner: Manner;
}

const PER_VISIT = 5;
const AIMS: Readonly<Record<number, readonly [string, string, string, string]>> = { 40: ['110', '200', '15', '50'], 1000: ['160', '300', '80', '80'] };

export async function benchSearch({ sizes, runs }: SearchOptions): Promise<Measurement> {
  const tables: Table[] = [];
  const data: unknown[] = [];
  const browser = await chromium.launch({ executablePath: await ensureBrowser(), args: BROWSER_FLAGS });
  try {
    for (const size of sizes) {
      console.error(`Building ${size} articles…`);
      const sites = await searchSites(size, runs * PER_VISIT);
      const contenders = contendersOn(sites);
      const visits = contenders.map((): Visit[] => []);
      const servers: RunningServer[] = [];
      try {
        for (const { folder } of contenders) servers.push(await startBedside(folder));
        // Our server compresses a file when it is first asked for: that is not to be measured.
        for (let run = 0; run <= runs; run += 1) {
          for (const [index, { page, manner }] of contenders.entries()) {
            const rounds = run === 0 ? Array.from({ length: runs }, (_, one) => one + 1) : [run];
            for (const round of rounds) {
              const done = await visit(browser, servers[index]!.origin + page, manner, sites.queries.slice((round - 1) * PER_VISIT, round * PER_VISIT));
              if (run > 0) visits[index]!.push(done);
            }
          }
          console.error(run === 0 ? 'Warm.' : `${run}/${runs} ${contenders.map(({ name }, index) => `${name}: ${Math.round(visits[index]!.at(-1)!.first.ms)} ms`).join(', ')}`);
        }
      } finally {
        await Promise.all(servers.map((server) => server.stop()));
      }
      tables.push(tableOf(sites, contenders, visits));
      data.push({ articles: sites.articles, contenders: contenders.map(({ name }, index) => ({ name, visits: visits[index] })) });
    }
  } finally {
    await browser.close();
  }
  return {
    name: 'search',
    tables,
    notes: [
      `Each visit is a page that the browser has not seen, with one query as search opens and ${PER_VISIT - 1} after it, each typed at once. Times are measured in the page, until the first answers stand in it.`,
      'Everybody’s files come from our server, compressed with Brotli; bytes are bodies as sent, from the opening on.',
      `Pagefind ${versionOf('.', 'pagefind')} alone is its programming interface: no field, no list, no typing pause.`,
      `Starlight ${versionOf(installed('starlight'), '@astrojs/starlight')} loads its interface with the page, which is not counted, and waits 300 ms for the next key.`,
    ],
    data,
  };
}

function contendersOn({ bedside: ours, pagefind: bare, starlight: theirs, page }: SearchSites): Contender[] {
  return [
    { name: 'Bedside', folder: ours, page, manner: bedside },
    { name: 'Pagefind alone', folder: bare, page: '/', manner: pagefind },
    ...(theirs === undefined ? [] : [{ name: 'Starlight', folder: theirs, page: '/', manner: starlight }]),
  ];
}

function tableOf({ articles }: SearchSites, contenders: readonly Contender[], visits: readonly Visit[][]): Table {
  const row = ({ name }: Contender, index: number) => {
    const firsts = visits[index]!.map(({ first }) => first);
    const laters = visits[index]!.flatMap(({ later }) => later);
    return [name, kilobytes(firsts), milliseconds(firsts), kilobytes(laters), milliseconds(laters)];
  };
  const aims = AIMS[articles < 100 ? 40 : articles];
  return {
    title: `${articles.toLocaleString('en-US')} articles: median (min–max) of ${visits[0]!.length} visits`,
    columns: ['', 'first, KB', 'first, ms', 'later, KB', 'later, ms'],
    rows: [...contenders.map(row), ...(aims === undefined ? [] : [['aim', ...aims]])],
  };
}

const kilobytes = (timings: readonly Timing[]) => spreadText(spread(timings.map(({ bytes }) => bytes / 1024)));
const milliseconds = (timings: readonly Timing[]) => spreadText(spread(timings.map(({ ms }) => ms)), 0);

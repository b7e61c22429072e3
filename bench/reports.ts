/** `npm run bench reports`: the weekly report of a busy site, on both databases, from single events and from days rolled up, the first time and once past weeks are kept. */
import { spawnSync } from 'node:child_process';
import { mkdirSync, rmSync } from 'node:fs';
import { join } from 'node:path';
import { readDesk } from '../src/insights/command.ts';
import { rollUp } from '../src/insights/roll-up.ts';
import { dayName, dayNumber, localDay, startOf } from '../src/insights/window.ts';
import { openStore } from '../src/store/open.ts';
import type { Measurement } from './measure/report.ts';
import { spread, spreadText } from './measure/statistics.ts';
import { startPostgres } from './postgres.ts';
import { seedReaders, seedStories } from './reports/seed.ts';
import { WORK } from './rivals.ts';

export interface ReportsOptions {
  readonly runs: number;
  readonly events: number;
  readonly tickets: number;
}

const SECRET = 'a secret of a bench that seals nothing of anybody';
const DAYS = 91;

interface One {
  readonly milliseconds: number;
  readonly processor: number;
  readonly megabytes: number;
  /** Of the whole text or page. */
  readonly digest: string;
  readonly figures: readonly (readonly [string, number | undefined, number])[];
}

export async function benchReports({ runs, events, tickets }: ReportsOptions): Promise<Measurement> {
  const { catalog } = readDesk();
  const zone = catalog.site.timeZone;
  // A Monday: the report is of the week that just ended.
  const today = dayNumber(dayName(localDay(Date.now(), zone)));
  const to = startOf(today - ((today + 3) % 7), zone);
  const options = { events, tickets, from: to - DAYS * 86_400_000, to, articles: catalog.articles.map(({ id }) => id) };
  const now = to + 30 * 3_600_000;
  const postgres = await startPostgres();
  const rows: string[][] = [];
  const data: unknown[] = [];
  try {
    const dataDir = join(WORK, 'reports');
    rmSync(dataDir, { recursive: true, force: true });
    mkdirSync(dataDir, { recursive: true });
    for (const [database, databaseUrl] of [['SQLite', undefined], ['PostgreSQL', await postgres.fresh()]] as const) {
      const store = await openStore({ dataDir, databaseUrl, secret: SECRET });
      console.error(`${database}: storing ${events.toLocaleString('en')} events and ${tickets.toLocaleString('en')} tickets…`);
      await seedReaders(store, options);
      await seedStories(store, options);
      const env = { ...process.env, BEDSIDE_DATA: dataDir, DATABASE_URL: databaseUrl ?? '', BEDSIDE_SECRET: SECRET };
      const measure = async (what: string, kept: string, anew = false): Promise<One> => {
        const made: One[] = [];
        for (let run = 0; run < runs; run += 1) {
          if (anew) await store.write((trx) => trx.deleteFrom('report_period').execute());
          made.push(one(what, now, env));
        }
        rows.push([`${database}, ${what}, ${kept}`, spreadText(spread(made.map(({ milliseconds }) => milliseconds / 1_000))), spreadText(spread(made.map(({ processor }) => processor))), spreadText(spread(made.map(({ megabytes }) => megabytes)), 0)]);
        data.push({ database, what, kept, made: made.map(({ figures: _, ...times }) => times) });
        console.error(rows.at(-1)!.join('  '));
        return made[0]!;
      };
      const raw = await measure('text', 'from single events', true);
      const start = performance.now();
      const days = await rollUp({ store, zone, now });
      rows.push([`${database}, rolling up ${days} days`, ((performance.now() - start) / 1_000).toFixed(1), '', '']);
      const first = await measure('html', 'days rolled up, no week kept', true);
      const page = await measure('html', 'days rolled up, past weeks kept');
      const rolled = await measure('text', 'days rolled up, past weeks kept');
      await store.close();
      if (JSON.stringify(raw.figures) !== JSON.stringify(rolled.figures)) throw new Error(`${database}: the figures of days differ from those of single events.`);
      if (first.digest !== page.digest) throw new Error(`${database}: the page of weeks that were kept differs from that of weeks that were read.`);
    }
  } finally {
    await postgres.stop();
  }
  return {
    name: 'reports',
    tables: [{ title: `The weekly report of ${events.toLocaleString('en')} events and ${tickets.toLocaleString('en')} tickets in ${DAYS} days: median (min–max) of ${runs}`, columns: ['', 'seconds', 'processor seconds', 'memory, MB'], rows }],
    notes: [
      'A process of its own each time, its start included; memory is the most that it held. Text has figures, gaps and tables of two weeks; HTML has curves of twelve besides.',
      'The figures from single events and from days are compared, and are the same to the last digit; so are the pages with and without weeks that were kept.',
      'Aim: at most 10 seconds and 500 MB; for a page with past weeks kept 6 seconds and 400 MB.',
    ],
    data: { runs, events, tickets, results: data },
  };
}

function one(what: string, now: number, env: NodeJS.ProcessEnv): One {
  const { stdout, stderr, status } = spawnSync(process.execPath, [join(import.meta.dirname, 'reports', 'one.ts'), what, String(now)], { env, encoding: 'utf8', maxBuffer: 1e8 });
  if (status !== 0) throw new Error(`The report failed:\n${stderr}`);
  return JSON.parse(stdout) as One;
}

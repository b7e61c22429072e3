/** `npm run bench votes`: durable votes a second through the whole endpoint, beside the least that stores a row. */
import type { ChildProcess } from 'node:child_process';
import { once } from 'node:events';
import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { buildSite } from '../src/site/build.ts';
import { MANIFEST_FILE, MANIFEST_FOLDER, manifestSchema } from '../src/site/manifest.ts';
import type { Measurement } from './measure/report.ts';
import { spread, spreadText } from './measure/statistics.ts';
import { CONNECTIONS, SESSIONS_SCRIPT, wrk, type Load } from './measure/wrk.ts';
import { WORK } from './rivals.ts';
import { exists, freshFolder, ownProcess } from './servers.ts';

export interface VotesOptions {
  readonly runs: number;
  readonly seconds: number;
}

interface Subject {
  readonly name: string;
  readonly start: () => Promise<{ readonly port: string; readonly child: ChildProcess }>;
}

export async function benchVotes({ runs, seconds }: VotesOptions): Promise<Measurement> {
  if (!exists('wrk', '-v')) throw new Error('This needs wrk: apt-get install wrk');
  const folder = join(WORK, 'votes');
  const site = join(folder, 'dist');
  if ((await buildSite({ out: site, force: false, quiet: true })) !== 0) throw new Error('The site could not be built.');
  const article = manifestSchema.parse(JSON.parse(readFileSync(join(site, MANIFEST_FOLDER, MANIFEST_FILE), 'utf8'))).articles[0];
  if (article === undefined) throw new Error('The site has no article to vote on.');
  const sent = { ADDRESS: '/intake/feedback', TYPE: 'application/json', BODY: JSON.stringify({ article: article.id, revision: article.revision, answer: 'yes', session: '00000000-0000-4000-8000-000000000000' }) };
  const subjects: Subject[] = [
    { name: 'Bedside, whole endpoint', start: () => ownProcess('unlimited.ts', [site, freshFolder(folder)]) },
    { name: 'bare, row by row', start: () => ownProcess('votes/bare.ts', ['each', freshFolder(folder)]) },
    { name: 'bare, shared commit', start: () => ownProcess('votes/bare.ts', ['shared', freshFolder(folder)]) },
  ];
  const results = new Map<string, Load[]>(subjects.map(({ name }) => [name, []]));
  for (let run = 1; run <= runs; run += 1) {
    for (const { name, start } of subjects) {
      const { port, child } = await start();
      try {
        wrk(`http://127.0.0.1:${port}`, 2, SESSIONS_SCRIPT, sent);
        const load = wrk(`http://127.0.0.1:${port}`, seconds, SESSIONS_SCRIPT, sent);
        results.get(name)?.push(load);
        console.error(`${run}/${runs} ${name}: ${Math.round(load.perSecond)} a second, p99 ${load.p99} ms`);
      } finally {
        child.kill('SIGTERM');
        await once(child, 'exit');
      }
    }
  }
  const yardstick = spread((results.get('bare, row by row') ?? []).map((load) => load.perSecond)).median;
  const rows = [...results].map(([name, loads]) => {
    const rate = spread(loads.map((load) => load.perSecond));
    return [name, spreadText(rate, 0), spreadText(spread(loads.map((load) => load.p99))), (rate.median / yardstick).toFixed(2)];
  });
  return {
    name: 'votes',
    tables: [{ title: `One new vote a request, ${CONNECTIONS} connections, SQLite with synchronous=FULL: median (min–max) of ${runs}`, columns: ['', 'votes a second', 'p99, ms', 'of row by row'], rows }],
    notes: [
      `wrk -t1 -c${CONNECTIONS} -d${seconds}s after two seconds of warm-up, a fresh database each run; the load runs on the same machine.`,
      'Ours checks origin, body, shape and article, counts three limits, stores, and logs; the bare ones parse JSON and insert.',
      'Aim: at least 2.5 times row by row, p99 at most 10 ms.',
    ],
    data: { runs, seconds, results: Object.fromEntries(results) },
  };
}

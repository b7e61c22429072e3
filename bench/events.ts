/** `npm run bench events`: durable events of readers a second through the whole endpoint, beside the least that stores a row. */
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

export interface EventsOptions {
  readonly runs: number;
  readonly seconds: number;
}

const SERVERS = [
  ['Bedside, whole endpoint', 'unlimited.ts'],
  ['bare, request by request', 'events/bare.ts', 'each'],
  ['bare, shared commit', 'events/bare.ts', 'shared'],
] as const;

export async function benchEvents({ runs, seconds }: EventsOptions): Promise<Measurement> {
  if (!exists('wrk', '-v')) throw new Error('This needs wrk: apt-get install wrk');
  const folder = join(WORK, 'events');
  const site = join(folder, 'dist');
  if ((await buildSite({ out: site, force: false, quiet: true })) !== 0) throw new Error('The site could not be built.');
  const { base, articles } = manifestSchema.parse(JSON.parse(readFileSync(join(site, MANIFEST_FOLDER, MANIFEST_FILE), 'utf8')));
  if (articles[0] === undefined) throw new Error('The site has no article to read.');
  const address = base.slice(0, -1) + articles[0].address;
  const read = { kind: 'read', ago: 40, address, revision: articles[0].revision, from: 'site', seconds: 30 };
  const searched = [{ kind: 'search', ago: 50_000, search: 1, surface: 'search', query: 'reset my password', results: 4, outcome: 'good', repaired: false, refined: false }, { kind: 'open', ago: 41_000, search: 1, position: 1, address }];
  const sendings = [['one event, as a page of an article tells', [read]], ['three events, as a page with a search tells', [...searched, read]], ['twenty events, as a full batch', Array.from({ length: 20 }, () => read)]] as const;
  const results: { sending: string; server: string; events: number; loads: Load[] }[] = sendings.flatMap(([sending, events]) => SERVERS.map(([server]) => ({ sending, server, events: events.length, loads: [] })));
  for (let run = 1; run <= runs; run += 1) {
    for (const [sending, events] of sendings) {
      const body = new URLSearchParams({ events: JSON.stringify({ version: 1, session: '00000000-0000-4000-8000-000000000000', events }) }).toString();
      const sent = { ADDRESS: '/intake/events', TYPE: 'application/x-www-form-urlencoded', AGENT: 'Mozilla/5.0 (X11; Linux x86_64)', BODY: body };
      for (const [server, script, mode] of SERVERS) {
        const { port, child } = await ownProcess(script, [mode ?? site, freshFolder(folder)]);
        try {
          wrk(`http://127.0.0.1:${port}`, 2, SESSIONS_SCRIPT, sent);
          const load = wrk(`http://127.0.0.1:${port}`, seconds, SESSIONS_SCRIPT, sent);
          results.find((one) => one.sending === sending && one.server === server)?.loads.push(load);
          console.error(`${run}/${runs} ${server}, ${sending}: ${Math.round(load.perSecond * events.length)} events a second, p99 ${load.p99} ms`);
        } finally {
          child.kill('SIGTERM');
          await once(child, 'exit');
        }
      }
    }
  }
  return {
    name: 'events',
    tables: sendings.map(([sending]) => ({
      title: `${sending}: events a second, ${CONNECTIONS} connections, SQLite with synchronous=FULL: median (min–max) of ${runs}`,
      columns: ['', 'events a second', 'requests a second', 'p99, ms'],
      rows: results.filter((one) => one.sending === sending).map(({ server, events, loads }) => [server, spreadText(spread(loads.map((load) => load.perSecond * events)), 0), spreadText(spread(loads.map((load) => load.perSecond)), 0), spreadText(spread(loads.map((load) => load.p99)))]),
    })),
    notes: [
      `wrk -t1 -c${CONNECTIONS} -d${seconds}s after two seconds of warm-up, a fresh database each run; the load runs on the same machine.`,
      'Ours checks origin, body, shape and addresses, counts three limits, scrubs queries, stores, and logs; the bare ones parse JSON and insert.',
      'Aim: 5,000 durable events a second.',
    ],
    data: { runs, seconds, results },
  };
}

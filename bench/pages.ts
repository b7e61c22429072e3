/** `npm run bench pages`: how many pages a second our process serves, beside nginx and two Node servers. */
import { spawnSync } from 'node:child_process';
import { mkdirSync, readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { buildSite } from '../src/site/build.ts';
import type { Measurement } from './measure/report.ts';
import { spread, spreadText } from './measure/statistics.ts';
import { CONNECTIONS, wrk, type Load } from './measure/wrk.ts';
import { installed, versionOf, WORK } from './rivals.ts';
import { exists, startAstroNode, startBedside, startNginx, startSirv, type RunningServer } from './servers.ts';

export interface PagesOptions {
  readonly runs: number;
  readonly seconds: number;
}

const PAGE = 'bench-page';
const BYTES = 20_480;
const IDENTITY = ['-H', 'Accept-Encoding: identity'];

export async function benchPages({ runs, seconds }: PagesOptions): Promise<Measurement> {
  if (!exists('wrk', '-v')) throw new Error('This needs wrk: apt-get install wrk nginx-light');
  const folder = join(WORK, 'pages');
  if ((await buildSite({ out: join(folder, 'dist'), force: false, quiet: true })) !== 0) throw new Error('The site could not be built.');
  const text = page(join(folder, 'dist', 'index.html'));
  mkdirSync(join(folder, 'dist', PAGE), { recursive: true });
  writeFileSync(join(folder, 'dist', PAGE, 'index.html'), text);

  const rivals = installed('servers');
  const starts = [() => startBedside(folder), () => startNginx(folder), () => startSirv(rivals, folder), () => startAstroNode(rivals, PAGE, text)];
  const loads = new Map<RunningServer, Load[]>();
  try {
    for (const start of starts) {
      const server = await start();
      if (server === undefined) continue;
      loads.set(server, []);
      await check(server);
    }
    for (let run = 1; run <= runs; run += 1) {
      for (const [server, results] of loads) {
        wrk(`${server.origin}/${PAGE}/`, 1, IDENTITY);
        const load = wrk(`${server.origin}/${PAGE}/`, seconds, IDENTITY);
        results.push(load);
        console.error(`${run}/${runs} ${server.name}: ${Math.round(load.perSecond)} a second, p99 ${load.p99} ms`);
      }
    }
  } finally {
    await Promise.all([...loads.keys()].map((server) => server.stop()));
  }

  const nginx = [...loads].find(([{ name }]) => name === 'nginx')?.[1];
  const yardstick = nginx && spread(nginx.map((load) => load.perSecond)).median;
  const rows = [...loads].map(([{ name }, results]) => {
    const rate = spread(results.map((load) => load.perSecond));
    return [name, spreadText(rate, 0), spreadText(spread(results.map((load) => load.p99))), yardstick === undefined ? '–' : (rate.median / yardstick).toFixed(2)];
  });
  return {
    name: 'pages',
    tables: [{ title: `A page of ${BYTES} bytes, ${CONNECTIONS} keep-alive connections: median (min–max) of ${runs}`, columns: ['', 'pages a second', 'p99, ms', 'of nginx'], rows }],
    notes: [
      `wrk -t1 -c${CONNECTIONS} -d${seconds}s, identity encoding, after one second of warm-up; servers take turns.`,
      'One process each (nginx: one worker, sendfile, open_file_cache, no access log); the load runs on the same machine.',
      'Ours is the whole process as npm start runs it, security headers and ETag included.',
      `sirv ${versionOf(rivals, 'sirv')}, @astrojs/node ${versionOf(rivals, '@astrojs/node')}${nginx === undefined ? '; nginx is not here: apt-get install nginx-light' : `, ${nginxVersion()}`}.`,
    ],
    data: { runs, seconds, servers: [...loads].map(([{ name }, results]) => ({ name, results })) },
  };
}

/** A real page, filled up to the size with words that a browser would show. */
function page(from: string): string {
  const html = readFileSync(from, 'utf8').slice(0, BYTES - 1_000);
  const end = '</main></body></html>\n';
  const room = BYTES - Buffer.byteLength(html) - Buffer.byteLength(end);
  return html + '<p>Words. </p>\n'.repeat(Math.ceil(room / 15)).slice(0, room) + end;
}

async function check({ name, origin }: RunningServer): Promise<void> {
  const response = await fetch(`${origin}/${PAGE}/`, { headers: { 'accept-encoding': 'identity' } });
  const size = (await response.arrayBuffer()).byteLength;
  if (response.status !== 200 || size !== BYTES) throw new Error(`${name} answered ${response.status} with ${size} bytes instead of the page.`);
}

function nginxVersion(): string {
  return spawnSync('nginx', ['-v'], { encoding: 'utf8' }).stderr.trim().replace('nginx version: ', '').replace('/', ' ');
}

/** `npm run bench processes`: three processes on one PostgreSQL behind nginx, beside one, and where the time goes. */
import { once } from 'node:events';
import { join } from 'node:path';
import { buildSite } from '../src/site/build.ts';
import { startBalancer } from './balancer.ts';
import { busySeconds, cpuSecondsOf } from './measure/process-tree.ts';
import type { Measurement } from './measure/report.ts';
import { spread, spreadText } from './measure/statistics.ts';
import { CONNECTIONS, wrk } from './measure/wrk.ts';
import { startPostgres, type BenchPostgres } from './postgres.ts';
import { WORK } from './rivals.ts';
import { exists, freePort, ownProcess } from './servers.ts';
import { prepareRequests } from './tickets/requests.ts';
import { copied } from './tickets.ts';

export interface ProcessesOptions {
  readonly runs: number;
  readonly seconds: number;
}

interface Run {
  readonly perSecond: number;
  readonly p99: number;
  /** Processor milliseconds a ticket, by who used them. */
  readonly cpu: Readonly<Record<Part, number>>;
  /** Of all processors of the machine. */
  readonly busy: number;
}

const PARTS = ['Bedside', 'PostgreSQL', 'nginx'] as const;
type Part = (typeof PARTS)[number];

/** Longer than for one: each process has to get warm. */
const WARM_UP = 5;
const MOST_PER_SECOND = 3_000;

export async function benchProcesses({ runs, seconds }: ProcessesOptions): Promise<Measurement> {
  for (const [command, harmless] of [['wrk', '-v'], ['nginx', '-v']] as const) if (!exists(command, harmless)) throw new Error(`This needs ${command}: apt-get install wrk nginx-light`);
  const folder = join(WORK, 'processes');
  const site = join(folder, 'dist');
  if ((await buildSite({ out: site, force: false, quiet: true })) !== 0) throw new Error('The site could not be built.');
  const requests = join(folder, 'requests.tsv');
  await prepareRequests(requests, (seconds + WARM_UP) * MOST_PER_SECOND);
  const postgres = await startPostgres();
  const results = new Map<number, Run[]>([[1, []], [2, []], [3, []]]);
  try {
    for (let run = 1; run <= runs; run += 1) {
      for (const [count, measured] of results) {
        const one = await measure(count, { folder, site, requests, seconds, postgres });
        measured.push(one);
        console.error(`${run}/${runs} ${count}: ${Math.round(one.perSecond)} a second, p99 ${one.p99} ms`);
      }
    }
  } finally {
    await postgres.stop();
  }
  const rate = (count: number) => spread(results.get(count)!.map(({ perSecond }) => perSecond));
  return {
    name: 'processes',
    tables: [
      {
        title: `One new ticket a request, ${CONNECTIONS} connections through nginx, PostgreSQL: median (min–max) of ${runs}`,
        columns: ['processes', 'tickets a second', 'p99, ms', 'of one'],
        rows: [...results].map(([count, all]) => [String(count), spreadText(rate(count), 0), spreadText(spread(all.map(({ p99 }) => p99))), (rate(count).median / rate(1).median).toFixed(2)]),
      },
      {
        title: 'Processor milliseconds a ticket, median',
        columns: ['processes', ...PARTS, 'processors busy'],
        rows: [...results].map(([count, all]) => [String(count), ...PARTS.map((part) => spread(all.map(({ cpu }) => cpu[part])).median.toFixed(2)), `${Math.round(spread(all.map(({ busy }) => busy)).median * 100)} %`]),
      },
    ],
    notes: [
      `wrk -t1 -c${CONNECTIONS} -d${seconds}s after ${WARM_UP} seconds of warm-up, an empty database each run; load, nginx, processes and PostgreSQL share this machine, so more processes help only as long as processors are idle.`,
      'nginx by deploy/nginx-balancer.conf; PostgreSQL with its own settings, every commit on the disk.',
      'Each ticket counts in one row that all processes share ("all", the limit of everybody together), which PostgreSQL keeps locked until the commit is on the disk.',
    ],
    data: { runs, seconds, results: Object.fromEntries(results) },
  };
}

async function measure(count: number, { folder, site, requests, seconds, postgres }: { folder: string; site: string; requests: string; seconds: number; postgres: BenchPostgres }): Promise<Run> {
  const databaseUrl = await postgres.fresh();
  const processes = [];
  // One after another: each looks whether the tables are there.
  for (let number = 0; number < count; number += 1) processes.push(await ownProcess('tickets/ours.ts', [site, copied(undefined, join(folder, `data-${number}`)), databaseUrl]));
  const balancer = await startBalancer(join(folder, 'nginx'), await freePort(), processes.map(({ port }) => Number(port)));
  const pids: Record<Part, readonly (number | undefined)[]> = { Bedside: processes.map(({ child }) => child.pid), PostgreSQL: [postgres.pid], nginx: [balancer.child.pid] };
  const used = () => Object.fromEntries(PARTS.map((part) => [part, pids[part].reduce((sum: number, pid) => sum + (pid === undefined ? 0 : cpuSecondsOf(pid)), 0)])) as Record<Part, number>;
  const load = ['--timeout', '10s', '-s', join(import.meta.dirname, 'tickets', 'load.lua')];
  const address = balancer.url.slice(0, -1);
  try {
    wrk(address, WARM_UP, load, { REQUESTS: requests, SKIP: '0' });
    const [before, began] = [used(), busySeconds()];
    const { perSecond, p99 } = wrk(address, seconds, load, { REQUESTS: requests, SKIP: String(WARM_UP * MOST_PER_SECOND) });
    const [after, ended] = [used(), busySeconds()];
    const tickets = perSecond * seconds;
    return { perSecond, p99, cpu: Object.fromEntries(PARTS.map((part) => [part, ((after[part] - before[part]) * 1_000) / tickets])) as Record<Part, number>, busy: (ended.busy - began.busy) / (ended.all - began.all) };
  } finally {
    await balancer.stop();
    for (const { child } of processes) {
      child.kill('SIGTERM');
      await once(child, 'exit');
    }
  }
}

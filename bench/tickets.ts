/** `npm run bench tickets`: durable tickets a second through the whole intake, beside the same rows written one by one. */
import { once } from 'node:events';
import { cpSync, mkdirSync, rmSync } from 'node:fs';
import { join } from 'node:path';
import { buildSite } from '../src/site/build.ts';
import { cpuSecondsOf } from './measure/process-tree.ts';
import type { Measurement } from './measure/report.ts';
import { spread, spreadText } from './measure/statistics.ts';
import { CONNECTIONS, wrk, type Load } from './measure/wrk.ts';
import { WORK } from './rivals.ts';
import { exists, ownProcess } from './servers.ts';
import { prepareRequests } from './tickets/requests.ts';
import { seedTickets } from './tickets/seed.ts';

export interface TicketsOptions {
  readonly runs: number;
  readonly seconds: number;
  /** How many are stored before, for the large database. */
  readonly stored: number;
}

interface Subject {
  readonly name: string;
  readonly script: string;
  /** The database that it begins with. */
  readonly from: string;
}

interface Result extends Load {
  /** Of the server, while it was asked. */
  readonly cpuMs: number;
}

const SMALL = 1_000;

export async function benchTickets({ runs, seconds, stored }: TicketsOptions): Promise<Measurement> {
  if (!exists('wrk', '-v')) throw new Error('This needs wrk: apt-get install wrk');
  const folder = join(WORK, 'tickets');
  const site = join(folder, 'dist');
  if ((await buildSite({ out: site, force: false, quiet: true })) !== 0) throw new Error('The site could not be built.');
  const few = await seedTickets(join(folder, `seeded-${SMALL}`), SMALL);
  const many = await seedTickets(join(folder, `seeded-${stored}`), stored);
  const requests = join(folder, 'requests.tsv');
  await prepareRequests(requests, (seconds + WARM_UP) * MOST_PER_SECOND);
  const load = ['--timeout', '10s', '-s', join(import.meta.dirname, 'tickets', 'load.lua')];

  const subjects: Subject[] = [
    { name: `Bedside, whole intake, ${SMALL.toLocaleString('en')} stored`, script: 'tickets/ours.ts', from: few },
    { name: `Bedside, whole intake, ${stored.toLocaleString('en')} stored`, script: 'tickets/ours.ts', from: many },
    { name: `bare, the same rows one ticket at a time, ${SMALL.toLocaleString('en')} stored`, script: 'tickets/bare.ts', from: few },
  ];
  const results = new Map<string, Result[]>(subjects.map(({ name }) => [name, []]));
  for (let run = 1; run <= runs; run += 1) {
    for (const { name, script, from } of subjects) {
      const { port, child } = await ownProcess(script, [site, copied(from, join(folder, 'data'))]);
      try {
        wrk(`http://127.0.0.1:${port}`, WARM_UP, load, { REQUESTS: requests, SKIP: '0' });
        const before = cpuSecondsOf(child.pid!);
        const measured = wrk(`http://127.0.0.1:${port}`, seconds, load, { REQUESTS: requests, SKIP: String(WARM_UP * MOST_PER_SECOND) });
        results.get(name)?.push({ ...measured, cpuMs: ((cpuSecondsOf(child.pid!) - before) * 1_000) / (measured.perSecond * seconds) });
        console.error(`${run}/${runs} ${name}: ${Math.round(measured.perSecond)} a second, p99 ${measured.p99} ms`);
      } finally {
        child.kill('SIGTERM');
        await once(child, 'exit');
      }
    }
  }
  const rate = ({ name }: Subject) => spread((results.get(name) ?? []).map(({ perSecond }) => perSecond));
  const yardstick = rate(subjects[2]!).median;
  return {
    name: 'tickets',
    tables: [
      {
        title: `One new ticket a request, ${CONNECTIONS} connections, SQLite with synchronous=FULL: median (min–max) of ${runs}`,
        columns: ['', 'tickets a second', 'p99, ms', 'processor ms a ticket', 'of one at a time'],
        rows: subjects.map((subject) => {
          const all = results.get(subject.name) ?? [];
          return [subject.name, spreadText(rate(subject), 0), spreadText(spread(all.map(({ p99 }) => p99))), spreadText(spread(all.map(({ cpuMs }) => cpuMs)), 2), (rate(subject).median / yardstick).toFixed(2)];
        }),
      },
    ],
    notes: [
      `wrk -t1 -c${CONNECTIONS} -d${seconds}s after ${WARM_UP} seconds of warm-up, a copy of a seeded database each run; the load runs on the same machine.`,
      'Each request is a message of our own test messages with a token and a solved proof of work of its own, made before. Ours checks origin, token, proof, answers and three limits, triages by the rules of this project’s content, works out the promise, seals words, name and address, chains three events, and writes ticket, requester, events, used token, limits, answer and the acknowledgement’s errand in one transaction. Letters wait while messages rush in, as in production, so hardly any is written before the load ends.',
      'Making challenges and tokens (/start) is not counted; suggestions are left out while more than three messages are stored at once, as in production.',
      'The bare one parses JSON and writes the same rows of the same sizes, keys as long and as scattered as ours, into the same tables with the same indexes and settings, with prepared statements, one transaction a ticket; it checks, triages and seals nothing.',
      `Aims: 1.5 times one at a time; with ${stored.toLocaleString('en')} stored at least ${(1 / 1.3).toFixed(2)} of ${SMALL.toLocaleString('en')} (now ${(rate(subjects[1]!).median / rate(subjects[0]!).median).toFixed(2)}).`,
    ],
    data: { runs, seconds, stored, results: Object.fromEntries(results) },
  };
}

const WARM_UP = 2;
/** Requests are made for this rate. */
const MOST_PER_SECOND = 6_000;

/** A folder with the database that a run begins with, or none. */
export function copied(from: string | undefined, to: string): string {
  rmSync(to, { recursive: true, force: true });
  mkdirSync(to, { recursive: true });
  if (from !== undefined) cpSync(from, to, { recursive: true });
  return to;
}

/** `npm run bench subscribers`: an update handed to a mail server for 10,000 subscribers, and the same with the service killed twice. */
import { fork, type ChildProcess } from 'node:child_process';
import { randomUUID } from 'node:crypto';
import { once } from 'node:events';
import { cpSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { join, resolve } from 'node:path';
import { setTimeout as sleep } from 'node:timers/promises';
import { buildSite } from '../src/site/build.ts';
import { MANIFEST_FILE, MANIFEST_FOLDER, type Manifest } from '../src/site/manifest.ts';
import { refreshStatus } from '../src/site/status-output.ts';
import { openStore } from '../src/store/open.ts';
import { ask, confirm } from '../src/subscriptions/subscribers.ts';
import type { Measurement } from './measure/report.ts';
import { spread, spreadText } from './measure/statistics.ts';
import { WORK } from './rivals.ts';
import { ownProcess } from './servers.ts';
import { BENCH_SECRET } from './tickets/secret.ts';

export interface SubscribersOptions {
  readonly runs: number;
  readonly subscribers: number;
}

interface Told {
  /** Seconds from the moment in which the update was in place. */
  readonly first: number;
  readonly last: number;
  readonly reached: number;
  /** Letters beyond one for each subscriber. */
  readonly twice: number;
  /** The slowest of the votes that were cast meanwhile, in milliseconds. */
  readonly slowestVote: number;
  readonly votes: number;
}

type Taken = [at: number, to: string, id: string][];

/** From the last kill: leases end after a minute, then others take the errands. */
const PATIENCE_MS = 300_000;
const QUIET_MS = 3_000;

export async function benchSubscribers({ runs, subscribers }: SubscribersOptions): Promise<Measurement> {
  const folder = join(WORK, 'subscribers');
  rmSync(folder, { recursive: true, force: true });
  const site = join(folder, 'dist');
  if ((await buildSite({ out: site, force: false, quiet: true })) !== 0) throw new Error('The site could not be built.');
  const seeded = join(folder, 'seeded');
  await seed(seeded, subscribers);
  const smtp = fork(join(import.meta.dirname, 'subscribers', 'smtp.ts'));
  const { port } = (await answerOf(smtp)) as { port: number };
  const plain: Told[] = [];
  const killed: Told[] = [];
  try {
    for (let run = 1; run <= runs; run += 1) {
      for (const [kills, results] of [[0, plain], [2, killed]] as const) {
        const told = await tell({ folder, site, seeded, smtp, port, subscribers, kills, run });
        results.push(told);
        console.error(`${run}/${runs}, ${kills} kills: first after ${told.first.toFixed(2)} s, last after ${told.last.toFixed(1)} s, ${told.reached} reached, ${told.twice} twice, slowest of ${told.votes} votes ${told.slowestVote} ms`);
      }
    }
  } finally {
    smtp.kill();
  }
  const column = (results: readonly Told[], name: keyof Told, digits: number) => spreadText(spread(results.map((one) => one[name])), digits);
  const row = (name: string, results: readonly Told[]) => [name, column(results, 'first', 2), column(results, 'last', 1), column(results, 'reached', 0), column(results, 'twice', 0), column(results, 'slowestVote', 0)];
  return {
    name: 'subscribers',
    tables: [
      {
        title: `One update to ${subscribers.toLocaleString('en')} subscribers, SQLite with synchronous=FULL: median (min–max) of ${runs}`,
        columns: ['', 'first mail, s', 'last mail, s', 'reached', 'twice', 'slowest vote meanwhile, ms'],
        rows: [row('undisturbed', plain), row('service killed twice with SIGKILL', killed)],
      },
    ],
    notes: [
      'Seconds count from the moment in which the status pages with the update are in place, to when the mail server has the letter. Mail server, service and this bench share the machine.',
      'A vote is cast every 50 ms meanwhile; its time is from sending it to its durable answer.',
      'The service is killed when a third and when two thirds of the letters are out, and started again at once. What it held waits for its lease to end, a minute; the rest goes on.',
      'A letter of which nobody can know whether the mail server has it is not sent again: who is not reached after a kill was one of those. Aims: last within 60 s undisturbed, first within 2 s, nobody twice.',
    ],
    data: { runs, subscribers, plain, killed },
  };
}

interface Telling {
  readonly folder: string;
  readonly site: string;
  readonly seeded: string;
  readonly smtp: ChildProcess;
  readonly port: number;
  readonly subscribers: number;
  readonly kills: number;
  readonly run: number;
}

async function tell({ folder, site, seeded, smtp, port, subscribers, kills, run }: Telling): Promise<Told> {
  const data = join(folder, 'data');
  rmSync(data, { recursive: true, force: true });
  cpSync(seeded, data, { recursive: true });
  // What the run before posted is taken away, or a new database would announce it.
  publish(folder, site, undefined);
  const start = () => ownProcess('subscribers/ours.ts', [site, data, `smtp://127.0.0.1:${port}`]);
  let service = await start();
  const votes = castVotes(site, () => service.port);
  try {
    await sleep(1_500);
    if ((await taken(smtp)).length > 0) throw new Error('Something was announced before the update.');
    publish(folder, site, `bench${kills}${String(run).padStart(3, '0')}`);
    const begun = Date.now();
    for (let kill = 1; kill <= kills; kill += 1) {
      while ((await count(smtp)) < (subscribers * kill) / (kills + 1)) await sleep(20);
      service.child.kill('SIGKILL');
      await once(service.child, 'exit');
      service = await start();
    }
    let [before, since] = [0, Date.now()];
    // After kills some are never reached; when nothing comes for longer than a lease, all is done.
    const quiet = kills === 0 ? QUIET_MS : 75_000;
    const killedAt = Date.now();
    while (Date.now() - killedAt < PATIENCE_MS) {
      const now = await count(smtp);
      if (now !== before) [before, since] = [now, Date.now()];
      if (Date.now() - since > (now >= subscribers ? QUIET_MS : quiet)) break;
      await sleep(50);
    }
    const letters = await taken(smtp);
    const reached = new Set(letters.map(([, to]) => to)).size;
    const times = letters.map(([at]) => at);
    const cast = await votes.end();
    return { first: (Math.min(...times) - begun) / 1_000, last: (Math.max(...times) - begun) / 1_000, reached, twice: letters.length - reached, slowestVote: Math.round(cast.slowest), votes: cast.count };
  } finally {
    await votes.end();
    service.child.kill('SIGTERM');
    await once(service.child, 'exit');
  }
}

async function seed(dataDir: string, count: number): Promise<void> {
  const store = await openStore({ dataDir, secret: BENCH_SECRET });
  for (let from = 0; from < count; from += 500) {
    await store.write(async (trx) => {
      for (let n = from; n < Math.min(count, from + 500); n += 1) {
        const { id } = await ask(trx, store.envelope, { email: `reader${n}@example.com`, url: undefined, components: n % 4 === 0 ? ['log-in', 'mobile-app'] : undefined, locale: 'en-US' }, Date.now());
        await confirm(trx, id, Date.now());
      }
    });
  }
  await store.close();
}

/** Status pages with one incident more when it has an id, as `npm run incident` puts them in place. */
function publish(folder: string, site: string, id: string | undefined): void {
  const content = join(folder, 'content');
  rmSync(content, { recursive: true, force: true });
  cpSync(resolve('content'), content, { recursive: true, filter: (path) => !path.includes('/articles/') });
  const now = Date.now();
  const written = (instant: number) => new Date(instant).toISOString().replace(/\.\d+Z$/, 'Z');
  if (id !== undefined) {
    writeFileSync(
      join(content, 'status', 'incidents', `${id}.md`),
      `---\nid: ${id}\ntitle: Nobody can log in\nimpact: major\nupdates:\n  - at: ${written(now)}\n    state: investigating\n    text: |\n      Logging in fails for everybody since a few minutes. We are looking into it.\n\n      **Your account is safe.** You need not reset your password.\n    components: { log-in: major outage }\n    nextUpdateBy: ${written(now + 1_800_000)}\n---\n`,
    );
  }
  if (!refreshStatus({ root: content, out: site, now })) throw new Error('The status pages could not be put in place.');
}

/** A vote every 50 ms. What fails while the service is dead is not counted. */
function castVotes(site: string, port: () => string): { end(): Promise<{ slowest: number; count: number }> } {
  const { articles } = JSON.parse(readFileSync(join(site, MANIFEST_FOLDER, MANIFEST_FILE), 'utf8')) as Manifest;
  const { id, revision } = articles[0]!;
  let on = true;
  let [slowest, count] = [0, 0];
  const running = (async () => {
    while (on) {
      const begun = performance.now();
      const response = await fetch(`http://127.0.0.1:${port()}/intake/feedback`, { method: 'POST', headers: { 'content-type': 'application/json' }, body: JSON.stringify({ article: id, revision, session: randomUUID(), answer: 'yes' }) }).catch(() => undefined);
      if (response?.status === 201) {
        count += 1;
        slowest = Math.max(slowest, performance.now() - begun);
      }
      await sleep(50);
    }
  })();
  return {
    async end() {
      on = false;
      await running;
      return { slowest, count };
    },
  };
}

async function answerOf(child: ChildProcess): Promise<unknown> {
  const [answer] = (await once(child, 'message')) as [unknown];
  return answer;
}

async function count(smtp: ChildProcess): Promise<number> {
  smtp.send('count');
  return ((await answerOf(smtp)) as { count: number }).count;
}

async function taken(smtp: ChildProcess): Promise<Taken> {
  smtp.send('taken');
  return ((await answerOf(smtp)) as { taken: Taken }).taken;
}

/** `npm run bench status`: how soon an incident is public, and how many readers can poll it, beside nginx. */
import { spawnSync } from 'node:child_process';
import { mkdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { join, resolve } from 'node:path';
import { setTimeout as sleep } from 'node:timers/promises';
import { parse } from 'yaml';
import { siteSchema } from '../src/catalog/schema.ts';
import { MANIFEST_FILE, MANIFEST_FOLDER, type Manifest } from '../src/site/manifest.ts';
import type { Measurement } from './measure/report.ts';
import { spread, spreadText } from './measure/statistics.ts';
import { CONNECTIONS, wrk, type Load } from './measure/wrk.ts';
import { WORK } from './rivals.ts';
import { exists, startBedside, startNginx, type RunningServer } from './servers.ts';

export interface StatusOptions {
  readonly runs: number;
  readonly seconds: number;
  readonly articles: number;
}

const PROJECT = resolve(import.meta.dirname, '..');
const INCIDENTS = 500;
const DAY_MS = 86_400_000;

export async function benchStatus({ runs, seconds, articles }: StatusOptions): Promise<Measurement> {
  const folder = join(WORK, 'status');
  rmSync(folder, { recursive: true, force: true });
  const content = join(folder, 'content');
  writeContent(content);
  const alone = Array.from({ length: runs }, (_, run) => publishMs(folder, run));
  writeArticles(content, articles);
  const beside = Array.from({ length: runs }, (_, run) => publishMs(folder, runs + run));
  const shown = await shownTimes(folder, articles, runs);
  const loads = exists('wrk', '-v') ? await pollingLoads(folder, runs, seconds) : [];
  return {
    name: 'status',
    tables: [
      {
        title: `From the edit of an incident to page, JSON, feeds and badge in place, ${INCIDENTS} incidents: median (min–max) of ${runs}`,
        columns: ['', 'ms'],
        rows: [
          ['status alone', spreadText(spread(alone), 0)],
          [`with ${articles.toLocaleString('en-US')} articles beside it`, spreadText(spread(beside), 0)],
          [`also given to a built help center of ${articles.toLocaleString('en-US')} articles (three files each)`, spreadText(spread(shown.map((one) => one.published)), 0)],
          ['… until the running server shows it', spreadText(spread(shown.map((one) => one.shown)), 0)],
        ],
      },
      {
        title: `Readers who poll, ${CONNECTIONS} keep-alive connections: median (min–max) of ${runs}`,
        columns: ['', 'answers a second', 'p99, ms'],
        rows: loads.map(({ name, results }) => [name, spreadText(spread(results.map((one) => one.perSecond)), 0), spreadText(spread(results.map((one) => one.p99)))]),
      },
    ],
    notes: [
      'The time is of the whole command, npm apart: start of the process, reading, checking, rendering, exchange of the folder. Aim: 5,000 ms.',
      `wrk -t1 -c${CONNECTIONS} -d${seconds}s after one second of warm-up, identity encoding; servers take turns, one process each, the load runs on the same machine.`,
      ...(loads.length === 0 ? ['wrk is not here, so no load was measured: apt-get install wrk nginx-light'] : []),
    ],
    data: { runs, seconds, incidents: INCIDENTS, articles, alone, beside, shown, loads },
  };
}

/** One edit and one publication, checked to be in everything that a reader or a monitor sees. */
function publishMs(folder: string, run: number): number {
  const title = `Trouble of run ${run}`;
  const down = run % 2 === 0;
  const started = performance.now();
  writeEdit(folder, title, down ? 'major outage' : 'partial outage');
  buildStatus(folder, PROJECT, ['--out', join(folder, 'dist')]);
  const ms = performance.now() - started;
  for (const name of ['index.html', 'api/v2/summary.json', 'history.atom', 'history.rss', 'incidents/opennow1/index.html']) {
    if (!readFileSync(join(folder, 'dist', name), 'utf8').includes(title)) throw new Error(`${name} does not know the edit.`);
  }
  if (!readFileSync(join(folder, 'dist', 'badge.svg'), 'utf8').includes(down ? 'is down' : 'for some')) throw new Error('The badge does not know the edit.');
  return ms;
}

function writeEdit(folder: string, title: string, state: string): void {
  const at = new Date(Date.now() - 60_000).toISOString().slice(0, 19);
  writeFileSync(join(folder, 'content', 'status', 'incidents', 'now.md'), incident('opennow1', title, [`${at}Z`], state));
}

function buildStatus(folder: string, cwd: string, args: readonly string[]): void {
  const { status, stderr } = spawnSync(process.execPath, [join(PROJECT, 'scripts', 'build-status.ts'), ...args], { cwd, env: { ...process.env, BEDSIDE_CONTENT: join(folder, 'content'), BEDSIDE_STATUS_PUBLISH: '' }, encoding: 'utf8' });
  if (status !== 0) throw new Error(stderr);
}

/** One edit each, from its publication to a reader of our process, which serves a help center of many files. */
async function shownTimes(folder: string, articles: number, runs: number): Promise<{ published: number; shown: number }[]> {
  const place = join(folder, 'one-process');
  writeHelpCenter(join(place, 'dist'), readSite(), articles);
  const server = await startBedside(place);
  try {
    const times = [];
    for (let run = 0; run < runs; run += 1) {
      const title = `Trouble on one server, run ${run}`;
      const started = performance.now();
      writeEdit(folder, title, 'partial outage');
      buildStatus(folder, place, ['--publish']);
      const published = performance.now() - started;
      while (!(await (await fetch(`${server.origin}/api/v2/summary.json`)).text()).includes(title)) await sleep(20);
      times.push({ published, shown: performance.now() - started });
    }
    return times;
  } finally {
    await server.stop();
  }
}

function readSite(): { name: string; url: string; base: string; locale: string } {
  return siteSchema.parse(parse(readFileSync(join(PROJECT, 'content', 'site.yaml'), 'utf8')));
}

/** What a build leaves: page, Markdown and card of each article. */
function writeHelpCenter(dist: string, { name, url, base, locale }: ReturnType<typeof readSite>, articles: number): void {
  const page = `<!doctype html><title>An article</title>${'<p>Words of an article.</p>'.repeat(400)}`;
  mkdirSync(join(dist, 'media', 'cards'), { recursive: true });
  mkdirSync(join(dist, MANIFEST_FOLDER), { recursive: true });
  for (let index = 0; index < articles; index += 1) {
    const folder = join(dist, 'account', `article-${index}`);
    mkdirSync(folder, { recursive: true });
    writeFileSync(join(folder, 'index.html'), page);
    writeFileSync(`${folder}.md`, page);
    writeFileSync(join(dist, 'media', 'cards', `${index}.png`), page);
  }
  writeFileSync(join(dist, MANIFEST_FOLDER, MANIFEST_FILE), JSON.stringify({ version: 1, name, url, base, locale, articles: [], redirects: {}, origins: [] } satisfies Manifest));
}

async function pollingLoads(folder: string, runs: number, seconds: number): Promise<{ name: string; results: Load[] }[]> {
  const servers: RunningServer[] = [];
  try {
    for (const start of [startBedside, startNginx]) {
      const server = await start(folder);
      if (server !== undefined) servers.push(server);
    }
    const loads = servers.flatMap((server) => ['/api/v2/summary.json', '/'].map((path) => ({ server, path, name: `${server.name} ${path}`, results: [] as Load[] })));
    for (let run = 1; run <= runs; run += 1) {
      for (const { server, path, name, results } of loads) {
        wrk(server.origin + path, 1, ['-H', 'Accept-Encoding: identity']);
        const load = wrk(server.origin + path, seconds, ['-H', 'Accept-Encoding: identity']);
        results.push(load);
        console.error(`${run}/${runs} ${name}: ${Math.round(load.perSecond)} a second, p99 ${load.p99} ms`);
      }
    }
    return loads.map(({ name, results }) => ({ name, results }));
  } finally {
    await Promise.all(servers.map((server) => server.stop()));
  }
}

/** The parts of the default content with 500 incidents over two years, four updates each. */
function writeContent(content: string): void {
  mkdirSync(join(content, 'status', 'incidents'), { recursive: true });
  for (const file of ['site.yaml', 'status/components.yaml']) writeFileSync(join(content, file), readFileSync(join(PROJECT, 'content', file)));
  for (let index = 0; index < INCIDENTS; index += 1) {
    const start = Date.now() - DAY_MS - (index * 730 * DAY_MS) / INCIDENTS;
    const times = [0, 15, 30, 45].map((minutes) => new Date(start + minutes * 60_000).toISOString().slice(0, 19) + 'Z');
    const id = `past${String(index).padStart(4, '0')}`;
    writeFileSync(join(content, 'status', 'incidents', `${id}.md`), incident(id, `Problems with part ${index}`, times, 'partial outage'));
  }
}

const STATES = ['investigating', 'identified', 'monitoring', 'resolved'];

function incident(id: string, title: string, times: readonly string[], state: string): string {
  const updates = times.map(
    (at, index) => `  - at: ${at}\n    state: ${STATES[index]}\n    text: We are aware that some members have problems. We are looking for the cause. Reading and searching work.\n${index === 0 ? `    components:\n      posting: ${state}\n` : ''}`,
  );
  return `---\nid: ${id}\ntitle: ${title}\nimpact: minor\nupdates:\n${updates.join('')}---\n`;
}

function writeArticles(content: string, count: number): void {
  const folder = join(content, 'articles', 'account');
  mkdirSync(folder, { recursive: true });
  const text = readFileSync(join(PROJECT, 'content', 'articles', 'account', 'reset-password.mdx'), 'utf8');
  for (let index = 0; index < count; index += 1) writeFileSync(join(folder, `article-${index}.mdx`), text);
}

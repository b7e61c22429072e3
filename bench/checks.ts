/** `npm run bench checks`: links, addresses and dates of two thousand pages, beside a link checker from npm on the same pages. */
import { existsSync, readdirSync, rmSync } from 'node:fs';
import { join, resolve } from 'node:path';
import { measured, type Usage } from './measure/process-tree.ts';
import type { Measurement } from './measure/report.ts';
import { spread, spreadText } from './measure/statistics.ts';
import { installed, versionOf, WORK } from './rivals.ts';
import { seed } from './seed.ts';
import { startBedside } from './servers.ts';

export interface ChecksOptions {
  readonly articles: number;
  readonly runs: number;
}

interface Checker {
  readonly name: string;
  run(): Promise<Usage>;
}

const PROJECT = resolve(import.meta.dirname, '..');
const PROMISED = ['--rule', 'link/', '--rule', 'page/', '--rule', 'address/', '--rule', 'freshness/'];
const STRUCTURE = ['--rule', 'article/', '--rule', 'picture/', '--rule', 'video/', '--rule', 'text/'];

export async function benchChecks({ articles, runs }: ChecksOptions): Promise<Measurement> {
  const rival = installed('linkcheck');
  const content = join(WORK, 'checked-content');
  const folder = join(WORK, 'checked');
  const site = join(folder, 'dist');
  await seed(articles, { bedside: content, starlight: join(WORK, 'unused') });
  rmSync(join(WORK, 'unused'), { recursive: true, force: true });
  const node = (...words: string[]) => measured(process.execPath, words, { cwd: PROJECT, env: { BEDSIDE_CONTENT: content } });
  await node('scripts/touch.ts');
  rmSync(site, { recursive: true, force: true });
  await node('scripts/build.ts', '--out', site);
  const pages = readdirSync(site, { recursive: true, encoding: 'utf8' }).filter((file) => file.endsWith('.html')).length;
  if (!existsSync(join(site, 'index.html'))) throw new Error('The site was not built.');

  // Over HTTP, as it is meant: from a folder of its own it takes each address with a slash at its end for a folder's list.
  const server = await startBedside(folder);
  try {
    const ours = (rules: readonly string[]) => () => node('scripts/check.ts', '--site', site, '--format', 'json', ...rules);
    const checkers: Checker[] = [
      { name: 'Bedside: links, addresses, dates', run: ours(PROMISED) },
      { name: 'Bedside: links alone', run: ours(['--rule', 'link/']) },
      { name: 'Bedside: structure alone', run: ours(STRUCTURE) },
      // Its fragments are checked too, as ours are; other hosts are left out of both.
      { name: 'linkinator: links alone', run: () => measured(process.execPath, [join(rival, 'node_modules', 'linkinator', 'build', 'src', 'cli.js'), server.origin, '--recurse', '--check-fragments', '--skip', `^(?!${server.origin})`, '--verbosity', 'error', '--concurrency', '100'], { cwd: rival }) },
    ];
    const results = checkers.map((): Usage[] => []);
    for (let run = 1; run <= runs; run += 1) {
      for (const [index, checker] of checkers.entries()) {
        const usage = await checker.run();
        results[index]!.push(usage);
        console.error(`${run}/${runs} ${checker.name}: ${usage.seconds.toFixed(1)} s, ${Math.round(usage.peakMegabytes)} MB`);
      }
    }
    const columns = (list: readonly Usage[]) => [spreadText(spread(list.map((one) => one.seconds)), 1), spreadText(spread(list.map((one) => one.cpuSeconds)), 1), spreadText(spread(list.map((one) => one.peakMegabytes)), 0)];
    return {
      name: 'checks',
      tables: [{ title: `${pages} pages: median (min–max) of ${runs}`, columns: ['', 'seconds', 'processor seconds', 'MB'], rows: checkers.map(({ name }, index) => [name, ...columns(results[index]!)]) }],
      notes: [
        `linkinator ${versionOf(rival, 'linkinator')} asks our server for every page on the same machine; we read the files. It knows nothing of source lines, redirects to come or dates.`,
        'Aims: links, addresses and dates of 2,000 pages in 10 seconds and 600 MB.',
      ],
      data: { articles, pages, runs: checkers.map(({ name }, index) => ({ name, runs: results[index]!.map(({ seconds, cpuSeconds, peakMegabytes }) => ({ seconds, cpuSeconds, peakMegabytes })) })) },
    };
  } finally {
    await server.stop();
  }
}

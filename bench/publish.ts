/** `npm run bench publish`: from a saved edit to a published article in a large tree: recorded, built with its index, checked. */
import { execFileSync } from 'node:child_process';
import { readdirSync, rmSync } from 'node:fs';
import { join, resolve } from 'node:path';
import { cacheFolder } from '../src/site/build.ts';
import { phases, PHASES } from './build-log.ts';
import { measured, type Usage } from './measure/process-tree.ts';
import type { Measurement } from './measure/report.ts';
import { spread, spreadText } from './measure/statistics.ts';
import { WORK } from './rivals.ts';
import { edit, seed } from './seed.ts';

export interface PublishOptions {
  readonly articles: number;
  readonly runs: number;
}

const PROJECT = resolve(import.meta.dirname, '..');

/** What an author's CI does with a merged edit, in its order. */
const STEPS = ['touch', 'build', 'check'] as const;
type Step = (typeof STEPS)[number];

const SAID: Readonly<Record<Step, string>> = {
  touch: 'dates and the two lock files (touch)',
  build: 'site and search index (build)',
  check: 'every rule, warnings of what changed (check --changed)',
};

export async function benchPublish({ articles, runs }: PublishOptions): Promise<Measurement> {
  const content = join(WORK, 'published-content');
  const site = join(WORK, 'published');
  await seed(articles, { bedside: content, starlight: join(WORK, 'unused') });
  for (const folder of [join(WORK, 'unused'), site, cacheFolder(content)]) rmSync(folder, { recursive: true, force: true });
  const node = (...words: string[]) => measured(process.execPath, words, { cwd: PROJECT, env: { BEDSIDE_CONTENT: content } });
  const git = (...words: string[]) => execFileSync('git', ['-c', 'user.name=bench', '-c', 'user.email=bench@example.org', '-C', content, ...words], { stdio: 'ignore' });
  const steps: Readonly<Record<Step, () => Promise<Usage>>> = {
    touch: () => node('scripts/touch.ts'),
    build: () => node('scripts/build.ts', '--out', site),
    check: () => node('scripts/check.ts', '--site', site, '--changed', 'HEAD'),
  };
  await steps.touch();
  await steps.build();
  git('init', '--quiet');

  const [first] = readdirSync(join(content, 'articles'), { recursive: true, encoding: 'utf8' }).filter((file) => file.endsWith('.mdx')).sort();
  const results: Record<Step, Usage>[] = [];
  for (let run = 1; run <= runs; run += 1) {
    git('add', '--all');
    git('commit', '--quiet', '--message', `Before edit ${run}`);
    edit(join(content, 'articles', first!), run);
    const result = { touch: await steps.touch(), build: await steps.build(), check: await steps.check() };
    results.push(result);
    console.error(`${run}/${runs} ${STEPS.map((step) => `${step} ${result[step].seconds.toFixed(1)} s`).join(', ')}`);
  }

  const row = (label: string, of: (result: Record<Step, Usage>) => readonly Usage[]) => [
    label,
    spreadText(spread(results.map((result) => of(result).reduce((sum, one) => sum + one.seconds, 0))), 1),
    spreadText(spread(results.map((result) => of(result).reduce((sum, one) => sum + one.cpuSeconds, 0))), 1),
    spreadText(spread(results.map((result) => Math.max(...of(result).map((one) => one.peakMegabytes)))), 0),
  ];
  return {
    name: 'publish',
    tables: [
      {
        title: `One edit among ${articles} articles, until it can be copied to a host: median (min–max) of ${runs}`,
        columns: ['', 'seconds', 'processor seconds', 'peak MB'],
        rows: [...STEPS.map((step) => row(SAID[step], (result) => [result[step]])), row('all of it', (result) => STEPS.map((step) => result[step]))],
      },
      { title: 'Where the build’s seconds go, by its own log', columns: ['', 'seconds'], rows: PHASES.map(({ key, label }) => [label, spreadText(spread(results.map(({ build }) => phases(build.log)[key])), 2)]) },
    ],
    notes: ['Aim: 45 seconds for 5,000 articles.'],
    data: { articles, runs: results.map((result) => STEPS.map((step) => ({ step, seconds: result[step].seconds, cpuSeconds: result[step].cpuSeconds, peakMegabytes: result[step].peakMegabytes }))) },
  };
}

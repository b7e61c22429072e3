/** `npm run bench build`: a thousand articles built by us and by Starlight, cold and after one edit. */
import { readdirSync, rmSync, statSync } from 'node:fs';
import { join, resolve } from 'node:path';
import { cacheFolder } from '../src/site/build.ts';
import { phases, PHASES } from './build-log.ts';
import { measured, type Usage } from './measure/process-tree.ts';
import type { Measurement } from './measure/report.ts';
import { spread, spreadText, type Spread } from './measure/statistics.ts';
import { installed, versionOf, WORK } from './rivals.ts';
import { edit, seed, type Shape } from './seed.ts';

export interface BuildOptions {
  readonly articles: number;
  readonly runs: number;
  /** `small`: Starlight's sidebar holds the categories only. */
  readonly sidebar: 'full' | 'small';
}

interface Generator {
  readonly name: string;
  readonly output: string;
  /** The folder in which every cached thing lies. */
  readonly caches: readonly string[];
  readonly article: string;
  build(): Promise<Usage>;
}

interface Run extends Usage {
  readonly images: number;
}

type Kind = 'cold' | 'edit';

const PROJECT = resolve(import.meta.dirname, '..');

export async function benchBuild(options: BuildOptions): Promise<Measurement> {
  const rival = installed('starlight');
  const content = join(WORK, 'content');
  const docs = join(rival, 'src', 'content', 'docs');
  const { shape } = await seed(options.articles, { bedside: content, starlight: docs });
  const generators = [bedside(content), starlight(rival, docs, options.sidebar)];
  const runs = generators.map((): Record<Kind, Run[]> => ({ cold: [], edit: [] }));

  for (let run = 1; run <= options.runs; run += 1) {
    for (const kind of ['cold', 'edit'] as const) {
      for (const [index, generator] of generators.entries()) {
        if (kind === 'cold') for (const folder of [generator.output, ...generator.caches]) rmSync(folder, { recursive: true, force: true });
        else edit(generator.article, run);
        const usage = await generator.build();
        const images = phases(usage.log).images;
        runs[index]![kind].push({ ...usage, images });
        console.error(`${run}/${options.runs} ${kind} ${generator.name}: ${usage.seconds.toFixed(1)} s, ${Math.round(usage.peakMegabytes)} MB`);
      }
    }
  }
  return report(options, shape, generators, runs, `Astro ${versionOf(PROJECT, 'astro')} and ${versionOf(rival, 'astro')}, Starlight ${versionOf(rival, '@astrojs/starlight')}, Pagefind ${versionOf(PROJECT, 'pagefind')} and ${versionOf(rival, 'pagefind')}`);
}

function bedside(content: string): Generator {
  const output = join(WORK, 'dist-bedside');
  return {
    name: 'Bedside',
    output,
    caches: [cacheFolder(content)],
    article: firstArticle(join(content, 'articles')),
    build: () => measured(process.execPath, ['scripts/build.ts', '--out', output], { cwd: PROJECT, env: { BEDSIDE_CONTENT: content } }),
  };
}

function starlight(folder: string, docs: string, sidebar: BuildOptions['sidebar']): Generator {
  return {
    name: 'Starlight',
    output: join(folder, 'dist'),
    caches: [join(folder, '.astro'), join(folder, 'node_modules', '.astro'), join(folder, 'node_modules', '.vite')],
    article: firstArticle(docs),
    build: () => measured(process.execPath, ['node_modules/astro/bin/astro.mjs', 'build'], { cwd: folder, env: { BENCH_SIDEBAR: sidebar } }),
  };
}

/** The same article in both trees: the first by path. */
function firstArticle(folder: string): string {
  const files = readdirSync(folder, { recursive: true, encoding: 'utf8' }).filter((file) => /[\\/].*\.mdx$/.test(file));
  return join(folder, files.sort()[0]!);
}

function report(options: BuildOptions, shape: Shape, generators: readonly Generator[], runs: readonly Record<Kind, Run[]>[], versions: string): Measurement {
  const of = (index: number, kind: Kind, value: (run: Run) => number): Spread => spread(runs[index]![kind].map(value));
  const values = {
    'cold, s': (index: number) => of(index, 'cold', (run) => run.seconds),
    'after one edit, s': (index: number) => of(index, 'edit', (run) => run.seconds),
    'cold, processor s': (index: number) => of(index, 'cold', (run) => run.cpuSeconds),
    'edit, processor s': (index: number) => of(index, 'edit', (run) => run.cpuSeconds),
    'of it images, cold, s': (index: number) => of(index, 'cold', (run) => run.images),
    'peak memory, cold, MB': (index: number) => of(index, 'cold', (run) => run.peakMegabytes),
    'peak memory, edit, MB': (index: number) => of(index, 'edit', (run) => run.peakMegabytes),
  };
  const rows = Object.entries(values).map(([label, value]) => {
    const [ours, theirs] = [value(0), value(1)];
    const digits = label.endsWith('MB') ? 0 : 1;
    return [label, spreadText(ours, digits), spreadText(theirs, digits), (ours.median / theirs.median).toFixed(2)];
  });
  const sizes = generators.map(({ output }) => megabytes(output));
  rows.push(['output, MB', sizes[0]!.toFixed(0), sizes[1]!.toFixed(0), (sizes[0]! / sizes[1]!).toFixed(2)]);

  const ours = (kind: Kind) => runs[0]![kind].map((run) => phases(run.log));
  const where = PHASES.map(({ key, label }) => [label, ...(['cold', 'edit'] as const).map((kind) => spreadText(spread(ours(kind).map((phase) => phase[key])), 2))]);
  return {
    name: 'build',
    tables: [
      { title: `Build of ${options.articles} articles, index included: median (min–max) of ${options.runs}`, columns: ['', ...generators.map(({ name }) => name), 'ratio'], rows },
      { title: 'Where our time goes, seconds, by the build’s own log', columns: ['', 'cold', 'after one edit'], rows: where },
    ],
    notes: [
      versions,
      `Mean page: ${Math.round(shape.words)} words, ${shape.headings.toFixed(1)} headings, ${shape.links.toFixed(1)} links, ${shape.lists.toFixed(1)} lists, ${shape.code.toFixed(1)} code blocks, ${shape.tables.toFixed(2)} tables, ${shape.pictures.toFixed(2)} pictures (12 distinct files), ${shape.kilobytes.toFixed(1)} KB.`,
      'Pictures are in both builds; we make three sizes of each, Starlight one. Ours also draws a social card and writes a Markdown twin for each article.',
      `Starlight’s sidebar: ${options.sidebar === 'full' ? 'every article in every page, its default' : 'categories only'}.`,
      'Cold: output and caches removed. Edit: one paragraph of one article changed.',
    ],
    data: { options, shape, runs: runs.map((one, index) => ({ name: generators[index]!.name, megabytes: sizes[index], ...withoutLogs(one) })), where: { cold: ours('cold'), edit: ours('edit') } },
  };
}

function withoutLogs(runs: Record<Kind, Run[]>) {
  const plain = (list: Run[]) => list.map(({ seconds, cpuSeconds, peakMegabytes, images }) => ({ seconds, cpuSeconds, peakMegabytes, images }));
  return { cold: plain(runs.cold), edit: plain(runs.edit) };
}

function megabytes(folder: string): number {
  const files = readdirSync(folder, { recursive: true, withFileTypes: true }).filter((entry) => entry.isFile());
  return files.reduce((sum, entry) => sum + statSync(join(entry.parentPath, entry.name)).size, 0) / 1e6;
}

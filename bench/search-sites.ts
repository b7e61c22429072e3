/** The sites on which search is measured: the same articles as a Bedside site, as a bare Pagefind index and as a Starlight site. */
import { spawnSync } from 'node:child_process';
import { cpSync, existsSync, mkdirSync, rmSync, writeFileSync } from 'node:fs';
import { dirname, join, resolve } from 'node:path';
import { createIndex } from 'pagefind';
import type { Catalog } from '../src/catalog/catalog.ts';
import { loadCatalog } from '../src/catalog/load.ts';
import { todayIn } from '../src/catalog/today.ts';
import { MANIFEST_FILE, MANIFEST_FOLDER, type Manifest } from '../src/site/manifest.ts';
import { rendered } from '../src/site/rendered.ts';
import { readQuerySet } from '../tests/search/query-set.ts';
import { seeded } from './random.ts';
import { installed, WORK } from './rivals.ts';
import { seed } from './seed.ts';

export interface SearchSites {
  readonly articles: number;
  /** Folders that hold `dist/`. */
  readonly bedside: string;
  readonly pagefind: string;
  /** Missing above {@link MOST_FOR_STARLIGHT}. */
  readonly starlight: string | undefined;
  /** An article of the Bedside site. */
  readonly page: string;
  /** What readers type; each finds something in all three. */
  readonly queries: readonly string[];
}

const PROJECT = resolve(import.meta.dirname, '..');
/** A build of more takes many minutes. */
const MOST_FOR_STARLIGHT = 1_000;

/** @param size 40 for the real content, else so many made-up articles */
export async function searchSites(size: number, queries: number): Promise<SearchSites> {
  const home = join(WORK, 'search', String(size));
  const folders = { bedside: join(home, 'bedside'), pagefind: join(home, 'pagefind'), starlight: join(home, 'starlight') };
  const real = size === 40;
  const content = real ? resolve(PROJECT, 'content') : join(home, 'content');
  const rival = size <= MOST_FOR_STARLIGHT ? installed('starlight') : undefined;
  const docs = rival === undefined ? join(home, 'unused') : join(rival, 'src', 'content', 'docs');

  if (!real) await seed(size, { bedside: content, starlight: docs });
  run(process.execPath, ['scripts/build.ts', '--out', join(folders.bedside, 'dist')], PROJECT, { BEDSIDE_CONTENT: content });
  const catalog = loadCatalog(content, { today: (zone) => todayIn(zone), unpublished: false });
  if (real && rival !== undefined) writeDocs(catalog, docs);
  if (rival !== undefined) {
    run(process.execPath, ['node_modules/astro/bin/astro.mjs', 'build'], rival, { BENCH_SIDEBAR: 'small' });
    rmSync(folders.starlight, { recursive: true, force: true });
    cpSync(join(rival, 'dist'), join(folders.starlight, 'dist'), { recursive: true });
    writeManifest(join(folders.starlight, 'dist'));
  } else rmSync(docs, { recursive: true, force: true });
  await writePagefind(catalog, join(folders.pagefind, 'dist'));
  return {
    articles: catalog.articles.length,
    bedside: folders.bedside,
    pagefind: folders.pagefind,
    starlight: rival === undefined ? undefined : folders.starlight,
    page: catalog.articles[0]!.address,
    queries: real ? plainQueries(queries) : titleWords(catalog, queries),
  };
}

/** Of the query set those that need neither synonyms nor repair, so that everybody finds something. */
function plainQueries(count: number): string[] {
  return shuffled(readQuerySet().filter(({ kind }) => kind === 'plain').map(({ query }) => query)).slice(0, count);
}

/** Two or three words of a title: the name, or the frequent words around it. */
function titleWords(catalog: Catalog, count: number): string[] {
  const random = seeded(5);
  return shuffled(catalog.articles.map(({ title }) => title))
    .slice(0, count)
    .map((title) => title.replaceAll(/\b(the|\d+)\b/g, '').trim().split(/\s+/).slice(random.between(0, 1)).slice(0, 3).join(' ').toLowerCase());
}

function shuffled<T>(list: readonly T[]): T[] {
  const random = seeded(11);
  return list
    .map((one) => [random.next(), one] as const)
    .sort(([a], [b]) => a - b)
    .map(([, one]) => one);
}

/** The real articles as Starlight pages: their HTML, without pictures. */
function writeDocs(catalog: Catalog, folder: string): void {
  rmSync(folder, { recursive: true, force: true });
  write(join(folder, 'index.mdx'), '---\ntitle: Help\ndescription: Where every topic begins.\n---\n\nChoose a topic.\n');
  for (const article of catalog.articles) {
    const html = rendered(catalog, article).html.replaceAll(/<figure[^]*?<\/figure>|<picture[^]*?<\/picture>|<img[^>]*>|<svg[^]*?<\/svg>/g, '');
    write(join(folder, `${article.address.replaceAll(/^\/|\/$/g, '')}.md`), `---\ntitle: ${JSON.stringify(article.title)}\ndescription: ${JSON.stringify(article.summary)}\n---\n\n${headingsInMarkdown(html)}\n`);
  }
}

/** Starlight knows a section by its heading in Markdown. HTML between blank lines is passed on as it is. */
function headingsInMarkdown(html: string): string {
  return html
    .replaceAll(/\n\s*\n/g, '\n')
    .replaceAll(/<h([2-4])[^>]*>([^]*?)<\/h\1>/g, (_, level: string, text: string) => `\n\n${'#'.repeat(Number(level))} ${text.replaceAll(/<a class="anchor"[^]*?<\/a>|<[^>]+>/g, '').trim()}\n\n`);
}

async function writePagefind(catalog: Catalog, folder: string): Promise<void> {
  const { index } = await createIndex({ forceLanguage: 'en' });
  if (index === undefined) throw new Error('Pagefind makes no index.');
  for (const article of catalog.articles) {
    const content = `<!doctype html><html lang="en"><head><title>${article.title}</title></head><body><main data-pagefind-body><h1>${article.title}</h1><p>${article.summary}</p>${rendered(catalog, article).html}</main></body></html>`;
    await index.addHTMLFile({ url: article.address, content });
  }
  rmSync(folder, { recursive: true, force: true });
  const { errors } = await index.writeFiles({ outputPath: join(folder, 'pagefind') });
  if (errors.length > 0) throw new Error(`Pagefind: ${errors.join('; ')}`);
  await index.deleteIndex();
  write(join(folder, 'index.html'), '<!doctype html><html lang="en"><head><title>Pagefind</title><link rel="icon" href="data:,"></head><body></body></html>');
  writeManifest(folder);
}

/** Lets our server serve a site that it did not build. */
function writeManifest(folder: string): void {
  const manifest: Manifest = { version: 1, name: 'Bench', url: 'https://help.example.org', base: '/', locale: 'en-US', articles: [], redirects: {}, origins: [] };
  write(join(folder, MANIFEST_FOLDER, MANIFEST_FILE), JSON.stringify(manifest));
}

function run(command: string, args: readonly string[], cwd: string, env: Readonly<Record<string, string>>): void {
  const { status, stdout, stderr } = spawnSync(command, args, { cwd, env: { ...process.env, ASTRO_TELEMETRY_DISABLED: '1', ...env }, encoding: 'utf8', maxBuffer: 1e8 });
  if (status !== 0) throw new Error(`${args.join(' ')} ended with ${status}:\n${stdout.slice(-2000)}\n${stderr.slice(-2000)}`);
}

function write(path: string, text: string): void {
  if (!existsSync(dirname(path))) mkdirSync(dirname(path), { recursive: true });
  writeFileSync(path, text);
}

/** What the documents say about the code, held against the code: the map of rooms, settings, places of data, links, commands. */
import { existsSync, readdirSync, readFileSync } from 'node:fs';
import { dirname, join } from 'node:path';
import GithubSlugger from 'github-slugger';
import { expect, test } from 'vitest';

const filesUnder = (folder: string, ending: RegExp) => readdirSync(folder, { recursive: true, encoding: 'utf8' }).map((name) => join(folder, name)).filter((name) => ending.test(name)).sort();
const sources = filesUnder('src', /\.(ts|astro)$/).map((path) => ({ path, text: readFileSync(path, 'utf8') }));
const documents = ['README.md', ...filesUnder('docs', /\.md$/)].map((path) => ({ path, text: readFileSync(path, 'utf8').replaceAll(/^ *```[^]*?^ *```/gm, '') }));
const roomOf = (path: string) => path.split('/')[1]!;
/** Every file of src/ that a file imports; types alone are left out where `running` is asked for. */
const importsOf = ({ path, text }: { path: string; text: string }, running = false) =>
  [...(running ? text.replaceAll(/^import type [^;]*;/gm, '') : text).matchAll(/(?:\bfrom|\bimport|\bimport\()\s*'(\.[^'?]+)/gm)].map(([, target = '']) => join(dirname(path), target)).filter((target) => target.startsWith('src/'));

test('the map of src/ names every room, and what each imports: no more and no less', () => {
  const map = Object.fromEntries([...readFileSync('docs/architecture.md', 'utf8').matchAll(/^\| `([a-z-]+)\/` \| .* \| (.*) \|$/gm)].map(([, room = '', imports = '']) => [room, imports === '–' ? [] : imports.replaceAll(/ \([^)]*\)/g, '').split(', ').sort()]));
  const real = Object.fromEntries(readdirSync('src').map((room) => [room, [...new Set(sources.filter(({ path }) => roomOf(path) === room).flatMap((file) => importsOf(file)).map(roomOf).filter((other) => other !== room))].sort()]));
  expect(map).toEqual(real);
});

test('no file of src/ imports itself by way of others', () => {
  const graph = new Map(sources.map((file) => [file.path, importsOf(file, true)]));
  const state = new Map<string, 'open' | 'done'>();
  const circles: string[] = [];
  const visit = (path: string, way: readonly string[]) => {
    if (state.get(path) === 'open') circles.push([...way.slice(way.indexOf(path)), path].join(' → '));
    if (state.has(path)) return;
    state.set(path, 'open');
    for (const next of graph.get(path) ?? []) visit(next, [...way, path]);
    state.set(path, 'done');
  };
  for (const path of graph.keys()) visit(path, []);
  expect(circles).toEqual([]);
});

test('every setting that a program reads stands in docs/operators/running.md, or where it points', () => {
  /** Between two processes of ours; nobody sets them. */
  const inside = ['BEDSIDE_MODE', 'BEDSIDE_OUT', 'BEDSIDE_CACHE'];
  const programs = [...sources.map(({ text }) => text), ...filesUnder('scripts', /\.ts$/).map((path) => readFileSync(path, 'utf8'))].join('\n');
  const read = [...new Set([...programs.matchAll(/['"`\b ](BEDSIDE_[A-Z_]+[A-Z]|SMTP_URL|DATABASE_URL)\b/g)].map(([, name = '']) => name))].filter((name) => !inside.includes(name));
  const page = readFileSync('docs/operators/running.md', 'utf8');
  const desks = readFileSync('docs/operators/delivery.md', 'utf8');
  expect(read.length).toBeGreaterThan(15);
  expect(read.filter((name) => !page.includes(`\`${name}\``) && !desks.includes(`\`${name}\``))).toEqual([]);
});

test('every table of the database stands in docs/privacy.md', () => {
  const page = readFileSync('docs/privacy.md', 'utf8');
  const tables = [...(/export interface Tables \{([^}]*)\}/.exec(readFileSync('src/store/schema.ts', 'utf8'))?.[1] ?? '').matchAll(/^ {2}(\w+):/gm)].map(([, name = '']) => name);
  expect(tables.length).toBeGreaterThan(20);
  expect(tables.filter((name) => !page.includes(`\`${name}\``))).toEqual([]);
});

test('every link of the documents leads somewhere, to the heading that it names', () => {
  const headings = (text: string) => {
    const slugger = new GithubSlugger();
    return [...text.matchAll(/^#+ (.+)$/gm)].map(([, words = '']) => slugger.slug(words.replaceAll(/\[([^\]]*)\]\([^)]*\)/g, '$1').replaceAll(/[`*]/g, '')));
  };
  const dead = documents.flatMap(({ path, text }) =>
    [...text.replaceAll(/`[^`\n]*`/g, '').matchAll(/\]\((?!https?:|\/|\{\{)([^)\s#]*)#?([^)\s]*)\)/g)].flatMap(([link, target = '', heading = '']) => {
      const file = target === '' ? path : join(dirname(path), target);
      const there = existsSync(file) && (heading === '' || headings(readFileSync(file, 'utf8').replaceAll(/^ *```[^]*?^ *```/gm, '')).includes(heading));
      return there ? [] : [`${path} ${link}`];
    }),
  );
  expect(dead).toEqual([]);
});

test('every document is reached from the README, from link to link', () => {
  const reached = new Set(['README.md']);
  for (const path of reached) {
    const document = documents.find((one) => one.path === path);
    for (const [, target = ''] of document?.text.matchAll(/\]\((?!https?:)([^)\s#]+\.md)/g) ?? []) reached.add(join(dirname(path), target));
  }
  expect(documents.map(({ path }) => path).filter((path) => !reached.has(path))).toEqual([]);
});

test('every command that a document names is one of package.json', () => {
  const { scripts } = JSON.parse(readFileSync('package.json', 'utf8')) as { scripts: Record<string, string> };
  const named = ['README.md', ...filesUnder('docs', /\.(md|yml)$/), ...filesUnder('src', /README\.md$/)].flatMap((path) => [...readFileSync(path, 'utf8').matchAll(/npm run (?:-s |--silent )?([a-z][\w:-]*)/g)].map(([, name = '']) => ({ path, name })));
  expect(named.length).toBeGreaterThan(100);
  expect(named.filter(({ name }) => scripts[name] === undefined)).toEqual([]);
});

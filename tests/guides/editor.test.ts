/** What an editor completes and underlines in a fresh clone, asked of the servers that its extensions run. */
import { spawn } from 'node:child_process';
import { cpSync, existsSync, globSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { dirname, join, resolve } from 'node:path';
import { afterAll, beforeAll, describe, expect, test, vi } from 'vitest';
import { EDITOR_SCHEMAS } from '../../src/guides/json-schemas.ts';
import { article, lineOf } from '../catalog/trees.ts';
import { serverOf, startEditor, type Editor, type Squiggle } from './language-server.ts';

/** Characters that an address spells in another way: the list must name the file as the editor does. */
const clone = join(mkdtempSync(join(tmpdir(), 'bedside-editor-')), 'Help center, für alle');
const settings = JSON.parse(readFileSync('.vscode/settings.json', 'utf8')) as Record<string, unknown>;
const LIST = '.astro/collections/collections.json';
const list = () => JSON.parse(readFileSync(join(clone, LIST), 'utf8')) as { entries: Record<string, string> };
let task: ReturnType<typeof spawn>;

beforeAll(async () => {
  // What Git holds and nothing else: no node_modules, nothing built.
  for (const part of ['content', 'schemas', 'package.json', 'scripts/editor.ts', 'src/guides/frontmatter-list.ts']) cpSync(part, join(clone, part), { recursive: true });
  const { tasks } = JSON.parse(readFileSync('.vscode/tasks.json', 'utf8')) as { tasks: { command: string; runOptions?: { runOn: string } }[] };
  const [program = '', ...words] = tasks.find(({ runOptions }) => runOptions?.runOn === 'folderOpen')!.command.split(' ');
  expect(program).toBe('node');
  task = spawn(process.execPath, words, { cwd: clone, stdio: 'ignore' });
  await vi.waitFor(() => expect(Object.keys(list().entries).length).toBeGreaterThan(30), { timeout: 30_000 });
});
afterAll(() => {
  task.kill();
  rmSync(dirname(clone), { recursive: true, force: true });
});

const told = (squiggles: readonly Squiggle[]) => squiggles.map(({ message, range }) => `${range.start.line + 1}: ${message}`).sort();

describe('the fields at the top of an article', () => {
  let editor: Editor;

  beforeAll(async () => {
    expect(settings['astro.content-intellisense']).toBe(true);
    editor = await startEditor(serverOf('@astrojs/check', '@astrojs/language-server/bin/nodeServer.js'), clone, { typescript: { tsdk: resolve('node_modules/typescript/lib') }, contentIntellisense: settings['astro.content-intellisense'] });
  });
  afterAll(() => editor.close());

  test('every article, incident and maintenance of the project has none that is wrong', { timeout: 300_000 }, async () => {
    for (const path of Object.keys(list().entries).map((address) => /content\/.*/.exec(address)![0])) {
      editor.open(path, path.endsWith('.mdx') ? 'mdx' : 'markdown', readFileSync(join(clone, path), 'utf8'));
      expect(told(await editor.squiggles(path)), path).toEqual([]);
    }
  });

  /** A new file, which the editor opens before anything knows what it is. */
  async function created(file: string, language: string, text: string): Promise<void> {
    writeFileSync(join(clone, file), text);
    editor.open(file, language, text);
    expect(await editor.squiggles(file)).toEqual([]);
    await vi.waitFor(() => expect(Object.keys(list().entries).some((one) => one.endsWith(file))).toBe(true), { timeout: 30_000 });
    editor.changed(LIST);
  }
  const underlined = (file: string, expected: readonly string[]) => vi.waitFor(async () => expect(told(await editor.squiggles(file))).toEqual([...expected].sort()), { timeout: 30_000 });

  test('wrong keys and wrong values are underlined where they stand, in the words of the build', async () => {
    const file = 'content/articles/billing/wrong.mdx';
    const text = article({ kind: 'howto', sumary: 'x', lastUpdated: 'yesterday' });
    await created(file, 'mdx', text);
    await underlined(file, [
      `${lineOf(text, 'kind')}: Value is not accepted. Valid values: "how-to", "troubleshooting", "explanation", "policy".`,
      `${lineOf(text, 'lastUpdated')}: Expected a day as year-month-day, for example 2026-11-23.`,
      `${lineOf(text, 'sumary')}: Property sumary is not allowed.`,
    ]);
  });

  test('keys come with the sentence that says what they are, values with all there are', async () => {
    const file = 'content/articles/billing/begun.mdx';
    await created(file, 'mdx', '---\nkind: \n\n---\n\nText.\n');
    const keys = await vi.waitFor(async () => {
      const found = await editor.suggestions(file, 2, 0);
      expect(found.map(({ label }) => label)).toEqual(expect.arrayContaining(['id', 'title', 'summary', 'lastUpdated', 'related', 'draft']));
      return found;
    }, { timeout: 30_000 });
    expect(JSON.stringify(keys.find(({ label }) => label === 'lastUpdated')?.documentation)).toContain('The day the meaning last changed.');
    expect((await editor.suggestions(file, 1, 6)).map(({ label }) => label)).toEqual(['how-to', 'troubleshooting', 'explanation', 'policy']);
  });

  test('an incident has its own', async () => {
    const file = 'content/status/incidents/2026-11-20-other.md';
    const text = readFileSync(join(clone, 'content/status/incidents/2026-11-09-post-creation.md'), 'utf8').replace('impact: minor', 'impact: big');
    await created(file, 'markdown', text);
    await underlined(file, [`${lineOf(text, 'impact')}: Value is not accepted. Valid values: "none", "minor", "major", "critical".`]);
  });
});

describe('YAML files', () => {
  let editor: Editor;

  beforeAll(async () => {
    const yaml = { validate: true, completion: true, hover: true, schemas: settings['yaml.schemas'], schemaStore: { enable: settings['yaml.schemaStore.enable'] } };
    editor = await startEditor(serverOf('@astrojs/check', '@astrojs/language-server', 'volar-service-yaml', 'yaml-language-server/bin/yaml-language-server'), clone, {}, { yaml });
  });
  afterAll(() => editor.close());

  const files = EDITOR_SCHEMAS.flatMap((schema) => schema.files).filter((one) => one.endsWith('.yaml'));

  test.each(files)('%s has its schema: a key that nobody knows is underlined, and nothing else', async (one) => {
    const file = globSync(`content/${one}`, { cwd: clone })[0] ?? `content/${one}`;
    const text = existsSync(join(clone, file)) ? readFileSync(join(clone, file), 'utf8') : '';
    const lines = (text.startsWith('-') ? '' : text) + 'nobodyKnows: /billing/\n';
    editor.open(file, 'yaml', lines);
    const found = told(await editor.squiggles(file));
    expect(found).toEqual([expect.stringMatching(/Property nobodyKnows is not allowed|Incorrect type. Expected "array"|Expected an old address/)]);
    expect(found[0]).toMatch(new RegExp(`^${lines.trimEnd().split('\n').length}: `));
  });
});

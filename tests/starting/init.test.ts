/** `npm run init`, as people and programs run it. */
import { spawnSync } from 'node:child_process';
import { existsSync, mkdirSync, mkdtempSync, readdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join, resolve } from 'node:path';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { loadCatalog, readCatalog } from '../../src/catalog/load.ts';
import { cacheFolder } from '../../src/site/build.ts';
import { PRESET_NAMES } from '../../src/starting/presets.ts';
import { loadTriage } from '../../src/tickets/triage/load.ts';
import { triage } from '../../src/tickets/triage/triage.ts';

const DAY = '2026-11-23';
const home = mkdtempSync(join(tmpdir(), 'bedside-init-'));
let made = 0;
const folder = () => join(home, `tree-${++made}`);

function node(words: readonly string[], input = '', env: Readonly<Record<string, string>> = {}) {
  return spawnSync(process.execPath, [...words], { encoding: 'utf8', input, env: { ...process.env, NODE_ENV: 'production', VITEST: undefined, NO_COLOR: '1', TZ: 'UTC', ...env } });
}
const init = (root: string, words: readonly string[], input = '') => node(['scripts/init.ts', root, '--today', DAY, ...words], input);
const catalogOf = (root: string) => loadCatalog(root, { today: DAY, unpublished: false });

afterAll(() => rmSync(home, { recursive: true, force: true }));

describe('a tree from options', () => {
  const root = folder();
  let ended: ReturnType<typeof init>;
  beforeAll(() => {
    ended = init(root, ['--product', 'Lantern Health', '--url', 'https://help.lantern.example/', '--color', '#0b3d6b', '--categories', 'First steps, Members, When something does not work', '--zone', 'Europe/Berlin', '--hours', 'Mon-Fri 8:00-18:00, Sat 10:00-14:00', '--promises', 'doctors-network', '--channels', 'chat,phone', '--phone', '+49 30 5550100', '--components', 'Log-in, Posts', '--yes']);
  });

  test('is made without a question, and says what to type next', () => {
    expect(ended.status, ended.stderr).toBe(0);
    expect(ended.stderr).toBe('');
    expect(ended.stdout).toContain('npm run check');
  });

  test('loads without a finding and holds every answer', () => {
    expect(readCatalog(root, { today: DAY, unpublished: true }).diagnostics).toEqual([]);
    const { site, categories, status, support } = catalogOf(root);
    expect(site).toMatchObject({ name: 'Lantern Health Help', url: 'https://help.lantern.example', timeZone: 'Europe/Berlin', brand: { mark: 'LH', accent: { light: '#0b3d6b' } } });
    expect(site.channels.map(({ id, href }) => [id, href])).toEqual([
      ['email', 'mailto:support@lantern.example'],
      ['phone', 'tel:+49305550100'],
      ['chat', undefined],
    ]);
    expect(categories.map(({ slug }) => slug)).toEqual(['first-steps', 'members', 'when-something-does-not-work']);
    expect(status?.components.map(({ name }) => name)).toEqual(['Log-in', 'Posts']);
    expect(support?.calendars.get('support-hours')?.versions[0]?.week.map((day) => day.length)).toEqual([1, 1, 1, 1, 1, 1, 0]);
    expect(support?.policies[0]?.policies.map(({ targets }) => [targets['first-response']?.seconds, targets.resolution?.seconds])).toEqual([
      [900, 7_200],
      [7_200, 28_800],
      [14_400, 86_400],
      [28_800, 172_800],
    ]);
  });

  test('an article that is not written yet is hidden, and every other one is in its lock file', () => {
    expect(existsSync(join(root, 'articles/first-steps/first-answer.mdx'))).toBe(true);
    const published = catalogOf(root).articles.map(({ id }) => id);
    expect(published).toHaveLength(3);
    for (const id of published) expect(readFileSync(join(root, 'freshness.lock.yaml'), 'utf8')).toContain(id);
  });

  test.each([
    ['Lantern Health is down for everybody', 'critical', 'technical'],
    ['I can see the data of another member', 'critical', 'security'],
    ['I cannot log in', 'high', 'account'],
    ['It would be great to have a dark mode', 'low', 'feedback'],
  ])('knows what to make of “%s”', (body, priority, category) => {
    expect(triage(loadTriage(root), { subject: '', body })).toMatchObject({ priority, category });
  });

  test('is never written over: what is there stays, also with the same answers', () => {
    const before = readFileSync(join(root, 'site.yaml'), 'utf8');
    const again = init(root, ['--product', 'Another', '--yes']);
    expect(again.status).toBe(2);
    expect(again.stderr).toContain('Nothing is overwritten');
    expect(readFileSync(join(root, 'site.yaml'), 'utf8')).toBe(before);
  });

  test('builds, and passes every check strictly', { timeout: 300_000 }, () => {
    const out = resolve('node_modules/.cache/bedside-tests/started');
    const build = node(['scripts/build.ts', '--out', out], '', { BEDSIDE_CONTENT: root });
    expect(build.status, build.stderr + build.stdout).toBe(0);
    const check = node(['scripts/check.ts', '--strict', '--json', '--site', out, '--today', DAY], '', { BEDSIDE_CONTENT: root });
    expect(JSON.parse(check.stdout)).toMatchObject({ findings: [], notes: [] });
    expect(check.status).toBe(0);
    expect(readFileSync(join(out, 'index.html'), 'utf8')).toContain('Lantern Health');
    rmSync(cacheFolder(root), { recursive: true, force: true });
  });
});

test('answers may come from a pipe, one a line, and an empty line takes what stands in brackets', () => {
  const root = folder();
  const { status, stderr } = init(root, [], 'Vela Clinic\nhttps://help.vela.example\n\n#ffcc00\nFor patients, Trouble\nAmerica/Chicago\nalways\nclinic\nemail, forum\nhttps://forum.vela.example\n\n');
  expect(status, stderr).toBe(0);
  const { site, support } = catalogOf(root);
  expect(site).toMatchObject({ product: 'Vela Clinic', channels: [{ addresses: [{ email: 'support@vela.example' }] }, { id: 'forum', href: 'https://forum.vela.example' }] });
  expect(support?.policies[0]?.policies[0]?.targets.triage?.seconds).toBe(3_600);
  expect(stderr).toContain('#ffcc00 has a contrast of 1.4');
});

test.each(PRESET_NAMES)('the promises “%s” make a tree without a finding', (name) => {
  const root = folder();
  expect(init(root, ['--product', 'Vela', '--promises', name, '--yes']).status).toBe(0);
  expect(readCatalog(root, { today: DAY, unpublished: true }).diagnostics).toEqual([]);
});

test.each([
  ['no folder', [], 'Name one new folder'],
  ['a zone that is none', ['--zone', 'Europe/Berlim'], 'Did you mean "Europe/Berlin"?'],
  ['a color that is none', ['--color', 'blurple'], 'is not a color'],
  ['a color that shows through', ['--color', '#00336680'], 'lets others through'],
  ['hours backward', ['--hours', 'Mon-Fri 18:00-09:00'], 'closes before it opens'],
  ['days that are none', ['--hours', 'Mon-Fry 09:00-17:00'], '"Fry"'],
  ['promises that are none', ['--promises', 'clinik'], 'Did you mean "clinic"?'],
  ['a channel that is none', ['--channels', 'emai'], 'Did you mean "email"?'],
  ['a phone without its number', ['--channels', 'phone'], '--phone is needed'],
  ['an address that the program needs', ['--categories', 'Search, Billing'], 'belongs to the program'],
  ['a category twice', ['--categories', 'Billing, billing'], 'stands there twice'],
  ['a name with markup', ['--product', '<b>Vela</b>'], 'cannot be the name'],
  ['an address without its scheme', ['--url', 'help.vela.example'], 'Write it whole'],
])('%s is refused with a sentence, and nothing is written', (about, words, sentence) => {
  const root = folder();
  const { status, stderr } = node(['scripts/init.ts', ...(about === 'no folder' ? [] : [root]), '--product', 'Vela', '--yes', ...words]);
  expect(stderr).toContain(sentence);
  expect(status).toBe(2);
  expect(existsSync(root)).toBe(false);
});

test('without answers and without --yes the first question that has no answer is named', () => {
  const { status, stderr } = init(folder(), []);
  expect([status, stderr]).toEqual([2, expect.stringContaining('--product is needed')]);
});

test('an empty folder is taken, and one with a file is not', () => {
  const root = folder();
  mkdirSync(root);
  expect(init(root, ['--product', 'Vela', '--yes']).status).toBe(0);
  const taken = folder();
  mkdirSync(taken);
  writeFileSync(join(taken, 'notes.txt'), 'mine');
  expect(init(taken, ['--product', 'Vela', '--yes']).status).toBe(2);
  expect(readdirSync(taken)).toEqual(['notes.txt']);
});

test('a folder of the address becomes the base, and a folder with spaces is told in quotes', () => {
  const root = join(home, "the team's help ü");
  const { status, stdout, stderr } = init(root, ['--product', 'Lantern', '--url', 'https://lantern.example/help/', '--yes']);
  expect(status, stderr).toBe(0);
  expect(catalogOf(root).site).toMatchObject({ url: 'https://lantern.example', base: '/help/' });
  expect(stdout).toContain(`BEDSIDE_CONTENT='${root.replaceAll("'", `'\\''`)}' npm start`);
});

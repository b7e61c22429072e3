/**
 * `npm run pictures:start`: the pictures of docs/getting-started.md, from the answers that stand in it.
 *
 * The commands are run as the guide says, in a folder of their own; pages are photographed from the site they make.
 */
import { mkdtempSync, readFileSync, rmSync, symlinkSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { chromium } from 'playwright';
import { createLog } from '../src/service/log.ts';
import { startServer } from '../src/service/server.ts';
import { cacheFolder } from '../src/site/build.ts';
import { argumentsOf } from './arguments.ts';
import { BROWSER_FLAGS, ensureBrowser } from './browser.ts';
import { terminal } from './guide-pictures/drawings.ts';
import { oldAmong, photograph, printed, project, save, tellOld } from './guide-pictures/files.ts';

const HELP = `npm run pictures:start [-- options]

Makes the pictures of docs/getting-started.md in docs/images/getting-started/.

  --check   writes nothing and needs no browser; says whether what the commands print has changed
  --help    this text

Exit codes: 0 made or fresh, 1 old (with --check), 2 could not run.`;

const GUIDE = 'docs/getting-started.md';
const FOLDER = 'docs/images/getting-started';
const TREE = 'help-content';

const { values } = argumentsOf('npm run pictures:start', { options: { check: { type: 'boolean', default: false }, help: { type: 'boolean', default: false } } });
try {
  if (values.help) console.log(HELP);
  else process.exitCode = await main();
} catch (error) {
  console.error((error as Error).message);
  process.exitCode = 2;
}

async function main(): Promise<0 | 1> {
  const work = mkdtempSync(join(tmpdir(), 'bedside-start-'));
  const tree = join(work, TREE);
  // Inside the project, where Astro gives each output folder a workplace of its own.
  const out = join(project, 'node_modules/.cache/bedside-start');
  try {
    const drawings = drawn(work);
    if (values.check) return tellOld(oldAmong(drawings));
    for (const [file, made] of drawings) save(file, made);
    run('build', ['--out', out], { work, tree });
    await photographs(out, { work, tree });
    return 0;
  } finally {
    for (const folder of [work, cacheFolder(tree)]) rmSync(folder, { recursive: true, force: true });
  }
}

/** The answers that the guide gives, one a line. */
function answers(): string {
  const found = /<!-- answers -->\n+```text\n([^]*?)```/.exec(readFileSync(join(project, GUIDE), 'utf8'))?.[1];
  if (found === undefined) throw new Error(`${GUIDE} has no answers to give.`);
  return found;
}

interface Place {
  readonly work: string;
  readonly tree: string;
}

/** What a command prints, with the folder as a newcomer sees it. */
function run(name: string, words: readonly string[], { work, tree }: Place, more?: Parameters<typeof printed>[3]): string[] {
  const env = { BEDSIDE_CONTENT: tree, BEDSIDE_DATA: join(work, 'data'), NO_COLOR: '1', TZ: 'UTC' };
  return printed(name, words, env, more).replaceAll(tree, TREE).trimEnd().split('\n');
}

/** @returns path from the project's root → the drawing */
function drawn(work: string): Map<string, string> {
  const place = { work, tree: join(work, TREE) };
  const asked = run('init', [place.tree], place, { input: answers() });
  return new Map([[`${FOLDER}/init.svg`, terminal('A terminal: npm run init asks twelve questions, and answers with the commands that come next.', [`$ npm run init -- ${TREE}`, ...asked])]]);
}

async function photographs(out: string, place: Place): Promise<void> {
  const server = await startServer({ folder: out, host: '127.0.0.1', port: 0, store: { dataDir: join(place.work, 'data') }, log: createLog('silent') });
  const browser = await chromium.launch({ executablePath: await ensureBrowser(), args: BROWSER_FLAGS });
  try {
    const page = await browser.newPage({ viewport: { width: 1_000, height: 860 }, deviceScaleFactor: 1.5, colorScheme: 'light' });
    const open = (path: string) => page.goto(new URL(path, server.url).href, { waitUntil: 'networkidle' });
    await open('/');
    await photograph(page, `${FOLDER}/home.webp`);
    await open('/problems/reach-support/');
    await photograph(page, `${FOLDER}/article.webp`);
    await open('/contact/technical/');
    await page.getByLabel('A page does not load or work').check();
    await page.getByLabel('In a few words, what is it about?').fill('The schedule stays empty');
    await page.getByLabel('What happened?').fill('Since this morning the schedule of our practice stays empty. A reload does not help.');
    await page.getByLabel('Your email address').fill('front.desk@example.org');
    await page.evaluate(() => scrollTo(0, 0));
    await photograph(page, `${FOLDER}/contact.webp`);
    await page.getByRole('button', { name: 'Check your answers' }).click();
    await page.getByRole('heading', { name: 'Check your answers before you send' }).waitFor();
    const intended = page.getByLabel('It is none of these');
    if (await intended.isVisible()) await intended.check();
    await page.getByRole('button', { name: 'Send to support' }).click();
    await page.getByRole('heading', { name: 'We have your message' }).waitFor({ timeout: 30_000 });
    await photograph(page, `${FOLDER}/receipt.webp`);
  } finally {
    await browser.close();
    await server.stop();
  }
  symlinkSync(out, join(place.work, 'dist'));
  save(`${FOLDER}/tickets.svg`, terminal('A terminal: npm run tickets lists the message as a ticket, with its priority and when an answer is due.', ['$ npm run tickets -- list', ...run('tickets', ['list'], place, { cwd: place.work })]));
}

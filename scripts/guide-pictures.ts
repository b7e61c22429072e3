/**
 * `npm run pictures:guide`: the pictures of docs/authors/first-article.md, from the article that stands in it.
 *
 * The check's words are what the check says; the pages are photographed from `npm run dev`; a web editor of
 * somebody else is drawn, because a photograph of it would be old soon.
 */
import { spawn, spawnSync, type ChildProcess } from 'node:child_process';
import { cpSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { createServer, type AddressInfo } from 'node:net';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { chromium, type Page } from 'playwright';
import { argumentsOf } from './arguments.ts';
import { BROWSER_FLAGS, ensureBrowser } from './browser.ts';
import { comment, terminal, way, webEditor } from './guide-pictures/drawings.ts';
import { oldAmong, photograph, project, save, tellOld } from './guide-pictures/files.ts';

const HELP = `npm run pictures:guide [-- options]

Makes the pictures of docs/authors/first-article.md in docs/images/first-article/.

  --drawings   only the drawings, and what the check says; needs no browser
  --check      writes nothing; says which drawings are old
  --help       this text

Exit codes: 0 made or fresh, 1 old (with --check), 2 could not run.`;

const GUIDE = 'docs/authors/first-article.md';
const FOLDER = 'docs/images/first-article';
const ARTICLE = 'content/articles/billing/change-my-plan.mdx';
const STARTS_WITHIN_MS = 60_000;

const { values } = argumentsOf('npm run pictures:guide', { options: { drawings: { type: 'boolean', default: false }, check: { type: 'boolean', default: false }, help: { type: 'boolean', default: false } } });
try {
  if (values.help) console.log(HELP);
  else process.exitCode = await main();
} catch (error) {
  console.error((error as Error).message);
  process.exitCode = 2;
}

async function main(): Promise<0 | 1> {
  const work = mkdtempSync(join(tmpdir(), 'bedside-guide-'));
  try {
    const content = join(work, 'content');
    cpSync(join(project, 'content'), content, { recursive: true });
    const old = oldAmong(drawings(content));
    if (values.check) return tellOld(old);
    for (const [file, made] of old) save(file, made);
    if (!values.drawings) await photographs(content, work);
    return 0;
  } finally {
    rmSync(work, { recursive: true, force: true });
  }
}

/** The article that the guide tells people to copy. */
function example(): string {
  const found = /```mdx\n([^]*?)```/.exec(readFileSync(join(project, GUIDE), 'utf8'))?.[1];
  if (found === undefined) throw new Error(`${GUIDE} has no article to copy.`);
  return found;
}

/** @returns path from the project's root → the drawing */
function drawings(content: string): Map<string, string> {
  const article = join(content, ARTICLE.replace('content/', ''));
  writeFileSync(article, example().replace('summary:', 'sumary:'));
  const found = said(content, 'check', '--rule', 'article/parts').filter((line) => line !== '');
  rmSync(article);
  const wanted = ['--category', 'billing', '--kind', 'how-to', '--title', 'How do I change my plan?', '--summary', 'Go to Settings > Premium and choose the other plan.'];
  const begun = said(content, 'new', ...wanted);
  rmSync(join(content, 'articles/billing/how-do-i-change-my-plan.mdx'), { force: true });
  const typed = ['$ npm run new', ...begun.filter((line) => line !== ''), '', '$ npm run check', ...found];
  return new Map([
    [`${FOLDER}/way.svg`, way()],
    [`${FOLDER}/web-editor.svg`, webEditor(ARTICLE)],
    [`${FOLDER}/comment.svg`, comment('The comment of the check names the file, the line, what was found and what to do.', found)],
    [`${FOLDER}/terminal.svg`, terminal('A terminal: npm run new has made a file, and npm run check tells what is wrong in another.', typed)],
  ]);
}

/** What a command prints, line by line, with paths as an author sees them. */
function said(content: string, name: string, ...words: string[]): string[] {
  const { stdout, stderr, status } = spawnSync(process.execPath, [join(project, 'scripts', `${name}.ts`), ...words], { cwd: project, encoding: 'utf8', env: { ...process.env, BEDSIDE_CONTENT: content, NO_COLOR: '1' } });
  if (status === 2) throw new Error(`npm run ${name} could not run: ${stderr}`);
  return stdout.replaceAll(/\S*\/?content\/(?=articles\/)/g, 'content/').trimEnd().split('\n').filter((line) => !line.startsWith('note: '));
}

async function photographs(content: string, work: string): Promise<void> {
  const article = join(content, ARTICLE.replace('content/', ''));
  writeFileSync(article, example().replace(/\n---\n/, '\ndraft: true\n---\n'));
  const port = await freePort();
  const dev = spawn(process.execPath, [join(project, 'node_modules/astro/bin/astro.mjs'), 'dev', '--port', String(port)], {
    cwd: project,
    stdio: 'ignore',
    env: { ...process.env, BEDSIDE_CONTENT: content, BEDSIDE_DATA: join(work, 'data'), ASTRO_TELEMETRY_DISABLED: '1', ASTRO_DEV_BACKGROUND: '0' },
  });
  const browser = await chromium.launch({ executablePath: await ensureBrowser(), args: BROWSER_FLAGS });
  try {
    const page = await browser.newPage({ viewport: { width: 1_000, height: 640 }, deviceScaleFactor: 1.5, colorScheme: 'light' });
    const address = `http://localhost:${port}/billing/change-my-plan/`;
    await opened(page, address, dev);
    await withoutTools(page, 'preview');
    writeFileSync(article, example());
    await page.waitForTimeout(1_000);
    await opened(page, address, dev);
    await page.locator('.draft-note').waitFor({ state: 'detached' });
    await withoutTools(page, 'article');
  } finally {
    await browser.close();
    dev.kill();
  }
}

async function withoutTools(page: Page, name: string): Promise<void> {
  // Tools for programmers lie over the page in development.
  await page.addStyleTag({ content: 'astro-dev-toolbar { display: none }' });
  await photograph(page, `${FOLDER}/${name}.webp`);
}

/** Waits until the page is there: the first one takes a while to be made. */
async function opened(page: Page, address: string, dev: ChildProcess): Promise<void> {
  for (const end = Date.now() + STARTS_WITHIN_MS; ; ) {
    if (dev.exitCode !== null) throw new Error('npm run dev ended by itself.');
    try {
      const answer = await page.goto(address, { waitUntil: 'networkidle' });
      if (answer?.ok()) return;
    } catch (error) {
      if (!/ERR_CONNECTION_REFUSED/.test((error as Error).message)) throw error;
    }
    if (Date.now() > end) throw new Error(`${address} did not open within a minute.`);
    await page.waitForTimeout(500);
  }
}

async function freePort(): Promise<number> {
  const server = createServer();
  await new Promise<void>((done) => server.listen(0, '127.0.0.1', done));
  const { port } = server.address() as AddressInfo;
  await new Promise<void>((done) => server.close(() => done()));
  return port;
}

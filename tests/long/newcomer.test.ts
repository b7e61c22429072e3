/** A newcomer's walk through docs/getting-started.md: every command as it stands there, in its order, with the time each took. */
import { execFileSync, spawn, spawnSync, type ChildProcess } from 'node:child_process';
import { cpSync, existsSync, mkdirSync, readdirSync, readFileSync, symlinkSync } from 'node:fs';
import { dirname, join, resolve } from 'node:path';
import { chromium } from 'playwright';
import { expect, onTestFinished, test } from 'vitest';
import { freePort } from '../../bench/servers.ts';
import { BROWSER_FLAGS, findBrowser } from '../../scripts/browser.ts';
import { freshFolder } from '../store/databases.ts';

const guide = readFileSync('docs/getting-started.md', 'utf8');
const COMMANDS = [...guide.matchAll(/```sh\n([^]*?)```/g)].flatMap(([, block = '']) => block.trim().split('\n'));
const ANSWERS = /<!-- answers -->\n+```text\n([^]*?)```/.exec(guide)?.[1] ?? '';
/** What a newcomer answers when `npm run new` asks. It asks at a terminal only, so here they are options. */
const FIRST_ARTICLE = '--title "How do I book a visit?" --summary "Open Appointments, choose a day and a time, then select Book." --category first-steps --kind how-to';

/** A copy of what is in the repository, as a clone would have it. The packages are those of this folder. */
function clone(into: string): void {
  const files = execFileSync('git', ['ls-files', '-z'], { encoding: 'utf8' }).split('\0').filter((file) => file !== '' && !/^(tests|bench|pictures)\//.test(file) && existsSync(file));
  for (const file of files) {
    mkdirSync(dirname(join(into, file)), { recursive: true });
    cpSync(file, join(into, file));
  }
  symlinkSync(resolve('node_modules'), join(into, 'node_modules'));
}

test('an empty folder becomes a help center with an article, a ticket, an answer and a report, by the guide’s own commands', async ({ skip }) => {
  const browserPath = await findBrowser();
  if (browserPath === undefined) return skip('NOT RUN: there is no Chromium here');
  const folder = join(freshFolder(), 'my-help');
  mkdirSync(folder);
  const port = await freePort();
  const env = { ...process.env, PORT: String(port), NODE_ENV: undefined, VITEST: undefined, NO_COLOR: '1', BEDSIDE_CONTENT: undefined, DATABASE_URL: '' };
  const took: [what: string, seconds: number][] = [];
  const timed = async <T>(what: string, work: () => T | Promise<T>): Promise<T> => {
    const began = performance.now();
    const result = await work();
    took.push([what, (performance.now() - began) / 1_000]);
    return result;
  };
  let at = 0;
  /** The guide's next command, which must be this one; its output. */
  const next = async (expected: string, { input = '', with: words = {} }: { input?: string; with?: Readonly<Record<string, string>> } = {}): Promise<string> => {
    const written = COMMANDS[at] ?? '';
    at += 1;
    expect(written).toContain(expected);
    const typed = Object.entries(words).reduce((text, [from, to]) => text.replace(from, to), written);
    const { status, stdout, stderr } = await timed(written, () => spawnSync('sh', ['-c', typed], { cwd: folder, env, input, encoding: 'utf8' }));
    expect([status, status === 0 ? '' : stderr + stdout], written).toEqual([0, '']);
    return stdout;
  };

  // The address of a repository and the registry are the two things that a test does not ask.
  for (const expected of ['git clone YOUR-COPY-OF-BEDSIDE my-help', 'cd my-help', 'npm ci']) expect(COMMANDS[at++]).toBe(expected);
  await timed('a copy in place of git clone and npm ci', () => clone(folder));
  await next('npm run init -- help-content', { input: ANSWERS });

  const start = COMMANDS[at++] ?? '';
  expect(start).toBe('BEDSIDE_CONTENT=help-content npm start');
  const site = `http://localhost:${port}/`;
  const up = await timed(`${start} (build and first page)`, async () => {
    const child = spawn('sh', ['-c', `exec ${start.replace('BEDSIDE_CONTENT=help-content', 'env BEDSIDE_CONTENT=help-content')}`], { cwd: folder, env, stdio: 'ignore', detached: true });
    onTestFinished(() => ended(child));
    await expect.poll(async () => (await fetch(site).catch(() => undefined))?.status, { timeout: 240_000, interval: 250 }).toBe(200);
    return child;
  });
  expect(up.exitCode).toBe(null);

  await next('npm run new', { with: { 'npm run new': `npm run new -- ${FIRST_ARTICLE}` } });
  expect(readdirSync(join(folder, 'help-content/articles/first-steps'))).toContain('book-a-visit.mdx');
  await next('npm run check');

  const browser = await chromium.launch({ executablePath: browserPath, args: BROWSER_FLAGS });
  onTestFinished(() => browser.close());
  const reference = await timed('a message by the form, in a browser', async () => {
    const page = await browser.newPage();
    await page.goto(site);
    await page.getByRole('link', { name: 'Contact' }).first().click();
    await page.getByRole('link', { name: 'Technical problem' }).first().click();
    await page.locator('input[name=topic]').first().check();
    await page.getByLabel('In a few words, what is it about?').fill('The page stays blank');
    await page.getByLabel('What happened?').fill('I opened Appointments, and nothing was there.');
    await page.getByLabel('Your email address').fill('you@lantern.example');
    await page.getByRole('button', { name: 'Check your answers' }).click();
    await page.locator('[data-send]').click();
    const said = page.locator('[data-step="sent"] [data-reference]');
    await said.filter({ hasText: /\w/ }).waitFor();
    return (await said.innerText()).trim();
  });
  expect(await next('npm run tickets -- list')).toContain(reference);
  expect(await next('npm run tickets -- reply REFERENCE', { with: { REFERENCE: reference } })).toContain(`${reference} is resolved`);
  await expect.poll(() => letters(folder).join('\n'), { timeout: 20_000 }).toContain('Please try again');
  expect(await next('npm run report -- daily')).toMatch(/\d/);
  expect(COMMANDS.slice(at)).toEqual([]);

  const all = took.reduce((sum, [, seconds]) => sum + seconds, 0);
  console.log([...took, ['all of it', all] as const].map(([what, seconds]) => `${seconds.toFixed(1).padStart(7)} s  ${what}`).join('\n'));
}, 600_000);

function letters(folder: string): string[] {
  const mail = join(folder, 'var/mail');
  return existsSync(mail) ? readdirSync(mail).map((name) => readFileSync(join(mail, name), 'utf8').replaceAll('=\r\n', '')) : [];
}

async function ended(child: ChildProcess): Promise<void> {
  const over = new Promise((done) => child.once('exit', done));
  // npm, its shell and Node: the whole group.
  if (child.pid !== undefined && child.exitCode === null) process.kill(-child.pid, 'SIGTERM');
  await over;
}

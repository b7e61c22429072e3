/**
 * `npm run pictures`: photographs the mock-ups in pictures/ for the articles that show them.
 *
 * Each picture's inputs (its entry, its mock-up and every file that names) are digested in
 * pictures.lock.json, so only what changed is taken again, and `--check` needs no browser.
 */
import { createHash } from 'node:crypto';
import { existsSync, readFileSync, writeFileSync } from 'node:fs';
import { dirname, join, resolve } from 'node:path';
import { pathToFileURL } from 'node:url';
import { parseArgs } from 'node:util';
import { chromium, type Browser, type Page } from 'playwright';
import sharp from 'sharp';
import { parse } from 'yaml';
import { z } from 'zod';
import { contentRoot } from '../src/site/current.ts';
import { BROWSER_FLAGS, ensureBrowser } from './browser.ts';

const HELP = `Photographs the mock-ups in pictures/ into content/articles/, light and dark. A content tree with a folder
pictures/ of its own (BEDSIDE_CONTENT) has its articles photographed from there.

  npm run pictures              take the pictures whose mock-up, stylesheet or entry changed
  npm run pictures -- --all     take every picture again
  npm run pictures -- --check   change nothing; exit 1 when a picture is out of date

Exit: 0 done, 1 pictures out of date, 2 could not run.`;

/** Raise it when this script changes what a picture looks like: every picture is then taken again. */
const RENDERING = 1;
const MODES = ['light', 'dark'] as const;
/** Heavier ones would cost a phone more than the article's whole page. */
const MOST_BYTES = 120_000;

type Mode = (typeof MODES)[number];

const entrySchema = z.strictObject({
  picture: z.string().regex(/^[a-z0-9-]+\/[a-z0-9-]+$/, '<category>/<name>'),
  screen: z.string().regex(/^(screens|drawings)\/[a-z0-9-]+\.html$/, 'screens/<name>.html or drawings/<name>.html'),
  parts: z.array(z.string()).min(1).optional(),
  steps: z.record(z.string(), z.number().int().min(1)).default({}),
  state: z.string().optional(),
});
const lockSchema = z.record(z.string(), z.strictObject({ inputs: z.string(), light: z.string(), dark: z.string() }));

type Entry = z.output<typeof entrySchema>;
type Lock = z.output<typeof lockSchema>;

/** A mock-up lacks an element that its entry in pictures.yaml names. */
class NoSuchElement extends Error {
  override readonly name = 'NoSuchElement';
  constructor(entry: Entry, id: string) {
    super(`pictures.yaml, ${entry.picture}: ${entry.screen} has no element with id="${id}".`);
  }
}

// A content tree may hold its own mock-ups; the default tree's stand beside it.
const own = join(contentRoot(), 'pictures');
const home = existsSync(own) ? own : resolve(import.meta.dirname, '../pictures');
const articles = join(existsSync(own) ? contentRoot() : resolve(home, '../content'), 'articles');
const lockFile = join(home, 'pictures.lock.json');

try {
  process.exitCode = await main();
} catch (error) {
  console.error(error instanceof Error ? error.message : error);
  process.exitCode = 2;
}

async function main(): Promise<0 | 1> {
  const { values } = parseArgs({ options: { all: { type: 'boolean' }, check: { type: 'boolean' }, help: { type: 'boolean', short: 'h' } } });
  if (values.help) {
    console.log(HELP);
    return 0;
  }
  const entries = readEntries();
  const lock = existsSync(lockFile) ? lockSchema.parse(JSON.parse(readFileSync(lockFile, 'utf8'))) : {};
  const due = values.all ? entries : entries.filter((entry) => !isCurrent(entry, lock));
  if (values.check) {
    for (const { picture } of due) console.log(`${picture}  out of date`);
    console.log(due.length === 0 ? `All ${entries.length} pictures are up to date.` : 'Run "npm run pictures", look at them, and commit them.');
    return due.length === 0 ? 0 : 1;
  }
  if (due.length > 0) await take(due, lock);
  writeLock(entries, lock);
  console.log(`${due.length} of ${entries.length} pictures taken.`);
  return 0;
}

function readEntries(): Entry[] {
  const result = z.array(entrySchema).safeParse(parse(readFileSync(join(home, 'pictures.yaml'), 'utf8')));
  if (!result.success) throw new Error(`pictures.yaml\n${z.prettifyError(result.error)}`);
  return result.data;
}

async function take(entries: readonly Entry[], lock: Lock): Promise<void> {
  const browser = await chromium.launch({ executablePath: await ensureBrowser(), args: BROWSER_FLAGS });
  try {
    for (const entry of entries) {
      const light = await photograph(browser, entry, 'light');
      const dark = await photograph(browser, entry, 'dark');
      lock[entry.picture] = { inputs: inputsOf(entry), light: digest(light), dark: digest(dark) };
      console.log(`${entry.picture}  ${Math.ceil((light.length + dark.length) / 1_000)} kB`);
    }
  } finally {
    await browser.close();
  }
}

async function photograph(browser: Browser, entry: Entry, mode: Mode): Promise<Buffer> {
  const page = await browser.newPage({ viewport: { width: 800, height: 750 }, deviceScaleFactor: 2, colorScheme: mode });
  try {
    await page.goto(pathToFileURL(join(home, entry.screen)).href);
    await arrange(page, entry);
    const shot = await page.locator('.window').screenshot({ omitBackground: true });
    const picture = await sharp(shot).png({ palette: true, effort: 10 }).toBuffer();
    if (picture.length > MOST_BYTES) throw new RangeError(`${entry.picture} (${mode}) has ${picture.length} bytes; at most ${MOST_BYTES} are allowed.`);
    writeFileSync(fileOf(entry, mode), picture);
    return picture;
  } finally {
    await page.close();
  }
}

/** Leaves the parts the picture shows, and puts the markers where the article's steps happen. */
async function arrange(page: Page, entry: Entry): Promise<void> {
  const missing = await page.evaluate(({ parts, steps, state }) => {
    const unknown = [...(parts ?? []), ...Object.keys(steps)].filter((id) => document.getElementById(id) === null);
    const shown = parts === undefined ? undefined : new Set(parts);
    const sections = [...document.querySelectorAll('section')].filter((section) => {
      if (shown === undefined || shown.has(section.id)) return true;
      section.remove();
      return false;
    });
    sections.at(0)?.classList.add('first');
    sections.at(-1)?.classList.add('last');
    for (const [id, step] of Object.entries(steps)) document.getElementById(id)?.setAttribute('data-step', String(step));
    if (state !== undefined) document.querySelector('.window')?.setAttribute('data-state', state);
    return unknown;
  }, entry);
  const first = missing[0];
  if (first !== undefined) throw new NoSuchElement(entry, first);
}

function isCurrent(entry: Entry, lock: Lock): boolean {
  const known = lock[entry.picture];
  return known?.inputs === inputsOf(entry) && MODES.every((mode) => {
    const file = fileOf(entry, mode);
    return existsSync(file) && digest(readFileSync(file)) === known[mode];
  });
}

/** A digest over everything a picture is made from. */
function inputsOf(entry: Entry): string {
  const screen = join(home, entry.screen);
  const html = readFileSync(screen, 'utf8');
  const named = [...html.matchAll(/(?:href|src)="([^"#:]+)"/g)].map((match) => match[1] ?? '');
  const files = [...new Set(named)].sort().map((name) => readFileSync(join(dirname(screen), name), 'utf8'));
  return digest(JSON.stringify([RENDERING, entry, html, files]));
}

function fileOf(entry: Entry, mode: Mode): string {
  return join(articles, `${entry.picture}${mode === 'dark' ? '.dark' : ''}.png`);
}

function digest(data: string | Buffer): string {
  return createHash('sha256').update(data).digest('hex').slice(0, 32);
}

/** Keeps the lock in the order of pictures.yaml, without pictures that are gone. */
function writeLock(entries: readonly Entry[], lock: Lock): void {
  const kept = entries.flatMap(({ picture }) => (lock[picture] === undefined ? [] : [[picture, lock[picture]] as const]));
  writeFileSync(lockFile, `${JSON.stringify(Object.fromEntries(kept), null, 2)}\n`);
}

/**
 * `npm run films`: plays the scenes in pictures/films/ and keeps each as a short silent film beside its article,
 * with captions, chapters and a still picture.
 *
 * A film's inputs (its scenes, their mock-ups and what those name) are digested in films.lock.json, so only
 * what changed is made again, and `--check` needs neither a browser nor ffmpeg.
 */
import { createHash } from 'node:crypto';
import { existsSync, mkdtempSync, readdirSync, readFileSync, renameSync, rmSync, statSync, writeFileSync } from 'node:fs';
import { basename, dirname, join, resolve } from 'node:path';
import { parseArgs } from 'node:util';
import { chromium, type Browser } from 'playwright';
import sharp from 'sharp';
import { parse } from 'yaml';
import { z } from 'zod';
import { writeWebVtt } from '../src/articles/webvtt.ts';
import { BROWSER_FLAGS, ensureBrowser } from './browser.ts';
import { ensureEncoder, startEncoder } from './films/encode.ts';
import { playFilm } from './films/play.ts';
import { filmSchema, type Film } from './films/scenes.ts';
import { FRAME } from './films/stage.ts';

const HELP = `Plays the scenes in pictures/films/ and writes films beside their articles.

  npm run films                 make the films whose scenes or mock-ups changed
  npm run films -- --all        make every film again
  npm run films -- --check      change nothing; exit 1 when a film is out of date
  npm run films -- NAME…        only these, by the name of their file, for example verification

Needs a Chromium and ffmpeg with libx264 (BEDSIDE_FFMPEG: its path).
Exit: 0 done, 1 films out of date, 2 could not run.`;

/** Raise it when this program changes what a film looks like: every film is then made again. */
const RENDERING = 1;
const MOST_BYTES = 2_000_000;
const SECONDS = { least: 20, most: 60 };
/** What a film consists of, by the end of its files' names. */
const PARTS = ['.mp4', '.vtt', '.chapters.vtt', '.poster.webp'] as const;

const lockSchema = z.record(z.string(), z.strictObject({ inputs: z.string(), outputs: z.string(), seconds: z.number() }));
type Lock = z.output<typeof lockSchema>;

const home = resolve(import.meta.dirname, '../pictures');
const articles = resolve(home, '../content/articles');
const lockFile = join(home, 'films/films.lock.json');

interface Named {
  readonly name: string;
  readonly film: Film;
}

try {
  process.exitCode = await main();
} catch (error) {
  console.error(error instanceof Error ? error.message : error);
  process.exitCode = 2;
}

async function main(): Promise<0 | 1> {
  const { values, positionals } = parseArgs({ allowPositionals: true, options: { all: { type: 'boolean' }, check: { type: 'boolean' }, help: { type: 'boolean', short: 'h' } } });
  if (values.help) {
    console.log(HELP);
    return 0;
  }
  const films = readFilms();
  const unknown = positionals.find((name) => !films.some((one) => one.name === name));
  if (unknown !== undefined) throw new Error(`There is no pictures/films/${unknown}.yaml.`);
  const lock = existsSync(lockFile) ? lockSchema.parse(JSON.parse(readFileSync(lockFile, 'utf8'))) : {};
  const due = films.filter((one) => (positionals.length > 0 ? positionals.includes(one.name) : values.all || !isCurrent(one, lock)));
  if (values.check) {
    for (const { name } of due) console.log(`${name}  out of date`);
    console.log(due.length === 0 ? `All ${films.length} films are up to date.` : 'Run "npm run films", watch them, and commit them.');
    return due.length === 0 ? 0 : 1;
  }
  if (due.length > 0) await make(due, films, lock);
  console.log(`${due.length} of ${films.length} films made.`);
  return 0;
}

function readFilms(): Named[] {
  const files = readdirSync(join(home, 'films')).filter((file) => file.endsWith('.yaml')).sort();
  return files.map((file) => {
    const result = filmSchema.safeParse(parse(readFileSync(join(home, 'films', file), 'utf8')));
    if (!result.success) throw new Error(`pictures/films/${file}\n${z.prettifyError(result.error)}`);
    return { name: basename(file, '.yaml'), film: result.data };
  });
}

async function make(due: readonly Named[], all: readonly Named[], lock: Lock): Promise<void> {
  ensureEncoder();
  const browser = await chromium.launch({ executablePath: await ensureBrowser(), args: BROWSER_FLAGS });
  try {
    for (const one of due) {
      const seconds = await record(browser, one);
      lock[one.name] = { inputs: inputsOf(one), outputs: outputsOf(one.film), seconds };
      const kept = all.flatMap(({ name }) => (lock[name] === undefined ? [] : [[name, lock[name]] as const]));
      writeFileSync(lockFile, `${JSON.stringify(Object.fromEntries(kept), null, 2)}\n`);
      console.log(`${one.name}  ${seconds.toFixed(1)} s  ${Math.ceil(statSync(fileOf(one.film, '.mp4')).size / 1_000)} kB`);
    }
  } finally {
    await browser.close();
  }
}

/** @returns its length in seconds */
async function record(browser: Browser, { name, film }: Named): Promise<number> {
  const page = await browser.newPage({ viewport: FRAME, deviceScaleFactor: 2, colorScheme: 'light' });
  // On the same disk as the film, so that it comes into place at once.
  const folder = mkdtempSync(join(dirname(fileOf(film, '.mp4')), '.film-'));
  try {
    const encoder = startEncoder(join(folder, 'film.mp4'));
    const { captions, chapters, seconds, poster } = await playFilm(page, home, film, encoder.take);
    await encoder.finish();
    const { size } = statSync(join(folder, 'film.mp4'));
    if (size > MOST_BYTES) throw new RangeError(`${name} has ${size} bytes; at most ${MOST_BYTES} are allowed.`);
    if (seconds < SECONDS.least || seconds > SECONDS.most) throw new RangeError(`${name} lasts ${seconds} s; ${SECONDS.least} to ${SECONDS.most} s are allowed.`);
    renameSync(join(folder, 'film.mp4'), fileOf(film, '.mp4'));
    writeFileSync(fileOf(film, '.vtt'), writeWebVtt(captions));
    writeFileSync(fileOf(film, '.chapters.vtt'), writeWebVtt(chapters));
    await sharp(poster).webp({ quality: 84, effort: 6 }).toFile(fileOf(film, '.poster.webp'));
    return seconds;
  } finally {
    await page.close();
    rmSync(folder, { recursive: true, force: true });
  }
}

function isCurrent(one: Named, lock: Lock): boolean {
  const known = lock[one.name];
  return known?.inputs === inputsOf(one) && PARTS.every((part) => existsSync(fileOf(one.film, part))) && known.outputs === outputsOf(one.film);
}

/** A digest over everything a film is made from. */
function inputsOf({ film }: Named): string {
  const screens = [...new Set(film.scenes.map(({ screen }) => screen))].sort();
  const files = screens.flatMap((screen) => {
    const html = readFileSync(join(home, screen), 'utf8');
    const named = [...html.matchAll(/(?:href|src)="([^"#:]+)"/g)].map((match) => match[1] ?? '');
    return [html, ...[...new Set(named)].sort().map((name) => readFileSync(join(home, dirname(screen), name), 'utf8'))];
  });
  return digest(JSON.stringify([RENDERING, film, files]));
}

function outputsOf(film: Film): string {
  return digest(PARTS.map((part) => digest(readFileSync(fileOf(film, part)))).join());
}

function fileOf({ film }: Film, part: (typeof PARTS)[number]): string {
  return join(articles, `${film}${part}`);
}

function digest(data: string | Buffer): string {
  return createHash('sha256').update(data).digest('hex').slice(0, 32);
}

/**
 * The picture that a shared link shows: the article's title on the site's ground, with the brand's mark.
 *
 * A card is kept by the digest of what is on it, so it is drawn once. The words are set by Pango, which
 * breaks lines in any script.
 */
import { existsSync, mkdirSync, renameSync, writeFileSync } from 'node:fs';
import { copyFile, link, mkdir } from 'node:fs/promises';
import { basename, join, resolve } from 'node:path';
import { Worker } from 'node:worker_threads';
import sharp from 'sharp';
import type { Article, Catalog } from '../catalog/catalog.ts';
import { GROUND, hex } from '../catalog/colors.ts';
import { CARD, cardOf, cardPath, type Card } from './card-path.ts';

const MARGIN = 88;
const INNER = CARD.width - 2 * MARGIN;
const LINE = 'oklch(0.885 0.008 85)';
const TEXT = 'oklch(0.22 0.01 85)';
const QUIET = 'oklch(0.43 0.012 85)';
const FONT = 'Liberation Sans, Arial, Helvetica, Noto Sans, sans-serif';

/** Puts every article's card into the built site, and draws those that the cache lacks. */
export async function writeCards(catalog: Catalog, folder: string, cache = cardCache()): Promise<void> {
  mkdirSync(cache, { recursive: true });
  await mkdir(join(folder, 'media/cards'), { recursive: true });
  const waiting = catalog.articles.values();
  const draw = cardPainter();
  // sharp works beside Node on threads of its own; a few at once keep them busy.
  await Promise.all(
    Array.from({ length: 4 }, async () => {
      for (const article of waiting) await place(await cachedCard(catalog, article, cache, draw), join(folder, cardPath(catalog, article)));
    }),
  );
}

/** As a second name of the same file: copying 5,000 cards took 2.5 s of each build. Where a file can have one name only, as a copy. */
async function place(card: string, file: string): Promise<void> {
  try {
    await link(card, file);
  } catch (error) {
    // What stands there by this name is this card, by its digest.
    if ((error as NodeJS.ErrnoException).code !== 'EEXIST') await copyFile(card, file);
  }
}

/**
 * Draws what the cache lacks, without a place to put it yet: the pages are being made meanwhile.
 *
 * On a thread of its own: each card is megabytes of pixels, and clearing them away beside the trees of thousands of
 * articles took a third of a large build.
 */
export async function drawCards(catalog: Catalog, cache = cardCache()): Promise<void> {
  mkdirSync(cache, { recursive: true });
  const lacking = catalog.articles.map((article) => ({ file: cachedFile(catalog, article, cache), card: cardOf(catalog, article) })).filter(({ file }) => !existsSync(file));
  if (lacking.length === 0) return;
  const worker = new Worker(new URL('./cards-worker.ts', import.meta.url), { workerData: lacking });
  await new Promise<void>((resolve, reject) => {
    worker.once('error', reject);
    worker.once('exit', (code) => (code === 0 ? resolve() : reject(new Error(`The thread that draws social cards ended with ${code}.`))));
  });
}

async function cachedCard(catalog: Catalog, article: Article, cache: string, draw: (card: Card) => Promise<Buffer>): Promise<string> {
  const file = cachedFile(catalog, article, cache);
  if (!existsSync(file)) keepCard(file, await draw(cardOf(catalog, article)));
  return file;
}

function cachedFile(catalog: Catalog, article: Article, cache: string): string {
  return join(cache, basename(cardPath(catalog, article)));
}

/** Never half a card, should a build be stopped here. */
export function keepCard(file: string, png: Buffer): void {
  const part = `${file}.${process.pid}`;
  writeFileSync(part, png);
  renameSync(part, file);
}

function cardCache(): string {
  return join(process.env['BEDSIDE_CACHE'] ?? resolve('node_modules/.astro'), 'cards');
}

/**
 * Draws cards. What many share (ground, mark, site, category) is drawn once for all, and only the title is laid over
 * a copy: 4 ms of processor time a card instead of 14, which a site of 5,000 articles pays in each build from nothing.
 */
export function cardPainter(): (card: Card) => Promise<Buffer> {
  const grounds = new Map<string, Promise<Buffer>>();
  const lines = new Map<string, Promise<Words>>();
  // Two megabytes a card: new ones would cost as much again to clear away.
  const canvases: Buffer[] = [];
  const once = <Made>(made: Map<string, Promise<Made>>, key: string, make: () => Promise<Made>): Promise<Made> => {
    let known = made.get(key);
    if (known === undefined) made.set(key, (known = make()));
    return known;
  };
  return async (card) => {
    const [ground, category, title] = await Promise.all([
      once(grounds, JSON.stringify([card.mark, card.accent, card.onAccent, card.site]), () => drawGround(card)),
      once(lines, card.category, () => words(card.category, { size: 30, color: QUIET, width: INNER })),
      words(card.title, { size: card.title.length > 60 ? 56 : 64, color: TEXT, width: INNER, bold: true }),
    ]);
    const pixels = canvases.pop() ?? Buffer.allocUnsafe(ground.length);
    ground.copy(pixels);
    lay(category, pixels, { left: MARGIN, top: MARGIN });
    lay(title, pixels, { left: MARGIN, top: MARGIN + 64 });
    // A higher level takes half as long again for a tenth fewer bytes.
    const png = await sharp(pixels, { raw: { ...CARD, channels: 3 } }).png({ compressionLevel: 3, adaptiveFiltering: false }).toBuffer();
    canvases.push(pixels);
    return png;
  };
}

/** One card by itself. */
export function drawCard(card: Card): Promise<Buffer> {
  return cardPainter()(card);
}

/** Everything but category and title, as pixels. */
async function drawGround(card: Card): Promise<Buffer> {
  const foot = CARD.height - MARGIN - 56;
  const site = await words(card.site, { size: 30, color: TEXT, width: INNER - 80, bold: true });
  const pixels = await sharp(Buffer.from(ground(card, foot))).removeAlpha().raw().toBuffer();
  lay(site, pixels, { left: MARGIN + 80, top: Math.round(foot + 28 - site.height / 2) });
  return pixels;
}

/** Lays words over a card's pixels; what would stand beyond the edges is left out. */
function lay({ data, width, height }: Words, pixels: Buffer, { left, top }: { readonly left: number; readonly top: number }): void {
  for (let y = 0; y < Math.min(height, CARD.height - top); y += 1) {
    for (let x = 0; x < Math.min(width, CARD.width - left); x += 1) {
      const from = (y * width + x) * 4;
      const alpha = data[from + 3]!;
      if (alpha === 0) continue;
      const to = ((top + y) * CARD.width + left + x) * 3;
      for (let channel = 0; channel < 3; channel += 1) pixels[to + channel] = Math.round((data[from + channel]! * alpha + pixels[to + channel]! * (255 - alpha)) / 255);
    }
  }
}

function ground({ mark, accent, onAccent }: Card, foot: number): string {
  const { width, height } = CARD;
  return (
    `<svg xmlns="http://www.w3.org/2000/svg" width="${width}" height="${height}">` +
    `<rect width="${width}" height="${height}" fill="${hex(GROUND.light)}"/>` +
    `<rect width="16" height="${height}" fill="${accent}"/>` +
    `<rect x="${MARGIN}" y="${foot - 32}" width="${width - 2 * MARGIN}" height="2" fill="${hex(LINE)}"/>` +
    `<rect x="${MARGIN}" y="${foot}" width="56" height="56" rx="11" fill="${accent}"/>` +
    `<text x="${MARGIN + 28}" y="${foot + 37}" text-anchor="middle" font-family="${FONT}" font-weight="700" font-size="${mark.length > 2 ? 19 : 25}" fill="${onAccent}">${escape(mark)}</text>` +
    '</svg>'
  );
}

interface Setting {
  readonly size: number;
  readonly color: string;
  readonly width: number;
  readonly bold?: true;
}

/** Words set in lines, as pixels of four channels. */
interface Words {
  readonly data: Buffer;
  readonly width: number;
  readonly height: number;
}

async function words(text: string, { size, color, width, bold }: Setting): Promise<Words> {
  const markup = `<span foreground="${hex(color)}"${bold ? ' weight="bold"' : ''}>${escape(text)}</span>`;
  const { data, info } = await sharp({ text: { text: markup, font: `${FONT} ${size}`, width, dpi: 72, rgba: true, wrap: 'word-char', spacing: Math.round(size * 0.16) } })
    .ensureAlpha()
    .raw()
    .toBuffer({ resolveWithObject: true });
  return { data, width: info.width, height: info.height };
}

function escape(text: string): string {
  return text.replaceAll('&', '&amp;').replaceAll('<', '&lt;').replaceAll('>', '&gt;').replaceAll('"', '&quot;');
}

/**
 * The picture that a shared link shows: the article's title on the site's ground, with the brand's mark.
 *
 * A card is kept by the digest of what is on it, so it is drawn once. The words are set by Pango, which
 * breaks lines in any script.
 */
import { existsSync, mkdirSync, renameSync, writeFileSync } from 'node:fs';
import { copyFile, mkdir } from 'node:fs/promises';
import { join, resolve } from 'node:path';
import sharp, { type OverlayOptions } from 'sharp';
import type { Article, Catalog } from '../catalog/catalog.ts';
import { GROUND, hex } from '../catalog/colors.ts';
import { CARD, cardOf, cardPath, type Card } from './card-path.ts';

const MARGIN = 88;
const LINE = 'oklch(0.885 0.008 85)';
const TEXT = 'oklch(0.22 0.01 85)';
const QUIET = 'oklch(0.43 0.012 85)';
const FONT = 'Liberation Sans, Arial, Helvetica, Noto Sans, sans-serif';

/** Puts every article's card into the built site, and draws those that the cache lacks. */
export async function writeCards(catalog: Catalog, folder: string, cache = cardCache()): Promise<void> {
  mkdirSync(cache, { recursive: true });
  await mkdir(join(folder, 'media/cards'), { recursive: true });
  const waiting = catalog.articles.values();
  // sharp works beside Node on threads of its own; a few at once keep them busy.
  await Promise.all(
    Array.from({ length: 4 }, async () => {
      for (const article of waiting) await copyFile(await cachedCard(catalog, article, cache), join(folder, cardPath(catalog, article)));
    }),
  );
}

/** Draws what the cache lacks, without a place to put it yet: the pages are being made meanwhile. */
export async function drawCards(catalog: Catalog, cache = cardCache()): Promise<void> {
  mkdirSync(cache, { recursive: true });
  for (const article of catalog.articles) await cachedCard(catalog, article, cache);
}

async function cachedCard(catalog: Catalog, article: Article, cache: string): Promise<string> {
  const file = join(cache, cardPath(catalog, article).split('/').at(-1)!);
  if (existsSync(file)) return file;
  const png = await drawCard(cardOf(catalog, article));
  // Never half a card, should a build be stopped here.
  const part = `${file}.${process.pid}`;
  writeFileSync(part, png);
  renameSync(part, file);
  return file;
}

function cardCache(): string {
  return join(process.env['BEDSIDE_CACHE'] ?? resolve('node_modules/.astro'), 'cards');
}

export async function drawCard(card: Card): Promise<Buffer> {
  const inner = CARD.width - 2 * MARGIN;
  const foot = CARD.height - MARGIN - 56;
  const [category, title, site] = await Promise.all([
    words(card.category, { size: 30, color: QUIET, width: inner }),
    words(card.title, { size: card.title.length > 60 ? 56 : 64, color: TEXT, width: inner, bold: true }),
    words(card.site, { size: 30, color: TEXT, width: inner - 80, bold: true }),
  ]);
  const top = MARGIN + 64;
  return sharp(Buffer.from(ground(card, foot)))
    .composite([
      { ...category.overlay, left: MARGIN, top: MARGIN },
      { ...title.overlay, left: MARGIN, top },
      { ...site.overlay, left: MARGIN + 80, top: Math.round(foot + 28 - site.height / 2) },
    ])
    .png({ compressionLevel: 6, adaptiveFiltering: false })
    .toBuffer();
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

/** Words set in lines no longer than the width. */
async function words(text: string, { size, color, width, bold }: Setting): Promise<{ overlay: OverlayOptions; height: number }> {
  const markup = `<span foreground="${hex(color)}"${bold ? ' weight="bold"' : ''}>${escape(text)}</span>`;
  const { data, info } = await sharp({ text: { text: markup, font: `${FONT} ${size}`, width, dpi: 72, rgba: true, wrap: 'word-char', spacing: Math.round(size * 0.16) } })
    .raw()
    .toBuffer({ resolveWithObject: true });
  const { width: pixels, height, channels } = info;
  return { overlay: { input: data, raw: { width: pixels, height, channels } }, height };
}

function escape(text: string): string {
  return text.replaceAll('&', '&amp;').replaceAll('<', '&lt;').replaceAll('>', '&gt;').replaceAll('"', '&quot;');
}

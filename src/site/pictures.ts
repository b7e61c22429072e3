/** Puts responsive pictures where the renderer left their places. */
import { getImage } from 'astro:assets';
import type { ImageMetadata } from 'astro';
import { pictures } from 'virtual:bedside/pictures';
import type { PictureUse, RenderedArticle } from '../articles/render.ts';
import { texts } from './current.ts';

/** Pictures are photographed at two pixels to the CSS pixel. */
const PIXEL_RATIO = 2;
/** The article column, 42 rem. */
const COLUMN = 672;
/** A small phone at 2×, the same at 3×, the whole column at 2×. */
const WIDTHS = [720, 1080, 1344];
const MOST_PIXELS = COLUMN * PIXEL_RATIO;
const QUALITY = 84;

/** The article's HTML with its pictures in place: sized, so that nothing moves, and late, so that words come first. */
export async function placePictures({ html, pictures: uses }: RenderedArticle): Promise<string> {
  const markup = await Promise.all(uses.map(pictureMarkup));
  return html.replaceAll(/<!--image:(\d+)-->/g, (_, index: string) => markup[Number(index)] ?? '');
}

async function pictureMarkup(use: PictureUse): Promise<string> {
  const light = known(use.file);
  const dark = pictures.get(use.file.replace(/\.(\w+)$/, '.dark.$1'));
  const shownWidth = Math.min(COLUMN, light.format === 'svg' ? light.width : Math.round(light.width / PIXEL_RATIO));
  const shownHeight = Math.round((shownWidth * light.height) / light.width);
  const sizes = `(min-width: ${shownWidth + 32}px) ${shownWidth}px, calc(100vw - 2rem)`;
  const image = await responsive(light);
  const darkSource =
    dark === undefined
      ? ''
      : `<source media="screen and (prefers-color-scheme: dark)" srcset="${escape((await responsive(dark)).srcset)}" sizes="${sizes}">`;
  const full = await fullPicture(use.file);
  const markup =
    `<picture>${darkSource}<img src="${escape(image.src)}" srcset="${escape(image.srcset)}" sizes="${sizes}"` +
    ` width="${shownWidth}" height="${shownHeight}" alt="${escape(use.alt)}" loading="lazy" decoding="async"></picture>`;
  if (!use.alone || light.width <= shownWidth) return markup;
  return `<a class="enlarge" href="${escape(full)}" data-enlarge>${markup}<span class="visually-hidden">${escape(texts().enlarge)}</span></a>`;
}

/** The address of a picture with all its pixels; one of those that pages load anyway. */
export async function fullPicture(file: string): Promise<string> {
  const picture = known(file);
  if (picture.format === 'svg') return picture.src;
  return (await getImage({ src: picture, width: Math.min(picture.width, MOST_PIXELS), format: 'webp', quality: QUALITY })).src;
}

/** A still picture of a film, as small as it is shown before the film plays. */
export async function thumbnail(file: string, width: number): Promise<{ src: string; srcset: string; width: number; height: number }> {
  const source = known(file);
  const made = await getImage({ src: source, widths: [width, width * 2], format: 'webp', quality: QUALITY });
  return { src: made.src, srcset: made.srcSet.attribute, width, height: Math.round((width * source.height) / source.width) };
}

export function pictureSize(file: string): { width: number; height: number } {
  return known(file);
}

function known(file: string): ImageMetadata {
  const picture = pictures.get(file);
  if (picture === undefined) throw new Error(`The picture ${file} is not in the content tree.`);
  return picture;
}

async function responsive(source: ImageMetadata): Promise<{ src: string; srcset: string }> {
  if (source.format === 'svg') return { src: source.src, srcset: source.src };
  const widths = [...WIDTHS.filter((width) => width < source.width), Math.min(source.width, MOST_PIXELS)];
  const made = await getImage({ src: source, widths: [...new Set(widths)].sort((a, b) => a - b), format: 'webp', quality: QUALITY });
  return { src: made.src, srcset: made.srcSet.attribute };
}

function escape(text: string): string {
  return text.replaceAll('&', '&amp;').replaceAll('"', '&quot;').replaceAll('<', '&lt;');
}

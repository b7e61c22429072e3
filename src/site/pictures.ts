/** Puts responsive pictures where the renderer left their places. */
import { getImage } from 'astro:assets';
import type { ImageMetadata } from 'astro';
import { pictures } from 'virtual:bedside/pictures';
import type { PictureUse, RenderedArticle } from '../articles/render.ts';

/** Pictures are photographed at two pixels to the CSS pixel. */
const PIXEL_RATIO = 2;
/** The article column, 42 rem. */
const COLUMN = 672;
/** A small phone at 2×, the same at 3×, the whole column at 2×. */
const WIDTHS = [720, 1080, 1344];

/** The article's HTML with its pictures in place: sized, so that nothing moves, and late, so that words come first. */
export async function placePictures({ html, pictures: uses }: RenderedArticle): Promise<string> {
  const markup = await Promise.all(uses.map(pictureMarkup));
  return html.replaceAll(/<!--image:(\d+)-->/g, (_, index: string) => markup[Number(index)] ?? '');
}

async function pictureMarkup(use: PictureUse): Promise<string> {
  const light = pictures.get(use.file);
  if (light === undefined) throw new Error(`The picture ${use.file} is not in the content tree.`);
  const dark = pictures.get(use.file.replace(/\.(\w+)$/, '.dark.$1'));
  const shownWidth = Math.min(COLUMN, light.format === 'svg' ? light.width : Math.round(light.width / PIXEL_RATIO));
  const shownHeight = Math.round((shownWidth * light.height) / light.width);
  const sizes = `(min-width: ${shownWidth + 32}px) ${shownWidth}px, calc(100vw - 2rem)`;
  const image = await responsive(light);
  const darkSource =
    dark === undefined
      ? ''
      : `<source media="screen and (prefers-color-scheme: dark)" srcset="${escape((await responsive(dark)).srcset)}" sizes="${sizes}">`;
  return (
    `<picture>${darkSource}<img src="${escape(image.src)}" srcset="${escape(image.srcset)}" sizes="${sizes}"` +
    ` width="${shownWidth}" height="${shownHeight}" alt="${escape(use.alt)}" loading="lazy" decoding="async"></picture>`
  );
}

async function responsive(source: ImageMetadata): Promise<{ src: string; srcset: string }> {
  if (source.format === 'svg') return { src: source.src, srcset: source.src };
  const widths = [...WIDTHS.filter((width) => width < source.width), Math.min(source.width, COLUMN * PIXEL_RATIO)];
  const made = await getImage({ src: source, widths: [...new Set(widths)].sort((a, b) => a - b), format: 'webp', quality: 84 });
  return { src: made.src, srcset: made.srcSet.attribute };
}

function escape(text: string): string {
  return text.replaceAll('&', '&amp;').replaceAll('"', '&quot;').replaceAll('<', '&lt;');
}

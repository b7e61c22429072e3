/** What an article points at: other articles, pages, headings, pictures, films, names on the screen. */
import { readFileSync } from 'node:fs';
import { basename, join, posix } from 'node:path';
import { addressParts, type ReadArticle } from './article-file.ts';
import { decodedPath, leavesArticles, resolveFrom } from './catalog.ts';
import { PICTURE_PATH } from './components.ts';
import { readText } from './content-files.ts';
import { didYouMean, nearest, shown, type Diagnostic } from './diagnostic.ts';
import { activePart } from './drawing.ts';
import { otherThanItsName } from './first-bytes.ts';
import type { Reference } from './markup.ts';
import { pixelsOf, type Pixels } from './picture-pixels.ts';
import { pageAddress, type Redirects } from './redirects.ts';
import { readWebVtt } from './webvtt.ts';

type Report = (diagnostic: Diagnostic) => void;

/** What there is to point at. */
export interface Surroundings {
  readonly byFile: ReadonlyMap<string, ReadArticle>;
  /** Article files that have errors of their own: there, but unknown inside. */
  readonly broken: ReadonlySet<string>;
  /** Everything under `articles/`. */
  readonly files: ReadonlySet<string>;
  /** Pages that are no articles; `undefined` when the categories are not known. */
  readonly pages: readonly string[] | undefined;
  /** Old addresses: a link to one arrives. The link rules say where it should go. */
  readonly redirects: Redirects;
  readonly redirectsAreUnknown: boolean;
}

/** Where a link stands: an article, or a text beside the articles that has no headings of its own. */
export interface LinkPlace {
  readonly file: string;
  readonly markup: Pick<ReadArticle['markup'], 'headings'>;
}

/** What is below the status page, and its JSON. */
const STATUS_PAGES = /^\/(status\/.|api\/v2\/)/;

export function checkLink(article: LinkPlace, link: Reference, { byFile, broken, files, pages, redirects, redirectsAreUnknown }: Surroundings, report: Report): void {
  const at = { severity: 'error', file: article.file, line: link.line, value: shown(link.target) } as const;
  // Another host; without its scheme it is refused as it is read.
  if (/^(https?:|mailto:|tel:|\/\/)/i.test(link.target)) return;
  const [place = '', fragment = ''] = link.target.split('#');
  const path = place.split('?')[0] ?? '';
  let target: LinkPlace | undefined = article;
  if (path.startsWith('.')) {
    const file = resolveFrom(article.file, path);
    target = byFile.get(file);
    if (target === undefined) {
      if (broken.has(file)) return;
      if (files.has(file) && !file.endsWith('.mdx')) return report({ ...at, code: 'link/article', message: 'A link leads to an article or a page, not to a picture or a film.', remedy: `To show it, write ![What it tells](${path}).` });
      return report({ ...at, code: 'link/article', message: 'There is no such article file.', ...remedyOf(didYouMeanFile(article.file, file, [...byFile.keys()])) });
    }
  } else if (STATUS_PAGES.test(path)) {
    // Histories, feeds and incidents: the rules about the built site know them.
    return;
  } else if (path.startsWith('/')) {
    const file = `articles${decodedPath(path).replace(/\/$/, '')}.mdx`;
    target = path.endsWith('/') ? byFile.get(file) : undefined;
    if (target === undefined) {
      if (pages === undefined || redirectsAreUnknown || pages.includes(path) || broken.has(file) || redirects.pages.has(pageAddress(decodedPath(path)))) return;
      const addresses = [...byFile.keys()].map((one) => `/${addressParts(one).join('/')}/`);
      return report({ ...at, code: 'link/page', message: 'This site has no such page.', ...remedyOf(didYouMean(path, [...pages, ...addresses])) });
    }
  }
  const anchor = anchorIn(fragment);
  if (anchor === undefined || redirectsAreUnknown) return;
  const anchors = target.markup.headings.map((heading) => heading.id);
  const moved = redirects.anchors.get(`/${addressParts(target.file).join('/')}/`);
  if (!anchors.includes(anchor) && !moved?.has(anchor)) {
    report({ ...at, code: 'link/anchor', message: `${target.file} has no heading with this anchor.`, remedy: didYouMean(anchor, anchors) ?? `Known there: ${anchors.map((one) => `#${one}`).join(' ') || 'none'}.` });
  }
}

/** The place that the part after # names: not the top of the page, and no words that a browser is to highlight. */
export function anchorIn(fragment: string): string | undefined {
  const anchor = decodedPath(fragment).replace(/:~:.*$/s, '');
  return anchor === '' || anchor.toLowerCase() === 'top' ? undefined : anchor;
}

export function checkPicture(file: string, image: Reference, { files }: Surroundings, report: Report): void {
  // Others are refused as they are read.
  if (!PICTURE_PATH.test(image.target)) return;
  const at = { severity: 'error', file, line: image.line, value: shown(image.target) } as const;
  if (leavesArticles(file, image.target)) {
    report({ ...at, code: 'image/outside', message: 'This picture lies outside the folder with the articles.', remedy: 'Put the file in the article’s folder and write ./its-name.png.' });
    return;
  }
  const picture = resolveFrom(file, image.target);
  if (!files.has(picture)) report({ ...at, code: 'image/missing', message: 'There is no such picture beside the article.', ...remedyOf(didYouMeanFile(file, picture, [...files].filter((one) => !/\.(dark\.\w+|mdx|vtt|mp4|webm)$/i.test(one)))) });
}

/** Every drawing in the tree, used or not: dark twins are named by no article, and all are published. */
export function checkDrawings(root: string, files: readonly string[], report: Report): void {
  for (const file of files) {
    if (!/\.svg$/i.test(file)) continue;
    const found = drawingProblem(readFileSync(join(root, file)));
    if (found === undefined) continue;
    report({ code: 'image/active-svg', severity: 'error', file, line: 1, value: found, message: 'This drawing contains code or fetches something. A drawing is shapes and text only.', remedy: 'Export it as plain SVG, or as PNG.' });
  }
}

/** Pictures that a build could not read or hold in memory, which would tell it without a place. */
export function checkPictureFiles(root: string, files: readonly string[], report: Report): void {
  for (const file of files) {
    const message = /\.(mp4|webm)$/i.test(file) ? undefined : otherThanItsName(join(root, file));
    if (message !== undefined) report({ code: 'image/format', severity: 'error', file, line: 1, value: basename(file), message, remedy: 'Open it and save it again in this format, or correct its name.' });
    else checkPixels(root, file, report);
  }
}

/** A build holds a whole picture in memory, up to 16 bytes for each pixel (measured): of these, 800 MB. */
const MOST_PIXELS = 50_000_000;
/** Readers get pictures as WebP, as wide as this at most; that format has no more lines than these. */
const WIDEST = 1_344;
const MOST_LINES = 16_383;

function checkPixels(root: string, file: string, report: Report): void {
  const pixels = pixelsOf(join(root, file));
  if (pixels === undefined) return;
  const { width, height, frames } = pixels;
  const at = { code: 'image/pixels', severity: 'error', file, line: 1, value: sizeInWords(pixels) } as const;
  if (width === 0 || height === 0) report({ ...at, message: 'This picture has no pixels.', remedy: 'Export it again.' });
  else if (width * height * frames > MOST_PIXELS) {
    const most = `${MOST_PIXELS / 1_000_000} million pixels`;
    if (frames === 1) report({ ...at, message: `A picture has at most ${most}, else a build needs more memory than most machines have.`, remedy: 'Save it again smaller: 1,400 pixels wide is enough.' });
    else report({ ...at, message: `All frames of a moving picture together have at most ${most}, else a build needs more memory than most machines have.`, remedy: 'Make it smaller or shorter, or a film of it: the field video.' });
  } else if ((height * Math.min(width, WIDEST)) / width > MOST_LINES) {
    report({ ...at, message: `A picture this narrow is too high: ${Math.floor((MOST_LINES * width) / Math.min(width, WIDEST)).toLocaleString('en')} pixels at most at its width.`, remedy: 'Cut it into several pictures, each with its own words.' });
  }
}

function sizeInWords({ width, height, frames }: Pixels): string {
  return `${width.toLocaleString('en')} × ${height.toLocaleString('en')} pixels${frames > 1 ? ` in ${frames.toLocaleString('en')} frames` : ''}`;
}

function drawingProblem(bytes: Uint8Array): string | undefined {
  try {
    return activePart(new TextDecoder('utf-8', { fatal: true }).decode(bytes));
  } catch {
    return 'bytes that are not UTF-8';
  }
}

export function checkNames(article: ReadArticle, names: ReadonlySet<string>, report: Report): void {
  for (const name of article.markup.uiNames) {
    if (names.has(name.target)) continue;
    report({
      code: 'article/ui-name',
      severity: 'error',
      file: article.file,
      line: name.line,
      value: shown(name.target),
      message: 'terms.yaml does not know this screen or button, so readers may look for a name that is not there.',
      remedy: didYouMean(name.target, [...names]) ?? 'Add it under ui: in terms.yaml.',
    });
  }
}

export function checkFilm(root: string, { file, fields, lineOf }: ReadArticle, { files }: Surroundings, report: Report): void {
  if (fields.video === undefined) return;
  for (const part of ['file', 'captions', 'chapters', 'poster'] as const) {
    const target = fields.video[part];
    if (target === undefined) continue;
    const path = resolveFrom(file, target);
    if (leavesArticles(file, target) || !files.has(path)) report({ code: 'video/missing', severity: 'error', file, line: lineOf(['video', part]), field: `video.${part}`, value: target, message: 'There is no such file beside the article.' });
    else if (part === 'captions' || part === 'chapters') checkWebVtt(root, path, report);
  }
}

function checkWebVtt(root: string, file: string, report: Report): void {
  const text = readText(root, file, report);
  for (const { line, value, message, remedy } of text === undefined ? [] : readWebVtt(text).problems) {
    report({ code: 'video/webvtt', severity: 'error', file, line, ...(value === '' ? {} : { value: shown(value) }), message, remedy });
  }
}

/** As the author writes it: from the article's own folder. */
function didYouMeanFile(from: string, wanted: string, known: readonly string[]): string | undefined {
  const found = nearest(wanted, known);
  if (found === undefined) return undefined;
  const path = posix.relative(posix.dirname(from), found);
  return `Did you mean "${path.startsWith('.') ? path : `./${path}`}"?`;
}

function remedyOf(remedy: string | undefined): { remedy?: string } {
  return remedy === undefined ? {} : { remedy };
}

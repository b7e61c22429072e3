/** What must hold between files: ids, addresses, links, pictures, names, colors. */
import { existsSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { addressParts, type ReadArticle } from './article-file.ts';
import { resolveFrom } from './catalog.ts';
import { contrast, GROUND } from './colors.ts';
import { didYouMean, shown, type Diagnostic } from './diagnostic.ts';
import { iconExists } from './icon.ts';
import type { Reference } from './markup.ts';
import { RESERVED_SEGMENTS, slug, type Category, type Site, type Terms } from './schema.ts';

type Report = (diagnostic: Diagnostic) => void;

interface Placed<T> {
  readonly value: T;
  readonly lineOf: (path: readonly PropertyKey[]) => number;
}

export interface CheckedTree {
  readonly root: string;
  readonly site: Placed<Site>;
  readonly categories: Placed<Category[]>;
  readonly terms: Placed<Terms>;
  readonly read: readonly ReadArticle[];
}

/** Pages of the program itself that an article may link to. */
const PROGRAM_PAGES = ['/', '/search/', '/contact/', '/status/'];

export function checkCatalog(tree: CheckedTree, report: Report): void {
  checkCategories(tree, report);
  checkPlaces(tree, report);
  checkIds(tree, report);
  checkSite(tree, report);
  const byFile = new Map(tree.read.map((one) => [one.file, one]));
  const addresses = new Map(tree.read.map((one) => [`/${addressParts(one.file).join('/')}/`, one]));
  const names = new Set(tree.terms.value.ui);
  for (const article of tree.read) {
    for (const heading of article.markup.headings) {
      if (heading.depth > 1) continue;
      report({ code: 'article/heading', severity: 'error', file: article.file, line: heading.line, value: `# ${heading.text}`, message: 'The title is the page’s one first-level heading.', remedy: 'Begin with ##.' });
    }
    for (const link of article.markup.links) checkLink(tree, article, link, byFile, addresses, report);
    for (const image of article.markup.images) checkImage(tree.root, article.file, image, report);
    if (names.size > 0) checkNames(article, names, report);
    checkFilm(tree.root, article, report);
  }
}

function checkCategories({ categories }: CheckedTree, report: Report): void {
  const seen = new Set<string>();
  for (const [index, category] of categories.value.entries()) {
    const at = { file: 'categories.yaml', line: categories.lineOf([index, 'slug']), field: `[${index}].slug`, value: category.slug };
    if ((RESERVED_SEGMENTS as readonly string[]).includes(category.slug)) {
      report({ ...at, code: 'category/reserved', severity: 'error', message: 'This address belongs to the program.', remedy: `Not allowed: ${RESERVED_SEGMENTS.join(', ')}.` });
    }
    if (seen.has(category.slug)) report({ ...at, code: 'category/duplicate', severity: 'error', message: 'Two categories have this address.' });
    seen.add(category.slug);
    if (!iconExists(category.icon)) {
      report({ code: 'category/icon', severity: 'error', file: 'categories.yaml', line: categories.lineOf([index, 'icon']), field: `[${index}].icon`, value: category.icon, message: 'Lucide has no icon of this name.', remedy: 'Look for one at lucide.dev/icons.' });
    }
  }
}

function checkPlaces({ categories, read }: CheckedTree, report: Report): void {
  const known = categories.value.map((category) => category.slug);
  for (const { file } of read) {
    const [category, name] = addressParts(file);
    if (!known.includes(category)) {
      report({
        code: 'article/category',
        severity: 'error',
        file,
        line: 1,
        value: category || file,
        message: 'An article lies in a category’s folder: articles/<category>/<name>.mdx.',
        remedy: didYouMean(category, known) ?? `Known: ${known.join(', ')}.`,
      });
    }
    const result = slug.safeParse(name);
    if (!result.success) {
      report({ code: 'article/file-name', severity: 'error', file, line: 1, value: name, message: `The file’s name is its address: ${result.error.issues[0]?.message ?? 'small letters and hyphens'}.` });
    }
  }
}

function checkIds({ site, read }: CheckedTree, report: Report): void {
  const owners = new Map<string, string>();
  const aliases = new Map<string, string>();
  for (const { file, fields, lineOf } of read) {
    const other = owners.get(fields.id);
    if (other !== undefined) {
      report({ code: 'article/duplicate-id', severity: 'error', file, line: lineOf(['id']), field: 'id', value: fields.id, message: `${other} has this id already. Votes and tickets would be mixed up.` });
    }
    owners.set(fields.id, file);
  }
  const ids = [...owners.keys()];
  const addresses = new Set(read.map(({ file }) => `/${addressParts(file).join('/')}/`));
  for (const { file, fields, lineOf } of read) {
    for (const [index, id] of fields.related.entries()) {
      const at = { severity: 'error', file, line: lineOf(['related', index]), field: `related[${index}]`, value: id } as const;
      if (id === fields.id) report({ ...at, code: 'article/related', message: 'An article is not related to itself.' });
      else if (!owners.has(id)) {
        report({ ...at, code: 'article/related', message: 'No article has this id.', remedy: didYouMean(id, ids) ?? 'Copy the id from the other article’s first lines.' });
      }
    }
    for (const [index, alias] of fields.aliases.entries()) {
      const at = { severity: 'error', file, line: lineOf(['aliases', index]), field: `aliases[${index}]`, value: alias } as const;
      if (addresses.has(alias)) report({ ...at, code: 'article/alias', message: 'An article lives at this address, so it cannot lead elsewhere.' });
      const other = aliases.get(alias);
      if (other !== undefined) report({ ...at, code: 'article/alias', message: `${other} claims this address, too.` });
      aliases.set(alias, file);
    }
  }
  for (const [index, id] of site.value.popular.entries()) {
    if (!owners.has(id)) {
      report({ code: 'site/popular', severity: 'error', file: 'site.yaml', line: site.lineOf(['popular', index]), field: `popular[${index}]`, value: id, message: 'No article has this id.', ...remedyOf(didYouMean(id, ids)) });
    }
  }
}

function checkSite({ site }: CheckedTree, report: Report): void {
  const { brand, timeZone } = site.value;
  try {
    new Intl.DateTimeFormat('en', { timeZone });
  } catch {
    const zones = Intl.supportedValuesOf('timeZone');
    report({ code: 'site/time-zone', severity: 'error', file: 'site.yaml', line: site.lineOf(['timeZone']), field: 'timeZone', value: timeZone, message: 'There is no such time zone.', ...remedyOf(didYouMean(timeZone, zones)) });
  }
  for (const mode of ['light', 'dark'] as const) {
    // 4.5 is WCAG AA for text; the accent is the color of links.
    const pairs = [
      { field: 'accent', front: brand.accent[mode], back: GROUND[mode], what: 'Links need a contrast of 4.5 with the page' },
      { field: 'onAccent', front: brand.onAccent[mode], back: brand.accent[mode], what: 'Text on the main button needs a contrast of 4.5 with it' },
    ];
    for (const { field, front, back, what } of pairs) {
      const path = ['brand', field, mode];
      const at = { severity: 'error', file: 'site.yaml', line: site.lineOf(path), field: path.join('.'), value: front } as const;
      const ratio = contrast(front, back);
      if (ratio === undefined) report({ ...at, code: 'site/color', message: 'This is not a CSS color.' });
      else if (ratio < 4.5) report({ ...at, code: 'site/contrast', message: `${what}; this has ${ratio.toFixed(1)}.`, remedy: mode === 'light' ? 'Make it darker.' : 'Make it lighter.' });
    }
  }
}

function checkLink(
  { categories }: CheckedTree,
  article: ReadArticle,
  link: Reference,
  byFile: ReadonlyMap<string, ReadArticle>,
  addresses: ReadonlyMap<string, ReadArticle>,
  report: Report,
): void {
  const at = { severity: 'error', file: article.file, line: link.line, value: shown(link.target) } as const;
  if (/^(https?:|mailto:|tel:)/i.test(link.target)) return;
  const [path = '', fragment] = link.target.split('#');
  let target: ReadArticle | undefined = article;
  if (path.startsWith('.')) {
    const file = resolveFrom(article.file, path);
    target = byFile.get(file);
    if (target === undefined) {
      return report({ ...at, code: 'link/article', message: 'There is no such article file.', ...remedyOf(didYouMean(file, [...byFile.keys()])) });
    }
  } else if (path.startsWith('/')) {
    const pages = [...PROGRAM_PAGES, ...categories.value.map((category) => `/${category.slug}/`)];
    target = addresses.get(path);
    if (target === undefined) {
      if (pages.includes(path)) return;
      return report({ ...at, code: 'link/page', message: 'This site has no such page.', ...remedyOf(didYouMean(path, [...pages, ...addresses.keys()])) });
    }
  }
  if (fragment === undefined || fragment === '' || target === undefined) return;
  const anchors = target.markup.headings.map((heading) => heading.id);
  if (!anchors.includes(decodeURIComponent(fragment))) {
    report({ ...at, code: 'link/anchor', message: `${target.file} has no heading with this anchor.`, remedy: didYouMean(fragment, anchors) ?? `Known there: ${anchors.map((one) => `#${one}`).join(' ') || 'none'}.` });
  }
}

const ACTIVE_SVG = /<\s*(script|foreignObject|iframe|embed|object|handler|set|animate)\b|\son[a-z]+\s*=|javascript:|<!ENTITY|(?:href|src)\s*=\s*["']?\s*(?!#|data:image\/(?:png|jpeg|webp))[^"'\s>]/i;

function checkImage(root: string, file: string, image: Reference, report: Report): void {
  if (!image.target.startsWith('.')) return;
  const path = join(root, resolveFrom(file, image.target));
  const at = { severity: 'error', file, line: image.line, value: shown(image.target) } as const;
  if (!existsSync(path)) {
    report({ ...at, code: 'image/missing', message: 'There is no such picture beside the article.' });
  } else if (path.toLowerCase().endsWith('.svg') && ACTIVE_SVG.test(readFileSync(path, 'utf8'))) {
    report({ ...at, code: 'image/active-svg', message: 'This drawing contains code or fetches something. A drawing is shapes and text only.', remedy: 'Export it as plain SVG, or as PNG.' });
  }
}

function checkNames(article: ReadArticle, names: ReadonlySet<string>, report: Report): void {
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

function checkFilm(root: string, { file, fields, lineOf }: ReadArticle, report: Report): void {
  if (fields.video === undefined) return;
  for (const part of ['file', 'captions', 'poster'] as const) {
    if (existsSync(join(root, resolveFrom(file, fields.video[part])))) continue;
    report({ code: 'video/missing', severity: 'error', file, line: lineOf(['video', part]), field: `video.${part}`, value: fields.video[part], message: 'There is no such file beside the article.' });
  }
}

function remedyOf(remedy: string | undefined): { remedy?: string } {
  return remedy === undefined ? {} : { remedy };
}

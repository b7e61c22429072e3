/**
 * Loads a content tree into one catalog, or says everything that is wrong with it.
 */
import { existsSync, readdirSync, statSync } from 'node:fs';
import { basename, extname, join, relative, resolve, sep } from 'node:path';
import type { z } from 'zod';
import { type Article, type Catalog, type CategoryWithArticles } from './catalog.ts';
import { checkCatalog } from './check.ts';
import { ContentProblems, type Diagnostic } from './diagnostic.ts';
import { addressParts, parseArticle, readText, type ReadArticle } from './article-file.ts';
import { categoriesSchema, siteSchema, termsSchema } from './schema.ts';
import { readYaml } from './yaml.ts';

export interface LoadOptions {
  /** The day from which `publishOn` articles appear, `2026-11-23`. */
  readonly today: string;
  /** true in `dev`: drafts and future articles are there, too. */
  readonly unpublished: boolean;
}

export interface LoadResult {
  /** Missing when an error makes it impossible. */
  readonly catalog: Catalog | undefined;
  readonly diagnostics: readonly Diagnostic[];
}

type Report = (diagnostic: Diagnostic) => void;

/**
 * Reads a whole content tree. Every wrong file is reported in one run.
 *
 * @param root the folder that holds `site.yaml`, `categories.yaml` and `articles/`
 */
export function readCatalog(root: string, options: LoadOptions): LoadResult {
  const absolute = resolve(root);
  const diagnostics: Diagnostic[] = [];
  const report: Report = (diagnostic) => void diagnostics.push(diagnostic);

  const site = readData(absolute, 'site.yaml', siteSchema, report);
  const categories = readData(absolute, 'categories.yaml', categoriesSchema, report);
  const terms = existsSync(join(absolute, 'terms.yaml'))
    ? readData(absolute, 'terms.yaml', termsSchema, report)
    : { value: termsSchema.parse({}), lineOf: () => 1 };
  const read = articleFiles(absolute, report).flatMap((file) => readArticle(absolute, file, report) ?? []);

  if (site && categories && terms) {
    checkCatalog({ root: absolute, site, categories, terms, read }, report);
  }
  if (!site || !categories || !terms || diagnostics.some((one) => one.severity === 'error')) {
    return { catalog: undefined, diagnostics };
  }

  const visible = read.filter(
    ({ fields }) => options.unpublished || (!fields.draft && (fields.publishOn === undefined || fields.publishOn <= options.today)),
  );
  const articles = visible.map(toArticle);
  const withArticles: CategoryWithArticles[] = categories.value.map((category) => ({
    ...category,
    address: `/${category.slug}/`,
    articles: articles
      .filter((article) => article.category === category.slug)
      .sort((a, b) => a.order - b.order || a.title.localeCompare(b.title)),
  }));
  const ordered = withArticles.flatMap((category) => category.articles);
  const visibleIds = new Set(ordered.map((article) => article.id));
  const shownRelated = ordered.map((article) => ({ ...article, related: article.related.filter((id) => visibleIds.has(id)) }));
  const byId = new Map(shownRelated.map((article) => [article.id, article]));
  return {
    diagnostics,
    catalog: {
      root: absolute,
      site: site.value,
      terms: terms.value,
      categories: withArticles.map((category) => ({ ...category, articles: category.articles.map((article) => byId.get(article.id) ?? article) })),
      articles: shownRelated,
      byId,
      byFile: new Map(shownRelated.map((article) => [article.file, article])),
      redirects: new Map(shownRelated.flatMap((article) => article.aliases.map((alias) => [alias, article.address] as const))),
    },
  };
}

/**
 * The catalog, for callers that cannot go on without one.
 *
 * @throws {ContentProblems} with every error at once
 */
export function loadCatalog(root: string, options: LoadOptions): Catalog {
  const { catalog, diagnostics } = readCatalog(root, options);
  if (catalog === undefined) throw new ContentProblems(diagnostics.filter((one) => one.severity === 'error'), basename(resolve(root)));
  return catalog;
}

function readData<Schema extends z.ZodType>(root: string, file: string, schema: Schema, report: Report) {
  const path = join(root, file);
  if (!existsSync(path)) {
    report({ code: 'content/missing-file', severity: 'error', file, line: 1, message: 'This file is needed.', remedy: `Create ${file}.` });
    return undefined;
  }
  return readYaml({ file, text: readText(path), linesBefore: 0 }, schema, report);
}

/** Article files, sorted; everything else in the folder that is neither article nor picture is reported. */
function articleFiles(root: string, report: Report): string[] {
  const folder = join(root, 'articles');
  if (!existsSync(folder)) {
    report({ code: 'content/missing-file', severity: 'error', file: 'articles', line: 1, message: 'The folder with the articles is missing.' });
    return [];
  }
  const files = readdirSync(folder, { recursive: true, withFileTypes: true })
    .filter((entry) => entry.isFile() && !entry.name.startsWith('.'))
    .map((entry) => relative(root, join(entry.parentPath, entry.name)).split(sep).join('/'))
    .sort();
  for (const file of files) {
    const kind = extname(file).toLowerCase();
    if (['.md', '.markdown', '.txt', '.html', '.htm', '.doc', '.docx'].includes(kind)) {
      report({ code: 'content/extension', severity: 'error', file, line: 1, message: 'An article’s file ends in .mdx; this one would not be published.', remedy: `Rename it to ${basename(file, extname(file))}.mdx.` });
    }
  }
  return files.filter((file) => file.endsWith('.mdx'));
}

const parsed = new Map<string, { stamp: string; article: ReadArticle | undefined; diagnostics: Diagnostic[] }>();

/** Reads one file; a file that did not change since the last call in this process is not parsed again. */
function readArticle(root: string, file: string, report: Report): ReadArticle | undefined {
  const path = join(root, file);
  const { mtimeMs, size } = statSync(path);
  const stamp = `${mtimeMs}:${size}`;
  const known = parsed.get(path);
  if (known?.stamp === stamp) {
    known.diagnostics.forEach(report);
    return known.article;
  }
  const diagnostics: Diagnostic[] = [];
  const article = parseArticle(file, readText(path), (diagnostic) => void diagnostics.push(diagnostic));
  parsed.set(path, { stamp, article, diagnostics });
  diagnostics.forEach(report);
  return article;
}

function toArticle({ file, source, digest, fields, markup }: ReadArticle): Article {
  const [category, slug] = addressParts(file);
  return { ...fields, category, slug, address: `/${category}/${slug}/`, file, source, digest, headings: markup.headings, links: markup.links, images: markup.images };
}

/**
 * Loads a content tree into one catalog, or says everything that is wrong with it.
 */
import { existsSync, readFileSync, statSync } from 'node:fs';
import { basename, join, resolve } from 'node:path';
import { type Article, type Catalog, type CategoryWithArticles } from './catalog.ts';
import { checkSubscriptions } from './check-subscriptions.ts';
import { checkCatalog, type CheckedTree } from './check.ts';
import { readDataFile, readOptionalDataFile } from './data-file.ts';
import { ContentProblems, type Diagnostic } from './diagnostic.ts';
import { addressParts, aliasesIn, idIn, parseArticle, type BrokenArticle, type ReadArticle } from './article-file.ts';
import { articleFolderFiles, readText } from './content-files.ts';
import { replyLinkCheck } from './reply-links.ts';
import { redirectsSchema, splitAddress, type Redirects } from './redirects.ts';
import { checkReleases, RELEASES_FILE, releasesIn, releasesSchema } from './releases.ts';
import { categoriesSchema, searchSchema, siteSchema, termsSchema } from './schema.ts';
import { checkArticleComponents } from './status-check.ts';
import { readStatus } from './status-load.ts';
import { readSupport } from './support/support.ts';

export interface LoadOptions {
  /** The day from which `publishOn` articles appear, `2026-11-23`, or who tells it in the site's time zone. */
  readonly today: string | ((timeZone: string) => string);
  /** true in `dev`: drafts and future articles are there, too. */
  readonly unpublished: boolean;
  /** The instant of loading, for the status page's records; the present if left out. */
  readonly now?: number;
}

export interface LoadResult {
  /** Missing when an error makes it impossible. */
  readonly catalog: Catalog | undefined;
  readonly diagnostics: readonly Diagnostic[];
  /** The tree as far as it could be read, with drafts. */
  readonly tree: CheckedTree;
  readonly redirects: Redirects;
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
  // Of a folder that is not there, one sentence says more than one for each of its files.
  const there = existsSync(absolute);
  if (!there) diagnostics.push({ code: 'content/missing-folder', severity: 'error', file: 'site.yaml', line: 1, value: root, message: 'There is no such folder.', remedy: 'BEDSIDE_CONTENT names the folder with site.yaml (default content).' });
  const report: Report = (diagnostic) => void (there && diagnostics.push(diagnostic));

  const site = readDataFile(absolute, 'site.yaml', siteSchema, report);
  const categories = readDataFile(absolute, 'categories.yaml', categoriesSchema, report);
  const terms = readOptionalDataFile(absolute, 'terms.yaml', termsSchema, report);
  const redirectLines = existsSync(join(absolute, 'redirects.yaml')) ? readDataFile(absolute, 'redirects.yaml', redirectsSchema, report) : undefined;
  const search = readOptionalDataFile(absolute, 'search.yaml', searchSchema, report);
  const released = readOptionalDataFile(absolute, RELEASES_FILE, releasesSchema, report);
  const files = articleFolderFiles(absolute, report);
  const articlesRead = files.filter((file) => file.endsWith('.mdx')).map((file) => readArticle(absolute, file, report));
  const read = articlesRead.filter((one) => 'fields' in one);
  const broken = articlesRead.filter((one): one is BrokenArticle => !('fields' in one));
  const articleTree = { root: absolute, site, categories, terms, search, redirects: redirectLines, redirectsAreUnknown: redirectLines === undefined && existsSync(join(absolute, 'redirects.yaml')), read, broken, files };
  const { redirects, surroundings } = checkCatalog(articleTree, report);
  const status = site && readStatus(absolute, { ...site.value, now: options.now ?? Date.now() }, report);
  const releases = released === undefined ? [] : releasesIn(released.value, read.map(({ fields }) => fields));
  const tree: CheckedTree = { ...articleTree, status, releases };
  if (status) checkArticleComponents(read, status.components, report);
  if (released) checkReleases(released, { articles: new Set([...read.map(({ fields }) => fields.id), ...broken.flatMap(({ id }) => id ?? [])]), components: status?.components.map(({ slug }) => slug) }, report);
  const today = site && (typeof options.today === 'string' ? options.today : options.today(site.value.timeZone));
  const isPublished = ({ fields }: ReadArticle) => !fields.draft && (fields.publishOn === undefined || (today !== undefined && fields.publishOn <= today));
  const hidden = new Set(read.filter((one) => !isPublished(one)).map(({ file }) => `/${addressParts(file).join('/')}/`));
  const around = site && { site: site.value, articles: new Set([...read.map((one) => one.fields.id), ...broken.flatMap(({ id }) => id ?? [])]), status, checkReplyLink: replyLinkCheck(site.value, surroundings, hidden) };
  const support = around && readSupport(absolute, around, report);
  // Support that cannot be read has said so, and may have every letter.
  if (status && (support !== undefined || !existsSync(join(absolute, 'support')))) checkSubscriptions(status, support?.replies, report);
  if (!site || !categories || !terms || !search || diagnostics.some((one) => one.severity === 'error')) {
    return { catalog: undefined, diagnostics, tree, redirects };
  }

  const visible = read.filter((one) => options.unpublished || isPublished(one));
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
  const shown = publishedRedirects(redirects, new Set(ordered.map((article) => article.address)), read);
  return {
    diagnostics,
    tree,
    redirects: shown,
    catalog: {
      root: absolute,
      site: site.value,
      terms: terms.value,
      search: search.value,
      releases,
      categories: withArticles.map((category) => ({ ...category, articles: category.articles.map((article) => byId.get(article.id) ?? article) })),
      articles: shownRelated,
      byId,
      byFile: new Map(shownRelated.map((article) => [article.file, article])),
      redirects: shown.pages,
      movedAnchors: shown.anchors,
      status,
      support,
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

/** An article that is not published keeps its old addresses to itself: nothing would be there. */
function publishedRedirects(redirects: Redirects, published: ReadonlySet<string>, read: readonly ReadArticle[]): Redirects {
  const hidden = new Set(read.map(({ file }) => `/${addressParts(file).join('/')}/`).filter((address) => !published.has(address)));
  const arrives = (target: string) => !hidden.has(splitAddress(target)[0]);
  return {
    pages: new Map([...redirects.pages].filter(([, to]) => arrives(to))),
    anchors: new Map(
      [...redirects.anchors].flatMap(([page, moved]) => {
        const kept = [...moved].filter(([, to]) => arrives(to));
        return arrives(page) && kept.length > 0 ? [[page, new Map(kept)]] : [];
      }),
    ),
  };
}

const parsed = new Map<string, { stamp: string; article: ReadArticle | BrokenArticle; diagnostics: Diagnostic[] }>();

/** Reads one file; a file that did not change since the last call in this process is not parsed again. */
function readArticle(root: string, file: string, report: Report): ReadArticle | BrokenArticle {
  const path = join(root, file);
  // Clocks of file systems tick slowly: two writes of one length in one tick are told apart by the file's number.
  const { mtimeMs, ctimeMs, size, ino } = statSync(path);
  const stamp = `${mtimeMs}:${ctimeMs}:${size}:${ino}`;
  let known = parsed.get(path);
  if (known?.stamp !== stamp) {
    const diagnostics: Diagnostic[] = [];
    const collect: Report = (diagnostic) => void diagnostics.push(diagnostic);
    const source = readText(root, file, collect);
    const article = source === undefined ? undefined : parseArticle(file, source, collect);
    known = { stamp, article: article ?? { file, id: idIn(source ?? unreadText(path)), aliases: aliasesIn(source ?? '') }, diagnostics };
    parsed.set(path, known);
  }
  known.diagnostics.forEach(report);
  return known.article;
}

/** What can be made out of a file in another encoding: its id is in plain letters. */
function unreadText(path: string): string {
  return readFileSync(path, 'latin1').replaceAll('\0', '').replaceAll(/\r\n?/g, '\n');
}

function toArticle({ file, source, digest, fields, markup }: ReadArticle): Article {
  const [category, slug] = addressParts(file);
  return { ...fields, category, slug, address: `/${category}/${slug}/`, file, source, digest, headings: markup.headings, links: markup.links, images: markup.images };
}

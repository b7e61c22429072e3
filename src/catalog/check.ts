/** What must hold between files: places, ids, addresses, and what articles point at. */
import { slug as slugOf } from 'github-slugger';
import { addressParts, type BrokenArticle, type ReadArticle } from './article-file.ts';
import { checkFilm, checkLink, checkNames, checkPicture, checkDrawings, checkPictureFiles, type Surroundings } from './check-references.ts';
import { checkSearch } from './check-search.ts';
import { checkCategories, checkSite } from './check-site.ts';
import { didYouMean, type Diagnostic } from './diagnostic.ts';
import { checkRedirects, pageAddress, type RedirectEntry, type Redirects } from './redirects.ts';
import { RESERVED_SEGMENTS, slug, type Category, type SearchWords, type Site, type Terms } from './schema.ts';
import type { Placed } from './placed.ts';
import type { Release } from './releases.ts';
import type { StatusTree } from './status-tree.ts';
import { formNames } from './support/forms.ts';

type Report = (diagnostic: Diagnostic) => void;

/** A tree as far as it could be read: what is wrong in one file must not hide what is wrong in another. */
export interface ArticleTree {
  readonly root: string;
  readonly site: Placed<Site> | undefined;
  readonly categories: Placed<Category[]> | undefined;
  readonly terms: Placed<Terms> | undefined;
  readonly search: Placed<SearchWords> | undefined;
  /** `redirects.yaml`, when there is one. */
  readonly redirects: Placed<Record<string, string>> | undefined;
  /** true when it is there and cannot be read: any old address may lead somewhere. */
  readonly redirectsAreUnknown: boolean;
  readonly read: readonly ReadArticle[];
  readonly broken: readonly BrokenArticle[];
  /** Everything under `articles/`, by path from the root. */
  readonly files: readonly string[];
}

export interface CheckedTree extends ArticleTree {
  /** What happened to the parts of the product; `undefined` when there is none, or when one of its files is wrong. */
  readonly status: StatusTree | undefined;
  /** Oldest first; none when the file is wrong. */
  readonly releases: readonly Release[];
}

/** Pages of the program itself that an article may link to. */
function programPages(root: string): string[] {
  return ['/', '/search/', '/contact/', ...formNames(root).map((form) => `/contact/${form}/`), '/status/'];
}

/** @returns where old addresses lead, and what links were held against */
export function checkCatalog(tree: ArticleTree, report: Report): { readonly redirects: Redirects; readonly surroundings: Surroundings } {
  const { site, categories, terms, read, broken } = tree;
  const ids = new Set([...read.map(({ fields }) => fields.id), ...broken.flatMap(({ id }) => id ?? [])]);
  if (categories) {
    checkCategories(categories, report);
    checkPlaces(tree, categories.value, report);
  }
  if (site) checkSite(site, ids, report);
  if (tree.search) checkSearch(tree.search, ids, report);
  checkIds(tree, ids, report);
  checkAliases(tree, report);
  const redirects = checkRedirects(redirectEntries(tree), { pages: pagesOf(tree) }, report);
  const surroundings: Surroundings = {
    redirects,
    redirectsAreUnknown: tree.redirectsAreUnknown,
    byFile: new Map(read.map((one) => [one.file, one])),
    broken: new Set(broken.map(({ file }) => file)),
    files: new Set(tree.files),
    pages: categories && [...programPages(tree.root), ...categories.value.map((category) => `/${category.slug}/`)],
  };
  const names = new Set(terms?.value.ui);
  for (const article of read) {
    for (const heading of article.markup.headings) {
      if (heading.depth > 1) continue;
      report({ code: 'article/heading', severity: 'error', file: article.file, line: heading.line, value: `# ${heading.text}`, message: 'The title is the page’s one first-level heading.', remedy: 'Begin with ##.' });
    }
    for (const link of article.markup.links) checkLink(article, link, surroundings, report);
    for (const image of article.markup.images) checkPicture(article.file, image, surroundings, report);
    if (names.size > 0) checkNames(article, names, report);
    checkFilm(tree.root, article, surroundings, report);
  }
  checkDrawings(tree.root, tree.files, report);
  checkPictureFiles(tree.root, tree.files, report);
  return { redirects, surroundings };
}

function redirectEntries({ read, broken, redirects }: ArticleTree): RedirectEntry[] {
  const aliases = read.flatMap(({ file, fields, lineOf }) =>
    fields.aliases.map((from, index) => ({ from, to: `/${addressParts(file).join('/')}/`, file, line: lineOf(['aliases', index]) })),
  );
  const guessed = broken.flatMap(({ file, aliases: known }) => known.map((from) => ({ from, to: `/${addressParts(file).join('/')}/`, file, line: 1 })));
  const lines = Object.entries(redirects?.value ?? {}).map(([from, to]) => ({ from, to, file: 'redirects.yaml', line: redirects?.lineOf([from]) ?? 1 }));
  return [...lines, ...aliases, ...guessed];
}

/** Every page with its headings, as far as they are known. */
function pagesOf({ root, read, broken, categories }: ArticleTree): Map<string, ReadonlySet<string> | undefined> {
  return new Map<string, ReadonlySet<string> | undefined>([
    ...programPages(root).map((page) => [page, undefined] as const),
    ...(categories?.value ?? []).map(({ slug: name }) => [`/${name}/`, undefined] as const),
    ...broken.map(({ file }) => [pageAddress(`/${addressParts(file).join('/')}`), undefined] as const),
    ...read.map(({ file, markup }) => [`/${addressParts(file).join('/')}/`, new Set(markup.headings.map(({ id }) => id))] as const),
  ]);
}

function checkPlaces({ read, broken }: ArticleTree, categories: readonly Category[], report: Report): void {
  const known = categories.map((category) => category.slug);
  for (const { file } of [...read, ...broken]) {
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
      const better = slugOf(name).replaceAll(/-{2,}/g, '-').replace(/^-|-$/g, '');
      const taken = [...read, ...broken].some((other) => other.file === `articles/${category}/${better}.mdx`);
      const remedy = taken ? `Give it a name of its own: ${better}.mdx is there already.` : slug.safeParse(better).success ? `Rename it to ${better}.mdx.` : 'Rename it.';
      report({ code: 'article/file-name', severity: 'error', file, line: 1, value: name, message: `The file’s name is its address: ${result.error.issues[0]?.message ?? 'small letters and hyphens'}.`, remedy });
    }
  }
}

function checkIds({ read, broken }: ArticleTree, ids: ReadonlySet<string>, report: Report): void {
  const owners = new Map(broken.flatMap(({ file, id }) => (id === undefined ? [] : [[id, file]])));
  for (const { file, fields, lineOf } of read) {
    const other = owners.get(fields.id);
    if (other !== undefined) {
      report({ code: 'article/duplicate-id', severity: 'error', file, line: lineOf(['id']), field: 'id', value: fields.id, message: `${other} has this id already. Votes and tickets would be mixed up.` });
    }
    owners.set(fields.id, file);
  }
  for (const { file, fields, lineOf } of read) {
    for (const [index, id] of fields.related.entries()) {
      const at = { severity: 'error', file, line: lineOf(['related', index]), field: `related[${index}]`, value: id } as const;
      if (id === fields.id) report({ ...at, code: 'article/related', message: 'An article is not related to itself.' });
      else if (fields.related.indexOf(id) < index) report({ ...at, code: 'article/related', message: 'This id stands here twice.', remedy: 'Keep one of the two.' });
      else if (!ids.has(id)) {
        report({ ...at, code: 'article/related', message: 'No article has this id.', remedy: idOfNamed(read, id) ?? didYouMean(id, [...ids]) ?? 'Copy the id from the other article’s first lines.' });
      }
    }
  }
}

/** Who knows an article by its file writes the file's name. */
function idOfNamed(read: readonly ReadArticle[], words: string): string | undefined {
  const name = words.replace(/\.mdx$|\/$/g, '').split('/').at(-1);
  const named = read.filter(({ file }) => addressParts(file)[1] === name);
  return named.length === 1 ? `The id of ${named[0]!.file} is ${named[0]!.fields.id}.` : undefined;
}

function checkAliases({ root, read, broken, categories }: ArticleTree, report: Report): void {
  // With and without its last slash, an address is the same.
  const bare = (address: string) => address.replace(/\/$/, '');
  const addresses = new Set([...read, ...broken].map(({ file }) => `/${addressParts(file).join('/')}`));
  const pages = new Set([...programPages(root), ...(categories?.value ?? []).map((category) => `/${category.slug}`)].map(bare));
  const claimed = new Map<string, string>();
  for (const { file, fields, lineOf } of read) {
    for (const [index, alias] of fields.aliases.entries()) {
      const at = { code: 'article/alias', severity: 'error', file, line: lineOf(['aliases', index]), field: `aliases[${index}]`, value: alias } as const;
      const own = bare(alias);
      const first = alias.split('/')[1] ?? '';
      if (addresses.has(own)) report({ ...at, message: 'An article lives at this address, so it cannot lead elsewhere.' });
      else if (pages.has(own)) report({ ...at, message: 'A page of this site lives at this address, so it cannot lead elsewhere.' });
      else if ((RESERVED_SEGMENTS as readonly string[]).includes(first)) report({ ...at, message: `Addresses that begin with /${first}/ belong to the program.` });
      const other = claimed.get(own);
      if (other !== undefined) report({ ...at, message: `${other === file ? 'This article' : other} claims this address already.` });
      claimed.set(own, file);
    }
  }
}

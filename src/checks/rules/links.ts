/** Links on the built site: what an author wrote, what components render, and the frame around both. */
import { shown } from '../../catalog/diagnostic.ts';
import { linkProblems, type FoundLink, type Problem } from '../links.ts';
import type { Material } from '../material.ts';
import { placed } from '../where.ts';
import type { Rule } from '../rule.ts';

type Of<Kind extends Problem['kind']> = FoundLink & { problem: Extract<Problem, { kind: Kind }> };

const judged = new WeakMap<Material['site'], FoundLink[]>();

/** Every rule here asks for the same answers; they are found once. */
function problemsOf<Kind extends Problem['kind']>(material: Material, kind: Kind): Of<Kind>[] {
  const { site } = material;
  let all = judged.get(site);
  if (all === undefined) {
    all = [...linkProblems(site)];
    judged.set(site, all);
  }
  return all.filter((one): one is Of<Kind> => one.problem.kind === kind);
}

/** What is fetched with the page, as opposed to where a reader goes. */
const isResource = ({ link: { tag } }: FoundLink) => !['a', 'area', 'form', 'meta'].includes(tag);
const isFile = (path: string) => /\.[a-z0-9]{1,5}$/i.test(path);

export const missingPage: Rule = {
  code: 'link/page',
  severity: 'error',
  protects: 'Readers from “page not found”.',
  remedy: 'Correct the link, or take it out.',
  when: 'always',
  *run(material) {
    const found = problemsOf(material, 'missing').filter((one) => !isResource(one) && !isFile(one.problem.path));
    yield* placed(material, found, (one, at) => ({
      file: at.file,
      line: at.line,
      value: shown(at.written),
      message: `There is no page at ${(one as Of<'missing'>).problem.path}.`,
      ...didYouMean((one as Of<'missing'>).problem.like),
    }));
  },
};

export const missingFile: Rule = {
  code: 'link/file',
  severity: 'error',
  protects: 'Pictures, films, downloads, styles and scripts that a page needs.',
  remedy: 'Put the file where the page looks for it, or correct its name: capital letters count.',
  when: 'always',
  *run(material) {
    const found = problemsOf(material, 'missing').filter((one) => isResource(one) || isFile(one.problem.path));
    yield* placed(material, found, (one, at) => ({
      file: at.file,
      line: at.line,
      value: shown(at.written),
      message: `There is no file at ${(one as Of<'missing'>).problem.path}.`,
      ...didYouMean((one as Of<'missing'>).problem.like),
    }));
  },
};

export const missingAnchor: Rule = {
  code: 'link/anchor',
  severity: 'error',
  protects: 'Readers who should land at a heading, and would land at the top of a long page.',
  remedy: 'Copy the anchor from the page: select the # beside its heading.',
  when: 'always',
  *run(material) {
    yield* placed(material, problemsOf(material, 'anchor'), (one, at) => {
      const { page, anchor, like } = (one as Of<'anchor'>).problem;
      return { file: at.file, line: at.line, value: shown(at.written), message: `${page} has no place called #${anchor}.`, ...didYouMean(like === undefined ? undefined : `#${like}`) };
    });
  },
};

export const redirectedLink: Rule = {
  code: 'link/redirected',
  severity: 'warning',
  protects: 'Readers’ time: each redirect is one more wait, and one more thing that can break.',
  remedy: 'Write the new address, or let npm run check -- --fix do it.',
  when: 'always',
  *run(material) {
    // What machines follow (canonical addresses, feeds) is the program's own business only when it is missing.
    yield* placed(material, problemsOf(material, 'redirected').filter((one) => one.link.tag === 'a' || one.link.tag === 'area'), (one, at) => {
      const { to } = (one as Of<'redirected'>).problem;
      const bare = to.startsWith(material.site.base) ? `/${to.slice(material.site.base.length)}` : to;
      return { file: at.file, line: at.line, value: shown(at.written), message: 'This address leads to another one.', remedy: `Write ${bare}`, fix: { from: at.written, to: bare } };
    });
  },
};

export const malformedLink: Rule = {
  code: 'link/malformed',
  severity: 'error',
  protects: 'Readers from a link that no browser can follow.',
  remedy: 'Copy the address anew from the browser’s address bar.',
  when: 'always',
  *run(material) {
    yield* placed(material, problemsOf(material, 'malformed'), (_one, at) => ({ file: at.file, line: at.line, value: shown(at.written), message: 'This is no address.' }));
  },
};

export const duplicateId: Rule = {
  code: 'page/duplicate-id',
  severity: 'error',
  protects: 'Links to a heading, labels of fields and screen readers: each finds only the first of two.',
  remedy: 'Give one of the two headings an anchor of its own: ## Heading {#other-words}.',
  when: 'always',
  *run(material) {
    const files = new Map(material.published.map((article) => [`/${article.file.split('/').slice(1).join('/').replace(/\.mdx$/, '')}/`, article]));
    const pages = new Map<string, string[]>();
    for (const page of material.site.pages.values()) for (const id of page.duplicateIds) pages.set(id, [...(pages.get(id) ?? []), page.address]);
    for (const [id, addresses] of pages) {
      const article = files.get(addresses[0] ?? '');
      const line = article?.markup.headings.find((heading) => heading.id === id)?.line ?? 1;
      yield { file: article?.file ?? 'site.yaml', line, value: `id="${id}"`, message: `Two parts of ${addresses[0]}${addresses.length > 1 ? ` and of ${addresses.length - 1} more pages` : ''} have this anchor.` };
    }
  },
};

function didYouMean(like: string | undefined): { remedy?: string } {
  return like === undefined ? {} : { remedy: `Did you mean ${like}?` };
}

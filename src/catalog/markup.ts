/**
 * Reads an article's MDX as content, never as a program.
 *
 * The same parser that renders (Sätteri) also judges, so nothing can look harmless to one and active to the
 * other. Imports, exports, expressions, unknown components, event attributes, scripts, frames and active
 * addresses are refused here, before anything is compiled.
 */
import GithubSlugger, { slug } from 'github-slugger';
import { toString } from 'hast-util-to-string';
import { mdxToHast, type HastNode } from 'satteri';
import type { Element, Nodes, Root } from 'hast';
import { PICTURE_PATH } from './components.ts';
import { shown, type Diagnostic } from './diagnostic.ts';
import { BRACES } from './markup-words.ts';
import { PARSER_FEATURES } from './parser-features.ts';
import { readSyntax } from './syntax.ts';
import { oddRows } from './tables.ts';
import { checkTag, type JsxNode, type Refuse } from './tags.ts';

export interface Heading {
  readonly depth: number;
  readonly text: string;
  readonly id: string;
  readonly line: number;
}

/** Something in the text that points elsewhere, as the author wrote it. */
export interface Reference {
  readonly target: string;
  readonly line: number;
}

/** What an article's text contains, as data for the loader and the renderer. */
export interface Markup {
  readonly tree: Root;
  readonly headings: readonly Heading[];
  readonly links: readonly Reference[];
  readonly images: readonly Reference[];
  /** Names inside `<Ui>`, a path split at its `>`. */
  readonly uiNames: readonly Reference[];
}

/** Addresses a link may have: the web, mail, telephone, and places on this site. */
const SAFE_ADDRESS = /^(https?:|mailto:|tel:|\/(?!\/)|\.{1,2}\/|#)/i;

/** Stands for the list of notes among the names a node lies in. */
const FOOTNOTES = '(footnotes)';

/** Comments and nothing beside them: code may hide between two. */
const ONLY_COMMENTS = /^\s*(\/\*(?:(?!\*\/)[^])*\*\/\s*)+$/;

/** Names that the page around an article has taken; a heading of the same words gets a number. */
const PAGE_IDS = ['main', 'related', 'reach', 'toc-title', 'side-nav-title', 'footnote-label', 'feedback', 'feedback-title', 'feedback-hint', 'feedback-error', 'feedback-comment'];

/**
 * Parses an article and reports everything in it that is not content.
 *
 * @param source the whole file, frontmatter included, so that lines are the file's own
 * @returns the tree with an `id` on every heading, or `undefined` when the text cannot be parsed
 */
export function readMarkup(file: string, source: string, report: (diagnostic: Diagnostic) => void): Markup | undefined {
  const syntax = readSyntax(file, source, (text) => mdxToHast(text, { features: PARSER_FEATURES }) as unknown as Root, report);
  if (syntax === undefined) return undefined;
  const { tree, mended } = syntax;

  const slugger = new GithubSlugger();
  for (const id of PAGE_IDS) slugger.slug(id);
  const headings: Heading[] = [];
  const links: Reference[] = [];
  const images: Reference[] = [];
  const uiNames: Reference[] = [];
  const refuse = (node: HastNode | Nodes, code: string, message: string, more: Partial<Diagnostic> = {}): void => {
    // Where tags were made plain, what lay inside them lies elsewhere.
    if (mended.size === 0 || (code !== 'article/component' && !mended.has(lineOf(node)))) report({ code, severity: 'error', file, line: lineOf(node), message, ...more });
  };

  const visit = (node: Nodes, ancestors: readonly string[]): void => {
    const kind = node.type as string;
    if (kind === 'mdxjsEsm') {
      return refuse(node, 'article/code', 'An article has no imports or exports: its components are always there.', {
        value: shown((node as unknown as { value: string }).value),
        remedy: 'Delete this line. If it is a sentence, begin it with another word.',
      });
    }
    if (kind === 'mdxFlowExpression' || kind === 'mdxTextExpression') {
      const value = (node as unknown as { value: string }).value;
      if (ONLY_COMMENTS.test(value)) return;
      return refuse(node, BRACES.code, BRACES.message, { ...BRACES, value: shown(`{${value}}`) });
    }
    if (kind === 'raw' || kind === 'comment') {
      return refuse(node, 'article/html', 'Raw HTML is not part of an article.', { value: shown((node as unknown as { value: string }).value) });
    }
    if (kind === 'mdxJsxFlowElement' || kind === 'mdxJsxTextElement') {
      const element = node as unknown as JsxNode;
      checkTag(element, ancestors, refuse);
      collectFromTag(element, images, uiNames);
      return visitAll(element.children, [...ancestors, element.name ?? '']);
    }
    if (kind === 'element') {
      const element = node as Element;
      // The parser's own list of notes, which no author can write.
      const notes = ancestors.includes(FOOTNOTES) || element.properties['dataFootnotes'] !== undefined;
      if (/^h[1-6]$/.test(element.tagName) && !notes) {
        checkHeading(element, headings, refuse);
        headings.push(nameHeading(element, slugger));
      }
      if (element.tagName === 'a') {
        const target = String(element.properties['href'] ?? '');
        // The way to a note and back is the parser's own.
        const toNote = element.properties['dataFootnoteRef'] !== undefined || element.properties['dataFootnoteBackref'] !== undefined;
        if (!toNote) links.push({ target, line: lineOf(element) });
        if (!SAFE_ADDRESS.test(target)) refuseAddress(element, target, refuse);
      }
      if (element.tagName === 'img') {
        images.push({ target: String(element.properties['src'] ?? ''), line: lineOf(element) });
        checkPicture(element, refuse);
      }
      if (notes) return visitAll(element.children, [...ancestors, FOOTNOTES]);
    }
    if (kind === 'text') checkPlainText(node as Nodes & { value: string }, refuse);
    // What stands in code stands there as it is.
    if ('children' in node && (node as Element).tagName !== 'code') visitAll(node.children, ancestors);
  };
  const visitAll = (nodes: readonly unknown[], ancestors: readonly string[]) => nodes.forEach((node) => visit(node as Nodes, ancestors));
  visit(tree, []);
  if (mended.size === 0) reportRows(file, source, report);
  return mended.size > 0 ? undefined : { tree, headings, links, images, uiNames };
}

/** A row that is only short loses nothing: a rule asks about it. */
function reportRows(file: string, source: string, report: (diagnostic: Diagnostic) => void): void {
  for (const { kind, ...row } of oddRows(source)) if (kind !== 'short') report({ code: 'article/table', severity: 'error', file, ...row });
}

/** Gives a heading its anchor: the author's own `{#id}`, else one from its words, unique on the page. */
function nameHeading(element: Element, slugger: GithubSlugger): Heading {
  const own = element.properties['id'];
  const text = toString(element).trim();
  const id = typeof own === 'string' ? own : slugger.slug(slug(text) === '' ? 'section' : text);
  if (typeof own === 'string') slugger.slug(own);
  element.properties['id'] = id;
  return { depth: Number(element.tagName[1]), text, id, line: lineOf(element) };
}

/** Braces after a heading hold its anchor. The parser would take any attribute there, `onclick` too. */
function checkHeading(element: Element, before: readonly Heading[], refuse: Refuse): void {
  const { id, ...others } = element.properties;
  for (const field of Object.keys(others)) {
    refuse(element, 'article/attribute', 'The braces after a heading hold its anchor and nothing else.', { field, remedy: 'Write ## Heading {#anchor}.' });
  }
  if (toString(element).trim() === '') refuse(element, 'article/heading', 'A heading has words.');
  if (typeof id !== 'string') return;
  if (!/^[\p{L}\p{N}]+([-_.][\p{L}\p{N}]+)*$/u.test(id)) {
    refuse(element, 'article/heading', 'An anchor is letters and digits, joined by hyphens.', { value: shown(`{#${id}}`) });
  } else if (PAGE_IDS.includes(id) || before.some((heading) => heading.id === id)) {
    refuse(element, 'article/heading', 'Another part of the page has this anchor.', { value: shown(`{#${id}}`) });
  }
}

function checkPicture(element: Element, refuse: Refuse): void {
  const src = String(element.properties['src'] ?? '');
  if (!PICTURE_PATH.test(src)) {
    refuse(element, 'article/image', 'A picture stands beside its article; nothing is fetched from another host.', {
      value: shown(src),
      remedy: /^\.{1,2}%5C/i.test(src) ? `Write ${shown(src.replaceAll(/%5C/gi, '/'))}` : /^[^/\\:]+\.\w+$/.test(src) ? `For a picture in the article’s folder, write ./${shown(src)}.` : 'Put the file in the article’s folder and write ./its-name.png.',
    });
  }
  if (String(element.properties['alt'] ?? '').trim() === '') {
    refuse(element, 'article/alt', 'A picture says in words what it tells, for a reader who cannot see it.', {
      value: shown(src),
      remedy: 'Write the words between the brackets: ![The words](./its-name.png).',
    });
  }
}

/**
 * `[words](./my file.png)` is no link to Markdown, and readers would see its brackets. Of a web address before the
 * space the parser makes a link of its own, so that the text ends with the bracket.
 */
const NO_LINK = /(!?)\[[^[\]\n]*\]\((?:((?:\.{0,2}\/|https?:|mailto:|tel:|#)[^()\n]*[ \u00a0][^()\n]*)\)|(?:mailto:)?$)/i;

function checkPlainText(node: Nodes & { value: string }, refuse: Refuse): void {
  const found = NO_LINK.exec(node.value);
  if (found === null) return;
  const [whole, picture, target = ''] = found;
  const remedy = target.startsWith('#') ? `Write hyphens: ${target.trim().toLowerCase().replaceAll(/\s+/g, '-')}` : target === '' ? 'Write %20 for each space in the address, and ) at its end.' : target.startsWith('tel:') ? `Take the spaces out: ${target.replaceAll(/\s/g, '')}` : `Write %20 for each space: ${target.trim().replaceAll(/\s/g, '%20')}`;
  refuse(node, 'article/address', `This is no ${picture === '!' ? 'picture' : 'link'}: an address has no spaces.`, { value: shown(whole), remedy: shown(remedy) });
}

function refuseAddress(element: Element, target: string, refuse: Refuse): void {
  const article = /^[\w-]+(\/[\w-]+)*\.mdx?(#.*)?$/.test(target);
  refuse(element, 'article/address', 'A link goes to an article file, a page of this site, the web, mail or a telephone number.', {
    value: shown(target),
    ...(/^[^\s@:/]+@[^\s@/]+\.\w+$/.test(target) ? { remedy: `For an email address, write mailto:${shown(target)}.` } : article ? { remedy: `For an article in the same folder, write ./${target}.` } : /^(www\.)?[\w-]+(\.[\w-]+)*\.[a-z]{2,}(\/|$)/i.test(target) ? { remedy: `For a page of another site, write https://${shown(target)}.` } : {}),
  });
}

function collectFromTag(element: JsxNode, images: Reference[], uiNames: Reference[]): void {
  const line = element.position?.start.line ?? 1;
  if (element.name === 'Figure') {
    const src = element.attributes.find((attribute) => attribute.name === 'src')?.value;
    if (typeof src === 'string') images.push({ target: src, line });
  }
  if (element.name === 'Ui') {
    const text = toString({ type: 'root', children: element.children as Root['children'] });
    if (text.trim() !== '') for (const part of text.split('>')) uiNames.push({ target: part.trim(), line });
  }
}

function lineOf(node: unknown): number {
  return (node as { position?: { start: { line: number } } }).position?.start.line ?? 1;
}

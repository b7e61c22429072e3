/** A reply template: Markdown with placeholders, parsed once and checked against what its kind knows. */
import type { Link, Nodes, Paragraph, Root } from 'mdast';
import remarkParse from 'remark-parse';
import { unified } from 'unified';
import { placeholdersOf, type ReplyKind } from './placeholders.ts';

export interface Template<K extends ReplyKind = ReplyKind> {
  /** The file's name without its ending. */
  readonly name: string;
  readonly kind: K;
  readonly subject: string;
  readonly description: string;
  readonly body: Root;
}

/** What is wrong in a template; the catalog tells it with file and remedy. */
export interface TemplateProblem {
  readonly code: 'reply/markup' | 'reply/placeholder' | 'reply/link' | 'reply/empty';
  /** Line of the body, from 1; 0 is the subject. */
  readonly line: number;
  readonly value: string;
  readonly message: string;
  /** An unknown name, for "did you mean". */
  readonly unknown?: string;
}

const parser = unified().use(remarkParse).freeze();

/** Everything between two braces and two braces. */
export const PLACEHOLDER = /\{\{\s*([^{}]*?)\s*\}\}/g;
const ALLOWED = new Set(['root', 'paragraph', 'heading', 'list', 'listItem', 'blockquote', 'thematicBreak', 'text', 'strong', 'emphasis', 'link', 'break', 'inlineCode']);
const SPELLED: Partial<Record<Nodes['type'], string>> = { html: 'HTML', image: 'A picture', code: 'A block of code', table: 'A table', definition: 'A link definition', linkReference: 'A link by reference' };

/** The body as a tree. */
export function parseBody(markdown: string): Root {
  return parser.parse(markdown);
}

/** Everything that is wrong with subject and body. */
export function templateProblems(kind: ReplyKind, subject: string, body: Root): TemplateProblem[] {
  const problems = [...inSubject(kind, subject)];
  if (body.children.length === 0) problems.push({ code: 'reply/empty', line: 1, value: '', message: 'The reply has no text.' });
  visit(body, (node) => problems.push(...inNode(kind, node)));
  return problems;
}

/** Every link of a body, in its order. */
export function linksIn(body: Root): Link[] {
  const links: Link[] = [];
  visit(body, (node) => void (node.type === 'link' && links.push(node)));
  return links;
}

/** The name of the placeholder that is all of a text, if one is. */
export function onlyPlaceholder(text: string): string | undefined {
  return /^\s*\{\{\s*([^{}]*?)\s*\}\}\s*$/.exec(text)?.[1];
}

/** The placeholder of whole paragraphs that a paragraph consists of, if it does. */
export function blocksIn(kind: ReplyKind, paragraph: Paragraph): string | undefined {
  const [only] = paragraph.children;
  const name = paragraph.children.length === 1 && only?.type === 'text' ? onlyPlaceholder(only.value) : undefined;
  return name !== undefined && standsAlone(kind, name) ? name : undefined;
}

function standsAlone(kind: ReplyKind, name: string): boolean {
  const type = placeholdersOf(kind)[name]?.type;
  return type === 'answers' || type === 'words';
}

function* inSubject(kind: ReplyKind, subject: string): Generator<TemplateProblem> {
  yield* unknownNames(kind, subject, 0);
  for (const [, name = ''] of subject.matchAll(PLACEHOLDER)) {
    const known = placeholdersOf(kind)[name];
    if (known && (!known.always || known.type !== 'text')) yield { code: 'reply/placeholder', line: 0, value: `{{${name}}}`, message: 'The subject takes only words that are always there.' };
  }
}

function* inNode(kind: ReplyKind, node: Nodes): Generator<TemplateProblem> {
  const line = node.position?.start.line ?? 1;
  if (!ALLOWED.has(node.type)) {
    yield { code: 'reply/markup', line, value: node.type, message: `${SPELLED[node.type] ?? 'This'} does not belong in a mail: paragraphs, headings, lists, links, bold and italic do.` };
  } else if (node.type === 'heading' && node.depth === 1) {
    yield { code: 'reply/markup', line, value: '#', message: 'The subject is the mail’s title; headings in it begin with ##.' };
  } else if (node.type === 'paragraph' && blocksIn(kind, node) === undefined) {
    for (const child of node.children) if (child.type === 'text') yield* blocksAmongWords(kind, child.value, line);
  } else if (node.type === 'link') {
    yield* inLink(kind, node.url, line);
  }
  if (node.type === 'text') yield* unknownNames(kind, node.value, line);
  if (node.type === 'inlineCode' && node.value.includes('{{')) yield { code: 'reply/placeholder', line, value: node.value, message: 'A placeholder between backticks is not filled in.' };
}

function* inLink(kind: ReplyKind, url: string, line: number): Generator<TemplateProblem> {
  const name = onlyPlaceholder(url);
  if (name === undefined) {
    if (!/^(https:\/\/[^\s{}]+|mailto:[^\s{}]+|\/(?![/\\])[^\s{}]*)$/.test(url)) yield { code: 'reply/link', line, value: url, message: 'A link leads to a page of this site (/billing/refunds/), to https://…, to mailto:… or to one placeholder that is an address.' };
    return;
  }
  yield* unknownNames(kind, url, line);
  const known = placeholdersOf(kind)[name];
  if (known && known.type !== 'address') yield { code: 'reply/link', line, value: url, message: 'This placeholder is not an address.' };
}

function* blocksAmongWords(kind: ReplyKind, text: string, line: number): Generator<TemplateProblem> {
  for (const [value, name = ''] of text.matchAll(PLACEHOLDER)) {
    if (standsAlone(kind, name)) yield { code: 'reply/placeholder', line, value, message: 'This placeholder needs a paragraph of its own: put an empty line before and after it.' };
  }
}

function* unknownNames(kind: ReplyKind, text: string, line: number): Generator<TemplateProblem> {
  for (const [value, name = ''] of text.matchAll(PLACEHOLDER)) {
    if (!Object.hasOwn(placeholdersOf(kind), name)) yield { code: 'reply/placeholder', line, value, message: `A reply of the kind "${kind}" has no such placeholder.`, unknown: name };
  }
  const rest = text.replaceAll(PLACEHOLDER, '');
  if (/\{\{|\}\}/.test(rest)) yield { code: 'reply/placeholder', line, value: rest.trim().slice(0, 80), message: 'A placeholder begins with {{ and ends with }} on the same line.' };
}

function visit(node: Nodes, each: (node: Nodes) => void): void {
  each(node);
  if ('children' in node) for (const child of node.children) visit(child, each);
}

/**
 * Reads an article's MDX as content, never as a program.
 *
 * The same parser that renders (Sätteri) also judges, so nothing can look harmless to one and active to the
 * other. Imports, exports, expressions, unknown components, event attributes, scripts, frames and active
 * addresses are refused here, before anything is compiled.
 */
import GithubSlugger from 'github-slugger';
import { toString } from 'hast-util-to-string';
import { mdxToHast, type HastNode } from 'satteri';
import type { Element, Nodes, Root } from 'hast';
import { ARTICLE_COMPONENTS, ARTICLE_HTML, type ComponentDefinition } from './components.ts';
import { didYouMean, nearest, shown, type Diagnostic } from './diagnostic.ts';

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

export interface JsxNode {
  readonly type: 'mdxJsxFlowElement' | 'mdxJsxTextElement';
  readonly name: string | null;
  readonly attributes: readonly { type: string; name?: string; value?: unknown }[];
  readonly children: Nodes[];
  readonly position?: { start: { line: number; column: number } };
}

/** Addresses a link may have: the web, mail, telephone, and places on this site. */
const SAFE_ADDRESS = /^(https?:|mailto:|tel:|\/(?!\/)|\.{1,2}\/|#)/i;

const PARSER_FEATURES = { gfm: true, frontmatter: true, headingAttributes: true, smartPunctuation: false } as const;

/**
 * Parses an article and reports everything in it that is not content.
 *
 * @param source the whole file, frontmatter included, so that lines are the file's own
 * @returns the tree with an `id` on every heading, or `undefined` when the text cannot be parsed
 */
export function readMarkup(file: string, source: string, report: (diagnostic: Diagnostic) => void): Markup | undefined {
  let tree: Root;
  try {
    tree = mdxToHast(source, { features: PARSER_FEATURES }) as unknown as Root;
  } catch (error) {
    report(syntaxProblem(file, error as Error));
    return undefined;
  }

  const slugger = new GithubSlugger();
  const headings: Heading[] = [];
  const links: Reference[] = [];
  const images: Reference[] = [];
  const uiNames: Reference[] = [];
  const refuse = (node: HastNode | Nodes, code: string, message: string, more: Partial<Diagnostic> = {}) =>
    report({ code, severity: 'error', file, line: lineOf(node), message, ...more });

  const visit = (node: Nodes, ancestors: readonly string[]): void => {
    const kind = node.type as string;
    if (kind === 'mdxjsEsm') {
      return refuse(node, 'article/code', 'An article has no imports or exports: its components are always there.', {
        value: shown((node as unknown as { value: string }).value),
        remedy: 'Delete this line.',
      });
    }
    if (kind === 'mdxFlowExpression' || kind === 'mdxTextExpression') {
      const value = (node as unknown as { value: string }).value;
      if (/^\s*\/\*[^]*\*\/\s*$/.test(value)) return;
      return refuse(node, 'article/code', 'An article has no code in curly braces.', {
        value: shown(`{${value}}`),
        remedy: 'For a brace that readers should see, write \\{ and \\}.',
      });
    }
    if (kind === 'raw' || kind === 'comment') {
      return refuse(node, 'article/html', 'Raw HTML is not part of an article.', { value: shown((node as unknown as { value: string }).value) });
    }
    if (kind === 'mdxJsxFlowElement' || kind === 'mdxJsxTextElement') {
      const element = node as unknown as JsxNode;
      checkTag(element, ancestors, refuse);
      collectFromTag(element, images, uiNames);
      for (const child of element.children) visit(child, [...ancestors, element.name ?? '']);
      return;
    }
    if (kind === 'element') {
      const element = node as Element;
      if (/^h[1-6]$/.test(element.tagName)) headings.push(nameHeading(element, slugger));
      if (element.tagName === 'a') {
        const target = String(element.properties['href'] ?? '');
        links.push({ target, line: lineOf(element) });
        if (!SAFE_ADDRESS.test(target)) refuseAddress(element, target, refuse);
      }
      if (element.tagName === 'img') {
        const target = String(element.properties['src'] ?? '');
        images.push({ target, line: lineOf(element) });
        if (!target.startsWith('./') && !target.startsWith('../')) {
          refuse(element, 'article/image', 'A picture stands beside its article; nothing is fetched from another host.', {
            value: shown(target),
            remedy: 'Put the file in the article’s folder and write ./its-name.png.',
          });
        }
      }
    }
    if ('children' in node) for (const child of node.children) visit(child as Nodes, ancestors);
  };
  visit(tree, []);
  return { tree, headings, links, images, uiNames };
}

/** Gives a heading its anchor: the author's own `{#id}`, else one from its words, unique on the page. */
function nameHeading(element: Element, slugger: GithubSlugger): Heading {
  const own = element.properties['id'];
  const text = toString(element).trim();
  const id = typeof own === 'string' ? own : slugger.slug(text);
  if (typeof own === 'string') slugger.slug(own);
  element.properties['id'] = id;
  return { depth: Number(element.tagName[1]), text, id, line: lineOf(element) };
}

type Refuse = (node: Nodes, code: string, message: string, more?: Partial<Diagnostic>) => void;

function checkTag(element: JsxNode, ancestors: readonly string[], refuse: Refuse): void {
  const node = element as unknown as Nodes;
  const name = element.name ?? '';
  for (const attribute of element.attributes) {
    if (attribute.type !== 'mdxJsxAttribute' || (attribute.value !== null && typeof attribute.value === 'object')) {
      refuse(node, 'article/code', `<${name}> takes plain text in quotes, never code in curly braces.`, { field: attribute.name ?? '{…}' });
      return;
    }
  }
  const component = (ARTICLE_COMPONENTS as Record<string, ComponentDefinition>)[name];
  if (component === undefined) {
    checkHtmlTag(element, node, name, refuse);
    return;
  }
  if (component.inside !== undefined && ancestors.at(-1) !== component.inside) {
    refuse(node, 'article/component', `<${name}> belongs inside <${component.inside}>.`);
  }
  if (component.content === 'empty' && element.children.length > 0) {
    refuse(node, 'article/component', `<${name} /> has no content of its own.`, { remedy: `Write <${name} … /> with a slash at the end.` });
  }
  const props = Object.fromEntries(element.attributes.map((attribute) => [attribute.name, attribute.value ?? '']));
  const result = component.props.safeParse(props, { reportInput: true });
  if (result.success) return;
  const known = Object.keys(component.props.shape);
  for (const issue of result.error.issues) {
    if (issue.code === 'unrecognized_keys') {
      for (const key of issue.keys) {
        const remedy = didYouMean(key, known) ?? (known.length > 0 ? `Known here: ${known.join(', ')}.` : undefined);
        refuse(node, 'article/attribute', `<${name}> has no such attribute.`, { field: key, ...(remedy === undefined ? {} : { remedy }) });
      }
      continue;
    }
    const field = String(issue.path[0] ?? '');
    const description = (component.props.shape[field] as { description?: string } | undefined)?.description ?? '';
    const choices = issue.code === 'invalid_value' ? `Allowed: ${issue.values.join(', ')}. ` : '';
    refuse(node, 'article/attribute', `${choices}${description}`, {
      field,
      ...(issue.input === undefined ? {} : { value: shown(issue.input) }),
    });
  }
}

function checkHtmlTag(element: JsxNode, node: Nodes, name: string, refuse: Refuse): void {
  const allowed = ARTICLE_HTML[name];
  if (allowed === undefined) {
    const known = [...Object.keys(ARTICLE_COMPONENTS), ...Object.keys(ARTICLE_HTML)];
    const active = /^(script|iframe|frame|object|embed|svg|style|link|meta|base|form|input|button|video|audio)$/i.test(name);
    const like = nearest(name, known);
    refuse(node, active ? 'article/active-html' : 'article/unknown-tag', active ? `<${name}> is not part of an article.` : 'There is no such component.', {
      value: `<${name}>`,
      remedy: like === undefined ? `Known: ${known.map((one) => `<${one}>`).join(' ')}.` : `Did you mean <${like}>?`,
    });
    return;
  }
  for (const attribute of element.attributes) {
    if (!allowed.includes(attribute.name ?? '')) {
      refuse(node, 'article/attribute', `<${name}> takes ${allowed.length > 0 ? `only ${allowed.join(', ')}` : 'no attributes'}.`, { field: attribute.name ?? '' });
    }
  }
}

function refuseAddress(element: Element, target: string, refuse: Refuse): void {
  const article = /^[\w-]+(\/[\w-]+)*\.mdx?(#.*)?$/.test(target);
  refuse(element, 'article/address', 'A link goes to an article file, a page of this site, the web, mail or a telephone number.', {
    value: shown(target),
    ...(article ? { remedy: `For an article in the same folder, write ./${target}.` } : {}),
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
    for (const part of text.split('>')) uiNames.push({ target: part.trim(), line });
  }
}

function syntaxProblem(file: string, error: Error): Diagnostic {
  const place = /^(\d+):(\d+): /.exec(error.message);
  const message = error.message.replace(/^\d+:\d+: /, '').replace(/ \([\w-]+:[\w-]+\)$/, '').replace(/ with oxc/, '');
  return {
    code: 'article/syntax',
    severity: 'error',
    file,
    line: place ? Number(place[1]) : 1,
    ...(place ? { column: Number(place[2]) } : {}),
    message: `${message}.`,
    ...(message.includes('expression') ? { remedy: 'For a brace that readers should see, write \\{ and \\}.' } : {}),
  };
}

function lineOf(node: unknown): number {
  return (node as { position?: { start: { line: number } } }).position?.start.line ?? 1;
}

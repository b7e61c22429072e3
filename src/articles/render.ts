/**
 * Turns an article's text into HTML.
 *
 * Components map to plain markup here, one function each, so an article is rendered the same for the site,
 * the search index, a mail or a test, without a bundler. Pictures stay placeholders: only the site knows
 * which files it made of them.
 */
import type { Element, ElementContent, Nodes, Root, RootContent } from 'hast';
import { toHtml } from 'hast-util-to-html';
import { toString } from 'hast-util-to-string';
import type { Article } from '../catalog/catalog.ts';
import { decodedPath, resolveFrom } from '../catalog/catalog.ts';
import type { CALLOUT_KINDS, ComponentName } from '../catalog/components.ts';
import { readMarkup } from '../catalog/markup.ts';
import type { JsxNode } from '../catalog/tags.ts';
import { highlight } from './highlight.ts';
import { icon } from '../catalog/icon.ts';

/** A picture that the page has to place where `<!--image:N-->` stands. */
export interface PictureUse {
  /** Path from the content root. */
  readonly file: string;
  readonly alt: string;
  readonly caption: string | undefined;
  readonly wide: boolean;
  /** Stands alone, so that it may link to itself in full size; not a sign inside a sentence or a link. */
  readonly alone: boolean;
}

export interface RenderedArticle {
  /** With `<!--image:N-->` for the N-th picture. */
  readonly html: string;
  readonly pictures: readonly PictureUse[];
}

/** What rendering needs from outside. */
export interface RenderContext {
  /** The address of the article in a content file, with base; `undefined` when it is not published. */
  readonly addressOf: (file: string) => string | undefined;
  /** A site path with the site's base in front. */
  readonly href: (path: string) => string;
  readonly texts: {
    readonly callouts: Readonly<Record<(typeof CALLOUT_KINDS)[number], string>>;
    readonly linkToSection: (heading: string) => string;
    readonly table: string;
    readonly then: string;
    readonly footnotes: string;
    readonly backToText: (note: string) => string;
    readonly media: { readonly copyCode: string; readonly copyMessage: string };
  };
}

type Component = (node: JsxNode, children: ElementContent[], state: State) => ElementContent[];

interface State {
  readonly article: Article;
  readonly context: RenderContext;
  readonly pictures: PictureUse[];
}

/** The parser's name for the title of the notes; no heading of an author may have it. */
const NOTES_TITLE = 'footnote-label';

const CALLOUT_ICONS = { note: 'info', tip: 'lightbulb', important: 'circle-alert', warning: 'triangle-alert' } as const;

/** Renders a checked article. Throws when the text is not an article's; the loader has refused such before. */
export function renderArticle(article: Article, context: RenderContext): RenderedArticle {
  const markup = readMarkup(article.file, article.source, (problem) => {
    throw new Error(`${problem.file}:${problem.line}: ${problem.message}`);
  });
  if (markup === undefined) throw new Error(`${article.file} cannot be parsed.`);
  const state: State = { article, context, pictures: [] };
  // A button's name that stands alone on its line is a paragraph all the same.
  const children = (markup.tree.children as Nodes[]).flatMap((node) => ((node.type as string) === 'mdxJsxFlowElement' ? asBlocks(transform(node, state)) : transform(node, state)));
  const html = toHtml({ type: 'root', children: children as RootContent[] } satisfies Root, { allowDangerousHtml: true });
  return { html: html.trim(), pictures: state.pictures };
}

function transformAll(nodes: readonly Nodes[], state: State): ElementContent[] {
  return nodes.flatMap((node) => transform(node, state));
}

function transform(node: Nodes, state: State): ElementContent[] {
  const kind = node.type as string;
  if (kind === 'mdxJsxFlowElement' || kind === 'mdxJsxTextElement') {
    const tag = node as unknown as JsxNode;
    const children = transformAll(tag.children, state);
    const component = COMPONENTS[tag.name as ComponentName] as Component | undefined;
    return component ? component(tag, children, state) : [element(tag.name ?? 'span', attributes(tag), children)];
  }
  if (kind === 'mdxTextExpression' || kind === 'mdxFlowExpression') return [];
  if (node.type === 'text') return [node];
  if (node.type !== 'element') return [];
  return transformElement(node, state);
}

function transformElement(node: Element, state: State): ElementContent[] {
  const { tagName, properties } = node;
  if (tagName === 'p') {
    const content = node.children.filter((child) => !(child.type === 'text' && child.value.trim() === ''));
    const only = content[0];
    if (content.length === 1 && only?.type === 'element' && only.tagName === 'img') {
      return [figure(imageUse(state, String(only.properties['src']), String(only.properties['alt'] ?? ''), text(only.properties['title'])), state)];
    }
    // A component on a line of its own inside a list item arrives in a paragraph; a figure may not stand in one.
    const inner = transformAll(node.children, state);
    return inner.some((child) => child.type === 'element' && child.tagName === 'figure') ? inner : [element('p', properties, inner)];
  }
  if (tagName === 'img') {
    return [placeholder(state, { ...imageUse(state, String(properties['src']), String(properties['alt'] ?? ''), undefined), alone: false })];
  }
  if (tagName === 'strong') return [element('strong', properties, transformAll(node.children, state)), ...copyMessage(toString(node), state)];
  if (tagName === 'pre') return [element('div', { className: ['code'] }, [codeBlock(node), copyButton(state.context.texts.media.copyCode)])];
  // A bulleted check list is read, not ticked: a box in words needs no label.
  if (tagName === 'input') return [{ type: 'text', value: properties['checked'] === true ? '☑' : '☐' }];
  if (properties['id'] === NOTES_TITLE) return [element(tagName, { className: ['visually-hidden'], id: NOTES_TITLE }, [{ type: 'text', value: state.context.texts.footnotes }])];
  const children = transformAll(node.children, state);
  if (properties['dataFootnoteBackref'] !== undefined) {
    const note = String(properties['href']).replace(/^.*fnref-/, '');
    return [element('a', { ...properties, ariaLabel: state.context.texts.backToText(note) }, children)];
  }
  if (/^t[hd]$/.test(tagName)) {
    const aligned = alignedByClass(properties);
    // A heading cell without words, the corner of a table with names on two sides, names nothing.
    const names = tagName === 'th' && toString(node).trim() !== '';
    return [names ? element('th', { ...aligned, scope: 'col' }, children) : element('td', aligned, children)];
  }
  if (tagName === 'a') return [element('a', { ...properties, href: linkAddress(String(properties['href'] ?? ''), state) }, children)];
  if (/^h[2-6]$/.test(tagName)) return [heading(node, children, state)];
  if (tagName === 'table') {
    // Focusable, because it scrolls; a group and not a region, because a table is no landmark of the page.
    return [element('div', { className: ['table'], role: 'group', tabIndex: 0, ariaLabel: state.context.texts.table }, [element('table', properties, children)])];
  }
  return [element(tagName, properties, children)];
}

const COMPONENTS: Record<ComponentName, Component> = {
  Steps: (_node, children) => [element('div', { className: ['steps'] }, children)],
  Callout: (node, children, { context }) => {
    const kind = (attribute(node, 'kind') ?? 'note') as keyof typeof CALLOUT_ICONS;
    const title = attribute(node, 'title') ?? context.texts.callouts[kind];
    return [
      element('div', { className: ['callout', `callout-${kind}`], role: 'note' }, [
        element('p', { className: ['callout-title'] }, [raw(icon(CALLOUT_ICONS[kind])), { type: 'text', value: title }]),
        ...asBlocks(children),
      ]),
    ];
  },
  Tabs: (_node, children) => [element('div', { className: ['tabs'], dataTabs: '' }, children)],
  Tab: (node, children) => [
    element('section', { className: ['tab'] }, [element('p', { className: ['tab-title'] }, [{ type: 'text', value: attribute(node, 'title') ?? '' }]), ...asBlocks(children)]),
  ],
  Figure: (node, _children, state) => [
    figure(imageUse(state, attribute(node, 'src') ?? '', attribute(node, 'alt') ?? '', attribute(node, 'caption'), attribute(node, 'wide') === 'yes'), state),
  ],
  Ui: (_node, children, { context }) => {
    const names = toString({ type: 'root', children }).split('>').map((name) => name.trim());
    const parts = names.flatMap((name, index): ElementContent[] => [
      ...(index === 0
        ? []
        : [
            element('span', { className: ['ui-then'], ariaHidden: 'true' }, [{ type: 'text', value: ' › ' }]),
            element('span', { className: ['visually-hidden'] }, [{ type: 'text', value: ` ${context.texts.then} ` }]),
          ]),
      element('b', { className: ['ui'] }, [{ type: 'text', value: name }]),
    ]);
    return parts;
  },
  Details: (node, children) => [element('details', {}, [element('summary', {}, [{ type: 'text', value: attribute(node, 'summary') ?? '' }]), ...asBlocks(children)])],
};

function heading(node: Element, children: ElementContent[], { context }: State): Element {
  const id = String(node.properties['id'] ?? '');
  const label = context.texts.linkToSection(toString(node).trim());
  return element('div', { className: ['heading', `heading-${node.tagName}`] }, [
    element(node.tagName, node.properties, children),
    element('a', { className: ['anchor'], href: `#${id}`, ariaLabel: label }, [element('span', { ariaHidden: 'true' }, [{ type: 'text', value: '#' }])]),
  ]);
}

/** The parser aligns cells with a style attribute, which the content security policy would ignore. */
function alignedByClass({ style, ...others }: Element['properties']): Element['properties'] {
  const side = /text-align:\s*(center|right)/.exec(String(style ?? ''))?.[1];
  return side === undefined ? others : { ...others, className: [side === 'right' ? 'align-end' : 'align-center'] };
}

function codeBlock(pre: Element): Element {
  const code = pre.children.find((child) => child.type === 'element');
  const language = ((code?.properties['className'] as string[] | undefined) ?? []).find((name) => name.startsWith('language-'))?.slice('language-'.length);
  const content = code === undefined ? [] : highlight(toString(code), language);
  return element('pre', { tabIndex: 0 }, [element('code', code?.properties ?? {}, content)]);
}

/** Copies what stands before it, or the words it carries. Without scripts it is not shown. */
function copyButton(label: string, words?: string): Element {
  return element('button', { type: 'button', className: ['copy'], ariaLabel: label, ...(words === undefined ? {} : { dataCopy: words }) }, [raw(icon('copy'))]);
}

/** A message that the article names among its errors is copied whole, with its code: that is what support asks for. */
function copyMessage(shown: string, { article, context }: State): Element[] {
  const words = shown.replaceAll(/^[\s“"]+|[\s”"]+$/g, '');
  const error = words.length < 6 ? undefined : article.errors.find(({ message }) => message.startsWith(words));
  if (error === undefined) return [];
  return [copyButton(context.texts.media.copyMessage, error.code === undefined ? error.message : `${error.code}: ${error.message}`)];
}

function imageUse(state: State, src: string, alt: string, caption: string | undefined, wide = false): Omit<PictureUse, 'alone'> {
  return { file: resolveFrom(state.article.file, src), alt, caption, wide };
}

function figure(picture: Omit<PictureUse, 'alone'>, state: State): Element {
  const use = { ...picture, alone: true };
  return element('figure', use.wide ? { className: ['wide'] } : {}, [
    placeholder(state, use),
    ...(use.caption === undefined ? [] : [element('figcaption', {}, [{ type: 'text', value: use.caption }])]),
  ]);
}

function placeholder(state: State, use: PictureUse): ElementContent {
  state.pictures.push(use);
  return { type: 'comment', value: `image:${state.pictures.length - 1}` };
}

/** `../billing/refunds.mdx#when` → `/billing/refunds/#when`; a link to an article that is not published yet leads to its category. */
export function linkAddress(target: string, { article, context }: { readonly article: Article; readonly context: Pick<RenderContext, 'addressOf' | 'href'> }): string {
  const [path = '', fragment] = target.split('#');
  const anchor = fragment === undefined ? '' : `#${fragment}`;
  if (path.startsWith('.')) {
    const file = resolveFrom(article.file, path);
    const address = context.addressOf(file);
    return address === undefined ? context.href(`/${file.split('/')[1] ?? ''}/`) : `${address}${anchor}`;
  }
  if (!path.startsWith('/')) return target;
  const [, category, slug] = /^\/([^/?]+)\/([^/?]+)\/(?:\?|$)/.exec(path) ?? [];
  const hidden = category !== undefined && context.addressOf(`articles/${decodedPath(`${category}/${slug}`)}.mdx`) === undefined;
  return hidden ? context.href(`/${category}/`) : `${context.href(path)}${anchor}`;
}

/** Text that an author wrote right inside a block component becomes a paragraph. */
function asBlocks(children: ElementContent[]): ElementContent[] {
  const inline = children.every((child) => child.type === 'text' || (child.type === 'element' && /^(a|abbr|b|br|code|del|em|kbd|mark|span|strong|sub|sup)$/.test(child.tagName)));
  return inline && children.length > 0 ? [element('p', {}, children)] : children;
}

function element(tagName: string, properties: Element['properties'], children: ElementContent[]): Element {
  return { type: 'element', tagName, properties, children };
}

function raw(html: string): ElementContent {
  return { type: 'raw', value: html } as unknown as ElementContent;
}

function attribute(node: JsxNode, name: string): string | undefined {
  const value = node.attributes.find((one) => one.name === name)?.value;
  return typeof value === 'string' ? value : undefined;
}

function attributes(node: JsxNode): Element['properties'] {
  return Object.fromEntries(node.attributes.map((one) => [one.name ?? '', typeof one.value === 'string' ? one.value : true]));
}

function text(value: unknown): string | undefined {
  return typeof value === 'string' && value !== '' ? value : undefined;
}

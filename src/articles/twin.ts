/**
 * An article as plain GitHub-flavored Markdown, for machines and for people who copy it elsewhere.
 *
 * Components become what they mean in words, and every link and picture gets its whole address, so that the
 * text holds outside the site. Nothing that a reader of the page is told is left out.
 */
import type { BlockContent, Blockquote, Html, Image, Nodes, Paragraph, PhrasingContent, Root, RootContent, Strong, Text } from 'mdast';
import { defaultHandlers, type Handle } from 'mdast-util-to-markdown';
import { toString } from 'mdast-util-to-string';
import remarkGfm from 'remark-gfm';
import remarkStringify from 'remark-stringify';
import { mdxToMdast } from 'satteri';
import { unified } from 'unified';
import { resolveFrom, type Article } from '../catalog/catalog.ts';
import { PICTURE_PATH, type ComponentName } from '../catalog/components.ts';
import { PARSER_FEATURES } from '../catalog/parser-features.ts';
import { linkAddress, type RenderContext } from './render.ts';
import type { TranscriptPart } from './webvtt.ts';

/** What a twin needs from outside. */
export interface TwinContext {
  readonly render: RenderContext;
  /** The page's whole address, `https://help.example.org/billing/refunds/`. */
  readonly page: string;
  /** The whole address of a picture in full size, by its path from the content root. */
  readonly pictureAddress: (file: string) => string;
  readonly related: readonly Article[];
  readonly film?: { readonly title: string; readonly address: string; readonly parts: readonly TranscriptPart[] };
  readonly texts: { readonly related: string; readonly lastUpdated: string; readonly bindingNote: string; readonly page: string; readonly film: string };
}

interface Tag {
  readonly type: 'mdxJsxFlowElement' | 'mdxJsxTextElement';
  readonly name: string;
  readonly attributes: readonly { readonly name: string; readonly value: unknown }[];
  readonly children: Nodes[];
}

interface State {
  readonly article: Article;
  readonly context: TwinContext;
}

/** A mark of Markdown, or what is one in some places. */
const MARK = /[\t\r\n!#&*+<=>@[\\\]_`|~\u007f]|[Ww]\.|:\//;
/** What may become a mark by what stands before it, and by what stands after it. */
const AT_START = /^[ \d.:()-]/;
const AT_END = /[ :]$/;

/**
 * Words that nothing in Markdown could read as something else are written as they are. To look for each of a hundred
 * marks in all their surroundings, as the library does, is most of a twin's time.
 */
const textOrPlain: Handle = (node, parent, state, info) => {
  const { value } = node as Text;
  const plain = !MARK.test(value) && !(AT_START.test(value) && /^$|[\r\n\]Wwps]/.test(info.before)) && !(AT_END.test(value) && /^$|[\r\n/]/.test(info.after));
  return plain ? value : defaultHandlers.text(node, parent, state, info);
};

/** Without the rules of MDX, which would escape braces that Markdown reads as they are. */
const writer = unified().use(remarkGfm, { tablePipeAlign: false }).use(remarkStringify, { bullet: '-', emphasis: '_', rule: '-', listItemIndent: 'one', handlers: { text: textOrPlain } }).freeze();

/** @returns the whole file, title first */
export function articleTwin(article: Article, context: TwinContext): string {
  // The parser of the page itself: a second one in JavaScript took 5 ms an article, this one takes 0.2.
  const tree = mdxToMdast(article.source, { features: PARSER_FEATURES }) as unknown as Root;
  const body = transformAll(tree.children, { article, context }) as RootContent[];
  const whole: Root = { type: 'root', children: [...head(article, context), ...body, ...foot(article, context)] };
  return writer.stringify(whole);
}

function head({ title, summary, binding }: Article, { texts }: TwinContext): RootContent[] {
  return [
    { type: 'heading', depth: 1, children: [text(title)] },
    { type: 'blockquote', children: [paragraph([text(summary)])] },
    ...(binding === undefined ? [] : [paragraph([text(`${texts.bindingNote} `), link(binding.href, binding.title), text('.')])]),
  ];
}

function foot({ lastUpdated }: Article, { film, page, related, render, texts }: TwinContext): RootContent[] {
  const inFilm: RootContent[] =
    film === undefined
      ? []
      : [
          { type: 'heading', depth: 2, children: [text(texts.film)] },
          paragraph([link(film.address, film.title)]),
          ...film.parts.map((part) => paragraph([strong(`${part.title}.`), text(` ${part.text}`)])),
        ];
  const others: RootContent[] =
    related.length === 0
      ? []
      : [
          { type: 'heading', depth: 2, children: [text(texts.related)] },
          {
            type: 'list',
            spread: false,
            children: related.map((one) => ({
              type: 'listItem',
              spread: false,
              children: [paragraph([link(new URL(render.href(one.address), page).href, one.title), text(`: ${one.summary}`)])],
            })),
          },
        ];
  return [...inFilm, ...others, { type: 'thematicBreak' }, paragraph([text(`${texts.lastUpdated}: ${lastUpdated}. ${texts.page}: `), link(page, page)])];
}

function transformAll(nodes: readonly Nodes[], state: State): Nodes[] {
  return nodes.flatMap((node) => transform(node, state));
}

function transform(node: Nodes, state: State): Nodes[] {
  switch (node.type as string) {
    case 'yaml':
    case 'mdxFlowExpression':
    case 'mdxTextExpression':
      return [];
    case 'mdxJsxFlowElement':
    case 'mdxJsxTextElement':
      return fromTag(node as unknown as Tag, state);
  }
  if (node.type === 'link') return [{ ...node, url: whole(node.url, state), children: transformAll(node.children, state) as typeof node.children }];
  if (node.type === 'image') return [{ ...node, url: picture(node.url, state) }];
  if (node.type === 'definition') return [{ ...node, url: PICTURE_PATH.test(node.url) ? picture(node.url, state) : whole(node.url, state) }];
  return 'children' in node ? [{ ...node, children: transformAll(node.children, state) } as Nodes] : [node];
}

function fromTag(tag: Tag, state: State): Nodes[] {
  const children = () => transformAll(tag.children, state);
  const said = (name: string) => attribute(tag, name);
  const flow = tag.type === 'mdxJsxFlowElement';
  switch (tag.name as ComponentName) {
    case 'Steps':
    case 'Tabs':
      return children();
    case 'Tab':
      return [paragraph([strong(said('title') ?? '')]), ...blocks(children())];
    case 'Details':
      return [paragraph([strong(said('summary') ?? '')]), ...blocks(children())];
    case 'Callout': {
      const kind = state.context.render.texts.callouts[(said('kind') ?? 'note') as 'note'];
      const title = said('title');
      const name = strong(title === undefined ? kind : `${kind}: ${title}`);
      return [{ type: 'blockquote', children: [paragraph([name]), ...blocks(children())] } satisfies Blockquote];
    }
    case 'Figure': {
      const image: Image = { type: 'image', url: picture(said('src') ?? '', state), alt: said('alt') ?? '' };
      const caption: PhrasingContent[] = said('caption') === undefined ? [] : [{ type: 'emphasis', children: [text(said('caption') ?? '')] }];
      if (!flow) return [image, ...caption.flatMap((one) => [text(' '), one])];
      return [paragraph([image]), ...caption.map((one) => paragraph([one]))];
    }
    case 'Ui': {
      const names = toString({ type: 'root', children: tag.children as RootContent[] }).split('>');
      const parts = names.flatMap((name, index): PhrasingContent[] => [...(index === 0 ? [] : [text(' > ')]), strong(name.trim())]);
      return flow ? [paragraph(parts)] : parts;
    }
    default: {
      // The few tags of HTML that an article may use are part of Markdown.
      const attributes = tag.attributes.map(({ name, value }) => ` ${name}="${escape(String(value))}"`).join('');
      const open = html(`<${tag.name}${attributes}>`);
      const inline = tag.name === 'br' ? [open] : [open, ...(children() as PhrasingContent[]), html(`</${tag.name}>`)];
      return flow ? [paragraph(inline)] : inline;
    }
  }
}

function whole(target: string, { article, context }: State): string {
  return new URL(linkAddress(target, { article, context: context.render }), context.page).href;
}

function picture(target: string, { article, context }: State): string {
  return context.pictureAddress(resolveFrom(article.file, target));
}

/** Text right inside a block component becomes a paragraph. */
function blocks(nodes: readonly Nodes[]): BlockContent[] {
  const inline = nodes.length > 0 && nodes.every((node) => /^(text|strong|emphasis|delete|inlineCode|link|image|break|html)$/.test(node.type));
  return inline ? [paragraph(nodes as PhrasingContent[])] : (nodes as BlockContent[]);
}

function attribute(tag: Tag, name: string): string | undefined {
  const value = tag.attributes.find((one) => one.name === name)?.value;
  return typeof value === 'string' ? value : undefined;
}

function text(value: string): Text {
  return { type: 'text', value };
}

function strong(value: string): Strong {
  return { type: 'strong', children: [text(value)] };
}

function paragraph(children: PhrasingContent[]): Paragraph {
  return { type: 'paragraph', children };
}

function link(url: string, words: string): PhrasingContent {
  return { type: 'link', url, children: [text(words)] };
}

function html(value: string): Html {
  return { type: 'html', value };
}

function escape(value: string): string {
  return value.replaceAll('&', '&amp;').replaceAll('"', '&quot;').replaceAll('<', '&lt;');
}

/** A template with its gaps filled: subject, text and HTML of a mail. */
import type { BlockContent, DefinitionContent, List, ListItem, Nodes, Paragraph, PhrasingContent, Root, RootContent } from 'mdast';
import { momentInWords } from './moment.ts';
import { PLACEHOLDER, blocksIn, onlyPlaceholder, type Template } from './template.ts';
import { placeholdersOf, type AnswerLink, type ReplyKind, type ValuesOf } from './placeholders.ts';
import { toHtmlPage, type Letterhead } from './to-html.ts';
import { toPlainText } from './to-text.ts';

export interface Composed {
  readonly subject: string;
  readonly text: string;
  readonly html: string;
}

/** Who reads the letter. */
export interface Reader {
  readonly timeZone: string;
  /** A BCP 47 tag, `en-US`. */
  readonly locale: string;
}

/** A value that the kind says is always there is not. */
export class ValueMissing extends Error {
  override readonly name = 'ValueMissing';
  readonly placeholder: string;

  constructor(template: string, placeholder: string) {
    super(`The reply "${template}" needs a value for {{${placeholder}}}.`);
    this.placeholder = placeholder;
  }
}

type Lookup = (name: string) => unknown;
type Block = BlockContent | DefinitionContent;

/** A letter's words, not yet laid out. */
export interface Filled {
  readonly subject: string;
  readonly body: Root;
}

/** Fills a template and lays it out as a mail. @throws {ValueMissing} */
export function compose<K extends ReplyKind>(template: Template<K>, values: ValuesOf<K>, reader: Reader, head: Letterhead): Composed {
  const { subject, body } = fillTemplate(template, values, reader);
  return { subject, text: toPlainText(body, head), html: toHtmlPage(body, subject, reader.locale, head) };
}

/**
 * Fills a template.
 *
 * A paragraph, heading or list item with a gap that has no value is left out whole; a heading with nothing left under
 * it goes, too. Values are text wherever they stand: nothing in them is read as Markdown or HTML.
 *
 * @throws {ValueMissing}
 */
export function fillTemplate<K extends ReplyKind>(template: Template<K>, values: ValuesOf<K>, reader: Reader): Filled {
  const { kind, name } = template;
  const given: Readonly<Record<string, unknown>> = values;
  for (const [placeholder, { always }] of Object.entries(placeholdersOf(kind))) {
    if (always && isMissing(given[placeholder])) throw new ValueMissing(name, placeholder);
  }
  const lookup: Lookup = (placeholder) => (isMissing(given[placeholder]) ? undefined : given[placeholder]);
  const fill = filler(kind, lookup, reader);
  const body: Root = { type: 'root', children: withoutEmptySections(fill.blocks(template.body.children) as RootContent[]) };
  return { subject: fill.text(template.subject) ?? '', body };
}

function isMissing(value: unknown): boolean {
  return value === undefined || value === null || (typeof value === 'string' && value.trim() === '') || (Array.isArray(value) && value.length === 0);
}

function filler(kind: ReplyKind, lookup: Lookup, reader: Reader) {
  /** @returns `undefined` when a gap in it has no value */
  function text(source: string): string | undefined {
    let gap = false;
    const filled = source.replaceAll(PLACEHOLDER, (_, name: string) => {
      const value = lookup(name);
      if (value === undefined) gap = true;
      return placeholdersOf(kind)[name]?.type === 'moment' ? momentInWords(Number(value ?? 0), reader.timeZone, reader.locale) : String(value);
    });
    return gap ? undefined : filled;
  }

  function inline(nodes: readonly PhrasingContent[]): PhrasingContent[] | undefined {
    const filled = nodes.map(phrase);
    return filled.includes(undefined) ? undefined : (filled as PhrasingContent[]);
  }

  function phrase(node: PhrasingContent): PhrasingContent | undefined {
    if (node.type === 'text') {
      const value = text(node.value);
      return value === undefined ? undefined : { type: 'text', value };
    }
    if (node.type === 'link') {
      const url = target(node.url);
      const children = inline(node.children);
      return url === undefined || children === undefined ? undefined : ({ type: 'link', url, children } as PhrasingContent);
    }
    if (node.type === 'strong' || node.type === 'emphasis') {
      const children = inline(node.children);
      return children && { type: node.type, children };
    }
    return node;
  }

  function target(url: string): string | undefined {
    const name = onlyPlaceholder(url);
    if (name === undefined) return url;
    const value = lookup(name);
    // A value that is no web address would run where it is clicked, or lead nowhere.
    return typeof value === 'string' && /^https?:\/\/[^\s<>"]+$/.test(value) ? value : undefined;
  }

  function blocks(nodes: readonly Nodes[]): Block[] {
    return nodes.flatMap((node) => block(node));
  }

  function block(node: Nodes): Block[] {
    switch (node.type) {
      case 'paragraph': {
        const name = blocksIn(kind, node);
        if (name !== undefined) return wholeBlocks(lookup(name) as readonly AnswerLink[] | Root | undefined);
        const children = inline(node.children);
        return children ? [{ type: 'paragraph', children }] : [];
      }
      case 'heading': {
        const children = inline(node.children);
        return children ? [{ type: 'heading', depth: node.depth, children }] : [];
      }
      case 'list': {
        const children = node.children.flatMap((item) => listItem(item));
        return children.length > 0 ? [{ ...node, children } satisfies List] : [];
      }
      case 'blockquote': {
        const children = blocks(node.children);
        return children.length > 0 ? [{ type: 'blockquote', children }] : [];
      }
      case 'thematicBreak':
        return [{ type: 'thematicBreak' }];
      default:
        return [];
    }
  }

  /** What stands below an item says more about it: without its first paragraph it says nothing. */
  function listItem(item: ListItem): ListItem[] {
    const [first, ...rest] = item.children;
    const head = first === undefined ? [] : block(first);
    return head.length > 0 ? [{ type: 'listItem', spread: item.spread, children: [...head, ...blocks(rest)] }] : [];
  }

  return { text, blocks };
}

function wholeBlocks(value: readonly AnswerLink[] | Root | undefined): Block[] {
  return value !== undefined && 'children' in value ? (value.children as Block[]) : answerList(value);
}

function answerList(answers: readonly AnswerLink[] | undefined): Block[] {
  if (answers === undefined) return [];
  const items = answers.map(({ title, summary, href }): ListItem => {
    const link: PhrasingContent = { type: 'link', url: href, children: [{ type: 'text', value: title }] };
    const about: Paragraph[] = summary === '' ? [] : [{ type: 'paragraph', children: [{ type: 'text', value: summary }] }];
    return { type: 'listItem', spread: false, children: [{ type: 'paragraph', children: [link] }, ...about] };
  });
  return [{ type: 'list', ordered: false, spread: false, children: items }];
}

/** Headings that lead to nothing any more are taken out, the inner ones first. */
function withoutEmptySections(nodes: readonly RootContent[]): RootContent[] {
  const kept: RootContent[] = [];
  for (const node of [...nodes].reverse()) {
    const next = kept[0];
    const leadsToNothing = node.type === 'heading' && (next === undefined || (next.type === 'heading' && next.depth <= node.depth));
    if (!leadsToNothing) kept.unshift(node);
  }
  return kept;
}

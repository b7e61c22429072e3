/**
 * A mail's body as HTML: one column of text, no pictures, nothing loaded from anywhere, nothing that tells who read it.
 *
 * It names no colors. `color-scheme` lets each program use its own ground and ink, so that dark mode is right without
 * being guessed; links are told by their underline.
 */
import type { Element, ElementContent, Root as HtmlRoot } from 'hast';
import { toHtml } from 'hast-util-to-html';
import type { Nodes, Root } from 'mdast';

/** Whose letter it is. */
export interface Letterhead {
  /** The help center's name. */
  readonly name: string;
  /** The help center's address. */
  readonly address: string;
}

/** Styles stand in the elements: several programs drop those of the head. */
const STYLES: Record<string, string> = {
  body: 'margin: 0; padding: 24px 16px; font: 16px/26px system-ui, -apple-system, "Segoe UI", Roboto, "Helvetica Neue", Arial, sans-serif;',
  main: 'max-width: 36rem; overflow-wrap: break-word;',
  p: 'margin: 0 0 16px;',
  h2: 'margin: 32px 0 8px; font-size: 19px; line-height: 26px;',
  h3: 'margin: 24px 0 8px; font-size: 16px; line-height: 26px;',
  ul: 'margin: 0 0 16px; padding-left: 24px;',
  ol: 'margin: 0 0 16px; padding-left: 24px;',
  li: 'margin: 0 0 8px;',
  a: 'color: inherit; text-decoration: underline;',
  blockquote: 'margin: 0 0 16px; padding-left: 16px; border-left: 3px solid #888888;',
  hr: 'margin: 24px 0; border: 0; border-top: 1px solid #888888;',
  footer: 'margin-top: 32px; padding-top: 16px; border-top: 1px solid #888888; font-size: 14px; line-height: 22px;',
};

export function toHtmlPage(body: Root, subject: string, locale: string, head: Letterhead): string {
  const footer = element('footer', [text(head.name), element('br', []), link(head.address, [text(head.address.replace(/^https?:\/\//, '').replace(/\/$/, ''))])]);
  const page: HtmlRoot = {
    type: 'root',
    children: [
      { type: 'doctype' },
      element(
        'html',
        [
          element('head', [
            element('meta', [], { charSet: 'utf-8' }),
            element('meta', [], { name: 'viewport', content: 'width=device-width, initial-scale=1' }),
            element('meta', [], { name: 'color-scheme', content: 'light dark' }),
            element('meta', [], { name: 'supported-color-schemes', content: 'light dark' }),
            element('title', [text(subject)]),
            element('style', [text(':root { color-scheme: light dark; supported-color-schemes: light dark; }')]),
          ]),
          element('body', [element('main', [...body.children.map(block), footer])]),
        ],
        { lang: locale },
      ),
    ],
  };
  return `${toHtml(page)}\n`;
}

function block(node: Nodes): Element {
  switch (node.type) {
    case 'heading':
      return written(`h${node.depth}`, node.children);
    case 'list':
      return element(node.ordered ? 'ol' : 'ul', node.children.map(block), node.ordered && typeof node.start === 'number' && node.start !== 1 ? { start: node.start } : {});
    case 'listItem': {
      // A single paragraph is the item itself; several are lines of it.
      const lines = node.children.map((child): ElementContent[] => (child.type === 'paragraph' ? child.children.map(phrase) : [block(child)]));
      return element('li', lines.flatMap((line, at) => (at === 0 || line[0]?.type === 'element' && /^[uo]l$/.test(line[0].tagName) ? line : [element('br', []), ...line])), { dir: 'auto' });
    }
    case 'blockquote':
      return element('blockquote', node.children.map(block));
    case 'thematicBreak':
      return element('hr', []);
    case 'paragraph':
      return written('p', node.children);
    default:
      return element('p', []);
  }
}

/** Words may be of another script than ours. */
function written(tag: string, nodes: readonly Nodes[]): Element {
  return element(tag, nodes.map(phrase), { dir: 'auto' });
}

function phrase(node: Nodes): ElementContent {
  switch (node.type) {
    case 'text':
      return text(node.value);
    case 'inlineCode':
      return element('code', [text(node.value)]);
    case 'break':
      return element('br', []);
    case 'strong':
      return element('strong', node.children.map(phrase));
    case 'emphasis':
      return element('em', node.children.map(phrase));
    case 'link':
      return link(node.url, node.children.map(phrase));
    default:
      return text('');
  }
}

function link(href: string, children: ElementContent[]): Element {
  return element('a', children, { href });
}

function text(value: string): { type: 'text'; value: string } {
  return { type: 'text', value };
}

function element(tagName: string, children: ElementContent[], properties: Element['properties'] = {}): Element {
  const style = STYLES[tagName];
  return { type: 'element', tagName, properties: style === undefined ? properties : { ...properties, style }, children };
}

/** A mail's body as plain text: what a reader without HTML, a screen reader's user or a mail archive sees. */
import type { Nodes, PhrasingContent, Root } from 'mdast';
import type { Letterhead } from './to-html.ts';

/** Lines are left as long as they are: programs wrap them to their window, and a wrapped address is broken. */
export function toPlainText(body: Root, head: Letterhead): string {
  const foot = `-- \n${head.name}\n${head.address}`;
  return `${bodyText(body)}\n\n${foot}\n`;
}

/** The words alone. */
export function bodyText(body: Root): string {
  return blocks(body.children);
}

function blocks(nodes: readonly Nodes[]): string {
  return nodes.map(block).join('\n\n');
}

function block(node: Nodes): string {
  switch (node.type) {
    case 'paragraph':
      return inline(node.children);
    case 'heading': {
      const title = inline(node.children);
      return `${title}\n${(node.depth === 2 ? '=' : '-').repeat(Math.min(60, [...title].length))}`;
    }
    case 'list': {
      const wide = node.children.some(({ children }) => children.length > 1);
      const marker = (at: number) => (node.ordered ? `${(node.start ?? 1) + at}. ` : '- ');
      return node.children.map((item, at) => hanging(item.children.map(block).join('\n'), marker(at))).join(wide ? '\n\n' : '\n');
    }
    case 'blockquote':
      return blocks(node.children).replaceAll(/^/gm, '> ');
    case 'thematicBreak':
      return '* * *';
    default:
      return '';
  }
}

function hanging(text: string, marker: string): string {
  return marker + text.replaceAll('\n', `\n${' '.repeat(marker.length)}`);
}

function inline(nodes: readonly PhrasingContent[]): string {
  return nodes.map(phrase).join('');
}

function phrase(node: PhrasingContent): string {
  switch (node.type) {
    case 'text':
    case 'inlineCode':
      return node.value;
    case 'break':
      return '\n';
    case 'strong':
    case 'emphasis':
      return inline(node.children);
    case 'link': {
      const words = inline(node.children);
      const address = node.url.replace(/^mailto:/, '');
      if (words === address) return words;
      return `${words}${/[?!.:]$/.test(words) ? '' : ':'} ${address}`;
    }
    default:
      return '';
  }
}

/**
 * What a person of the team wrote, as a mail's body: Markdown as far as a mail has it, and everything else word for
 * word. Nothing that was written is lost, whatever signs it holds.
 */
import type { BlockContent, Nodes, Paragraph, PhrasingContent, Root, RootContent } from 'mdast';
import { parseBody } from './template.ts';

/** @example writtenBody('Hello,\n\nsee https://example.org.\n') */
export function writtenBody(text: string): Root {
  const source = text.replaceAll('\r\n', '\n').trim();
  const literally = ({ position }: Nodes) => source.slice(position?.start.offset ?? 0, position?.end.offset ?? 0);

  function block(node: Nodes): BlockContent[] {
    switch (node.type) {
      case 'paragraph':
        return [{ type: 'paragraph', children: node.children.flatMap(phrase) }];
      case 'heading':
        // The subject is the mail's title.
        return [{ type: 'heading', depth: node.depth === 1 || node.depth === 2 ? 2 : 3, children: node.children.flatMap(phrase) }];
      case 'list':
        return [{ ...node, children: node.children.map((item) => ({ ...item, children: item.children.flatMap(block) })) }];
      case 'blockquote':
        return [{ type: 'blockquote', children: node.children.flatMap(block) }];
      case 'thematicBreak':
        return [node];
      default:
        return [asWritten(literally(node))];
    }
  }

  function phrase(node: PhrasingContent): PhrasingContent[] {
    switch (node.type) {
      case 'text':
        return lines(node.value);
      case 'strong':
      case 'emphasis':
        return [{ type: node.type, children: node.children.flatMap(phrase) }];
      case 'link':
        return /^(https?:\/\/|mailto:)[^\s<>"]+$/.test(node.url) ? [{ type: 'link', url: node.url, children: node.children.flatMap(plainPhrase) }] : lines(literally(node));
      case 'inlineCode':
      case 'break':
        return [node];
      default:
        return lines(literally(node));
    }
  }

  /** Inside a link there is no other. */
  const plainPhrase = (node: PhrasingContent): PhrasingContent[] => (node.type === 'text' ? [{ type: 'text', value: node.value }] : phrase(node));

  if (TOO_DEEP.test(source)) return { type: 'root', children: [asWritten(source)] };
  return { type: 'root', children: parseBody(source).children.flatMap((node): RootContent[] => block(node)) };
}

/** Quotations and lists in one another, beyond what anybody means: reading them takes minutes, or all of the stack. */
const TOO_DEEP = /^(?:[ \t]*(?:>|(?:[-*+]|\d{1,9}[.)])(?=[ \t]))){20}/m;

function asWritten(text: string): Paragraph {
  return { type: 'paragraph', children: lines(text) };
}

/** A line that somebody ended is a line in the mail: an address, a greeting. */
function lines(text: string): PhrasingContent[] {
  return text.split('\n').flatMap((line, at): PhrasingContent[] => [...(at === 0 ? [] : [{ type: 'break' } as const]), ...addresses(line)]);
}

const WEB_ADDRESS = /(https?:\/\/[^\s<>"]*[^\s<>"'.,;:!?)\]])/;

function addresses(line: string): PhrasingContent[] {
  return line.split(WEB_ADDRESS).flatMap((part, at): PhrasingContent[] => {
    if (part === '') return [];
    const text = { type: 'text', value: part } as const;
    return [at % 2 === 1 ? { type: 'link', url: part, children: [text] } : text];
  });
}

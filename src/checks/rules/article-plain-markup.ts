import { mdxToMdast } from 'satteri';
import { shown } from '../../catalog/diagnostic.ts';
import { PARSER_FEATURES } from '../../catalog/parser-features.ts';
import type { Rule } from '../rule.ts';

interface Node {
  readonly type: string;
  readonly value?: string;
  readonly children?: readonly Node[];
  readonly position?: { start: { line: number }; end: { line: number } };
}

interface Slip {
  readonly find: RegExp;
  readonly message: string;
  readonly remedy: string;
}

/** Signs of Markdown that became text, because something beside them is missing. */
const SLIPS: readonly Slip[] = [
  { find: /^#{2,6}[^\s#].*/m, message: 'This is no heading: readers would see its # signs.', remedy: 'Put a space after the # signs.' },
  { find: /^\d{1,2}[.)]\p{Lu}.*(?=\n\d{1,2}[.)]\p{Lu})/mu, message: 'This is no list of steps, but one paragraph.', remedy: 'Put a space after each number and its dot.' },
  { find: /\[\^[^\]\s]+\]/, message: 'No note has this name: readers would see its brackets.', remedy: 'Write the note on a line of its own: [^1]: The note.' },
  { find: /\[\[[^[\]]+\]\]/, message: 'This is no link: readers would see its brackets.', remedy: 'Write [words](../category/article.mdx).' },
  { find: /\[[^[\]\n]+\]\[[^[\]\n]*\]/, message: 'This link has no address: readers would see its brackets.', remedy: 'Write [words](address), or below on a line of its own [name]: address' },
  { find: /\*\*[^\s*][^*\n]*\s\*\*(?=\s|$)/, message: 'This is not bold: readers would see its stars.', remedy: 'Put the last stars right behind the word.' },
];

export const plainMarkup: Rule = {
  code: 'article/plain-markup',
  severity: 'warning',
  protects: 'Readers from # signs, brackets and stars that were meant as a heading, a link or a list.',
  remedy: 'Put in what is missing. Signs that readers should see stand in `code`, or each after a backslash.',
  when: 'always',
  *run({ published }) {
    for (const { file, source } of published) {
      const lines = source.split('\n');
      for (const node of blocksIn(mdxToMdast(source, { features: PARSER_FEATURES }) as unknown as Node)) {
        const from = node.position?.start.line ?? 1;
        const to = node.position?.end.line ?? from;
        if (node.type === 'code') {
          // To the end of the article, everything would be code.
          const fence = /^[\s>]*(?:[-*+]\s+|\d+[.)]\s+)?(`{3,}|~{3,})/.exec(lines[from - 1] ?? '')?.[1];
          const ends = fence === undefined || lines.slice(from, to + 1).some((line) => line.replace(/^[\s>]+/, '').trimEnd().replaceAll(fence[0]!, '') === '' && line.includes(fence));
          if (!ends) yield { file, line: from, value: shown((lines[from - 1] ?? '').trim()), message: 'These words as they are (code) begin here and do not end: readers would see the signs of everything below.', remedy: `Put ${fence} on a line of its own behind them.` };
          continue;
        }
        const text = textOf(node);
        for (const { find, message, remedy } of SLIPS) {
          const [found] = find.exec(text) ?? [];
          if (found === undefined) continue;
          const line = lines.findIndex((one, index) => index >= from - 1 && index < to && one.includes(found.split('\n')[0]!));
          // What does not stand there as it is was written with a backslash.
          if (line !== -1) yield { file, line: line + 1, value: shown(found), message, remedy };
        }
      }
    }
  },
};

function blocksIn(node: Node): Node[] {
  return ['paragraph', 'code', 'tableCell'].includes(node.type) ? [node] : (node.children ?? []).flatMap(blocksIn);
}

/** The words alone: what is a link, bold or code already is no slip. */
function textOf(node: Node): string {
  if (node.type === 'text') return node.value ?? '';
  return node.type === 'paragraph' || node.type === 'tableCell' ? (node.children ?? []).map(textOf).join('') : node.type === 'break' ? '\n' : '\u0000';
}

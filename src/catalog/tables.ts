/** Rows of tables that do not fit their head: what is too much is left out of the page without a word. */
import { mdxToMdast } from 'satteri';
import { shown } from './diagnostic.ts';
import { PARSER_FEATURES } from './parser-features.ts';

export interface OddRow {
  readonly line: number;
  /** `lost`: cells that no reader sees; `short`: cells that stay empty; `plain`: no table at all, but its signs as text. */
  readonly kind: 'lost' | 'short' | 'plain';
  /** The row as it stands in the file. */
  readonly value: string;
  readonly message: string;
  readonly remedy: string;
}

interface Node {
  readonly type: string;
  readonly value?: string;
  readonly children?: readonly Node[];
  readonly position?: { start: { line: number }; end: { line: number } };
}

const BAR = 'For a bar that readers should see, write \\|, inside of `code`, too.';

/** @param source a file whose text can be read */
export function oddRows(source: string): OddRow[] {
  if (!source.includes('|')) return [];
  const lines = source.split('\n');
  const found: OddRow[] = [];
  const visit = (node: Node): void => {
    if (node.type === 'table') found.push(...ofTable(node, lines));
    else if (node.type === 'paragraph') found.push(...ofParagraph(node, lines));
    else node.children?.forEach(visit);
  };
  visit(mdxToMdast(source, { features: PARSER_FEATURES }) as unknown as Node);
  return found;
}

function ofTable({ children: [head, ...rows] = [] }: Node, lines: readonly string[]): OddRow[] {
  const wanted = head?.children?.length ?? 0;
  return rows.flatMap((row): OddRow[] => {
    const cells = row.children ?? [];
    const line = row.position?.start.line ?? 1;
    const at = { line, value: shown((lines[line - 1] ?? '').trim()) };
    const lost = cells.slice(wanted).map(wordsOf).filter((words) => words !== '');
    if (lost.length > 0) return [{ ...at, kind: 'lost', message: `This row has ${count(cells.length)}, and the head of the table ${wanted}: readers would not see “${shown(lost.join(' | '))}”.`, remedy: `${BAR} Else give the head a cell more.` }];
    if (cells.length < wanted) return [{ ...at, kind: 'short', message: `This row has ${count(cells.length)}, and the head of the table ${wanted}: the others stay empty.`, remedy: 'Put a bar for each cell that is meant to be empty: | Name | |' }];
    return [];
  });
}

/** Lines of bars that became no table. */
function ofParagraph({ position }: Node, all: readonly string[]): OddRow[] {
  const from = position?.start.line ?? 1;
  // In a list or a quotation, signs of these stand in front.
  const lines = all.slice(from - 1, position?.end.line ?? from).map((line) => line.replace(/^[\s>]*(?:[-*+]\s+|\d+[.)]\s+)?/, '').trim());
  const ruler = lines.findIndex((line, index) => index > 0 && line.includes('|') && /^\|?\s*:?-+:?\s*(\|\s*:?-+:?\s*)*\|?$/.test(line));
  const at = (index: number) => ({ line: from + index, kind: 'plain', value: shown(lines[index]!) }) as const;
  if (ruler > 0 && lines[ruler - 1]!.includes('|')) {
    const [head, below] = [cellsIn(lines[ruler - 1]!), cellsIn(lines[ruler]!)];
    return [{ ...at(ruler), message: `This is no table, and readers would see its bars and hyphens: the head has ${count(head)}, and the line of hyphens below it ${below}.`, remedy: 'Write as many parts of hyphens as the head has cells: | --- | --- |' }];
  }
  const rows = lines.filter((line) => /^\|.+\|$/.test(line)).length;
  if (rows < 2 || rows < lines.length) return [];
  return [{ ...at(0), message: 'This is no table, and readers would see its bars: below its head stands no line of hyphens.', remedy: `Write below the first line: |${' --- |'.repeat(cellsIn(lines[0]!))}` }];
}

function cellsIn(line: string): number {
  return line.replace(/^\|/, '').replace(/(?<!\\)\|$/, '').split(/(?<!\\)\|/).length;
}

function count(cells: number): string {
  return cells === 1 ? '1 cell' : `${cells} cells`;
}

function wordsOf(node: Node): string {
  return node.children === undefined ? (node.value ?? '') : node.children.map(wordsOf).join('').trim();
}

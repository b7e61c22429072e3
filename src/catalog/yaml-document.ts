/**
 * A YAML text as a document, with every place at which it cannot be read: a parser that stumbled says little of the
 * lines below, so a field that it stumbled over is left out in a copy, and it tries again.
 */
import { LineCounter, parseDocument, type Document } from 'yaml';
import { shown, type Diagnostic } from './diagnostic.ts';
import { yamlWords } from './yaml-words.ts';

export interface YamlSource {
  readonly file: string;
  readonly text: string;
  /** Lines of the file before `text` begins: 1 for frontmatter, 0 for a whole file. */
  readonly linesBefore: number;
}

/** More than anybody mends before looking again. */
const MOST = 10;
const TOP_FIELD = /^[^\s#-]/;

export interface ReadDocument {
  readonly document: Document;
  readonly lines: LineCounter;
  /** Names on the lines that were left out, which have been told; empty when the whole text could be read. */
  readonly leftOut: ReadonlySet<string>;
  readonly whole: boolean;
}

/** @returns `undefined` when nothing of it can be read */
export function readDocument({ file, text, linesBefore }: YamlSource, report: (diagnostic: Diagnostic) => void): ReadDocument | undefined {
  const all = text.split('\n');
  const left = [...all];
  const leftOut = new Set<string>();
  const told = new Set<number>();
  for (let tries = MOST; tries > 0; tries -= 1) {
    const lines = new LineCounter();
    const document = parseDocument(left.join('\n'), { lineCounter: lines, prettyErrors: false });
    const problems = problemsOf(document, lines, all);
    if (problems.length === 0) return { document, lines, leftOut, whole: told.size === 0 };
    // A parser that stumbles over the same line again is at its end.
    const fresh = problems.filter(({ line }) => !told.has(line));
    if (fresh.length === 0) return undefined;
    for (const { line, ...words } of fresh) {
      told.add(line);
      report({ severity: 'error', file, line: line + linesBefore, ...words });
    }
    if (!fresh.map(({ line }) => leaveOut(left, line - 1, leftOut)).some(Boolean)) return undefined;
  }
  return undefined;
}

function problemsOf(document: Document, lines: LineCounter, text: readonly string[]): (Omit<Diagnostic, 'severity' | 'file'>)[] {
  const problems = document.errors.map(({ code, message, pos }) => ({ code, message, ...lines.linePos(pos[0]) })).map(({ col, ...problem }) => ({ ...problem, column: col }));
  const tags = document.warnings.map(({ pos, message }) => {
    const { line } = lines.linePos(pos[0]);
    return { code: 'yaml/tag', line, value: shown(text.join('\n').slice(...pos)), message: 'Fields hold plain values, no tags with exclamation marks.', remedy: message.startsWith('Unresolved tag') ? 'A text that begins with an exclamation mark stands in quotes.' : message };
  });
  return [...yamlWords(problems, text).map((words) => ({ code: 'yaml/syntax', ...words })), ...tags];
}

/** Takes a field with all that belongs to it out of the lines. A list at the top has no fields to leave out. */
function leaveOut(lines: string[], at: number, names: Set<string>): boolean {
  let from = at;
  while (from > 0 && !TOP_FIELD.test(lines[from] ?? '')) from -= 1;
  if (!TOP_FIELD.test(lines[from] ?? '')) return false;
  // A line that is no field goes on with the text above, which is not wrong for being short.
  if (!/[:：]/.test(lines[at] ?? '')) {
    const above = lines.slice(0, from).findLast((line) => TOP_FIELD.test(line));
    names.add(nameIn(above ?? '') ?? '');
  }
  let to = at + 1;
  while (to < lines.length && !TOP_FIELD.test(lines[to] ?? '')) to += 1;
  for (let line = from; line < to; line += 1) {
    const name = nameIn(lines[line] ?? '');
    if (name !== undefined) names.add(name);
    lines[line] = '';
  }
  return true;
}

function nameIn(line: string): string | undefined {
  return /^\s*(?:- )?([\p{L}\d_-]+)\s*[:：]/u.exec(line)?.[1];
}

/**
 * What is wrong with a file, as data. Text, JSON and CI annotations are made from it elsewhere.
 */
import { closest, distance } from 'fastest-levenshtein';

export interface Diagnostic {
  /** Stable code, `subject/rule`, for example `frontmatter/unknown-key`. */
  readonly code: string;
  readonly severity: 'error' | 'warning';
  /** Path from the content root, with forward slashes. */
  readonly file: string;
  /** 1-based. */
  readonly line: number;
  readonly column?: number;
  /** The field or element concerned, for example `related[2]`. */
  readonly field?: string;
  /** The offending value as it stands in the file, shortened. */
  readonly value?: string;
  /** One sentence: what is wrong and what is allowed. */
  readonly message: string;
  /** What to do, when one thing is clearly it. */
  readonly remedy?: string;
}

/** Every problem of a content tree at once, so that a writer mends them in one go. */
export class ContentProblems extends Error {
  override readonly name = 'ContentProblems';
  readonly diagnostics: readonly Diagnostic[];

  constructor(diagnostics: readonly Diagnostic[], contentName = 'content') {
    super(formatDiagnostics(diagnostics, contentName));
    this.diagnostics = diagnostics;
  }
}

/**
 * Diagnostics as aligned text, ordered by file and line.
 *
 * @param contentName what to print before each file, so that an editor can open it
 */
export function formatDiagnostics(diagnostics: readonly Diagnostic[], contentName = 'content'): string {
  const ordered = [...diagnostics].sort(
    (a, b) => a.file.localeCompare(b.file) || a.line - b.line || (a.column ?? 0) - (b.column ?? 0),
  );
  const lines = ordered.flatMap((one) => {
    const place = `${contentName}/${one.file}:${one.line}${one.column === undefined ? '' : `:${one.column}`}`;
    const found = one.value === undefined ? '' : `  found: ${one.value}`;
    return [
      `${place}  ${one.severity}  ${one.code}`,
      `  ${one.field === undefined ? '' : `${one.field}: `}${one.message}`,
      ...(found ? [found] : []),
      ...(one.remedy === undefined ? [] : [`  ${one.remedy}`]),
      '',
    ];
  });
  const errors = diagnostics.filter((one) => one.severity === 'error').length;
  const warnings = diagnostics.length - errors;
  const files = new Set(diagnostics.map((one) => one.file)).size;
  return [...lines, `${count(errors, 'error')}, ${count(warnings, 'warning')} in ${count(files, 'file')}.`].join('\n');
}

/**
 * The one known word that a mistyped word most likely stands for, or nothing when none is near.
 * A third of the letters may differ, which catches a typo without inventing a meaning.
 */
export function nearest(word: string, known: readonly string[]): string | undefined {
  if (known.length === 0) return undefined;
  const best = closest(word.toLowerCase(), known.map((one) => one.toLowerCase()));
  const index = known.findIndex((one) => one.toLowerCase() === best);
  return distance(word.toLowerCase(), best) <= Math.max(1, Math.floor(word.length / 3)) ? known[index] : undefined;
}

/** "Did you mean …?" or nothing. */
export function didYouMean(word: string, known: readonly string[]): string | undefined {
  const found = nearest(word, known);
  return found === undefined ? undefined : `Did you mean "${found}"?`;
}

/** A value as it is shown in a message: on one line, at most 80 characters. */
export function shown(value: unknown): string {
  const text = typeof value === 'string' ? value : (JSON.stringify(value) ?? String(value));
  const line = text.replaceAll(/\s+/g, ' ');
  return line.length > 80 ? `${line.slice(0, 77)}…` : line;
}

function count(n: number, word: string): string {
  return `${n} ${word}${n === 1 ? '' : 's'}`;
}

/**
 * YAML with places: which line of which file a value stands on, so that every message points at it.
 */
import { isMap, isNode, isPair, isScalar, isSeq, visit, type Document, type LineCounter } from 'yaml';
import type { z } from 'zod';
import { nearest, shown, type Diagnostic } from './diagnostic.ts';
import { isNumberForText, unseenIn, valueRemedy } from './field-remedies.ts';
import { hasWide, readerLength } from './reader-length.ts';
import { readDocument, type YamlSource } from './yaml-document.ts';
import { quotedField } from './yaml-words.ts';

/**
 * Parses YAML and holds it against a schema.
 *
 * @returns the typed value, or `undefined` when there is at least one diagnostic of severity error
 */
export function readYaml<Schema extends z.ZodType>(
  source: YamlSource,
  schema: Schema,
  report: (diagnostic: Diagnostic) => void,
): { value: z.output<Schema>; lineOf: (path: readonly PropertyKey[]) => number } | undefined {
  const read = readDocument(source, report);
  if (read === undefined) return undefined;
  const { document, lines, leftOut, whole } = read;

  const lineOf = (path: readonly PropertyKey[]) => lineOfPath(document, lines, path) + source.linesBefore;
  const cut = cutTexts(document, lines, source);
  cut.forEach(report);
  let value: unknown;
  try {
    value = document.toJS();
  } catch (error) {
    // An alias to nothing, or aliases of aliases that would fill the memory.
    const message = (error as Error).message.startsWith('Unresolved') ? 'This refers to a name that is not given before.' : 'These references multiply without end.';
    report({ code: 'yaml/alias', severity: 'error', file: source.file, line: firstAliasLine(document, lines) + source.linesBefore, message, remedy: 'Write the values out.' });
    return undefined;
  }
  const result = schema.safeParse(value, { reportInput: true });
  if (result.success) return whole && cut.length === 0 ? { value: result.data, lineOf } : undefined;
  const known = new Set(cut.map(({ line }) => line));
  for (const { path, problem } of withoutEchoes(firstOfEach(result.error.issues).flatMap((issue) => explain(issue, schema, writtenAt(document, issue.path))))) {
    // What was left out is not missing, and what belongs to it is not wrong.
    const echo = known.has(lineOf(path)) || path.some((part) => leftOut.has(String(part))) || (problem.field === undefined && !whole);
    if (!echo) report({ ...problem, file: source.file, line: lineOf(path) });
  }
  return undefined;
}

/** What is no list is not too long as well. */
function firstOfEach(issues: readonly z.core.$ZodIssue[]): z.core.$ZodIssue[] {
  const wrongKind = new Set(issues.filter(({ code }) => code === 'invalid_type').map(({ path }) => fieldName(path)));
  return issues.filter(({ code, path }) => code === 'invalid_type' || code === 'unrecognized_keys' || !wrongKind.has(fieldName(path)));
}

/**
 * Texts that YAML would shorten without a word: `What does error #12 mean?` ends before the number sign, and a name
 * after & at the beginning is nobody's text.
 */
function cutTexts(document: Document, lines: LineCounter, { file, text, linesBefore }: YamlSource): Diagnostic[] {
  const found: Diagnostic[] = [];
  const names = new Set<string>();
  visit(document, { Alias: (_, { source }) => void names.add(source) });
  visit(document, {
    Scalar: (_, { type, value, comment, anchor, range }) => {
      const line = lines.linePos(range?.[0] ?? 0).line;
      const at = { severity: 'error', file, line: line + linesBefore } as const;
      const [, name, whole] = FIELD_AND_TEXT.exec(text.split('\n')[line - 1] ?? '') ?? [];
      const remedy = name === undefined || whole === undefined ? 'Put the whole text in quotes.' : quotedField(name, whole);
      if (anchor !== undefined && !names.has(anchor)) found.push({ ...at, code: 'yaml/alias', value: `&${anchor}`, message: 'A text that begins with & stands in quotes, else its first word is left out.', remedy });
      else if (type === 'PLAIN' && typeof comment === 'string' && /^[^\s#]/.test(comment) && (value === null || (typeof value === 'string' && (/\s/.test(value) || /^\d/.test(comment))))) {
        found.push({ ...at, code: 'yaml/cut', value: `#${shown(comment)}`, message: 'A # after a space begins a note, so the rest of this text is left out.', remedy: `${remedy} A note has a space after its #.` });
      }
    },
  });
  return found;
}

/** The name of a field, and everything behind its colon. */
const FIELD_AND_TEXT = /^\s*(?:- )?([^\s:#'"-][^:]*):\s+(\S.*?)\s*$/;

/** What an author wrote for a value that YAML reads as something else than text: `01234567`. */
function writtenAt(document: Document, path: readonly PropertyKey[]): string | undefined {
  const node = document.getIn(path, true);
  return isScalar(node) && node.type === 'PLAIN' ? node.source : undefined;
}

/** A misspelled field is also a missing one; the message about its spelling says both. */
function withoutEchoes(explained: readonly Explained[]): Explained[] {
  const meant = new Set(explained.flatMap(({ meant: field }) => field ?? []));
  return explained.filter(({ problem: { code, field } }) => code !== 'frontmatter/missing' || field === undefined || !meant.has(field));
}

interface Explained {
  readonly problem: Omit<Diagnostic, 'file' | 'line'>;
  readonly path: readonly PropertyKey[];
  /** The field that an unknown one most likely stands for. */
  readonly meant?: string;
}

/** One zod issue in a writer's words. */
function explain(issue: z.core.$ZodIssue, schema: z.ZodType, written: string | undefined): Explained[] {
  const field = fieldName(issue.path);
  const described = describedAt(schema, issue.path);
  if (issue.code === 'unrecognized_keys') {
    const known = keysAt(schema, issue.path);
    return issue.keys.map((key) => {
      const meant = nearest(key, known);
      return {
        path: [...issue.path, key],
        problem: {
          code: 'frontmatter/unknown-key',
          severity: 'error',
          field: fieldName([...issue.path, key]),
          message: 'There is no such field.',
          remedy: unseenIn(key) ?? (meant === undefined ? `Known here: ${known.join(', ')}.` : `Did you mean "${meant}"?`),
        },
        ...(meant === undefined ? {} : { meant: fieldName([...issue.path, meant]) }),
      };
    });
  }
  const missing = (issue.code === 'invalid_type' || issue.code === 'invalid_value') && issue.input === undefined;
  const value = issue.input;
  const takes = (other: unknown) => schemaAt(schema, issue.path).outer?.safeParse(other).success === true;
  const notText = isNumberForText(issue, value) && written !== undefined && takes(written);
  const remedy = valueRemedy({ issue, field, value, written, takes });
  return [
    {
      path: issue.path,
      problem: {
        code: missing ? 'frontmatter/missing' : 'frontmatter/invalid',
        severity: 'error',
        ...(field === '' ? {} : { field }),
        ...(missing || value === undefined || value === null ? {} : { value: shown(notText ? written : value) }),
        message: [missing ? 'This field is needed.' : value === null ? 'Nothing stands here.' : allowed(issue), described].filter(Boolean).join(' '),
        ...(remedy === undefined ? {} : { remedy }),
      },
    },
  ];
}

/** What would have been right, as one sentence. */
export function allowed(issue: z.core.$ZodIssue): string {
  switch (issue.code) {
    case 'invalid_type':
      return `Expected ${({ string: 'text', int: 'a whole number', array: 'a list', object: 'fields', boolean: 'true or false' } as Record<string, string>)[issue.expected] ?? `a ${issue.expected}`}.`;
    case 'invalid_value':
      return `Allowed: ${issue.values.map(String).join(', ')}.`;
    case 'too_small':
      return issue.origin === 'string' ? `Too short: at least ${issue.minimum} characters${counted(issue.input)}.` : `Too few or too small: at least ${issue.minimum}.`;
    case 'too_big':
      return issue.origin === 'string' ? `Too long: at most ${issue.maximum} characters${counted(issue.input)}.` : `Too many or too large: at most ${issue.maximum}.`;
    case 'invalid_format':
      return issue.message.startsWith('Invalid') ? `Expected ${issue.format === 'url' ? 'a full web address' : `a valid ${issue.format}`}.` : `Expected ${issue.message}.`;
    case 'invalid_key':
      return issue.issues[0] === undefined ? 'This name is not allowed here.' : allowed(issue.issues[0]);
    case 'custom':
      return `Expected ${issue.message}.`;
    default:
      return `${issue.message}.`;
  }
}

/** How many there are: who counts by eye counts another way, or cannot see the end of a long line. */
function counted(input: unknown): string {
  if (typeof input !== 'string' || input === '') return '';
  return `, here ${readerLength(input)}${hasWide(input) ? ' (a Chinese, Japanese or Korean character and an emoji count two)' : ''}`;
}

/** `related[2]`, `brand.accent.light`. */
export function fieldName(path: readonly PropertyKey[]): string {
  return path.map((part, index) => (typeof part === 'number' ? `[${part}]` : `${index === 0 ? '' : '.'}${String(part)}`)).join('');
}

function lineOfPath(document: Document, lines: LineCounter, path: readonly PropertyKey[]): number {
  let node: unknown = document.contents;
  let offset = 0;
  for (const part of path) {
    if (isMap(node)) {
      const pair = node.items.find((item) => isPair(item) && isNode(item.key) && String((item.key as { value?: unknown }).value) === String(part));
      if (pair === undefined) break;
      offset = (pair.key as { range?: [number, number, number] }).range?.[0] ?? offset;
      node = pair.value;
    } else if (isSeq(node)) {
      node = node.items[Number(part)];
      if (!isNode(node)) break;
      offset = node.range?.[0] ?? offset;
    } else break;
  }
  return lines.linePos(offset).line;
}

function firstAliasLine(document: Document, lines: LineCounter): number {
  let line = 1;
  visit(document, {
    Alias: (_, node) => {
      line = lines.linePos(node.range?.[0] ?? 0).line;
      return visit.BREAK;
    },
  });
  return line;
}

function unwrap(schema: unknown): z.ZodType | undefined {
  let current = schema as { def?: { innerType?: unknown } } | undefined;
  while (current?.def?.innerType !== undefined) current = current.def.innerType as typeof current;
  return current as z.ZodType | undefined;
}

function schemaAt(schema: z.ZodType, path: readonly PropertyKey[]): { inner: z.ZodType | undefined; outer: z.ZodType | undefined } {
  let outer: z.ZodType | undefined = schema;
  for (const part of path) {
    const inner = unwrap(outer) as { shape?: Record<string, z.ZodType>; element?: z.ZodType } | undefined;
    outer = typeof part === 'number' ? inner?.element : inner?.shape?.[String(part)];
  }
  return { inner: unwrap(outer), outer };
}

function describedAt(schema: z.ZodType, path: readonly PropertyKey[]): string | undefined {
  for (let end = path.length; end > 0; end -= 1) {
    const { inner, outer } = schemaAt(schema, path.slice(0, end));
    const text = outer?.description ?? inner?.description;
    if (text !== undefined) return text;
  }
  return undefined;
}

function keysAt(schema: z.ZodType, path: readonly PropertyKey[]): string[] {
  return Object.keys((schemaAt(schema, path).inner as { shape?: object } | undefined)?.shape ?? {});
}

/** What a YAML parser found, in the words of somebody who only wanted to fill in a field. */

export interface YamlProblem {
  readonly code: string;
  readonly message: string;
  /** 1-based, within the text. */
  readonly line: number;
  readonly column: number;
}

export interface YamlWords {
  readonly line: number;
  readonly column?: number;
  readonly message: string;
  readonly remedy?: string;
}

/** A field and what stands behind its colon: `  - title: Text`. */
const FIELD = /^(\s*(?:- )?)([^\s:#'"-][^:]*?):[ \t]+(.*\S)\s*$/;
/** What means something to YAML at the beginning of a value, and nothing to an author. */
const MARKS_IN_FRONT = /^[@`%*&!|>{[?-]/;
const LONGEST_REMEDY = 100;

/**
 * Each mistake once: what a parser says of the lines after its first stumble is about the stumble.
 *
 * @param lines the text, line by line
 */
export function yamlWords(problems: readonly YamlProblem[], lines: readonly string[]): YamlWords[] {
  const told: YamlWords[] = [];
  const stumbled = new Set<number>();
  for (const problem of problems) {
    if (told.length > 0 && (problem.code === 'UNEXPECTED_TOKEN' || problem.code === 'IMPOSSIBLE')) continue;
    const words = wordsFor(problem, lines);
    if (!told.some(({ line }) => line === words.line) && !stumbled.has(problem.line)) told.push(words);
    stumbled.add(problem.line);
  }
  return told;
}

function wordsFor({ code, message, line, column }: YamlProblem, lines: readonly string[]): YamlWords {
  const text = lines[line - 1] ?? '';
  const at = { line, column };
  if (text.startsWith('\t')) return { ...at, message: 'This line begins with a tab. YAML takes spaces only.', remedy: /:\s*$/.test(lines.slice(0, line - 1).findLast((one) => /^[^\s#]/.test(one)) ?? '') ? 'Replace the tab with two spaces.' : 'Delete the tab.' };
  if (code === 'DUPLICATE_KEY') return { ...at, message: 'This field stands here twice.', remedy: 'Keep one of the two.' };
  if (code === 'MISSING_CHAR' && /^Missing closing ["']/.test(message)) {
    return { line: openQuote(lines, line), message: 'A quotation mark opens a text here and does not close it.', remedy: 'Put the same mark at the end of the text, or take the first one away.' };
  }
  if (/^Flow (sequence|map)/.test(message)) return { line: openBracket(lines, line), message: 'A list that opens with [ closes with ], and { with }.' };
  const below = lines[line] ?? '';
  if (code === 'BLOCK_AS_IMPLICIT_KEY' && /^ +[^\s-][^:]*:( |$)/.test(below) && /^\S/.test(text)) return { line: line + 1, column: 1, message: 'This field begins with spaces, and the one above does not.', remedy: `Write ${short(below.trim())}` };
  return { ...at, ...(ofField(text) ?? ofNoField(text) ?? { message: `These fields cannot be read here: ${message.replace(/\s+at line.*$/s, '')}.` }) };
}

/** The value of a field that has to stand in quotes. */
function ofField(text: string): Pick<YamlWords, 'message' | 'remedy'> | undefined {
  const [, before = '', name = '', value = ''] = FIELD.exec(text) ?? [];
  if (name === '') return undefined;
  const remedy = quotedField(`${before.trim() === '-' ? '- ' : ''}${name}`, value);
  if (/^["']/.test(value)) {
    return value.includes('\\') && value.startsWith('"')
      ? { message: 'In double quotes a backslash begins a sign of its own.', remedy }
      : { message: 'The quotation marks close before the text ends.', remedy };
  }
  if (MARKS_IN_FRONT.test(value)) return { message: `A text that begins with ${value[0]} stands in quotes.`, remedy };
  return value.includes(': ') ? { message: 'A text with a colon and a space in it stands in quotes.', remedy } : undefined;
}

function ofNoField(text: string): Pick<YamlWords, 'message' | 'remedy'> | undefined {
  const bare = text.trim();
  if (/^-[^\s-]/.test(bare)) return { message: 'After the hyphen of a list stands a space.', remedy: `Write ${short(`- ${bare.slice(1)}`)}` };
  const [, name, value] = /^([\p{L}\d]+)\s*[:：][\u00a0\u3000]?(\S.*)$/u.exec(bare) ?? [];
  if (name !== undefined && value !== undefined && !bare.startsWith(`${name}: `)) return { message: 'Between a field and its value stand a plain colon and a plain space.', remedy: `Write ${short(`${name}: ${value}`)}` };
  if (!bare.includes(':')) return { message: 'This line is no field: a name, a colon, a space and a value.', remedy: 'If the text of the line above goes on here, begin this line with two spaces.' };
  return undefined;
}

/** The field as it should be, with its text in quotes. */
export function quotedField(name: string, value: string): string {
  const mark = /^["']/.exec(value)?.[0];
  const inside = mark !== undefined && value.length > 1 && value.endsWith(mark) ? value.slice(1, -1) : value;
  const quoted = /["\\]/.test(inside) ? `'${inside.replaceAll("'", "''")}'` : `"${inside}"`;
  return `Write ${short(`${name}: ${quoted}`)}`;
}

function short(text: string): string {
  return text.length > LONGEST_REMEDY ? `${text.slice(0, LONGEST_REMEDY - 1)}…` : text;
}

/** The last value before a line that opens a quotation mark and does not close it. */
function openQuote(lines: readonly string[], from: number): number {
  for (let line = from; line > 0; line -= 1) {
    const [, mark, rest = ''] = /(?:^|[:\-[,]\s+)(["'])(.*)$/.exec(lines[line - 1] ?? '') ?? [];
    if (mark !== undefined && rest.split(mark).length % 2 === 1) return line;
  }
  return from;
}

function openBracket(lines: readonly string[], from: number): number {
  for (let line = Math.min(from, lines.length); line > 0; line -= 1) {
    const text = lines[line - 1] ?? '';
    if (/[[{]/.test(text) && text.split(/[[{]/).length > text.split(/[\]}]/).length) return line;
  }
  return from;
}

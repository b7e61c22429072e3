/** Messages that the team has rated itself, in `support/triage-examples.tsv`: triage learns words from them. */
import { existsSync } from 'node:fs';
import { join } from 'node:path';
import { detect } from '../../privacy/detect.ts';
import { readText } from '../content-files.ts';
import { didYouMean, type Diagnostic } from '../diagnostic.ts';
import { PRIORITIES, type Priority } from './priorities.ts';

export const TRIAGE_EXAMPLES_FILE = 'support/triage-examples.tsv';

const COLUMNS = ['priority', 'category', 'subject', 'body'] as const;

/** Fewer of one priority say more about these messages than about the next. */
export const FEWEST_EXAMPLES = 20;

export interface TriageExample {
  readonly priority: Priority;
  /** Missing where nobody said. */
  readonly category: string | undefined;
  readonly subject: string;
  readonly body: string;
}

/** What was learned from examples: how much each word speaks for each priority, in the order of `PRIORITIES`. */
export interface LearnedWords {
  /** How many messages it was learned from. */
  readonly messages: number;
  readonly bias: readonly number[];
  /** By word, or two that follow each other: how rare it is, then its weight for each priority. */
  readonly words: ReadonlyMap<string, readonly number[]>;
}

/**
 * @param categories ids of `triage.yaml`
 * @returns the rows that can be read; none without the file. Whatever is wrong is reported.
 */
export function readTriageExamples(root: string, categories: readonly string[], report: (diagnostic: Diagnostic) => void): TriageExample[] {
  if (!existsSync(join(root, TRIAGE_EXAMPLES_FILE))) return [];
  const text = readText(root, TRIAGE_EXAMPLES_FILE, report);
  const [header = '', ...rows] = (text ?? '').split(/\r?\n/);
  const noted = (line: number, rule: string, message: string, more: { value?: string; remedy?: string | undefined; severity?: 'warning' } = {}) => {
    const { value, remedy, severity = 'error' } = more;
    report({ code: `triage-examples/${rule}`, severity, file: TRIAGE_EXAMPLES_FILE, line, message, ...(value === undefined ? {} : { value: value.slice(0, 80) }), ...(remedy === undefined ? {} : { remedy }) });
  };
  if (header !== COLUMNS.join('\t')) {
    noted(1, 'columns', `The first line must name the columns ${COLUMNS.join(', ')}, with a tab between two.`, { value: header });
    return [];
  }

  const examples: TriageExample[] = [];
  const before = new Map<string, { line: number; priority: Priority }>();
  for (const [index, row] of rows.entries()) {
    const line = index + 2;
    if (row.trim() === '') continue;
    const cells = row.split('\t');
    const [priority = '', category = '', subject = '', body = ''] = cells.map((cell) => cell.replaceAll('\\n', '\n').trim());
    if (cells.length !== COLUMNS.length) {
      noted(line, 'columns', `A line has ${COLUMNS.length} columns; this one has ${cells.length}. A line break within a message is written \\n.`, { value: row });
    } else if (!isPriority(priority)) {
      noted(line, 'priority', `There is no such priority. Known: ${PRIORITIES.join(', ')}.`, { value: priority, remedy: didYouMean(priority, PRIORITIES) });
    } else if (category !== '-' && !categories.includes(category)) {
      noted(line, 'category', 'triage.yaml has no such category; - says that nobody knows.', { value: category, remedy: didYouMean(category, categories) ?? `Known: ${categories.join(', ')}.` });
    } else if (subject === '' && body === '') {
      noted(line, 'empty', 'This line has no message.');
    } else {
      const message = `${subject}\n${body}`;
      const same = before.get(message);
      if (same !== undefined && same.priority !== priority) noted(line, 'twice', `Line ${same.line} rates the same message ${same.priority}.`, { value: priority });
      // Real messages come from people. What the reader's form would warn of must not go into Git either.
      for (const { kind, start, end } of detect(message)) noted(line, 'personal', `This looks personal (${kind}).`, { value: message.slice(start, end), remedy: 'Write something made up in its place, here and in the history of the repository.' });
      if (same === undefined) {
        before.set(message, { line, priority });
        examples.push({ priority, category: category === '-' ? undefined : category, subject, body });
      }
    }
  }
  if (examples.length > 0) {
    const few = PRIORITIES.filter((priority) => examples.filter((one) => one.priority === priority).length < FEWEST_EXAMPLES);
    if (few.length > 0) noted(1, 'few', `Nothing is learned before there are ${FEWEST_EXAMPLES} messages of each priority: ${few.join(', ')} ${few.length === 1 ? 'has' : 'have'} fewer.`, { severity: 'warning' });
  }
  return examples;
}

function isPriority(text: string): text is Priority {
  return (PRIORITIES as readonly string[]).includes(text);
}

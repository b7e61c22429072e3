/** Questions to the person at the terminal, for what the command line does not say. */
import { createInterface } from 'node:readline';

/** Something the person at the keyboard can mend; printed without a stack. */
export class CommandProblem extends Error {
  override readonly name: string = 'CommandProblem';
  readonly code: 1 | 2;
  constructor(message: string, code: 1 | 2 = 2) {
    super(message);
    this.code = code;
  }
}

/** The command line, or an answer, does not do. */
export class UsageProblem extends CommandProblem {
  override readonly name = 'UsageProblem';
}

export interface Question<Value> {
  /** What the command line said. */
  readonly given: string | undefined;
  readonly flag: string;
  readonly question: string;
  /** What an empty answer means. */
  readonly otherwise?: string | undefined;
  /** @throws {CommandProblem} when the answer does not do */
  readonly as: (answer: string) => Value;
}

/**
 * The given value, else the answer at a terminal, else the default; without any of them the command cannot run. What
 * was typed is asked again when it does not do: nobody answers six questions twice for a slip in the last.
 */
export async function ask<Value>({ given, flag, question, otherwise, as }: Question<Value>): Promise<Value> {
  if (given !== undefined && given.trim() !== '') return as(given.trim());
  if (!process.stdin.isTTY || !process.stderr.isTTY) {
    if (otherwise !== undefined) return as(otherwise);
    throw new UsageProblem(`${flag} is needed.`);
  }
  for (;;) {
    const answer = (await typed(`${question}${otherwise === undefined || otherwise === '' ? '' : `\n  [${otherwise}]`}\n> `)) || otherwise;
    if (answer === undefined) continue;
    try {
      return as(answer);
    } catch (error) {
      if (!(error instanceof CommandProblem)) throw error;
      console.error(error.message);
    }
  }
}

export const asIs = (answer: string): string => answer;

/** Lines that were pasted together answer the questions after this one. */
const ahead: string[] = [];

/** @throws {CommandProblem} at Ctrl-C and at the end of the input: a promise left open would end the process in silence */
function typed(prompt: string): Promise<string> {
  const pasted = ahead.shift();
  if (pasted !== undefined) {
    process.stderr.write(`${prompt}${pasted}\n`);
    return Promise.resolve(pasted.trim());
  }
  return new Promise((resolve, reject) => {
    // One for each question: while it is open, Ctrl-C does not stop what else we do.
    const terminal = createInterface({ input: process.stdin, output: process.stderr });
    let answer: string | undefined;
    terminal.on('line', (line) => {
      if (answer !== undefined) return void ahead.push(line);
      answer = line.trim();
      setImmediate(() => terminal.close());
    });
    terminal.once('close', () => {
      if (answer !== undefined) return resolve(answer);
      process.stderr.write('\n');
      reject(new CommandProblem('Stopped. Nothing was written.'));
    });
    terminal.setPrompt(prompt);
    terminal.prompt();
  });
}

/** One of a few words, however it is written. */
export function oneOf<Choice extends string>(choices: readonly Choice[], flag: string): (value: string) => Choice {
  return (value) => {
    const found = choices.find((one) => one === value.toLowerCase().replaceAll(/[_-]/g, ' '));
    if (found === undefined) throw new UsageProblem(`${flag} "${value}" is not known. Choose ${choices.join(', ')}.`);
    return found;
  };
}

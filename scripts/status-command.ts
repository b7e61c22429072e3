/** What `npm run incident` and `npm run maintenance` share: the tree, questions at a terminal, publishing. */
import { spawnSync } from 'node:child_process';
import { resolve } from 'node:path';
import { createInterface } from 'node:readline/promises';
import { formatDiagnostics, type Diagnostic } from '../src/catalog/diagnostic.ts';
import { instantOf, MOMENT } from '../src/catalog/moments.ts';
import { buildStatus, readStatusContent, type StatusContent } from '../src/site/status-build.ts';
import { wordingFindings } from '../src/status/wording.ts';

/** Something the person at the keyboard can mend; printed without a stack. */
export class CommandProblem extends Error {
  readonly code: 1 | 2;
  constructor(message: string, code: 1 | 2 = 2) {
    super(message);
    this.code = code;
  }
}

export const root = resolve(process.env['BEDSIDE_CONTENT'] ?? 'content');

export function content(): StatusContent {
  const { content: read, diagnostics } = readStatusContent(root, Date.now());
  if (read === undefined) throw problems(diagnostics);
  return read;
}

export function judge(): readonly Diagnostic[] {
  return readStatusContent(root, Date.now()).diagnostics;
}

export function problems(diagnostics: readonly Diagnostic[]): CommandProblem {
  return new CommandProblem(formatDiagnostics(diagnostics), 1);
}

/** The given value, else the answer at a terminal, else the default; without any of them the command cannot run. */
export async function ask(given: string | undefined, question: string, flag: string, otherwise?: string): Promise<string> {
  if (given !== undefined && given.trim() !== '') return given.trim();
  if (process.stdin.isTTY && process.stderr.isTTY) {
    const terminal = createInterface({ input: process.stdin, output: process.stderr });
    try {
      const answer = (await terminal.question(`${question}${otherwise === undefined ? '' : `\n  [${otherwise}]`}\n> `)).trim();
      if (answer !== '') return answer;
    } finally {
      terminal.close();
    }
  }
  if (otherwise !== undefined) return otherwise;
  throw new CommandProblem(`${flag} is needed.`);
}

export function choose<Choice extends string>(value: string, choices: readonly Choice[], flag: string): Choice {
  const found = choices.find((one) => one === value.replaceAll('_', ' '));
  if (found === undefined) throw new CommandProblem(`${flag} "${value}" is not known. Choose ${choices.join(', ')}.`);
  return found;
}

/** `30` or `30m` from now, `2h`, or a day and time in the site's zone. */
export function momentFrom(value: string, zone: string, from: number, flag: string): number {
  const span = /^\+?(\d{1,4}) ?(m|min|h)?$/.exec(value);
  if (span !== null) return Math.ceil((from + Number(span[1]) * (span[2] === 'h' ? 3_600_000 : 60_000)) / 60_000) * 60_000;
  const instant = MOMENT.test(value) ? instantOf(value, zone) : 'no-such-day';
  if (typeof instant === 'number') return instant;
  throw new CommandProblem(`${flag} "${value}" is not a time. Write 2026-11-23 14:30, or 30m from now${instant === 'twice' ? '; this one comes twice that night, so add its offset, for example -04:00' : ''}.`);
}

export function warnOfWords(...texts: readonly (string | undefined)[]): void {
  for (const { kind, word, remedy } of texts.flatMap((text) => (text === undefined ? [] : wordingFindings(text)))) console.error(`  ${kind}: “${word}”. ${remedy}`);
}

/** Builds the status site and hands it over with the command in `BEDSIDE_STATUS_PUBLISH`. */
export function publish(out: string): void {
  const started = performance.now();
  if (buildStatus({ root, out, now: Date.now() }) !== 0) throw new CommandProblem('The status site is not built, so nothing is published.', 1);
  const command = process.env['BEDSIDE_STATUS_PUBLISH'];
  if (command === undefined || command === '') {
    console.error(`Built into ${out}/. BEDSIDE_STATUS_PUBLISH is not set, so nobody outside sees it yet.`);
    return;
  }
  // The command is the operator's own, from the environment and never from the content.
  const { status } = spawnSync(command, { shell: true, stdio: ['ignore', 2, 2], env: { ...process.env, BEDSIDE_STATUS_OUT: resolve(out) } });
  if (status !== 0) throw new CommandProblem(`BEDSIDE_STATUS_PUBLISH ended with ${status}. The site is built in ${out}/ but not published.`);
  console.error(`Published in ${((performance.now() - started) / 1_000).toFixed(1)} s.`);
}

/** Runs a command and turns what goes wrong into an exit code. */
export async function main(name: string, run: () => Promise<void> | void): Promise<void> {
  try {
    await run();
  } catch (error) {
    console.error(error instanceof CommandProblem && error.code === 1 ? error.message : `${(error as Error).message}\nSee npm run ${name} -- --help.`);
    process.exitCode = error instanceof CommandProblem ? error.code : 2;
  }
}

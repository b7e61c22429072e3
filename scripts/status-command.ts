/** What `npm run incident` and `npm run maintenance` share: arguments, the tree, saving, publishing. */
import { spawnSync } from 'node:child_process';
import { basename, resolve } from 'node:path';
import type { ParseArgsOptionsConfig } from 'node:util';
import { didYouMean, formatDiagnostics, type Diagnostic } from '../src/catalog/diagnostic.ts';
import { instantOf, MOMENT } from '../src/catalog/moments.ts';
import { buildStatus, readStatusContent, type StatusContent } from '../src/site/status-build.ts';
import { refreshStatus } from '../src/site/status-output.ts';
import { writeChecked } from '../src/status/record-store.ts';
import { wordingFindings } from '../src/status/wording.ts';
import { argumentsOf } from './arguments.ts';
import { CommandProblem, UsageProblem } from './questions.ts';

export const root = resolve(process.env['BEDSIDE_CONTENT'] ?? 'content');
/** The help center that `npm start` serves. */
const HELP_CENTER = 'dist';

const SHARED_OPTIONS = {
  title: { type: 'string' },
  text: { type: 'string' },
  component: { type: 'string', multiple: true, default: [] as string[] },
  all: { type: 'boolean', default: false },
  publish: { type: 'boolean', default: false },
  out: { type: 'string', default: 'dist-status' },
  json: { type: 'boolean', default: false },
  help: { type: 'boolean', default: false },
} as const;

/** The arguments of a command that writes records; wrong ones end it with 2. */
export function readArguments<const Options extends ParseArgsOptionsConfig>(name: string, options: Options) {
  return argumentsOf(`npm run ${name}`, { allowPositionals: true, options: { ...SHARED_OPTIONS, ...options } });
}

export interface StatusCommand {
  readonly name: string;
  readonly help: string;
  /** What was asked for. */
  readonly action: string | undefined;
  readonly values: { readonly help: boolean; readonly publish: boolean; readonly out: string };
  /** What can be asked for and writes a record. */
  readonly actions: Readonly<Record<string, () => Promise<void>>>;
  list(): void;
}

/** Runs what was asked for, publishes when that was asked for too, and turns what goes wrong into an exit code. */
export function runCommand({ name, help, action, values, actions, list }: StatusCommand): Promise<void> {
  return main(name, async () => {
    if (values.help) return console.log(help);
    if (action === 'list') return list();
    const chosen = action === undefined || !Object.hasOwn(actions, action) ? undefined : actions[action];
    if (chosen === undefined) throw new UsageProblem(`Say what to do: ${Object.keys(actions).join(', ')} or list${action === undefined ? '' : `, not "${action}"`}.`);
    await chosen();
    if (values.publish) publish(values.out);
  });
}

export function content(): StatusContent {
  const { content: read, diagnostics } = readStatusContent(root, Date.now());
  if (read === undefined) throw problems(diagnostics);
  return read;
}

/** @throws {CommandProblem} when the tree would be wrong with it; then it is as it was */
export function save(file: string, text: string): void {
  const errors = writeChecked(root, file, text, (tree) => readStatusContent(tree, Date.now()).diagnostics);
  if (errors.length > 0) throw problems(errors);
}

function problems(diagnostics: readonly Diagnostic[]): CommandProblem {
  return new CommandProblem(formatDiagnostics(diagnostics, basename(root)), 1);
}

/** @throws {CommandProblem} for a part that is not there */
export function partNamed(slug: string, known: readonly string[]): string {
  if (known.includes(slug)) return slug;
  throw new CommandProblem(`There is no part "${slug}". ${didYouMean(slug, known) ?? `Parts: ${known.join(', ')}.`}`, 1);
}

/** `30` or `30m` from now, `2h`, or a day and time in the site's zone. */
export function momentFrom(value: string, zone: string, from: number, flag: string): number {
  const span = /^\+?(\d{1,4}) ?(m|min|h)?$/.exec(value);
  if (span !== null) return Math.ceil((from + Number(span[1]) * (span[2] === 'h' ? 3_600_000 : 60_000)) / 60_000) * 60_000;
  const instant = MOMENT.test(value) ? instantOf(value, zone) : 'no-such-day';
  if (typeof instant === 'number') return instant;
  throw new UsageProblem(`${flag} "${value}" is not a time. Write 2026-11-23 14:30, or 30m from now${instant === 'twice' ? '; this one comes twice that night, so add its offset, for example -04:00' : ''}.`);
}

export function warnOfWords(...texts: readonly (string | undefined)[]): void {
  for (const { kind, word, remedy } of texts.flatMap((text) => (text === undefined ? [] : wordingFindings(text)))) console.error(`  ${kind}: “${word}”. ${remedy}`);
}

/** Builds the status site, gives it to the help center too, and hands it over with `BEDSIDE_STATUS_PUBLISH`. */
export function publish(out: string): void {
  const started = performance.now();
  if (buildStatus({ root, out, now: Date.now() }) !== 0) throw new CommandProblem('The status site is not built, so nothing is published.', 1);
  const { shown, why } = showInHelpCenter();
  if (shown) console.error(`Given to the help center in ${HELP_CENTER}/, which npm start shows, in ${seconds(started)} s.`);
  handOver(out, started, shown);
  // The status host comes first: it is there for the hour in which the help center is not.
  if (why !== undefined) throw new CommandProblem(`NOT SHOWN in the help center in ${HELP_CENTER}/: ${why}`);
}

function showInHelpCenter(): { shown: boolean; why?: string } {
  try {
    return { shown: refreshStatus({ root, out: HELP_CENTER, now: Date.now() }) };
  } catch (error) {
    return { shown: false, why: (error as Error).message };
  }
}

function handOver(out: string, started: number, shown: boolean): void {
  const command = process.env['BEDSIDE_STATUS_PUBLISH'];
  if (command === undefined || command === '') {
    console.error(`Built into ${out}/. BEDSIDE_STATUS_PUBLISH is not set, so ${shown ? 'it is on no host of its own yet' : 'nobody outside sees it yet'}.`);
    return;
  }
  // The command is the operator's own, from the environment and never from the content.
  const { status, signal, error } = spawnSync(command, { shell: true, stdio: ['ignore', 2, 2], env: { ...process.env, BEDSIDE_STATUS_OUT: resolve(out) } });
  if (status !== 0) throw new CommandProblem(`NOT PUBLISHED: BEDSIDE_STATUS_PUBLISH ended with ${error?.message ?? signal ?? status}. The record is saved, and the site is built in ${out}/. When the host can be reached: npm run build:status -- --publish`);
  console.error(`Published in ${seconds(started)} s.`);
}

function seconds(started: number): string {
  return ((performance.now() - started) / 1_000).toFixed(1);
}

/** Runs a command and turns what goes wrong into an exit code. */
export async function main(name: string, run: () => Promise<void> | void): Promise<void> {
  try {
    await run();
  } catch (error) {
    const own = error instanceof CommandProblem && !(error instanceof UsageProblem);
    console.error(own ? error.message : `${(error as Error).message}\nSee npm run ${name} -- --help.`);
    process.exitCode = error instanceof CommandProblem ? error.code : 2;
  }
}

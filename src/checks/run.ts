/** Runs rules over a content tree and its built site, and gathers what they found as data. */
import type { Diagnostic } from '../catalog/diagnostic.ts';
import type { Material } from './material.ts';
import { BuildFailed, CannotRun } from './cannot-run.ts';
import type { Rule } from './rule.ts';
import { accepts, CHECKS_FILE, type Accepted } from './settings.ts';

export interface Found extends Diagnostic {
  readonly fix?: { readonly from: string; readonly to: string };
}

export interface Note {
  readonly rule: string;
  readonly message: string;
  /** Something is broken that no author can mend: the run as a whole could not be done. */
  readonly broken?: true;
}

export interface Result {
  readonly findings: readonly Found[];
  /** Rules that could not look, and why. Never silence. */
  readonly notes: readonly Note[];
  readonly rules: readonly string[];
  /** Findings that checks.yaml keeps. */
  readonly accepted: number;
}

export interface RunOptions {
  readonly rules: readonly Rule[];
  /** What the loader found: the form of every file. */
  readonly loaded: readonly Diagnostic[];
  readonly accepted: readonly Accepted[];
  /** Whether a promise of the calendar that was missed fails this run. */
  readonly scheduled: boolean;
  readonly progress?: (rule: Rule, index: number, count: number) => void;
}

export async function runChecks(material: Material, { rules, loaded, accepted, scheduled, progress }: RunOptions): Promise<Result> {
  const findings: Found[] = [...loaded];
  const notes: Note[] = [];
  for (const [index, rule] of rules.entries()) {
    progress?.(rule, index, rules.length);
    // What time or another host did to us is nobody's mistake; only the scheduled run calls for somebody.
    const severity = rule.when !== 'always' && scheduled ? 'error' : rule.severity;
    try {
      for await (const { fix, ...finding } of rule.run(material)) {
        findings.push({ code: rule.code, severity, ...finding, remedy: finding.remedy ?? rule.remedy, ...(fix === undefined ? {} : { fix }) });
      }
    } catch (error) {
      if (!(error instanceof CannotRun)) throw new Error(`The rule ${rule.code} failed: ${(error as Error).message}`, { cause: error });
      notes.push({ rule: rule.code, message: error.message, ...(error instanceof BuildFailed ? { broken: true } : {}) });
    }
  }
  const used = new Set<Accepted>();
  const kept = findings.filter((finding) => {
    const by = accepted.find((one) => accepts(one, finding));
    if (by !== undefined) used.add(by);
    return by === undefined;
  });
  const ran = new Set(rules.map(({ code }) => code));
  const idle = accepted.filter((one) => !used.has(one) && ran.has(one.rule) && !notes.some(({ rule }) => rule === one.rule));
  return {
    findings: [...kept, ...idle.map(unused)].sort(byPlace),
    notes,
    rules: rules.map(({ code }) => code),
    accepted: findings.length - kept.length,
  };
}

function unused({ rule, line }: Accepted): Found {
  return { code: 'check/accept', severity: 'warning', file: CHECKS_FILE, line, value: rule, message: 'Nothing is found here any more.', remedy: 'Delete this entry.' };
}

function byPlace(a: Found, b: Found): number {
  return a.file < b.file ? -1 : a.file > b.file ? 1 : a.line - b.line || (a.column ?? 0) - (b.column ?? 0) || (a.code < b.code ? -1 : 1);
}

/**
 * What a change is answerable for: every error, because none was there before it, and the warnings of the
 * files it touches.
 *
 * @param changed paths from the content root
 */
export function ofChange(findings: readonly Found[], changed: ReadonlySet<string>): Found[] {
  return findings.filter(({ severity, file }) => severity === 'error' || changed.has(file));
}

export function exitCode({ findings, notes }: Pick<Result, 'findings' | 'notes'>, { strict, rules }: { strict: boolean; rules: readonly Rule[] }): 0 | 1 | 2 {
  // The calendar alone never fails a strict run either.
  const calendar = new Set(rules.filter(({ when }) => when !== 'always').map(({ code }) => code));
  return findings.some(({ severity, code }) => severity === 'error' || (strict && !calendar.has(code))) ? 1 : notes.some(({ broken }) => broken) ? 2 : 0;
}

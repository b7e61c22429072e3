/** What the checks found, for people, for programs and for GitHub. */
import { formatDiagnostics } from '../catalog/diagnostic.ts';
import type { Found, Note, Result } from './run.ts';

export const FORMATS = ['text', 'json', 'github'] as const;
export type Format = (typeof FORMATS)[number];

/** @param contentName the content folder as a path from where the reader stands */
export function formatResult(format: Format, result: Result, contentName: string): string {
  if (format === 'json') return json(result, contentName);
  if (format === 'github') return github(result, contentName);
  return text(result, contentName);
}

function text({ findings, notes, rules, accepted }: Result, contentName: string): string {
  const found = findings.length === 0 ? [`${rules.length} rules, nothing found.`] : [formatDiagnostics(findings, contentName)];
  const kept = accepted === 0 ? [] : [`${accepted} kept by checks.yaml.`];
  return [...found, ...kept, ...together(notes).map(([why, codes]) => `note: not checked (${codes.join(', ')}): ${why}`)].join('\n');
}

/** `version` changes when a field changes its meaning. */
function json({ findings, notes, rules, accepted }: Result, contentName: string): string {
  const count = (severity: Found['severity']) => findings.filter((one) => one.severity === severity).length;
  const placed = findings.map(({ file, ...rest }) => ({ file: `${contentName}/${file}`, ...rest }));
  return JSON.stringify({ version: 1, errors: count('error'), warnings: count('warning'), accepted, findings: placed, notes, rules }, null, 2);
}

/** Annotations beside the lines of a pull request. */
function github({ findings, notes }: Result, contentName: string): string {
  const lines = findings.map(({ severity, code, file, line, column, field, value, message, remedy }) => {
    const words = [`${field === undefined ? '' : `${field}: `}${message}`, ...(value === undefined ? [] : [`found: ${value}`]), ...(remedy === undefined ? [] : [remedy])].join('\n');
    const place = [`file=${property(`${contentName}/${file}`)}`, `line=${line}`, ...(column === undefined ? [] : [`col=${column}`]), `title=${property(code)}`].join(',');
    return `::${severity} ${place}::${data(words)}`;
  });
  return [...lines, ...together(notes).map(([why, codes]) => `::notice title=not checked::${data(`${codes.join(', ')}: ${why}`)}`)].join('\n');
}

/** Rules that could not look for the same reason are told once. */
function together(notes: readonly Note[]): [why: string, codes: string[]][] {
  const byReason = new Map<string, string[]>();
  for (const { rule, message } of notes) byReason.set(message, [...(byReason.get(message) ?? []), rule]);
  return [...byReason];
}

function data(words: string): string {
  return words.replaceAll('%', '%25').replaceAll('\r', '%0D').replaceAll('\n', '%0A');
}

function property(words: string): string {
  return data(words).replaceAll(':', '%3A').replaceAll(',', '%2C');
}

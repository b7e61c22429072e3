/** The messages that triage is judged by, and what it makes of them. */
import { createHash } from 'node:crypto';
import { readFileSync } from 'node:fs';
import { fileURLToPath } from 'node:url';
import { PRIORITIES, type Priority } from '../../src/catalog/support/priorities.ts';
import type { Triaged } from '../../src/tickets/triage/triage.ts';

export interface Expected {
  readonly subject: string;
  readonly body: string;
  readonly category: string;
  readonly priority: Priority;
  readonly team: string;
  /** security, compliance, upset, other-language, spam. */
  readonly flags: readonly string[];
  /** Rules were tuned on one half only; the other tells how good they are. */
  readonly half: 'tuned' | 'held';
}

export interface Judged extends Expected {
  readonly said: Triaged;
}

const HERE = (file: string) => fileURLToPath(new URL(file, import.meta.url));

export function readTriageSet(file = HERE('triage.tsv')): Expected[] {
  return readFileSync(file, 'utf8')
    .trimEnd()
    .split('\n')
    .slice(1)
    .map((line) => {
      const [category = '', priority = '', team = '', flags = '', subject = '', body = ''] = line.split('\t').map((cell) => cell.replaceAll('\\n', '\n'));
      return { subject, body, category, priority: priority as Priority, team, flags: flags === '-' ? [] : flags.split(' '), half: halfOf(`${subject}\n${body}`) };
    });
}

/** By digest, so that a message never changes its half. */
function halfOf(message: string): Expected['half'] {
  return (createHash('sha256').update(message).digest()[0] ?? 0) % 2 === 0 ? 'tuned' : 'held';
}

export function judge(messages: readonly Expected[], triage: (message: { subject: string; body: string }) => Triaged): Judged[] {
  return messages.map((message) => ({ ...message, said: triage(message) }));
}

export interface Score {
  readonly messages: number;
  readonly priority: number;
  readonly category: number;
  readonly team: number;
  readonly flags: number;
  /** Critical ones that were rated lower. */
  readonly missed: readonly Judged[];
  /** Others that were rated critical. */
  readonly cried: readonly Judged[];
  /** By expected class: how many, found, and how many were given this class. */
  readonly priorities: Readonly<Record<string, Class>>;
  readonly categories: Readonly<Record<string, Class>>;
  /** Expected priority, then given priority. */
  readonly confusion: Readonly<Record<Priority, Readonly<Record<Priority, number>>>>;
}

export interface Class {
  readonly expected: number;
  readonly right: number;
  readonly given: number;
}

export function score(judged: readonly Judged[]): Score {
  const share = (which: (one: Judged) => boolean) => judged.filter(which).length / Math.max(1, judged.length);
  const classes = (of: (one: Judged) => string, given: (one: Judged) => string) =>
    Object.fromEntries([...new Set(judged.map(of))].sort().map((name): [string, Class] => [name, { expected: judged.filter((one) => of(one) === name).length, right: judged.filter((one) => of(one) === name && given(one) === name).length, given: judged.filter((one) => given(one) === name).length }]));
  return {
    messages: judged.length,
    priority: share((one) => one.said.priority === one.priority),
    category: share((one) => one.said.category === one.category),
    team: share((one) => one.said.team === one.team),
    flags: share((one) => flagsOf(one.said).join() === [...one.flags].sort().join()),
    missed: judged.filter((one) => one.priority === 'critical' && one.said.priority !== 'critical'),
    cried: judged.filter((one) => one.priority !== 'critical' && one.said.priority === 'critical'),
    priorities: classes((one) => one.priority, (one) => one.said.priority),
    categories: classes((one) => one.category, (one) => one.said.category),
    confusion: Object.fromEntries(PRIORITIES.map((row) => [row, Object.fromEntries(PRIORITIES.map((column) => [column, judged.filter((one) => one.priority === row && one.said.priority === column).length]))])) as Score['confusion'],
  };
}

function flagsOf({ security, compliance, sentiment, tags }: Triaged): string[] {
  const flags = { security, compliance, upset: sentiment === 'angry' || sentiment === 'frustrated', 'other-language': tags.includes('other-language'), spam: tags.includes('spam') };
  return Object.entries(flags).flatMap(([flag, is]) => (is ? [flag] : [])).sort();
}

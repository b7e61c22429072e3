/** The messages that rules may learn from. What is kept unread, whole or by half, is left out. */
import { readFileSync } from 'node:fs';
import { fileURLToPath } from 'node:url';
import type { Priority } from '../../src/catalog/support/priorities.ts';
import { inOrder, readTriageSet } from './triage-set.ts';

export interface Learned {
  readonly subject: string;
  readonly body: string;
  readonly priority: Priority;
}

const HERE = (file: string) => fileURLToPath(new URL(file, import.meta.url));
const WHOLE = ['triage-later.tsv', 'triage-fresh.tsv', 'triage-blind-fifth.tsv', 'triage-blind-sixth.tsv', 'triage-blind-eighth.tsv'];
const TUNED_HALF = ['triage.tsv', 'triage-blind.tsv', 'triage-blind-second.tsv', 'triage-blind-third.tsv', 'triage-blind-fourth.tsv'];
const SHORT = ['triage-said.tsv', 'triage-paraphrases.tsv'];

export function learnedMessages(): Learned[] {
  return [
    ...SHORT.flatMap((file) => readShort(HERE(file))),
    ...TUNED_HALF.flatMap((file) => readTriageSet(HERE(file)).filter(({ half }) => half === 'tuned')),
    ...WHOLE.flatMap((file) => readTriageSet(HERE(file))),
    ...inOrder(readTriageSet(HERE('triage-blind-seventh.tsv'))).first,
  ];
}

/** Messages without a subject, of which only the priority is written. */
export function readShort(file: string): Learned[] {
  return readFileSync(file, 'utf8')
    .trimEnd()
    .split('\n')
    .slice(1)
    .map((line) => line.split('\t') as [Priority, string])
    .map(([priority, body]) => ({ subject: '', body, priority }));
}

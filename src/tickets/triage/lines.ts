/** Messages as lines of JSON: `{"id", "subject", "body"}` in, one answer out, whatever the line holds. */
import type { Triage } from './compiled.ts';
import { triage } from './triage.ts';

export interface Answer {
  readonly id: string | number;
  readonly category: string;
  readonly priority: string;
  readonly team: string;
  /** Codes of the rules that decided or applied. */
  readonly rules: readonly string[];
}
export interface Unread {
  readonly id: string | number;
  readonly error: string;
}

/** @param number of the line, from 1; it stands for an id that is missing */
export function answerLine(by: Triage, line: string, number: number, today: string | undefined): Answer | Unread {
  let message: unknown;
  try {
    message = JSON.parse(line.replace(/^\uFEFF/, ''));
  } catch {
    return { id: number, error: 'This is not JSON.' };
  }
  if (typeof message !== 'object' || message === null || Array.isArray(message)) return { id: number, error: 'This is not an object with id, subject and body.' };
  const { id: given, subject, body } = message as Record<string, unknown>;
  const id = typeof given === 'string' || typeof given === 'number' ? given : number;
  const text = (value: unknown) => (typeof value === 'string' ? value : '');
  const { category, priority, team, rulings } = triage(by, { subject: text(subject), body: text(body), today });
  return { id, category, priority, team, rules: [...new Set(rulings.map(({ rule }) => rule))] };
}

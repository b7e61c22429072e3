/** Looks a reply over before it goes out. Pure: the words to look for are the content tree's. */
import type { Wording } from '../../catalog/support/wording.ts';
import { detect } from '../../privacy/detect.ts';

export const FINDING_KINDS = ['gap', 'private', 'promise', 'blame', 'jargon', 'internal'] as const;

export interface Finding {
  readonly kind: (typeof FINDING_KINDS)[number];
  /** The words as they stand in the reply. */
  readonly words: string;
  readonly instead: string;
}

export interface Standing {
  readonly now: number;
  /** When the ticket's next clock runs out; missing when none will run. */
  readonly due: number | undefined;
  /** The team's. */
  readonly timeZone: string;
  /** An instant in words. */
  readonly inWords: (instant: number) => string;
}

/** Everything that should not go out as it is, in the order of the text. */
export function findingsIn(text: string, wording: Wording, standing: Standing): Finding[] {
  const placed: (Finding & { readonly at: number })[] = [
    ...[...text.matchAll(/‹[^›\n]{0,200}›|\{\{[^}\n]{0,80}\}\}/g)].map(({ index, 0: words }) => ({ at: index, kind: 'gap' as const, words, instead: 'Fill it in, or take it out.' })),
    ...detect(text).map(({ start, end }) => ({ at: start, kind: 'private' as const, words: text.slice(start, end), instead: 'Leave out what could identify a patient or open an account.' })),
    ...(['blame', 'jargon', 'internal'] as const).flatMap((kind) => wording[kind].flatMap(({ words, instead }) => everyPlace(text, words).map((found) => ({ ...found, kind, instead })))),
    ...[...text.matchAll(INSIDE)].map(({ index, 0: words }) => ({ at: index, kind: 'internal' as const, words, instead: 'Leave out what only means something inside.' })),
    ...promisesIn(text, wording.promises, standing),
  ];
  return placed.sort((a, b) => a.at - b.at).map(({ kind, words, instead }) => ({ kind, words, instead }));
}

/** Addresses of machines, ids of rows, paths of files, lines of a stack. */
const INSIDE = /\b(?:\d{1,3}\.){3}\d{1,3}\b|\blocalhost(?::\d+)?\b|\b[\da-f]{8}-(?:[\da-f]{4}-){3}[\da-f]{12}\b|(?<![\w/.:])\/(?:var|etc|home|usr|srv|opt)\/[\w./-]+|\bat [\w.$<>]{1,80} ?\([^()\n]{1,200}:\d+:\d+\)/gi;

/** A promise is one only when the clock rings before it is broken. */
function promisesIn(text: string, promises: Wording['promises'], { now, due, timeZone, inWords }: Standing): (Finding & { readonly at: number })[] {
  if (promises === undefined) return [];
  const { who, before, units, today, tomorrow, never, instead } = promises;
  const unitOf = new Map([...units.minutes.map((word) => [word.toLowerCase(), 60_000] as const), ...units.hours.map((word) => [word.toLowerCase(), 3_600_000] as const), ...units.days.map((word) => [word.toLowerCase(), 86_400_000] as const)]);
  const span = new RegExp(`${edge(before)} (?:the )?(\\d{1,3}) (?:business |working )?${edge([...unitOf.keys()])}`, 'giu');
  const endOfDay = endOfDayIn(timeZone, now);
  const sentences = [...text.matchAll(/[^.!?\n]+/g)].filter(({ 0: sentence }) => everyPlace(sentence, who).length > 0);
  const timed = sentences.flatMap(({ index, 0: sentence }) => [
    ...[...sentence.matchAll(span)].map((found) => ({ at: index + found.index, words: found[0], until: now + Number(found[2]) * (unitOf.get((found[3] ?? '').toLowerCase()) ?? 0) })),
    ...everyPlace(sentence, today).map((found) => ({ ...found, at: index + found.at, until: endOfDay })),
    ...everyPlace(sentence, tomorrow).map((found) => ({ ...found, at: index + found.at, until: endOfDay + 86_400_000 })),
  ]);
  return [
    ...everyPlace(text, never).map((found) => ({ ...found, kind: 'promise' as const, instead })),
    ...timed.filter(({ until }) => due === undefined || until < due).map(({ at, words }) => ({ at, kind: 'promise' as const, words, instead: due === undefined ? `No clock of this ticket watches over it. ${instead}` : `The ticket’s clock rings only at ${inWords(due)}. ${instead}` })),
  ];
}

function everyPlace(text: string, words: readonly string[]): { readonly at: number; readonly words: string }[] {
  return [...text.matchAll(new RegExp(edge(words), 'giu'))].map(({ index, 0: found }) => ({ at: index, words: found }));
}

/** Any of these as whole words; both apostrophes are one. */
function edge(words: readonly string[]): string {
  const any = words.map((word) => word.replaceAll(/[.*+?^${}()|[\]\\]/g, '\\$&').replaceAll(/['’]/g, "['’]").replaceAll(' ', '\\s+'));
  return `(?<![\\p{L}\\p{N}])(${any.join('|')})(?![\\p{L}\\p{N}])`;
}

/** A moment before the day ends; on the days of a clock change an hour off, which no reply means. */
function endOfDayIn(timeZone: string, now: number): number {
  const parts = new Intl.DateTimeFormat('en-GB', { timeZone, hour: 'numeric', minute: 'numeric', hourCycle: 'h23' }).formatToParts(now);
  const part = (type: string) => Number(parts.find((one) => one.type === type)?.value ?? 0);
  return now + (24 * 60 - part('hour') * 60 - part('minute')) * 60_000 - 1;
}

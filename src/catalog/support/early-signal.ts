/** What tells that something broke before anybody says so: which messages, votes and searches concern which part. */
import { z } from 'zod';
import { didYouMean, type Diagnostic } from '../diagnostic.ts';
import type { Placed } from '../placed.ts';
import { text } from '../reader-length.ts';
import { slug } from '../schema.ts';
import type { Level } from './escalation.ts';

export const EARLY_SIGNAL_FILE = 'support/early-signal.yaml';

const span = z.string().regex(/^([1-9]\d{0,2}) (minute|hour)s?$/, 'a number and a unit, for example "2 hours"');

const partSchema = z.strictObject({
  component: slug.describe('A part of the product, by its name in status/components.yaml.'),
  categories: z.array(slug).default([]).describe('Categories of triage.yaml whose messages concern it. Messages of a form’s topic with `component:` do so by themselves.'),
  tags: z.array(slug).default([]).describe('Tags that triage gives to messages that concern it.'),
  words: z.array(text(3, 60)).default([]).describe('Words of searches, and words that triage decided by: “log in”, “password”. A star at the end stands for any ending: verif*.'),
});

export const earlySignalSchema = z.strictObject({
  people: z.int().min(10).max(100_000).default(100).describe('More people than this beyond the usual are a possible incident, whatever the usual level is.'),
  within: span.default('2 hours').describe('In how long, at most 4 hours.'),
  least: z.int().min(3).max(1_000).default(5).describe('Fewer people beyond the usual are never told of, so that a small site does not call somebody for two messages.'),
  tell: slug.optional().describe('The tier of escalation.yaml that is told. Without it every tier with `onCall: true`, and if there is none, the highest.'),
  parts: z.array(partSchema).default([]).describe('What concerns which part, beside what forms and articles say of themselves.'),
});

export interface SignalPart {
  readonly component: string;
  readonly categories: readonly string[];
  readonly tags: readonly string[];
  readonly words: readonly string[];
}

export interface EarlySignal {
  readonly people: number;
  /** Milliseconds. */
  readonly within: number;
  readonly least: number;
  /** Levels of the ladder that are told. */
  readonly tell: readonly Level[];
  readonly parts: readonly SignalPart[];
}

interface Known {
  readonly components: readonly string[];
  readonly categories: readonly string[];
  readonly levels: readonly Level[];
}

const MOST_MS = 4 * 60 * 60_000;

/** Every problem is reported. */
export function readEarlySignal({ value, lineOf }: Placed<z.output<typeof earlySignalSchema>>, known: Known, report: (diagnostic: Diagnostic) => void): EarlySignal {
  const wrong = (path: readonly PropertyKey[], code: string, found: string, message: string, remedy: string) => report({ code, severity: 'error', file: EARLY_SIGNAL_FILE, line: lineOf(path), field: path.join('.'), value: found, message, remedy });
  const refer = (path: readonly PropertyKey[], written: string, choices: readonly string[], what: string) => {
    if (!choices.includes(written)) wrong(path, 'early-signal/unknown', written, `There is no such ${what}.`, didYouMean(written, [...choices]) ?? `Known: ${choices.join(', ') || 'none'}.`);
  };
  for (const [index, { component, categories }] of value.parts.entries()) {
    refer(['parts', index, 'component'], component, known.components, 'part of the product');
    if (value.parts.findIndex((one) => one.component === component) < index) wrong(['parts', index, 'component'], 'early-signal/twice', component, 'This part stands in the list already.', 'Put both entries together.');
    for (const [place, category] of categories.entries()) refer(['parts', index, 'categories', place], category, known.categories, 'category');
  }
  if (value.tell !== undefined) refer(['tell'], value.tell, known.levels.map(({ tier }) => tier), 'tier in escalation.yaml');
  const within = milliseconds(value.within);
  if (within > MOST_MS) wrong(['within'], 'early-signal/within', value.within, 'People of half a day are not one event.', 'Write at most 4 hours.');
  return { people: value.people, within, least: value.least, tell: toldOf(value.tell, known.levels), parts: value.parts };
}

function toldOf(tier: string | undefined, levels: readonly Level[]): Level[] {
  if (tier !== undefined) return levels.filter((one) => one.tier === tier);
  const onCall = levels.filter((one) => one.onCall);
  return onCall.length > 0 ? onCall : levels.slice(-1);
}

function milliseconds(text: string): number {
  const [count = '', unit = ''] = text.split(' ');
  return Number(count) * (unit.startsWith('hour') ? 60 * 60_000 : 60_000);
}

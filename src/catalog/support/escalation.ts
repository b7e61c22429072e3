/** Escalation: the ladder, what moves a ticket up it by itself, and who is told. */
import { z } from 'zod';
import { didYouMean, type Diagnostic } from '../diagnostic.ts';
import type { Placed } from '../placed.ts';
import { text } from '../reader-length.ts';
import { slug } from '../schema.ts';
import { fieldName } from '../yaml.ts';
import { secondsOf } from './policies.ts';
import { CLOCKS, PRIORITIES, type ClockName, type Priority } from './priorities.ts';

export const ESCALATION_FILE = 'support/escalation.yaml';

/** Through what a team is told. Where it goes is in the environment, because addresses of hooks are secrets. */
export const NOTICES = ['mail', 'webhook', 'chat'] as const;
export type Notice = (typeof NOTICES)[number];

const span = z.string().regex(/^([1-9]\d{0,3}) (minute|hour|day|week)s?$/, 'a number and a unit, for example "30 minutes" or "4 hours"');

const when = z
  .strictObject({
    priority: z.array(z.enum(PRIORITIES)).min(1).optional().describe('The ticket has one of these priorities.'),
    category: z.array(slug).min(1).optional().describe('The ticket is in one of these categories.'),
    plan: z.array(slug).min(1).optional().describe('The requester has one of these plans.'),
    security: z.literal(true).optional().describe('Triage found words of a security problem.'),
    compliance: z.literal(true).optional().describe('Triage found a legal or compliance matter.'),
    vip: z.literal(true).optional().describe('The requester is one who is looked after more closely.'),
    sentiment: z.array(z.enum(['frustrated', 'angry'])).min(1).optional().describe('How the requester sounds.'),
    attempts: z.number().int().min(1).max(20).optional().describe('Somebody answered this many times and the requester wrote again each time.'),
    imminent: z
      .strictObject({
        clock: z.array(z.enum(CLOCKS)).min(1).describe('Clocks that count.'),
        used: z.number().min(10).max(99).describe('Percent of the promised time that is used up, counted while the calendar is open.'),
      })
      .optional()
      .describe('A promise is about to be broken.'),
    breached: z.array(z.enum(CLOCKS)).min(1).optional().describe('One of these promises is broken.'),
  })
  .refine((given) => Object.values(given).some((one) => one !== undefined), 'at least one condition');

export const escalationSchema = z.strictObject({
  levels: z
    .array(
      z.strictObject({
        tier: slug.describe('The tier that stands there, from support/teams.yaml.'),
        team: slug.optional().describe('The team that takes the ticket, from support/teams.yaml. Without it the ticket keeps its team.'),
        onCall: z.boolean().default(false).describe('true: told at any hour. Else notices wait until the calendar opens.'),
        calendar: slug.optional().describe('The calendar that notices wait for, from support/calendars.yaml.'),
        notify: z.array(z.enum(NOTICES)).default([]).describe('How this level is told. Addresses and hooks come from the environment.'),
      }),
    )
    .min(1)
    .describe('Who is told on which tier, lowest first.'),
  triggers: z
    .array(
      z.strictObject({
        id: slug.describe('A short permanent name, used in reports.'),
        reason: text(5, 120).describe('The sentence that the next level reads.'),
        when: when.describe('All of these must hold.'),
        tier: slug.describe('The tier the ticket goes to, if it is not there or higher.'),
        extends: z.boolean().default(false).describe('true: the extension below is given with it.'),
        tellRequester: z.boolean().default(false).describe('true: the requester gets the escalation mail.'),
      }),
    )
    .default([])
    .describe('What moves a ticket up by itself. Each works once for a ticket.'),
  manual: z
    .strictObject({
      criteria: z.array(text(5, 120)).default([]).describe('When a person should escalate, shown by the command.'),
      extends: z.boolean().default(true).describe('Whether the extension below is given.'),
      tellRequester: z.boolean().default(true).describe('Whether the requester gets the escalation mail.'),
    })
    .prefault({})
    .describe('Escalation by a person.'),
  extension: z
    .strictObject({
      clock: z.enum(CLOCKS).describe('The clock that gets more time.'),
      add: span.describe('How much, counted while its calendar is open.'),
      except: z.array(z.enum(PRIORITIES)).default([]).describe('Priorities that get none.'),
    })
    .optional()
    .describe('More time when a ticket moves up. Reports show the first target beside the extended one.'),
});

export interface Level {
  readonly tier: string;
  readonly level: number;
  readonly title: string;
  readonly team: string | undefined;
  readonly onCall: boolean;
  readonly calendar: string | undefined;
  readonly notify: readonly Notice[];
}

export type TriggerConditions = z.output<typeof when>;

export interface Trigger {
  readonly id: string;
  readonly reason: string;
  readonly when: TriggerConditions;
  /** The tier it goes to. */
  readonly tier: string;
  readonly extends: boolean;
  readonly tellRequester: boolean;
}

export interface Escalation {
  /** Lowest first. */
  readonly levels: readonly Level[];
  readonly triggers: readonly Trigger[];
  readonly manual: { readonly criteria: readonly string[]; readonly extends: boolean; readonly tellRequester: boolean };
  readonly extension: { readonly clock: ClockName; readonly seconds: number; readonly except: readonly Priority[] } | undefined;
}

/** What a tree without the file has: nothing moves by itself. */
export const NO_ESCALATION: Escalation = { levels: [], triggers: [], manual: { criteria: [], extends: false, tellRequester: false }, extension: undefined };

interface Known {
  readonly tiers: readonly { readonly id: string; readonly level: number; readonly title: string }[];
  readonly teams: readonly string[];
  readonly calendars: readonly string[];
  readonly categories: readonly string[];
}

/** The ladder. Every problem is reported. */
export function readEscalation({ value, lineOf }: Placed<z.output<typeof escalationSchema>>, known: Known, report: (diagnostic: Diagnostic) => void): Escalation {
  const found = (path: readonly PropertyKey[], code: string, message: string, more: Partial<Diagnostic> = {}) =>
    report({ code, severity: 'error', file: ESCALATION_FILE, line: lineOf(path), field: fieldName(path), message, ...more });
  const refer = (path: readonly PropertyKey[], written: string | undefined, choices: readonly string[], what: string) => {
    if (written === undefined || choices.includes(written)) return;
    found(path, 'escalation/unknown', `There is no such ${what}.`, { value: written, remedy: didYouMean(written, [...choices]) ?? `Known: ${choices.join(', ') || 'none'}.` });
  };

  const tiers = new Map(known.tiers.map((tier) => [tier.id, tier]));
  const levels: Level[] = [];
  for (const [index, one] of value.levels.entries()) {
    refer(['levels', index, 'tier'], one.tier, [...tiers.keys()], 'tier');
    refer(['levels', index, 'team'], one.team, known.teams, 'team');
    refer(['levels', index, 'calendar'], one.calendar, known.calendars, 'calendar');
    const tier = tiers.get(one.tier);
    if (tier === undefined) continue;
    if (tier.level <= (levels.at(-1)?.level ?? -1)) found(['levels', index, 'tier'], 'escalation/order', 'Tiers stand lowest first, each once.', { value: one.tier });
    if (!one.onCall && one.notify.length > 0 && one.calendar === undefined) {
      found(['levels', index], 'escalation/hours', 'This tier is told something, and it does not say when it works.', { remedy: 'Add calendar:, or onCall: true if it is told at any hour.' });
    }
    levels.push({ ...one, team: one.team, calendar: one.calendar, level: tier.level, title: tier.title });
  }
  const ids = new Set<string>();
  for (const [index, trigger] of value.triggers.entries()) {
    if (ids.has(trigger.id)) found(['triggers', index, 'id'], 'escalation/duplicate', 'Another trigger has this name.', { value: trigger.id });
    ids.add(trigger.id);
    refer(['triggers', index, 'tier'], trigger.tier, levels.map(({ tier }) => tier), 'tier among the levels above');
    for (const [place, category] of (trigger.when.category ?? []).entries()) refer(['triggers', index, 'when', 'category', place], category, known.categories, 'category');
    if (trigger.extends && value.extension === undefined) found(['triggers', index, 'extends'], 'escalation/no-extension', 'There is no extension to give.', { remedy: 'Add extension:, or take this line away.' });
  }

  const { extension, manual } = value;
  return {
    levels,
    triggers: value.triggers,
    manual: { ...manual, extends: manual.extends && extension !== undefined },
    extension: extension && { clock: extension.clock, seconds: secondsOf(extension.add), except: extension.except },
  };
}

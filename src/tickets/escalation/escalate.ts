/** Moving a ticket up the ladder: which events that adds, and who is told when. */
import type { Escalation, Level, Notice, Trigger } from '../../catalog/support/escalation.ts';
import type { Actor } from '../events.ts';
import type { Snapshot } from '../lifecycle.ts';
import type { EventDraft } from '../record.ts';

/** A notice for a team, not yet sent. */
export interface TeamNotice {
  readonly notice: Notice;
  readonly level: number;
  /** When it may go out: at once for those on call, else when their calendar opens. */
  readonly notBefore: number;
}

export interface Escalated {
  readonly drafts: readonly EventDraft[];
  readonly tellRequester: boolean;
}

export interface ManualEscalation {
  readonly level: number;
  readonly reason: string;
  readonly attempted: readonly string[];
  readonly agent: string;
}

/** A ticket only moves up. */
export class NotHigher extends Error {
  override readonly name = 'NotHigher';
}

/** There is no such level. */
export class UnknownLevel extends Error {
  override readonly name = 'UnknownLevel';
}

/** What a trigger adds to the ticket; nothing when it stands there or higher already. */
export function escalateBy(trigger: Trigger, ticket: Snapshot, ladder: Escalation): Escalated | undefined {
  const level = ladder.levels.find(({ tier }) => tier === trigger.tier);
  if (level === undefined || level.level <= standing(ticket, ladder)) return undefined;
  const actor: Actor = { kind: 'system' };
  const moved: EventDraft = {
    kind: 'escalated',
    facts: { level: level.level, tier: level.tier, trigger: trigger.id, ...(level.team === undefined ? {} : { team: level.team }) },
    actor,
    source: 'schedule',
    words: { reason: trigger.reason },
  };
  return { drafts: [moved, ...(trigger.extends ? moreTime(ticket, ladder, actor, 'schedule', trigger.reason) : [])], tellRequester: trigger.tellRequester };
}

/**
 * What a person's escalation adds.
 *
 * @throws {UnknownLevel | NotHigher}
 */
export function escalateByHand(by: ManualEscalation, ticket: Snapshot, ladder: Escalation): Escalated {
  const level = ladder.levels.find((one) => one.level === by.level);
  if (level === undefined) throw new UnknownLevel(`There is no level ${by.level}. Known: ${ladder.levels.map((one) => `${one.level} (${one.title})`).join(', ') || 'none'}.`);
  if (level.level <= standing(ticket, ladder)) throw new NotHigher(`The ticket is on level ${standing(ticket, ladder)} already. Escalation only goes up.`);
  const actor: Actor = { kind: 'agent', name: by.agent };
  const moved: EventDraft = {
    kind: 'escalated',
    facts: { level: level.level, tier: level.tier, trigger: 'manual', attempts: by.attempted.length, ...(level.team === undefined ? {} : { team: level.team }) },
    actor,
    source: 'command',
    words: { reason: by.reason, attempted: [...by.attempted] },
  };
  return { drafts: [moved, ...(ladder.manual.extends ? moreTime(ticket, ladder, actor, 'command', by.reason) : [])], tellRequester: ladder.manual.tellRequester };
}

/** The level a ticket is on: where triage put it, or where it was moved. */
export function standing({ level, tier }: Snapshot, { levels }: Escalation): number {
  return Math.max(level, levels.find((one) => one.tier === tier)?.level ?? 0);
}

function moreTime({ priority }: Snapshot, { extension }: Escalation, actor: Actor, source: EventDraft['source'], reason: string): EventDraft[] {
  if (extension === undefined || (priority !== undefined && extension.except.includes(priority))) return [];
  return [{ kind: 'adjusted', facts: { clock: extension.clock, seconds: extension.seconds }, actor, source, words: { reason } }];
}

/**
 * Who is told that something happened on a level.
 *
 * @param opens when a calendar next is open, from an instant on
 */
export function noticesFor(level: Level, now: number, opens: (calendar: string, from: number) => number): TeamNotice[] {
  const notBefore = level.onCall || level.calendar === undefined ? now : opens(level.calendar, now);
  return level.notify.map((notice) => ({ notice, level: level.level, notBefore }));
}

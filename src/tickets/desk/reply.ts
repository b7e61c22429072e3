/** Answering a requester: the words are stored with the ticket, and the outbox makes a letter of them. */
import type { EventDraft, Recorded } from '../record.ts';
import { change, draft, knownAgent, letterErrand, RESOLVED_MAIL, resolution, type Agent, type Desk, type Solved } from './acts.ts';

/** The frame around what a person writes. */
export const ANSWER_MAIL = 'answer';

/** In the data folder: answers that could not be sent, by the ticket's reference. */
export const DRAFTS_FOLDER = 'drafts';

export interface Answer {
  readonly words: string;
  /** The mail's subject; without it the frame's. */
  readonly subject?: string | undefined;
  /** The canned reply it began with. */
  readonly template?: string | undefined;
  /** Ids of articles it points to. */
  readonly articles?: readonly string[] | undefined;
  /** What becomes of the ticket with it. */
  readonly then?: 'wait' | 'resolve' | undefined;
  /** For `resolve`. */
  readonly solved?: Pick<Solved, 'insight' | 'learned'> | undefined;
  /** Makes a repeat harmless: an answer of this name that was given is not given again. */
  readonly once?: string | undefined;
}

/** There is nothing to say. */
export class EmptyReply extends Error {
  override readonly name = 'EmptyReply';
}

/** A letter that a reply needs is not in the content tree. */
export class LetterMissing extends Error {
  override readonly name = 'LetterMissing';
}

/**
 * A public answer by mail. The first by a person ends the first-response clock.
 *
 * @throws {EmptyReply | LetterMissing | UnknownName | IllegalMove}
 */
export async function reply(desk: Desk, ticket: string, by: Agent, answer: Answer): Promise<Recorded> {
  knownAgent(desk, by.handle);
  const { words, subject, template, articles = [], then, solved = {}, once } = answer;
  if (words.trim() === '') throw new EmptyReply('There is nothing to send.');
  const letter = then === 'resolve' && desk.letters?.has(RESOLVED_MAIL) === true ? RESOLVED_MAIL : ANSWER_MAIL;
  if (desk.letters?.has(letter) !== true) throw new LetterMissing(`replies/${letter}.md is needed, with "kind: ${letter}".`);
  const said = draft(by, 'replied', { ...(template === undefined ? {} : { template }), articles: [...articles] }, { ...(subject === undefined ? {} : { subject }), body: words });
  const named = (event: EventDraft, name: string): EventDraft => (once === undefined ? event : { ...event, origin: `${once}:${name}` });
  return change(
    desk,
    ticket,
    ({ state }): EventDraft[] => {
      if (then === 'resolve') return [named(said, 'said'), named(resolution(by, { articles, ...solved }), 'resolved')];
      // Who waits already goes on waiting.
      return then === 'wait' && state !== 'waiting' ? [named(said, 'said'), named(draft(by, 'waiting', {}), 'waiting')] : [named(said, 'said')];
    },
    async (trx, { added }, now) => {
      if (added[0] !== undefined) await desk.enqueue(trx, letterErrand(letter, ticket, added[0]), now);
    },
  );
}

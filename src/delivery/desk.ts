/** A help desk outside, as the rest of the house knows it. */
import type { Outcome } from '../outbox/outcome.ts';
import type { About } from '../outbox/row.ts';
import type { Person } from '../mail/letter.ts';
import type { Post } from '../mail/post.ts';

export type DeskPriority = 'critical' | 'high' | 'medium' | 'low';

/** A file that goes along; read when it is needed. */
export interface DeskFile {
  readonly id: string;
  readonly name: string;
  /** `image/png`. */
  readonly type: string;
  readonly bytes: () => Promise<Buffer>;
}

/** A ticket as a desk is told it. */
export interface DeskTicket {
  /** What requester and team call it by; the desk keeps it as the ticket's outside id. */
  readonly reference: string;
  readonly subject: string;
  readonly body: string;
  readonly requester: Person;
  readonly priority: DeskPriority;
  readonly category?: string | undefined;
  readonly team?: string | undefined;
  readonly tags: readonly string[];
  /** Answers to the form's own questions. */
  readonly fields: readonly { readonly label: string; readonly value: string }[];
  readonly links: readonly { readonly title: string; readonly href: string }[];
  readonly files: readonly DeskFile[];
}

/** Something that came later. */
export interface DeskMessage {
  readonly reference: string;
  /** The ticket's number with the desk, as it was given when it was created there. */
  readonly number: string;
  readonly requester: Person;
  readonly body: string;
  /** What the requester wrote, or a note that they are not to see. */
  readonly from: 'requester' | 'us';
  readonly files: readonly DeskFile[];
}

/** One attempt at handing something over. */
export interface Attempt {
  /** The same at each attempt. */
  readonly key: string;
  /** Nothing of it can have been accepted before. Otherwise the desk is asked first. */
  readonly first: boolean;
  readonly writtenAt: number;
  readonly signal: AbortSignal;
  /** What earlier attempts have reached, such as files that were uploaded. */
  readonly progress: About;
  readonly save: (progress: About) => Promise<void>;
}

/**
 * Hands tickets to one help desk. The `done` of a create has the desk's `number` in its result, when it gives one; that
 * of an append only when the ticket has a new one from now on.
 */
export interface Desk {
  /** For start-up: where tickets go. Names no token. */
  readonly says: string;
  create(ticket: DeskTicket, attempt: Attempt): Promise<Outcome>;
  append(message: DeskMessage, attempt: Attempt): Promise<Outcome>;
}

/** What desks get from the house. */
export interface Surroundings {
  readonly fetch: typeof fetch;
  readonly clock: () => number;
  /** For desks that take mail. */
  readonly mail?: { readonly post: Post; readonly from: Person } | undefined;
}

/** A kind of desk: one file of `desks/`, one line of its list. */
export interface DeskKind {
  /** What BEDSIDE_DESK says. */
  readonly name: string;
  /** @throws {DeskSettingsWrong} */
  open(env: NodeJS.ProcessEnv, around: Surroundings): Desk;
}

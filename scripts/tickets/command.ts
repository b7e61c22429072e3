/** What every subcommand of `npm run tickets` is given, and how it fails. */
import type { Site } from '../../src/catalog/schema.ts';
import type { Support } from '../../src/catalog/support/support.ts';
import type { Store } from '../../src/store/store.ts';
import type { Agent, Desk } from '../../src/tickets/desk/acts.ts';
import type { EventOf } from '../../src/tickets/events.ts';
import { loadTicket, type Ticket } from '../../src/tickets/read.ts';

export interface Options {
  readonly as?: string | undefined;
  readonly team?: string | undefined;
  readonly agent?: string | undefined;
  readonly state?: string | undefined;
  readonly all: boolean;
  readonly limit: string;
  readonly reason?: string | undefined;
  readonly level?: string | undefined;
  readonly tried: readonly string[];
  readonly article: readonly string[];
  readonly insight?: string | undefined;
  readonly learned?: string | undefined;
  readonly template?: string | undefined;
  readonly wait: boolean;
  readonly resolve: boolean;
  readonly anyway: boolean;
  readonly incident?: string | undefined;
  readonly 'dry-run': boolean;
  readonly mend: boolean;
  readonly json: boolean;
}

export interface Room {
  readonly store: Store;
  readonly desk: Desk;
  readonly site: Site;
  readonly support: Support;
  readonly options: Options;
  readonly now: number;
  /** Prints data as JSON with --json, else the text. */
  readonly print: (data: unknown, text: string) => void;
}

/** @returns the exit code */
export type Run = (room: Room, args: readonly string[]) => Promise<0 | 1>;

export interface Command {
  readonly usage: string;
  readonly says: string;
  /** How many arguments it takes, at least and at most. */
  readonly takes: readonly [number, number];
  readonly run: Run;
  /** What becomes of what was typed when the command could not even begin. @returns the error with that in it */
  readonly lost?: (args: readonly string[], error: unknown) => Error;
}

/** Something was typed that cannot be done; the message says what to type. */
export class Mistyped extends Error {
  override readonly name = 'Mistyped';
}

/** @throws {Mistyped} when there is none */
export async function ticketNamed({ store }: Room, reference: string): Promise<Ticket> {
  const ticket = await loadTicket(store, reference);
  if (ticket === undefined) throw new Mistyped(`There is no ticket ${reference}.`);
  return ticket;
}

/** Who acts: `--as`, else BEDSIDE_AGENT. @throws {Mistyped} */
export function agentOf({ options, desk }: Room): Agent {
  const handle = options.as ?? process.env.BEDSIDE_AGENT;
  if (!handle) throw new Mistyped(`Say who you are with --as or BEDSIDE_AGENT. Known: ${[...new Set(desk.teams.flatMap(({ agents }) => agents))].join(', ') || 'anybody'}.`);
  return { handle };
}

/** An option that this command needs. @throws {Mistyped} */
export function needed(value: string | undefined, option: string): string {
  if (value === undefined || value.trim() === '') throw new Mistyped(`This needs --${option}.`);
  return value;
}

/** What a solved ticket taught, for the reports. */
export const INSIGHTS = ['article-missing', 'article-unclear', 'article-not-found', 'product-problem', 'one-off'] as const;

/** @throws {Mistyped} */
export function insightNamed(insight: string | undefined): EventOf<'resolved'>['facts']['insight'] {
  if (insight !== undefined && !(INSIGHTS as readonly string[]).includes(insight)) throw new Mistyped(`There is no insight "${insight}". Known: ${INSIGHTS.join(', ')}.`);
  return insight as EventOf<'resolved'>['facts']['insight'];
}

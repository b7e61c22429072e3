/** Mailing a report through the outbox: an errand for each team and period, and who does it. */
import type { Transaction } from 'kysely';
import { mayMail } from '../../mail/address.ts';
import { messageOf, type Person } from '../../mail/letter.ts';
import type { Post } from '../../mail/post.ts';
import { enqueue } from '../../outbox/enqueue.ts';
import type { Handler } from '../../outbox/handler.ts';
import type { Patience } from '../../outbox/outcome.ts';
import type { About } from '../../outbox/row.ts';
import type { Tables } from '../../store/schema.ts';
import type { DueReport } from './due.ts';
import type { ReportLetter } from './letter.ts';

/** Where teams get their reports; `*` for every team without a line of its own. */
export type ReportAddresses = ReadonlyMap<string, string>;

export interface ReportMailOptions {
  readonly post: Post;
  readonly from: Person;
  readonly addresses: ReportAddresses;
  /** All addresses that come to us: a report there would come back as a ticket. */
  readonly own: readonly string[];
  /** Makes the letter of an errand when it is due. A failure is tried again. */
  readonly write: (about: About, signal: AbortSignal) => Promise<ReportLetter>;
}

export const REPORT_ERRAND = 'report';
/** Making one takes seconds of a processor, so it is not tried every moment; and last week's is no news for long. */
const REPORT_PATIENCE: Patience = { firstMs: 30_000, mostMs: 60 * 60_000, giveUpMs: 3 * 24 * 60 * 60_000 };
/** A year's tickets take a while. */
const ATTEMPT_MS = 10 * 60_000;

export function reportHandlers({ post, from, addresses, own, write }: ReportMailOptions): [kind: string, handler: Handler][] {
  const handler: Handler = {
    channel: 'report',
    // One after another: a report takes a processor, and nobody waits for it.
    parallel: 1,
    patience: REPORT_PATIENCE,
    attemptMs: ATTEMPT_MS,
    async handle({ about, id, createdAt, signal }) {
      const address = addressOf(addresses, String(about['team']));
      if (address === undefined) return { kind: 'needless', error: 'report.not-set' };
      const may = mayMail(address, own);
      if (may !== 'yes') return { kind: 'needless', error: `report.${may}` };
      const letter = await write(about, signal);
      return post.send(messageOf({ ...letter, to: { email: address }, automatic: 'notice' }, from, id, createdAt), signal);
    },
  };
  return [[REPORT_ERRAND, handler]];
}

export function addressOf(addresses: ReportAddresses, team: string): string | undefined {
  return addresses.get(team) ?? addresses.get('*');
}

/** Leaves an errand for each; one that is known already stays one. @returns how many are new */
export async function enqueueReports(trx: Transaction<Tables>, due: readonly DueReport[], now: number): Promise<number> {
  let added = 0;
  for (const { report, from, to, team, once } of due) {
    const id = await enqueue(trx, { kind: REPORT_ERRAND, about: { report, from, to, team }, once }, now);
    if (id !== undefined) added += 1;
  }
  return added;
}

/** Teams that are to get a report and have no address, as sentences for start-up. */
export function missingAddresses(teams: Iterable<string>, addresses: ReportAddresses): string[] {
  return [...new Set(teams)].filter((team) => addressOf(addresses, team) === undefined).map((team) => `The team ${team} gets no reports by mail, because BEDSIDE_REPORT_MAIL has no address for it.`);
}

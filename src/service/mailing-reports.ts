/** Reports by mail, beside the service: each minute what is due is left as errands, once over restarts and processes. */
import { reportAddresses } from '../insights/mailing/by-hand.ts';
import { dueReports } from '../insights/mailing/due.ts';
import { enqueueReports, missingAddresses, reportHandlers } from '../insights/mailing/errand.ts';
import { letterInAProcess } from '../insights/mailing/in-a-process.ts';
import type { Person } from '../mail/letter.ts';
import type { Post } from '../mail/post.ts';
import type { Handler } from '../outbox/handler.ts';
import type { SupportTeam } from '../site/support-file.ts';
import type { Store } from '../store/store.ts';
import { errorFacts, type Logger } from './log.ts';

export interface MailingOptions {
  readonly env: NodeJS.ProcessEnv;
  readonly store: () => Promise<Store>;
  /** Of the build that is shown now. */
  readonly team: () => SupportTeam | undefined;
  readonly post: Post;
  readonly from: Person;
  readonly own: readonly string[];
  readonly wake: () => void;
  readonly log: Logger;
  readonly clock: () => number;
}

export interface ReportMailing {
  readonly handlers: [kind: string, handler: Handler][];
  /** What is missing, a sentence each; for start-up. */
  readonly says: readonly string[];
  start(): void;
  /** One look at the calendar. */
  look(): Promise<void>;
  stop(): Promise<void>;
}

const LOOK_EVERY_MS = 60_000;

/** @throws {DeskSettingsWrong} when BEDSIDE_REPORT_MAIL cannot be used */
export function reportMailing({ env, store, team, post, from, own, wake, log, clock }: MailingOptions): ReportMailing {
  const addresses = reportAddresses(env);
  const mailed = () => team()?.support.insights?.mailed ?? [];
  /** What was left already: most looks then write nothing. */
  const left = new Set<string>();
  let timer: ReturnType<typeof setInterval> | undefined;
  let running: Promise<void> | undefined;

  async function once(): Promise<void> {
    const zone = team()?.site.timeZone;
    if (zone === undefined) return;
    const now = clock();
    const due = dueReports(mailed(), zone, now).filter((one) => !left.has(one.once));
    if (due.length === 0) return;
    const added = await (await store()).write((trx) => enqueueReports(trx, due, now));
    for (const one of due) left.add(one.once);
    if (added > 0) wake();
  }

  const look = () => (running ??= once().finally(() => (running = undefined)));
  const soon = () => void look().catch((error: unknown) => log.error(errorFacts(error), 'the reports that are due could not be left for the outbox'));
  return {
    handlers: reportHandlers({ post, from, addresses, own, write: letterInAProcess(env) }),
    says: missingAddresses(mailed().flatMap(({ teams }) => teams), addresses),
    look,
    start() {
      timer ??= setInterval(soon, LOOK_EVERY_MS).unref();
    },
    async stop() {
      clearInterval(timer);
      await running?.catch(() => undefined);
    },
  };
}

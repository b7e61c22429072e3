/** The watch over promises, beside the service: alarms are raised, and teams told through the outbox. */
import type { Transaction } from 'kysely';
import { noticeHandlers, type NoticeSettings } from '../delivery/notices.ts';
import type { Person } from '../mail/letter.ts';
import type { Post } from '../mail/post.ts';
import { enqueue } from '../outbox/enqueue.ts';
import type { Handler } from '../outbox/handler.ts';
import type { About } from '../outbox/row.ts';
import type { SupportTeam } from '../site/support-file.ts';
import type { Tables } from '../store/schema.ts';
import type { Store } from '../store/store.ts';
import { loadTicket } from '../tickets/read.ts';
import { alarmNews, manyNews } from '../tickets/watch/news.ts';
import { tellOf } from '../tickets/watch/tell.ts';
import { createWatcher, type Watcher } from '../tickets/watch/watcher.ts';
import { errorFacts, type Logger } from './log.ts';
import { signalNotice, type SignalBuild } from './signals.ts';

export interface WatchingOptions {
  readonly store: () => Promise<Store>;
  /** Of the build that is shown now. */
  readonly team: () => SupportTeam | undefined;
  readonly wake: () => void;
  readonly log: Logger;
  readonly clock: () => number;
}

export function startWatching({ store, team, wake, log, clock }: WatchingOptions): Watcher {
  const watcher = createWatcher({ store, rules: () => team()?.support, tell: (trx, raised, now) => tellOf(trx, raised, now, enqueue), wake, log, errorFacts, clock });
  watcher.start();
  return watcher;
}

export interface TeamNoticeOptions extends Pick<WatchingOptions, 'store' | 'team' | 'clock'> {
  readonly build: () => SignalBuild;
  readonly settings: NoticeSettings;
  readonly post: Post;
  readonly from: Person;
}

/** Handlers for what the watch and escalations have to tell. */
export function teamNotices({ store, team, build, clock, settings, post, from }: TeamNoticeOptions): [kind: string, handler: Handler][] {
  return noticeHandlers({
    settings,
    post,
    from,
    fetch,
    clock,
    async resolve(about) {
      const present = team();
      if (present === undefined) return 'skip';
      const opened = await store();
      const level = Number(about['level']);
      if (about['signal'] !== undefined) return signalNotice(opened, build(), String(about['signal']), level);
      if (about['ticket'] === undefined) {
        const references = await alarmedBetween(opened, about);
        return references.length === 0 ? 'skip' : manyNews(present, references, level);
      }
      const ticket = await loadTicket(opened, String(about['ticket']));
      return ticket === undefined ? 'skip' : alarmNews(present, ticket, String(about['alarm']), level, clock());
    },
  });
}

/** Open tickets that something was raised for in a flood. */
async function alarmedBetween({ read }: Store, { from, to }: About): Promise<string[]> {
  const rows = await read((db: Pick<Transaction<Tables>, 'selectFrom'>) =>
    db
      .selectFrom('ticket_alarm')
      .innerJoin('ticket', 'ticket.id', 'ticket_alarm.ticket')
      .select('ticket.reference')
      .distinct()
      .where('raised_at', '>=', Number(from))
      .where('raised_at', '<', Number(to))
      .where('ticket.state', 'not in', ['resolved', 'closed'])
      .orderBy('ticket.reference')
      .execute(),
  );
  return rows.map(({ reference }) => reference);
}

/** Letting go of what is older than it may become. */
import { readdirSync, rmSync, statSync } from 'node:fs';
import { join } from 'node:path';
import { followersBefore, forgetFollowers } from '../incidents/followers.ts';
import { keptSince, type Retention } from '../catalog/support/retention.ts';
import { letEventsGo } from '../insights/roll-up.ts';
import type { Store } from '../store/store.ts';
import type { Recording } from '../tickets/record.ts';
import { eraseFiles, eraseWords } from './words.ts';

export interface Retaining {
  readonly store: Store;
  readonly recording: Recording;
  readonly retention: Retention;
  /** The site's time zone: single events go when their day was rolled up. */
  readonly zone: string;
  readonly mailFolder: string;
  /** Where `npm run backup` puts its copies; without it they are not looked at. */
  readonly backupFolder?: string | undefined;
  /** Where `npm run restore` leaves the database that it took the place of: a copy like any other. */
  readonly dataFolder?: string | undefined;
  readonly now: number;
}

/** How many of each kind went, or would go. */
export type Kept = Readonly<Record<keyof Retention, number>>;

const AT_ONCE = 200;

/** @param dryRun counts and changes nothing */
export async function retain(what: Retaining, { dryRun }: { readonly dryRun: boolean }): Promise<Kept> {
  const { retention, now, mailFolder, backupFolder, dataFolder } = what;
  const since = (kind: keyof Retention) => keptSince(retention[kind], now);
  const copies = (folder: string | undefined, name: RegExp) => (folder === undefined ? 0 : removeFiles(folder, name, since('backups'), dryRun));
  return {
    tickets: await oldTickets(what, since('tickets'), false, dryRun, (trx, ticket) => eraseWords(trx, what.recording, ticket, 'retention', now)),
    spam: await oldTickets(what, since('spam'), true, dryRun, (trx, ticket) => eraseWords(trx, what.recording, ticket, 'retention', now)),
    files: await oldFiles(what, since('files'), dryRun),
    comments: await oldComments(what.store, since('comments'), dryRun),
    events: await letEventsGo(what, since('events'), { dryRun }),
    followers: await oldFollowers(what.store, since('followers'), dryRun, now),
    mail: removeFiles(mailFolder, /\.eml$/, since('mail'), dryRun) + (await oldParked(what.store, since('mail'), dryRun)),
    backups: copies(backupFolder, /^bedside-.*\.(db|dump)$/) + copies(dataFolder, /^before-restore-bedside-.*\.db$/),
  };
}

type Work = (trx: Parameters<typeof eraseFiles>[0], ticket: string) => Promise<unknown>;

async function oldTickets({ store }: Retaining, before: number, spam: boolean, dryRun: boolean, work: Work): Promise<number> {
  return eachTicket(store, dryRun, work, (after) =>
    store.read((db) =>
      db
        .selectFrom('ticket')
        .select('ticket.id')
        .where('closed_at', '<', before)
        .where('ticket.id', '>', after)
        .where((where) => where.exists(where.selectFrom('ticket_event').select('ticket_event.id').whereRef('ticket_event.ticket', '=', 'ticket.id').where('words_sealed', 'is not', null)))
        .where((where) => {
          const closedAsSpam = where.exists(where.selectFrom('ticket_event').select('ticket_event.id').whereRef('ticket_event.ticket', '=', 'ticket.id').where('kind', '=', 'closed').where('facts', 'like', '%"reason":"spam"%'));
          return spam ? closedAsSpam : where.val(true);
        })
        .orderBy('ticket.id')
        .limit(AT_ONCE)
        .execute(),
    ),
  );
}

async function oldFiles({ store }: Retaining, before: number, dryRun: boolean): Promise<number> {
  return eachTicket(store, dryRun, eraseFiles, (after) =>
    store.read((db) =>
      db
        .selectFrom('ticket')
        .select('ticket.id')
        .where('closed_at', '<', before)
        .where('ticket.id', '>', after)
        .where((where) => where.exists(where.selectFrom('attachment').select('attachment.id').whereRef('attachment.ticket', '=', 'ticket.id').where('content_sealed', 'is not', null)))
        .orderBy('ticket.id')
        .limit(AT_ONCE)
        .execute(),
    ),
  );
}

async function eachTicket(store: Store, dryRun: boolean, work: Work, page: (after: string) => Promise<{ id: string }[]>): Promise<number> {
  let [count, after] = [0, ''];
  for (;;) {
    const rows = await page(after);
    if (rows.length === 0) return count;
    // Each on its own: a run that is cut short has finished what it did.
    for (const { id } of rows) if (!dryRun) await store.write((trx) => work(trx, id));
    count += rows.length;
    after = rows.at(-1)!.id;
  }
}

async function oldComments(store: Store, before: number, dryRun: boolean): Promise<number> {
  if (dryRun) {
    const row = await store.read((db) => db.selectFrom('vote').select((count) => count.fn.countAll<number>().as('n')).where('updated_at', '<', before).where('comment_sealed', 'is not', null).executeTakeFirstOrThrow());
    return Number(row.n);
  }
  const gone = await store.write((trx) => trx.updateTable('vote').set({ comment_sealed: null }).where('updated_at', '<', before).where('comment_sealed', 'is not', null).returning('id').execute());
  return gone.length;
}

async function oldFollowers(store: Store, before: number, dryRun: boolean, now: number): Promise<number> {
  let count = 0;
  for (;;) {
    const ids = await store.read((db) => followersBefore(db, before, dryRun ? Number.MAX_SAFE_INTEGER : AT_ONCE));
    count += dryRun ? ids.length : await store.write((trx) => forgetFollowers(trx, ids, now));
    if (dryRun || ids.length < AT_ONCE) return count;
  }
}

/** Mail that nobody looked at. */
async function oldParked(store: Store, before: number, dryRun: boolean): Promise<number> {
  if (dryRun) {
    const row = await store.read((db) => db.selectFrom('inbound_mail').select((count) => count.fn.countAll<number>().as('n')).where('state', '=', 'parked').where('received_at', '<', before).executeTakeFirstOrThrow());
    return Number(row.n);
  }
  const gone = await store.write((trx) => trx.updateTable('inbound_mail').set({ raw_sealed: null, state: 'refused', why: 'retention' }).where('state', '=', 'parked').where('received_at', '<', before).returning('id').execute());
  return gone.length;
}

function removeFiles(folder: string, name: RegExp, before: number, dryRun: boolean): number {
  let names: string[];
  try {
    names = readdirSync(folder);
  } catch (error) {
    if ((error as NodeJS.ErrnoException).code === 'ENOENT') return 0;
    throw error;
  }
  const old = names.filter((file) => name.test(file) && statSync(join(folder, file)).mtimeMs < before);
  if (!dryRun) for (const file of old) rmSync(join(folder, file), { force: true });
  return old.length;
}

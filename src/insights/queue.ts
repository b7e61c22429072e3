/** What is open and due, for the start of a shift. */
import type { Store } from '../store/store.ts';
import { inbox, openByTeam, type InboxLine } from '../tickets/desk/inbox.ts';
import { untilText } from '../tickets/desk/as-text.ts';
import type { Table } from './tables.ts';

export interface QueueQuestion {
  readonly team?: string | undefined;
  readonly now: number;
  /** So many rows of each list. */
  readonly top: number;
}

const SOON = 86_400_000;

/**
 * Open tickets by their next deadline: late ones first, then those due within a day, then the rest; and how many each
 * team has. The database counts all of them; the lists begin with what is due first.
 */
export async function queueTables(store: Store, { team, now, top }: QueueQuestion): Promise<Table[]> {
  const soon = now + SOON;
  const teams = await openByTeam(store, { team, now, soon });
  const sum = (count: (one: (typeof teams)[number]) => number) => teams.reduce((all, one) => all + count(one), 0);
  const [open, late, due] = [sum((one) => one.open), sum((one) => one.late), sum((one) => one.due)];
  const lists = {
    late: await inbox(store, { team, due: { from: 0, before: now }, limit: top }),
    due: await inbox(store, { team, due: { from: now, before: soon }, limit: top }),
    // Those with a deadline first, then those that wait for somebody else, so only as many are read as are shown.
    rest: await later(store, { team, now: soon, top }),
  };
  const columns = ['ticket', 'priority', 'due', 'promise', 'state', 'team', 'category'];
  const row = ({ reference, priority, nextDueAt, nextDueClock, state, team: of, category }: InboxLine) => [reference, priority ?? '–', nextDueAt === null ? '–' : untilText(nextDueAt - now), nextDueClock ?? '–', state, of ?? '–', category ?? '–'];
  const list = (id: keyof typeof lists, title: string, all: number): Table => ({ id, title, note: `${all} of ${open} open${all > lists[id].length ? `, the first ${lists[id].length} are shown` : ''}`, columns, rows: lists[id].map(row) });
  return [
    list('late', 'Late', late),
    list('due', 'Due within 24 hours', due),
    list('rest', 'Later, or waiting for the requester', open - late - due),
    { id: 'by-team', title: 'By team', note: 'open tickets', columns: ['team', 'open', 'late'], rows: teams.sort((a, b) => b.late - a.late || b.open - a.open || ((a.team ?? '–') < (b.team ?? '–') ? -1 : 1)).map((one) => [one.team ?? '–', one.open, one.late]) },
  ];
}

async function later(store: Store, { team, now, top }: QueueQuestion): Promise<InboxLine[]> {
  const ticking = await inbox(store, { team, due: { from: now, before: Number.MAX_SAFE_INTEGER }, limit: top });
  return ticking.length === top ? ticking : [...ticking, ...(await inbox(store, { team, due: 'none', limit: top - ticking.length }))];
}

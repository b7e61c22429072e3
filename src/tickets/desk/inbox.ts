/** The agents' list: what is due next, first. */
import type { Store } from '../../store/store.ts';

export interface InboxFilter {
  readonly team?: string | undefined;
  readonly agent?: string | undefined;
  readonly state?: string | undefined;
  /** Also what is resolved and closed. */
  readonly all?: boolean;
  /** Only those whose next deadline lies in this span, or that have none. */
  readonly due?: { readonly from: number; readonly before: number } | 'none' | undefined;
  readonly limit: number;
}

export interface InboxLine {
  readonly reference: string;
  readonly state: string;
  readonly priority: string | null;
  readonly category: string | null;
  readonly team: string | null;
  readonly agent: string | null;
  readonly level: number;
  readonly nextDueAt: number | null;
  readonly nextDueClock: string | null;
  readonly createdAt: number;
}

/** Tickets by their next deadline; those without one last, oldest first. Names nobody. */
export async function inbox(store: Store, { team, agent, state, all = false, due: span, limit }: InboxFilter): Promise<InboxLine[]> {
  const rows = await store.read(async (db) => {
    const matching = () => {
      let query = db.selectFrom('ticket').select(['reference', 'state', 'priority', 'category', 'team', 'agent', 'level', 'next_due_at', 'next_due_clock', 'created_at']).limit(limit);
      if (state !== undefined) query = query.where('state', '=', state);
      else if (!all) query = query.where('state', 'not in', ['resolved', 'closed']);
      if (team !== undefined) query = query.where('team', '=', team);
      if (agent !== undefined) query = query.where('agent', '=', agent);
      return query;
    };
    // Two questions, each along an index, in place of one that would sort every open ticket.
    const ticking = () => {
      if (span === 'none') return undefined;
      return span === undefined ? matching().where('next_due_at', 'is not', null) : matching().where('next_due_at', '>=', span.from).where('next_due_at', '<', span.before);
    };
    const due = (await ticking()?.orderBy('next_due_at').orderBy('created_at').execute()) ?? [];
    const without = (span === undefined || span === 'none') && due.length < limit;
    const rest = without ? await matching().where('next_due_at', 'is', null).orderBy('created_at').limit(limit - due.length).execute() : [];
    return [...due, ...rest];
  });
  return rows.map((row) => ({
    reference: row.reference,
    state: row.state,
    priority: row.priority,
    category: row.category,
    team: row.team,
    agent: row.agent,
    level: row.level,
    nextDueAt: row.next_due_at,
    nextDueClock: row.next_due_clock,
    createdAt: row.created_at,
  }));
}

export interface OpenOfTeam {
  readonly team: string | null;
  readonly open: number;
  /** Its deadline has passed. */
  readonly late: number;
  /** Its deadline comes before `soon`. */
  readonly due: number;
}

/** How many open tickets each team has, counted by the database, however many there are. */
export async function openByTeam(store: Store, { team, now, soon }: { readonly team?: string | undefined; readonly now: number; readonly soon: number }): Promise<OpenOfTeam[]> {
  const rows = await store.read((db) => {
    const open = db
      .selectFrom('ticket')
      .select((select) => [
        'team',
        select.fn.countAll<number>().as('open'),
        select.fn.count<number>(select.case().when('next_due_at', '<', now).then(1).end()).as('late'),
        select.fn.count<number>(select.case().when(select.and([select('next_due_at', '>=', now), select('next_due_at', '<', soon)])).then(1).end()).as('due'),
      ])
      .where('state', 'not in', ['resolved', 'closed'])
      .groupBy('team');
    return (team === undefined ? open : open.where('team', '=', team)).execute();
  });
  return rows.map((row) => ({ team: row.team, open: Number(row.open), late: Number(row.late), due: Number(row.due) }));
}

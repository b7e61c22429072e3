/** The agents' list: what is due next, first. */
import type { Store } from '../../store/store.ts';

export interface InboxFilter {
  readonly team?: string | undefined;
  readonly agent?: string | undefined;
  readonly state?: string | undefined;
  /** Also what is resolved and closed. */
  readonly all?: boolean;
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
export async function inbox(store: Store, { team, agent, state, all = false, limit }: InboxFilter): Promise<InboxLine[]> {
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
    const due = await matching().where('next_due_at', 'is not', null).orderBy('next_due_at').orderBy('created_at').execute();
    const rest = due.length < limit ? await matching().where('next_due_at', 'is', null).orderBy('created_at').limit(limit - due.length).execute() : [];
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

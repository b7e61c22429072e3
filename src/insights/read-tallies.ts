/** What is counted by the database: votes, and what readers did about incidents. */
import type { Store } from '../store/store.ts';
import { addVotes, noVotes, type VoteTally } from './measures/helpfulness.ts';
import type { IncidentTally } from './measures/incidents.ts';
import type { Window } from './window.ts';

/** Comments are sealed, and to open them for a number takes longer than all the rest. */
export async function voteTally({ read }: Pick<Store, 'read'>, { from, asOf }: Window): Promise<VoteTally> {
  const rows = await read((db) =>
    db
      .selectFrom('vote')
      .select(({ fn }) => ['article', 'answer', fn.countAll<number>().as('many')])
      .where('created_at', '>=', from)
      .where('created_at', '<', asOf)
      .groupBy(['article', 'answer'])
      .execute(),
  );
  const tally = noVotes();
  for (const { article, answer, many } of rows) addVotes(tally, { article, answer, many: Number(many) });
  return tally;
}

export async function incidentTally({ read }: Pick<Store, 'read'>, { from, asOf }: Window): Promise<IncidentTally> {
  return read(async (db) => {
    const meToo = await db.selectFrom('incident_me_too').select((one) => one.fn.countAll<number>().as('n')).where('at', '>=', from).where('at', '<', asOf).executeTakeFirstOrThrow();
    const followed = await db.selectFrom('incident_follower').select((one) => one.fn.countAll<number>().as('n')).where('asked_at', '>=', from).where('asked_at', '<', asOf).executeTakeFirstOrThrow();
    const linked = await db.selectFrom('ticket').select((one) => one.fn.countAll<number>().as('n')).where('incident', 'is not', null).where('created_at', '>=', from).where('created_at', '<', asOf).executeTakeFirstOrThrow();
    return { meToo: Number(meToo.n), followed: Number(followed.n), linked: Number(linked.n) };
  });
}

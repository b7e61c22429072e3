/** `tickets verify`: whether every chain holds and every list column says what the events say. */
import type { Store } from '../../store/store.ts';
import { chainFaults } from '../chain.ts';
import { chainOf, eventsIn } from '../read.ts';
import { projection } from '../record.ts';
import type { WatchRules } from '../watch/rules.ts';
import { scheduleOf } from '../watch/schedule.ts';

export interface Fault {
  readonly reference: string;
  /** `chain` with the event's number, or the list column that says something else. */
  readonly fault: string;
}

/** Columns that another moment may write differently without anything being wrong. */
const NOT_COMPARED = new Set(['updated_at', 'look_at', 'chain_head']);
const AT_ONCE = 500;

/**
 * @param mend rewrites list columns that are wrong; a broken chain cannot be mended
 * @param counted told after each page, for a progress line
 */
export async function verify(store: Store, rules: WatchRules, now: number, { mend, counted }: { readonly mend: boolean; readonly counted: (tickets: number) => void }): Promise<{ tickets: number; faults: Fault[] }> {
  const faults: Fault[] = [];
  let after = '';
  let tickets = 0;
  for (;;) {
    const rows = await store.read((db) => db.selectFrom('ticket').selectAll().where('id', '>', after).orderBy('id').limit(AT_ONCE).execute());
    if (rows.length === 0) return { tickets, faults };
    const stories = await store.read((db) => eventsIn(db, rows.map(({ id }) => id)));
    for (const row of rows) {
      const { links, head } = await chainOf(store, row.id);
      for (const { seq, fault } of chainFaults(links, head)) faults.push({ reference: row.reference, fault: `chain: event ${seq}, ${fault}` });
      const events = stories.get(row.id);
      if (events === undefined) continue;
      const right = projection(events, links, { schedule: (story) => scheduleOf(story, rules) }, now);
      const wrong = Object.entries(right).filter(([column, value]) => !NOT_COMPARED.has(column) && row[column as keyof typeof row] !== value);
      for (const [column] of wrong) faults.push({ reference: row.reference, fault: `list: ${column}` });
      if (mend && wrong.length > 0) await store.write((trx) => trx.updateTable('ticket').set({ ...Object.fromEntries(wrong), look_at: right.look_at }).where('id', '=', row.id).where('events', '=', row.events).execute());
    }
    tickets += rows.length;
    counted(tickets);
    after = rows.at(-1)!.id;
  }
}

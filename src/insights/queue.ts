/** What is open and due, for the start of a shift. */
import type { InboxLine } from '../tickets/desk/inbox.ts';
import { untilText } from '../tickets/desk/as-text.ts';
import type { Table } from './tables.ts';

/** Tickets by their next deadline: late ones first, then those due within a day, then the rest; and how many each team has. */
export function queueTables(open: readonly InboxLine[], now: number): Table[] {
  const late = open.filter((line) => line.nextDueAt !== null && line.nextDueAt < now);
  const today = open.filter((line) => line.nextDueAt !== null && line.nextDueAt >= now && line.nextDueAt < now + 86_400_000);
  const rest = open.filter((line) => !late.includes(line) && !today.includes(line));
  const columns = ['ticket', 'priority', 'due', 'promise', 'state', 'team', 'category'];
  const row = ({ reference, priority, nextDueAt, nextDueClock, state, team, category }: InboxLine) => [reference, priority ?? '–', nextDueAt === null ? '–' : untilText(nextDueAt - now), nextDueClock ?? '–', state, team ?? '–', category ?? '–'];
  return [
    { id: 'late', title: 'Late', note: `${late.length} of ${open.length} open`, columns, rows: late.map(row) },
    { id: 'due', title: 'Due within 24 hours', note: `${today.length} of ${open.length} open`, columns, rows: today.map(row) },
    { id: 'rest', title: 'Later, or waiting for the requester', note: `${rest.length} of ${open.length} open`, columns, rows: rest.map(row) },
    { id: 'by-team', title: 'By team', note: 'open tickets', columns: ['team', 'open', 'late'], rows: byTeam(open, late) },
  ];
}

function byTeam(open: readonly InboxLine[], late: readonly InboxLine[]): [string, number, number][] {
  const teams = [...new Set(open.map(({ team }) => team))].map((team): [string, number, number] => [team ?? '–', open.filter((line) => line.team === team).length, late.filter((line) => line.team === team).length]);
  return teams.sort((a, b) => b[2] - a[2] || b[1] - a[1] || (a[0] < b[0] ? -1 : 1));
}

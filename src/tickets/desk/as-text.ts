/** Tickets in an agent's terminal. */
import type { TicketEvent } from '../events.ts';
import { snapshotOf } from '../lifecycle.ts';
import type { Ticket } from '../read.ts';
import type { InboxLine } from './inbox.ts';

/** `7K3M-9QXT  high  in 1 h 20 min  first-response  in-progress  support/agent-1  account` */
export function inboxText(lines: readonly InboxLine[], now: number): string {
  if (lines.length === 0) return 'Nothing is open.';
  const cells = lines.map((line) => [
    line.reference,
    line.priority ?? '–',
    line.nextDueAt === null ? '–' : untilText(line.nextDueAt - now),
    line.nextDueClock ?? '–',
    line.state,
    [line.team ?? '–', ...(line.agent === null ? [] : [line.agent])].join('/'),
    line.category ?? '–',
  ]);
  return table([['reference', 'priority', 'due', 'what', 'state', 'with', 'category'], ...cells]);
}

export function table(rows: readonly (readonly string[])[]): string {
  const widths = (rows[0] ?? []).map((_, column) => Math.max(...rows.map((row) => (row[column] ?? '').length)));
  return rows.map((row) => row.map((cell, column) => cell.padEnd(widths[column] ?? 0)).join('  ').trimEnd()).join('\n');
}

/** `in 1 h 20 min`, `4 min late` */
export function untilText(milliseconds: number): string {
  const minutes = Math.floor(Math.abs(milliseconds) / 60_000);
  const [days, hours] = [Math.floor(minutes / 1_440), Math.floor(minutes / 60) % 24];
  const text = [...(days > 0 ? [`${days} d`] : []), ...(hours > 0 ? [`${hours} h`] : []), ...(days === 0 && (minutes % 60 > 0 || hours === 0) ? [`${minutes % 60} min`] : [])].join(' ');
  return milliseconds < 0 ? `${text} late` : `in ${text}`;
}

/**
 * A ticket's whole story.
 *
 * @param zone the team's
 */
export function ticketText({ reference, events }: Ticket, requester: { readonly email: string | undefined; readonly name: string | undefined }, zone: string): string {
  const ticket = snapshotOf(events);
  const who = requester.email === undefined ? 'erased' : plain(`${requester.name === undefined ? '' : `${requester.name} `}<${requester.email}>`);
  const facts: [string, string | undefined][] = [
    ['State', ticket.state],
    ['Requester', who],
    ['Priority', ticket.priority],
    ['Category', ticket.category],
    ['With', [ticket.team, ticket.tier, ticket.agent].filter((one) => one !== undefined).join(', ') || undefined],
    ['Marks', [ticket.triage?.security === true && 'security', ticket.triage?.compliance === true && 'compliance', ticket.triage?.vip === true && 'VIP', ticket.triage?.sentiment, ...(ticket.triage?.tags ?? [])].filter(Boolean).join(', ') || undefined],
    ['Article', ticket.article],
    ['Component', ticket.component],
    ['Incident', ticket.incident],
    ['Merged into', ticket.mergedInto],
  ];
  const head = [reference, ...facts.flatMap(([name, value]) => (value === undefined ? [] : [`${name.padEnd(12)} ${value}`]))].join('\n');
  return [head, ...events.map((event) => eventText(event, zone))].join('\n\n');
}

function eventText(event: TicketEvent, zone: string): string {
  const { kind, at, actor, words } = event;
  const when = new Intl.DateTimeFormat('en-CA', { timeZone: zone, dateStyle: 'short', timeStyle: 'short', hour12: false }).format(at);
  const by = actor.name === undefined ? actor.kind : `${actor.kind} ${actor.name}`;
  const body = words === undefined ? [] : [words.subject, words.body, ...Object.entries(words.fields ?? {}).map(([name, value]) => `${name}: ${value}`), words.reason, ...(words.attempted ?? []).map((one) => `tried: ${one}`), words.comment, words.insight];
  return [`${when}  ${kind}${detail(event)}  (${by})`, ...body.flatMap((text) => (text === undefined || text === '' ? [] : [plain(text).replaceAll(/^/gm, '    ')]))].join('\n');
}

/** What somebody typed must not move the cursor, color the screen or turn the writing round. */
function plain(text: string): string {
  // eslint-disable-next-line no-control-regex
  return text.replaceAll(/[\u0000-\u0008\u000b-\u001f\u007f-\u009f\u202a-\u202e\u2066-\u2069]/g, '');
}

function detail(event: TicketEvent): string {
  switch (event.kind) {
    case 'triaged':
      return ` ${event.facts.priority} ${event.facts.category} → ${event.facts.team}${event.facts.rulings.map(({ rule, words }) => `\n    ${rule}${words.length === 0 ? '' : `: ${words.join(', ')}`}`).join('')}`;
    case 'assigned':
      return ` ${[event.facts.team, event.facts.agent].filter((one) => one !== undefined).join(' / ')}`;
    case 'escalated':
      return ` to level ${event.facts.level} (${event.facts.trigger})`;
    case 'prioritized':
      return ` ${event.facts.from ?? '–'} → ${event.facts.to}`;
    case 'adjusted':
      return ` ${event.facts.clock} ${event.facts.seconds < 0 ? '−' : '+'}${Math.abs(event.facts.seconds) / 60} min`;
    case 'closed':
      return ` (${event.facts.reason})`;
    case 'merged':
      return 'into' in event.facts ? ` into ${event.facts.into}` : ` from ${event.facts.from}`;
    case 'rated':
      return ` ${event.facts.score} (${event.facts.scale})`;
    case 'delivered':
      return ` ${event.facts.desk}${event.facts.number === undefined ? '' : ` ${event.facts.number}`}`;
    case 'created':
      return ` by ${event.facts.channel}${event.facts.topic === undefined ? '' : `, ${event.facts.topic}`}${event.facts.attachments > 0 ? `, ${event.facts.attachments} files` : ''}`;
    default:
      return '';
  }
}

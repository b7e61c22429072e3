/** What one answer and many have in common: the template by its name, and what is looked for in the words. */
import { replyNamed } from '../../src/catalog/support/replies.ts';
import type { TicketEvent } from '../../src/tickets/events.ts';
import type { Ticket } from '../../src/tickets/read.ts';
import { clocksOf, nextDue } from '../../src/tickets/sla/clocks.ts';
import type { Finding } from '../../src/tickets/desk/tone.ts';
import { Mistyped, type Room } from './command.ts';

/** @throws {Mistyped} when there is none */
export function templateNamed({ support }: Room, name: string) {
  const known = [...support.replies].flatMap(([one, { kind }]) => (kind === 'reply' ? [one] : []));
  if (!known.includes(name)) throw new Mistyped(`There is no reply "${name}". Known: ${known.join(', ') || 'none'}.`);
  return replyNamed(support.replies, name, 'reply');
}

/** The clock that will watch over what is promised now: an answer ends those that wait for one. */
export function dueAfter({ support, options, now }: Room, { events }: Ticket): number | undefined {
  const answered: TicketEvent = { kind: 'replied', facts: { articles: [], attachments: 0 }, seq: events.length + 1, at: now, actor: { kind: 'agent' }, source: 'command' };
  return options.resolve || options.wait ? undefined : nextDue(clocksOf([...events, answered], support, now))?.due;
}

export function inLine({ kind, words, instead }: Finding): string {
  return `${kind.padEnd(8)}  “${words}”  ${instead}`;
}

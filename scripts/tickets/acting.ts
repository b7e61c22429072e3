/** Subcommands with which an agent acts on a ticket. */
import { PRIORITIES, type Priority } from '../../src/catalog/support/priorities.ts';
import * as acts from '../../src/tickets/desk/acts.ts';
import { CLOCKS, type ClockName } from '../../src/tickets/events.ts';
import type { Recorded } from '../../src/tickets/record.ts';
import { agentOf, insightNamed, INSIGHTS, Mistyped, needed, ticketNamed, type Command, type Room } from './command.ts';

/** A command on one ticket: finds it, acts, and tells how it stands then. */
function acting(usage: string, says: string, more: readonly [number, number], act: (room: Room, ticket: string, args: readonly string[]) => Promise<Recorded>): Command {
  return {
    usage,
    says,
    takes: [1 + more[0], 1 + more[1]],
    async run(room, [reference = '', ...args]) {
      const ticket = await ticketNamed(room, reference);
      const { snapshot, added } = await act(room, ticket.id, args);
      const { state, priority, team, agent, level } = snapshot;
      room.print({ reference: ticket.reference, state, priority, team, agent, level, added: added.length }, `${ticket.reference} is ${state}, ${priority ?? 'no priority'}, with ${[team, agent].filter((one) => one !== undefined).join('/') || 'nobody'}${level > 0 ? `, level ${level}` : ''}.`);
      return 0;
    },
  };
}

const NONE = [0, 0] as const;
const WORDS = [1, Infinity] as const;

export const take = acting('take REFERENCE', 'make it yours', NONE, (room, ticket) => acts.take(room.desk, ticket, agentOf(room)));

export const assign = acting('assign REFERENCE', 'give it to --team, --agent, or both', NONE, (room, ticket) => {
  const { team, agent } = room.options;
  if (team === undefined && agent === undefined) throw new Mistyped('This needs --team, --agent, or both.');
  return acts.assign(room.desk, ticket, agentOf(room), { team, agent });
});

export const note = acting('note REFERENCE TEXT', 'a private note', WORDS, (room, ticket, words) => acts.note(room.desk, ticket, agentOf(room), words.join(' ')));

export const wait = acting('wait REFERENCE', 'the requester has to do something; the clocks stand still (--reason)', NONE, (room, ticket) => acts.wait(room.desk, ticket, agentOf(room), room.options.reason));

export const resume = acting('resume REFERENCE', 'the clocks run again', NONE, (room, ticket) => acts.resume(room.desk, ticket, agentOf(room)));

export const prioritize = acting('prioritize REFERENCE PRIORITY', `${PRIORITIES.join(', ')}; needs --reason`, [1, 1], (room, ticket, [priority = '']) => {
  if (!(PRIORITIES as readonly string[]).includes(priority)) throw new Mistyped(`There is no priority "${priority}". Known: ${PRIORITIES.join(', ')}.`);
  return acts.prioritize(room.desk, ticket, agentOf(room), priority as Priority, needed(room.options.reason, 'reason'));
});

export const adjust = acting('adjust REFERENCE CLOCK MINUTES', `more or less time for ${CLOCKS.join(', ')}; needs --reason`, [2, 2], (room, ticket, [clock = '', minutes = '']) => {
  if (!(CLOCKS as readonly string[]).includes(clock)) throw new Mistyped(`There is no clock "${clock}". Known: ${CLOCKS.join(', ')}.`);
  if (!/^[+-]?[1-9]\d{0,5}$/.test(minutes)) throw new Mistyped(`"${minutes}" is not a number of minutes.`);
  return acts.adjust(room.desk, ticket, agentOf(room), clock as ClockName, Number(minutes) * 60, needed(room.options.reason, 'reason'));
});

export const escalate = acting('escalate REFERENCE', 'move it up to --level; needs --reason, and --tried for each thing that was tried', NONE, (room, ticket) => {
  const { level = '', reason, tried } = room.options;
  const { levels, manual } = room.support.escalation;
  if (!/^\d$/.test(level)) throw new Mistyped(`This needs --level: ${levels.map((one) => `${one.level} ${one.title}`).join(', ')}.`);
  const why = reason ?? '';
  if (why.trim() === '') throw new Mistyped(['This needs --reason, for example:', ...manual.criteria.map((one) => `  ${one}`)].join('\n'));
  return acts.escalate(room.desk, ticket, agentOf(room), { level: Number(level), reason: why, attempted: tried });
});

export const resolve = acting('resolve REFERENCE [TEXT]', `it is solved (--article ID, --insight ${INSIGHTS.join('|')}, --learned TEXT)`, [0, Infinity], (room, ticket, words) => {
  const { article, insight, learned } = room.options;
  return acts.resolve(room.desk, ticket, agentOf(room), { words: words.length === 0 ? undefined : words.join(' '), articles: article, insight: insightNamed(insight), learned });
});

export const reopen = acting('reopen REFERENCE', 'it is not solved after all (--reason)', NONE, (room, ticket) => acts.reopen(room.desk, ticket, agentOf(room), room.options.reason));

export const close = acting('close REFERENCE REASON', 'for good: agent, spam or duplicate', [1, 1], (room, ticket, [reason = '']) => {
  if (reason !== 'agent' && reason !== 'spam' && reason !== 'duplicate') throw new Mistyped(`A ticket is closed as agent, spam or duplicate, not as "${reason}".`);
  return acts.close(room.desk, ticket, agentOf(room), reason);
});

export const merge = acting('merge REFERENCE INTO', 'the first goes on in the second', [1, 1], async (room, ticket, [into = '']) => acts.merge(room.desk, ticket, (await ticketNamed(room, into)).id, agentOf(room)));

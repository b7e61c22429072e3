/** Subcommands that show and change nothing, but for `verify --mend`. */
import { readRequester } from '../../src/tickets/requesters.ts';
import { inboxText, ticketText } from '../../src/tickets/desk/as-text.ts';
import { inbox } from '../../src/tickets/desk/inbox.ts';
import { verify } from '../../src/tickets/desk/verify.ts';
import { snapshotOf, STATES } from '../../src/tickets/lifecycle.ts';
import { clocksOf } from '../../src/tickets/sla/clocks.ts';
import { Mistyped, ticketNamed, type Command } from './command.ts';

export const list: Command = {
  usage: 'list',
  says: 'what is due next, first (--team, --agent, --state, --all, --limit)',
  takes: [0, 0],
  async run({ store, options, now, print }) {
    const limit = Number(options.limit);
    if (!Number.isInteger(limit) || limit < 1) throw new Mistyped(`--limit "${options.limit}" is not a number above 0.`);
    if (options.state !== undefined && !(STATES as readonly string[]).includes(options.state)) throw new Mistyped(`There is no state "${options.state}". Known: ${STATES.join(', ')}.`);
    const lines = await inbox(store, { team: options.team, agent: options.agent, state: options.state, all: options.all, limit });
    print(lines, inboxText(lines, now));
    return 0;
  },
};

export const show: Command = {
  usage: 'show REFERENCE',
  says: 'a ticket’s whole story',
  takes: [1, 1],
  async run(room, [reference = '']) {
    const ticket = await ticketNamed(room, reference);
    const requester = (await readRequester(room.store, ticket.requester)) ?? { email: undefined, name: undefined };
    const data = { reference: ticket.reference, ...snapshotOf(ticket.events), requester: { email: requester.email, name: requester.name }, clocks: clocksOf(ticket.events, room.support, room.now), events: ticket.events };
    room.print(data, ticketText(ticket, requester, room.site.timeZone));
    return 0;
  },
};

export const verifying: Command = {
  usage: 'verify',
  says: 'prove the log of every ticket, and the lists made from it (--mend rewrites lists)',
  takes: [0, 0],
  async run({ store, support, options, now, print }) {
    const { tickets, faults } = await verify(store, support, now, { mend: options.mend, counted: (done) => process.stderr.isTTY && process.stderr.write(`\r${done} tickets`) });
    const lines = faults.map(({ reference, fault }) => `${reference}  ${fault}`);
    print({ tickets, faults }, [...lines, faults.length === 0 ? `${tickets} tickets: every chain holds, every list says what the log says.` : `${tickets} tickets, ${faults.length} faults.${options.mend ? ' Lists were rewritten.' : ''}`].join('\n'));
    return faults.length === 0 ? 0 : 1;
  },
};

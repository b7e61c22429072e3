/** Subcommands for what has to be done outside. */
import { again, openRows, standing, type OpenState } from '../../src/outbox/inspect.ts';
import { table, untilText } from '../../src/tickets/desk/as-text.ts';
import { Mistyped, type Command } from './command.ts';

const OPEN: readonly OpenState[] = ['waiting', 'leased', 'parked', 'dead'];

export const outbox: Command = {
  usage: 'outbox',
  says: 'mail and hand-overs that are not done (--state waiting|leased|parked|dead, --limit)',
  takes: [0, 0],
  async run({ store, options, now, print }) {
    const { state } = options;
    if (state !== undefined && !(OPEN as readonly string[]).includes(state)) throw new Mistyped(`There is no state "${state}" here. Known: ${OPEN.join(', ')}.`);
    const [stands, rows] = await store.read(async (db) => [await standing(db), await openRows(db, { states: state === undefined ? OPEN : [state as OpenState], most: Number(options.limit) || 50 })] as const);
    const { states, oldest, parked } = stands;
    const text = [
      `${states.waiting} waiting, ${states.leased} under way, ${states.parked} parked, ${states.dead} given up${oldest === undefined ? '' : `; the oldest was written ${untilText(oldest - now).replace(' late', ' ago')}`}.`,
      ...parked.map(({ channel, reason }) => `Nothing goes out by ${channel}: ${reason}. Put it right, then: npm run tickets -- retry`),
      ...(rows.length === 0 ? [] : [table([['id', 'kind', 'state', 'attempts', 'next', 'error'], ...rows.map((row) => [row.id, row.kind, row.state, String(row.attempts), row.state === 'waiting' ? untilText(row.dueAt - now) : '–', row.lastError ?? '–'])])]),
    ];
    print({ ...stands, rows }, text.join('\n'));
    return states.dead > 0 || parked.length > 0 ? 1 : 0;
  },
};

export const retry: Command = {
  usage: 'retry [ID…]',
  says: 'try again: these, or everything that was given up or parked',
  takes: [0, Infinity],
  async run({ store, now, print }, ids) {
    const count = await store.write((trx) => again(trx, now, ids.length === 0 ? undefined : ids));
    print({ retried: count }, count === 0 ? 'There is nothing to try again.' : `${count} are tried again as soon as the service runs.`);
    return ids.length > count ? 1 : 0;
  },
};

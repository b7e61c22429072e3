/** A worker that hands tickets of a test to a desk, on a clock that runs ahead while it waits. */
import { deliveryHandlers, handOver, passOn, type Delivered } from '../../src/delivery/handlers.ts';
import type { DeskMessage, DeskTicket } from '../../src/delivery/desk.ts';
import { openDesk } from '../../src/delivery/settings.ts';
import type { Handler } from '../../src/outbox/handler.ts';
import type { Store } from '../../src/store/store.ts';
import { handClock, rowsOf, working, type LogLine } from '../outbox/working.ts';

export const SENTINEL = 'SENTINEL-words-of-a-person';

export interface Delivering {
  readonly log: LogLine[];
  readonly delivered: Delivered[];
  /** Changes what is handed over, by ticket. */
  readonly change: Map<string, Partial<DeskTicket>>;
  hand(ticket: string): Promise<void>;
  say(ticket: string, event: string): Promise<void>;
  /** Lets time pass until nothing is left that could move, or at most so long. */
  settle(mostMs?: number): Promise<void>;
  stop(): Promise<void>;
}

/** The clock runs ahead by hours while an attempt is under way: a lease of a minute would be no lease. */
const LEASE_MS = 1_000 * 60 * 60_000;

export type Clock = ReturnType<typeof handClock>;

export function delivering(store: Store, env: Record<string, string>, clock: Clock, more: Partial<Handler> = {}): Delivering {
  const { name, desk } = openDesk(env, { fetch, clock: clock.now });
  const delivered: Delivered[] = [];
  const change = new Map<string, Partial<DeskTicket>>();
  const requester = { email: 'dr.lee@example.org', name: `${SENTINEL} Lee` };
  const pairs = deliveryHandlers({
    name,
    desk,
    resolve: {
      ticket: async ({ ticket }) => ({
        ...{ reference: String(ticket), subject: `${SENTINEL} subject`, body: `first of ${String(ticket)} ${SENTINEL}`, requester, priority: 'high', category: 'billing', team: 'Support', tags: ['vip'] },
        ...{ fields: [{ label: 'Browser', value: 'Firefox' }], links: [], files: [] },
        ...change.get(String(ticket)),
      }),
      message: async ({ ticket, event }): Promise<DeskMessage | 'skip'> => {
        const number = delivered.findLast((one) => one.ticket === ticket)?.number;
        return number === undefined ? 'skip' : { reference: String(ticket), number, requester, body: `${String(event)} ${SENTINEL}`, from: 'requester', files: [] };
      },
    },
    delivered: async (_, one) => void delivered.push(one),
  });
  const handlers = Object.fromEntries(pairs.map(([kind, handler]) => [kind, { ...handler, attemptMs: 20_000, ...more }]));
  const { worker, log } = working(store, handlers, { clock: clock.now, pollMs: 2, leaseMs: LEASE_MS });
  return {
    log,
    delivered,
    change,
    hand: async (ticket) => void (await store.write((trx) => handOver(trx, ticket, clock.now()))),
    say: async (ticket, event) => void (await store.write((trx) => passOn(trx, ticket, event, clock.now()))),
    async settle(mostMs = 20 * 60_000) {
      for (const end = clock.now() + mostMs; clock.now() < end; clock.pass(1_000)) {
        const rows = await rowsOf(store);
        if (rows.every(({ state }) => state === 'done' || state === 'dead')) return;
        worker.wake();
        await new Promise((resolve) => setTimeout(resolve, 2));
      }
    },
    stop: () => worker.stop(),
  };
}

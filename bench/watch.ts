/** The watch over 100,000 open tickets: which is due next, and one look. The limits are ours; no rival publishes any. */
import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { enqueue } from '../src/outbox/enqueue.ts';
import { openStore } from '../src/store/open.ts';
import type { Store } from '../src/store/store.ts';
import { inbox } from '../src/tickets/desk/inbox.ts';
import { openTicket, type EventDraft } from '../src/tickets/record.ts';
import { requesterFor } from '../src/tickets/requesters.ts';
import { lookAtDue } from '../src/tickets/watch/look.ts';
import type { WatchRules } from '../src/tickets/watch/rules.ts';
import { scheduleOf } from '../src/tickets/watch/schedule.ts';
import { tellOf } from '../src/tickets/watch/tell.ts';
import { readCatalog } from '../src/catalog/load.ts';
import type { Measurement } from './measure/report.ts';
import { spread, spreadText } from './measure/statistics.ts';

const PRIORITIES = ['critical', 'high', 'medium', 'medium', 'low', 'low'] as const;
const AT_ONCE = 200;
const HOUR = 3_600_000;

/** A Wednesday in opening hours, so that clocks run. */
const NOON = Date.parse('2026-01-07T17:00:00Z');

export async function benchWatch({ tickets, runs }: { readonly tickets: number; readonly runs: number }): Promise<Measurement> {
  const { catalog } = readCatalog('content', { today: '2026-01-07', unpublished: false });
  if (catalog?.support === undefined) throw new Error('content/ has no support rules that can be read: npm run check.');
  const rules: WatchRules = catalog.support;
  const folder = mkdtempSync(join(tmpdir(), 'bedside-watch-'));
  const store = await openStore({ dataDir: folder, secret: 'a secret of a bench that seals nothing of anybody' });
  try {
    await seed(store, rules, tickets);
    const next: number[] = [];
    const idle: number[] = [];
    const busy: { milliseconds: number; tickets: number; raised: number }[] = [];
    // The first look raises what is long past, as after a standstill; it is shown, and the looks of an ordinary day after it.
    const catchUp = await look(store, rules, NOON);
    for (let run = 0; run < runs; run += 1) {
      next.push(await timed(() => inbox(store, { limit: 20 })));
      idle.push((await look(store, rules, NOON + run * 5_000)).milliseconds);
      busy.push(await look(store, rules, NOON + (run + 1) * 5_000));
    }
    const rows = [
      { name: `20 tickets that are due next, of ${tickets.toLocaleString('en')} open`, limit: '20', times: next },
      { name: 'one look in the rhythm of five seconds', limit: '2,000', times: busy.map(({ milliseconds }) => milliseconds) },
      { name: 'one look when nothing is due', limit: '', times: idle },
      { name: `the look after a standstill: ${catchUp.raised.toLocaleString('en')} alarms of ${catchUp.tickets.toLocaleString('en')} tickets`, limit: '', times: [catchUp.milliseconds] },
    ];
    return {
      name: 'watch',
      tables: [{ title: `The watch over promises: median (min–max) of ${runs}`, columns: ['', 'milliseconds', 'limit'], rows: rows.map(({ name, limit, times }) => [name, spreadText(spread(times)), limit]) }],
      notes: ['SQLite, durable writes. After a standstill every alarm is a transaction of its own, gathered as votes are.', `Looks raised ${busy.map(({ raised }) => raised).join(', ')} alarms.`],
      data: { next, idle, busy, catchUp },
    };
  } finally {
    await store.close();
    rmSync(folder, { recursive: true, force: true });
  }
}

async function seed(store: Store, rules: WatchRules, count: number): Promise<void> {
  console.error(`Storing ${count.toLocaleString('en')} open tickets…`);
  for (let from = 0; from < count; from += AT_ONCE) {
    const batch = Array.from({ length: Math.min(AT_ONCE, count - from) }, (_, index) => from + index);
    await Promise.all(
      batch.map((number) => {
        // Over two working days back: of the quickest promises some are broken, the slow ones run.
        const at = NOON - Math.floor((number / count) * 48 * HOUR);
        const drafts = [
          { kind: 'created', facts: { channel: 'form' }, actor: { kind: 'requester' }, source: 'form', words: { subject: 'A question', body: 'It does not work as I expect it to.' } },
          { kind: 'triaged', facts: { category: 'technical', priority: PRIORITIES[number % PRIORITIES.length]!, team: 'support' }, actor: { kind: 'system' }, source: 'form' },
        ] as EventDraft[];
        return store.write(async (trx) =>
          openTicket(trx, { envelope: store.envelope, schedule: (events) => scheduleOf(events, rules) }, await requesterFor(trx, store.envelope, { email: `reader-${number % 5_000}@example.org` }, at), drafts, at),
        );
      }),
    );
  }
}

async function look(store: Store, rules: WatchRules, now: number): Promise<{ milliseconds: number; tickets: number; raised: number }> {
  const begun = performance.now();
  const { tickets, raised } = await lookAtDue({ store, rules, tell: (trx, one, when) => tellOf(trx, one, when, enqueue) }, now, (_, error) => {
    throw error;
  });
  return { milliseconds: performance.now() - begun, tickets, raised: raised.length };
}

async function timed(work: () => Promise<unknown>): Promise<number> {
  const begun = performance.now();
  await work();
  return performance.now() - begun;
}

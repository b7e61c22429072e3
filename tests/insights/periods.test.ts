/** Periods beside the report's own: read once for all of them, kept, and the same as each worked out alone. */
import { createHash } from 'node:crypto';
import { expect, test } from 'vitest';
import { castSessionVote } from '../../src/feedback/votes.ts';
import { numbersFrom } from '../../src/demo/chance.ts';
import { gather } from '../../src/insights/gather.ts';
import { ticketMeasures } from '../../src/insights/measures/all.ts';
import { PERIOD_VERSION, periodFromText, periodText, ticketPeriod } from '../../src/insights/period.ts';
import { keepsPeriod, readPeriods } from '../../src/insights/read-periods.ts';
import { voteTally } from '../../src/insights/read-tallies.ts';
import { ticketFigures } from '../../src/insights/ticket-figures.ts';
import { windowsUntil } from '../../src/insights/trends.ts';
import { windowOf } from '../../src/insights/window.ts';
import type { Store } from '../../src/store/store.ts';
import type { TicketEvent } from '../../src/tickets/events.ts';
import { clocksOf, frozenResults } from '../../src/tickets/sla/clocks.ts';
import { describeOnBothDatabases, openFresh } from '../store/databases.ts';
import { AGENT, at, BOT, HOUR, OFFICE, REQUESTER, RULES, story, ZONE, type Told } from './stories.ts';

const AROUND = { rules: RULES, hours: OFFICE, ratingAfter: 4 * HOUR * 1_000 };
const BEGIN = at('2026-01-05 00:00');
const HOURS = HOUR * 1_000;
/** Seven weeks of which the last is not over. */
const WEEKS = windowsUntil(windowOf('2026-02-16', '2026-02-22', ZONE, at('2026-02-19 15:00')), 7);

/** What may follow what, roughly as it happens. */
const NEXT: Readonly<Record<string, readonly string[]>> = {
  created: ['triaged', 'triaged', 'triaged', 'replied', 'closed'],
  triaged: ['replied', 'replied', 'botReplied', 'escalated', 'prioritized', 'waiting', 'resolved', 'closed', 'adjusted'],
  open: ['replied', 'received', 'received', 'noted', 'waiting', 'escalated', 'prioritized', 'resolved', 'resolved', 'resolved'],
  waiting: ['received', 'resumed', 'resolved', 'noted'],
  resolved: ['reopened', 'rated', 'replied', 'received', 'noted', 'closed', 'closed'],
  closed: ['rated', 'noted'],
};
const AFTER: Readonly<Record<string, string>> = { created: 'created', triaged: 'triaged', waiting: 'waiting', resolved: 'resolved', closed: 'closed' };
const BY_REQUESTER = ['created', 'received', 'reopened', 'rated'];

function madeStory(random: () => number): TicketEvent[] {
  const pick = <One>(all: readonly One[]): One => all[Math.floor(random() * all.length)]!;
  let when = BEGIN + random() * 45 * 24 * HOURS;
  let [state, kind] = ['created', 'created'];
  const told: Told[] = [];
  for (let left = 2 + Math.floor(random() * 9); left > 0; left -= 1) {
    const name = kind === 'botReplied' ? 'replied' : kind;
    const facts = {
      triaged: { priority: pick(['high', 'medium', 'low']) },
      prioritized: { to: pick(['high', 'low']) },
      adjusted: { clock: 'resolution', seconds: 4 * HOUR },
      escalated: { level: pick([1, 2, 3]) },
      rated: { scale: pick(['1-5', 'yes-no']), score: 1 },
      closed: { reason: state === 'resolved' ? 'time' : pick(['spam', 'merged', 'agent']) },
    }[name];
    const actor = kind === 'botReplied' ? BOT : BY_REQUESTER.includes(name) ? REQUESTER : AGENT;
    told.push([new Date(Math.floor(when)).toISOString(), name, actor, facts] as Told);
    state = AFTER[name] ?? (name === 'reopened' || state === 'triaged' || (state === 'waiting' && name !== 'noted') ? 'open' : state);
    kind = pick(NEXT[state]!);
    // Minutes, days, and now and then a desk whose clock is behind.
    when += random() < 0.05 ? -random() * HOURS : random() * random() * (kind === 'closed' ? 9 : 4) * 24 * HOURS;
  }
  const events = story(...told);
  const last = events.at(-1)!;
  if (last.kind !== 'closed' || random() < 0.3) return events;
  return [...events.slice(0, -1), { ...last, facts: { ...last.facts, results: frozenResults(clocksOf(events, RULES, last.at)) } }];
}

async function put(store: Store, stories: readonly (readonly TicketEvent[])[]): Promise<void> {
  const requester = (index: number) => `r${index % 40}`;
  await store.write((trx) => trx.insertInto('requester').values(Array.from({ length: 40 }, (_, index) => ({ id: requester(index), email_sealed: null, email_index: null, name_sealed: null, time_zone: null, created_at: BEGIN, erased_at: null }))).execute());
  const rows = stories.map((events, index) => {
    const closed = events.findLast(({ kind }) => kind === 'closed');
    const none = { category: null, priority: null, team: null, tier: null, agent: null, topic: null, component: null, article: null, incident: null, merged_into: null, next_due_at: null, next_due_clock: null, look_at: null };
    return { ...none, id: idOf(index), reference: `T-${index}`, requester: requester(index), state: closed === undefined ? 'open' : 'closed', level: 0, events: events.length, chain_head: '', created_at: events[0]!.at, updated_at: Math.max(...events.map((event) => event.at)), closed_at: closed?.at ?? null };
  });
  await store.write((trx) => trx.insertInto('ticket').values(rows).execute());
  await addEvents(store, stories.flatMap((events, index) => events.map((event) => [idOf(index), event] as const)));
}

async function addEvents(store: Store, events: readonly (readonly [ticket: string, event: TicketEvent])[]): Promise<void> {
  const rows = events.map(([ticket, { kind, seq, at: when, actor, source, facts }]) => ({ id: `${ticket}/${seq}`, ticket, seq, kind, at: when, recorded_at: when, actor: actor.kind, actor_name: actor.name ?? null, source, origin: null, facts: JSON.stringify(facts), words_sealed: null, words_salt: null, words_digest: null, previous: '', hash: `${ticket}/${seq}` }));
  for (let from = 0; from < rows.length; from += 500) await store.write((trx) => trx.insertInto('ticket_event').values(rows.slice(from, from + 500)).execute());
}

function idOf(index: number): string {
  return `t${String(index).padStart(6, '0')}`;
}

/** The figures of tickets, each ticket read whole for each week alone. */
function alone(stories: readonly (readonly TicketEvent[])[], rules = RULES) {
  return WEEKS.map((window) => {
    const tickets = stories.flatMap((events, index) => ticketFigures({ id: idOf(index), reference: `T-${index}`, requester: `r${index % 40}`, events }, { ...AROUND, rules, asOf: window.asOf }) ?? []);
    const { figures, hours, created } = ticketPeriod(tickets, rules, window);
    return { ids: figures.map(({ id }) => id), figures, hours, created };
  });
}

async function read(store: Store, rules = RULES) {
  const periods = await readPeriods(store, WEEKS, { ...AROUND, rules });
  return periods.map(({ figures, hours }) => ({ figures, hours }));
}

function expectSame(periods: Awaited<ReturnType<typeof read>>, expected: ReturnType<typeof alone>): void {
  for (const [index, { ids, figures, hours, created }] of expected.entries()) {
    const { figures: found, hours: foundHours } = periods[index]!;
    expect(found.filter(({ id }) => ids.includes(id))).toEqual(figures);
    expect(foundHours).toEqual(hours);
    expect(found.find(({ id }) => id === 'unlinkable')?.n).toBe(created.all);
    expect(found.find(({ id }) => id === 'self-service')?.n).toBe(created.people);
  }
}

describeOnBothDatabases('weeks of tickets', (database) => {
  test('read together are to the last digit what each is alone, when they are read and when they were kept', async () => {
    const store = await openFresh(database);
    const random = numbersFrom(12);
    const stories = Array.from({ length: 500 }, () => madeStory(random)).sort((a, b) => a[0]!.at - b[0]!.at);
    await put(store, stories);
    const expected = alone(stories);
    // The stories have something of everything.
    const measured = expected[4]!.figures.filter(({ value }) => value !== undefined).map(({ id }) => id);
    for (const id of ['next-reply-business-mean', 'full-resolution-calendar-p90', 'sla', 'sla-resolution-high-original', 'reopened', 'escalated', 'first-contact-resolution', 'csat-response', 'csat-yes']) expect(measured).toContain(id);
    expectSame(await read(store), expected);
    const kept = await store.read((db) => db.selectFrom('report_period').select('first_day').orderBy('first_day').execute());
    expect(kept.map(({ first_day }) => first_day)).toEqual(['2026-01-05', '2026-01-12', '2026-01-19', '2026-01-26', '2026-02-02', '2026-02-09']);
    expectSame(await read(store), expected);

    // A help desk tells of an answer a month late, and nothing else.
    const talked = stories.findIndex((events) => events.length > 3 && events.at(-1)!.kind === 'resolved' && events.at(-1)!.at < at('2026-01-18 12:00'));
    const late = { ...stories[talked]!.at(-1)!, ...story(['2026-01-18 12:30', 'reopened', REQUESTER])[0]!, seq: stories[talked]!.length + 1 };
    await addEvents(store, [[idOf(talked), late]]);
    const told = stories.map((events, index) => (index === talked ? [...events, late] : events));
    expect(alone(told)).not.toEqual(expected);
    expectSame(await read(store), alone(told));

    // Another promise from the beginning.
    const stricter = { ...RULES, policies: RULES.policies.map((version) => ({ ...version, policies: version.policies.map((policy) => ({ ...policy, targets: { ...policy.targets, resolution: { ...policy.targets.resolution!, seconds: HOUR } } })) })) };
    expect(alone(told, stricter)).not.toEqual(alone(told));
    expectSame(await read(store, stricter), alone(told, stricter));
  });

  test('are kept from a report of their own as they are from one beside them', async () => {
    const store = await openFresh(database);
    const random = numbersFrom(5);
    await put(store, Array.from({ length: 60 }, () => madeStory(random)).sort((a, b) => a[0]!.at - b[0]!.at));
    const kept = () => store.read((db) => db.selectFrom('report_period').select(['first_day', 'last_day', 'zone', 'version', 'rules', 'events', 'figures']).orderBy('first_day').execute());
    for (const window of WEEKS) {
      const keep = await keepsPeriod(store, window, AROUND);
      await keep((await gather(store, window, AROUND)).tickets);
    }
    const own = await kept();
    expect(own).toHaveLength(6);
    await store.write((trx) => trx.deleteFrom('report_period').execute());
    await read(store);
    expect(await kept()).toEqual(own);
  });

  test('that are kept are not read again', async () => {
    const store = await openFresh(database);
    await put(store, [story([new Date(WEEKS[0]!.from + 20 * HOURS).toISOString(), 'created', REQUESTER])]);
    await read(store);
    const marked = { figures: [['received', 4_711, 4_711, false, null, null]], created: { all: 4_711, byForm: 0, people: 1 }, hours: WEEKS.map(() => []) };
    await store.write((trx) => trx.updateTable('report_period').set({ figures: JSON.stringify(marked) }).where('first_day', '=', '2026-01-05').execute());
    expect((await read(store)).map(({ figures }) => figures.find(({ id }) => id === 'received')?.value)).toEqual([4_711, 0, 0, 0, 0, 0, 0]);
  });
});

describeOnBothDatabases('votes', (database) => {
  test('belong to the week in which they were cast, each with its last answer', async () => {
    const store = await openFresh(database);
    const vote = { article: 'login001', revision: 'AAAAAAAAAAAAAAAA' };
    await store.write(async (trx) => {
      for (let reader = 0; reader < 10; reader += 1) await castSessionVote(trx, store.envelope, { ...vote, session: `reader-${reader}`, answer: reader < 7 ? 'yes' : 'no' }, at('2026-01-06 10:00'));
      await castSessionVote(trx, store.envelope, { ...vote, session: 'reader-9', answer: 'yes' }, at('2026-01-08 10:00'));
      await castSessionVote(trx, store.envelope, { ...vote, article: 'refund01', session: 'reader-1', answer: 'no' }, WEEKS[0]!.from);
      await castSessionVote(trx, store.envelope, { ...vote, session: 'reader-10', answer: 'no' }, WEEKS[0]!.from - 1);
      await castSessionVote(trx, store.envelope, { ...vote, session: 'reader-11', answer: 'no' }, WEEKS[0]!.asOf);
    });
    expect(await voteTally(store, WEEKS[0]!)).toEqual({ yes: 8, all: 11, articles: new Map([['login001', { yes: 8, all: 10 }], ['refund01', { yes: 0, all: 1 }]]) });
  });
});

test('whoever adds a figure of tickets or defines one anew counts PERIOD_VERSION up, and then changes this digest', () => {
  const random = numbersFrom(12);
  const tickets = Array.from({ length: 500 }, () => madeStory(random)).flatMap((events, index) => ticketFigures({ id: idOf(index), reference: '', requester: '', events }, { ...AROUND, asOf: WEEKS[4]!.asOf }) ?? []);
  const definitions = ticketMeasures(tickets, RULES, WEEKS[4]!).flat().map(({ id, formula }) => `${id}: ${formula}`);
  const digest = createHash('sha256').update(definitions.sort().join('\n')).digest('base64url');
  expect({ version: PERIOD_VERSION, digest }).toEqual({ version: 1, digest: 'FJYE1B8mCygfoMSL_E7Qs6f2YzGSaZ8h57yjn4_XH_A' });
});

test('a period is the same after it was written down', () => {
  const random = numbersFrom(3);
  const stories = Array.from({ length: 200 }, () => madeStory(random));
  for (const { figures, hours, created } of alone(stories)) expect(periodFromText(periodText({ figures, hours, created }))).toEqual({ figures, hours, created });
});

/**
 * A week of 200 tickets and 5,000 visits, read from a real database. They are of eight and nine kinds, so that every
 * figure can be worked out on paper: each kind's share times how many there are. The sums stand beside the figures.
 * It is the week after the clocks change: from a Friday to its Monday is an hour less than by the wall.
 */
import { expect, test } from 'vitest';
import { castSessionVote } from '../../src/feedback/votes.ts';
import { NO_INSIGHTS } from '../../src/catalog/support/insights.ts';
import { gather } from '../../src/insights/gather.ts';
import { firstContactResolution } from '../../src/insights/measures/outcomes.ts';
import { report, windowBefore } from '../../src/insights/report.ts';
import { letEventsGo, rollUp } from '../../src/insights/roll-up.ts';
import { windowOf, type Window } from '../../src/insights/window.ts';
import type { Store } from '../../src/store/store.ts';
import { openTicket, type EventDraft } from '../../src/tickets/record.ts';
import { requesterFor } from '../../src/tickets/requesters.ts';
import { describeOnBothDatabases, openFresh } from '../store/databases.ts';
import { AGENT, at, BOT, HOUR, MINUTE, OFFICE, periodOf, REQUESTER, RULES, story, visit, ZONE, type Told } from './stories.ts';

const AROUND = { rules: RULES, hours: OFFICE, ratingAfter: 4 * HOUR * 1_000 };
const monday = (time: string) => `2026-03-09 ${time}`;
const SYSTEM = { kind: 'system' } as const;
const begins = (when: string, priority: 'medium' | 'high' = 'medium'): Told[] => [[when, 'created', REQUESTER], [when, 'triaged', SYSTEM, { priority }]];
const rated = (score: number, when = '2026-03-10 09:00'): Told => [when, 'rated', REQUESTER, { score }];
const plain: Told[] = [...begins(monday('10:00')), [monday('10:30'), 'replied', AGENT], [monday('12:00'), 'resolved', AGENT]];

const TICKETS: readonly (readonly [many: number, told: readonly Told[], source?: 'mail'])[] = [
  // A: answered after half an hour, solved after two; 30 rate it 5, 10 rate it 1, 40 say nothing.
  [30, [...plain, rated(5)]],
  [10, [...plain, rated(1)]],
  [40, plain],
  // B: a bot at once, a person after three hours of the one promised; solved on Tuesday at 10:00, when it is due.
  [30, [...begins(monday('10:00'), 'high'), [monday('10:01'), 'replied', BOT], [monday('13:00'), 'replied', AGENT], ['2026-03-10 10:00', 'resolved', AGENT]]],
  // C: written down by an agent; solved, opened again after two days, solved; its rating of 2 becomes a 4.
  [20, [[monday('10:00'), 'created', AGENT, { onBehalf: true }], [monday('10:00'), 'triaged', SYSTEM], [monday('11:00'), 'replied', AGENT], [monday('11:00'), 'resolved', AGENT], rated(2), ['2026-03-11 09:00', 'reopened', REQUESTER], ['2026-03-11 10:00', 'resolved', AGENT], rated(4, '2026-03-11 12:00')]],
  // D: raised, answered, then waited for the requester until it was solved on Friday.
  [20, [...begins(monday('10:00')), [monday('10:30'), 'escalated', AGENT], [monday('11:00'), 'replied', AGENT], [monday('11:00'), 'waiting', AGENT], ['2026-03-13 10:00', 'resolved', AGENT]]],
  // E: merged into another after twenty minutes.
  [15, [...begins(monday('10:00')), [monday('10:20'), 'merged', AGENT, { into: 'other' }], [monday('10:20'), 'closed', AGENT, { reason: 'merged' }]]],
  // F: by mail on Friday at 16:30; an hour of office time ends on Monday, after the week.
  [15, begins('2026-03-13 16:30', 'high'), 'mail'],
  // G: from the Friday before the clocks change; answered on Monday, asked again, answered, solved.
  [10, [...begins('2026-03-06 16:00'), [monday('09:30'), 'replied', AGENT], [monday('10:00'), 'received', REQUESTER], [monday('10:40'), 'replied', AGENT], [monday('12:00'), 'resolved', AGENT]]],
  // H: on Sunday night.
  [10, begins('2026-03-15 23:30')],
];

const found = (outcome: string) => ({ search: 1, outcome, refined: false });
type Happened = readonly [at: string, kind: string, facts?: Record<string, unknown>, about?: string];
const VISITS: readonly (readonly [many: number, happened: readonly Happened[], bot?: 0 | 1])[] = [
  [2_000, [['2026-03-10 10:00', 'search', found('good'), 'log in'], ['2026-03-10 10:01', 'open', { search: 1, position: 1 }, 'login001']]],
  [500, [['2026-03-10 10:00', 'search', found('zero'), 'export citations']]],
  [300, [['2026-03-10 10:00', 'search', found('weak'), 'refund'], ['2026-03-10 10:01', 'contact', { search: 1 }], ['2026-03-10 10:01', 'contact-opened', { form: 'billing' }], ['2026-03-10 10:11', 'contact-sent', { form: 'billing' }]]],
  [1_000, [['2026-03-10 10:00', 'read', { seconds: 30 }, 'refund01']]],
  [200, [['2026-03-10 10:00', 'read', { seconds: 60 }, 'refund01'], ['2026-03-10 10:05', 'contact-opened', { form: 'billing' }], ['2026-03-10 10:06', 'suggestion-opened', { form: 'billing', position: 1 }, 'login001'], ['2026-03-10 10:07', 'suggestion-solved', { form: 'billing' }]]],
  // Over midnight at the end of the week…
  [100, [['2026-03-15 23:50', 'read', { seconds: 180 }, 'refund01'], ['2026-03-16 00:05', 'contact-opened', { form: 'billing' }], ['2026-03-16 00:15', 'contact-sent', { form: 'billing' }]]],
  // …and at its beginning.
  [100, [['2026-03-08 23:55', 'read', { seconds: 600 }, 'refund01'], [monday('00:05'), 'search', found('good'), 'refund']]],
  [300, [['2026-03-10 10:00', 'search', found('zero'), 'casino']], 1],
  [500, [['2026-03-10 10:00', 'contact-opened', { form: 'billing' }], ['2026-03-10 10:01', 'contact-left', { form: 'billing', written: false }]]],
];

async function fill(store: Store): Promise<void> {
  const recording = { envelope: store.envelope, schedule: () => ({ nextDue: undefined, lookAt: undefined }) };
  let number = 0;
  for (const [many, told, source = 'form'] of TICKETS) {
    const drafts = story(...told).map(({ kind, facts, at: when, actor }) => ({ kind, facts, at: when, actor, source }) as EventDraft);
    await store.write(async (trx) => {
      for (let index = 0; index < many; index += 1, number += 1) {
        // A hundred people with two tickets each.
        const requester = await requesterFor(trx, store.envelope, { email: `${number % 100}@example.org` }, drafts[0]!.at!);
        await openTicket(trx, recording, requester, drafts, drafts.at(-1)!.at!);
      }
    });
  }
  number = 0;
  for (const [many, happened, bot = 0] of VISITS) {
    const rows = Array.from({ length: many }, () => {
      number += 1;
      // Neighbors in time are strangers in the order of sessions.
      const session = `${String((number * 7_919) % 5_003).padStart(8, '0')}-0000-4000-8000-000000000000`;
      return visit(session, ...happened).map((event, index) => ({ id: `${session}/${index}`, kind: event.kind, version: 1, session, bot, article: event.article ?? null, query: event.query ?? null, facts: JSON.stringify(event.facts), happened_at: event.at, received_at: event.at }));
    }).flat();
    for (let from = 0; from < rows.length; from += 1_000) await store.write((trx) => trx.insertInto('reader_event').values(rows.slice(from, from + 1_000)).execute());
  }
  await store.write(async (trx) => {
    for (let reader = 0; reader < 40; reader += 1) {
      await castSessionVote(trx, store.envelope, { article: 'login001', revision: 'AAAAAAAAAAAAAAAA', session: `reader-${reader}`, answer: reader < 30 ? 'yes' : 'no' }, at('2026-03-10 10:00'));
    }
  });
}

describeOnBothDatabases('a week of 200 tickets and 5,000 visits', (database) => {
  test('has every figure as on paper', async () => {
    expect(TICKETS.reduce((sum, [many]) => sum + many, 0)).toBe(200);
    expect(VISITS.reduce((sum, [many]) => sum + many, 0)).toBe(5_000);
    const store = await openFresh(database);
    await fill(store);
    const window = windowOf('2026-03-09', '2026-03-15', ZONE, at('2026-04-01 00:00'));
    const before = async (days: Window) => periodOf(await gather(store, windowBefore(days), AROUND), windowBefore(days)).figures;
    const made = report({ period: 'weekly', window, now: await gather(store, window, AROUND), before: await before(window), rules: RULES, insights: NO_INSIGHTS, articles: new Map(), gaps: Array.from({ length: 5 }, () => ({ kind: 'search', what: 'export citations', also: [], people: 500, why: '', action: 'write', todo: '', article: undefined })) });
    expect(made.toDo).toHaveLength(3);
    const figures = Object.fromEntries(made.sections.flatMap(({ rows }) => rows.map(({ measure: { id, value, n } }) => [id, [value, n]])));
    const hours = (count: number) => count * HOUR;
    const minutes = (count: number) => count * MINUTE;

    expect(figures).toEqual({
      // All but E, which was merged, and G, which came before.
      received: [175, 175],
      // F and H.
      backlog: [25, 7],
      // A 80 × 30, B 30 × 180, C and D 40 × 60, G 10 × 3,870 minutes (64½ hours, one of the 65½ by the wall was skipped): 48,900 in 160.
      'first-response-calendar-mean': [minutes(305.625), 160],
      // The 80th waited 30, the 81st 60.
      'first-response-calendar-median': [minutes(45), 160],
      // The 144th is one of B.
      'first-response-calendar-p90': [minutes(180), 160],
      // G took 90 minutes of office time: 11,100 in 160.
      'first-response-business-mean': [minutes(69.375), 160],
      'first-response-business-median': [minutes(45), 160],
      'first-response-business-p90': [minutes(180), 160],
      'next-reply-calendar-mean': [minutes(40), 10],
      'next-reply-calendar-median': [minutes(40), 10],
      'next-reply-calendar-p90': [minutes(40), 10],
      'next-reply-business-mean': [minutes(40), 10],
      'next-reply-business-median': [minutes(40), 10],
      'next-reply-business-p90': [minutes(40), 10],
      // A 80 × 2, B 30 × 24, C 20 × 1, D 20 × 96, G 10 × 67 hours: 3,490 in 160.
      'first-resolution-calendar-mean': [hours(21.8125), 160],
      // In order: C 20, A 80 (the 80th and 81st among them).
      'first-resolution-calendar-median': [hours(2), 160],
      // C 20, A 80, B 30, G 10, then D from the 141st.
      'first-resolution-calendar-p90': [hours(96), 160],
      // A 160, B 240, C 20, D 20, G 40: 480 in 160.
      'first-resolution-business-mean': [hours(3), 160],
      'first-resolution-business-median': [hours(2), 160],
      'first-resolution-business-p90': [hours(8), 160],
      // C took 48 hours in the end: 4,430 in 160.
      'full-resolution-calendar-mean': [hours(27.6875), 160],
      // A 80, B 30: the 80th took 2, the 81st 24.
      'full-resolution-calendar-median': [hours(13), 160],
      'full-resolution-calendar-p90': [hours(96), 160],
      // C took two hours: 500 in 160.
      'full-resolution-business-mean': [hours(3.125), 160],
      'full-resolution-business-median': [hours(2), 160],
      'full-resolution-business-p90': [hours(8), 160],
      // First response: A, C, D, G kept, B broken. Resolution: all 160 kept. F, H are not due, E ended.
      sla: [290 / 320, 320],
      'sla-original': [290 / 320, 320],
      'sla-first-response-high': [0, 30],
      'sla-first-response-high-original': [0, 30],
      'sla-first-response-medium': [1, 130],
      'sla-first-response-medium-original': [1, 130],
      'sla-resolution-high': [1, 30],
      'sla-resolution-high-original': [1, 30],
      'sla-resolution-medium': [1, 130],
      'sla-resolution-medium-original': [1, 130],
      // No solution is a week old.
      'first-contact-resolution': [undefined, 0],
      // C of all that were solved; D of all that came.
      reopened: [20 / 160, 160],
      escalated: [20 / 175, 175],
      // 30 × 5, 10 × 1, 20 × 4: 240 in 60; 50 are a 4 or 5. All 160 were asked.
      'csat-mean': [4, 60],
      'csat-top': [50 / 60, 60],
      'csat-response': [60 / 160, 160],
      // All visits without the bots and without those that began on the Sunday before; a hundred people.
      'self-service': [46, 100],
      'deflection-confirmed': [200 / 1_100, 1_100],
      // Sought: 2,000 + 500 + 300 + 200 + 100 + 500. Saw something and sent nothing: 2,000 + 200.
      'deflection-proxy': [2_200 / 3_600, 3_600],
      // Read: 2,000 + 1,000 + 200 + 100, of whom the last hundred wrote.
      'deflection-upper': [3_200 / 3_300, 3_300],
      'wrote-after-reading': [100 / 3_300, 3_300],
      // F came by mail.
      unlinkable: [15 / 175, 175],
      // Forms were opened in 300 + 200 + 100 + 500 visits.
      'form-shown': [0, 1_100],
      'form-answer-opened': [200 / 1_100, 1_100],
      'form-sent': [400 / 1_100, 1_100],
      'form-left': [500 / 1_100, 1_100],
      'form-left-written': [0, 1_100],
      'search-zero': [500 / 2_900, 2_900],
      'search-weak': [300 / 2_900, 2_900],
      'search-no-click': [400 / 2_400, 2_400],
      'search-refined': [0, 2_900],
      'search-contact': [300 / 2_900, 2_900],
      // 1,000 of 30 seconds, 200 of 60, 100 of 180: the 650th and the 1,170th.
      'reading-median': [30, 1_300],
      'reading-p90': [60, 1_300],
      helpful: [0.75, 40],
    });
    const days = made.sections.flatMap(({ tables }) => tables).find(({ id }) => id === 'backlog-by-day');
    // B and D on Monday; D until Friday; F from Friday; H on Sunday.
    expect(days?.rows.map(([, open]) => open)).toEqual([50, 20, 20, 20, 15, 15, 25]);

    // The same from the figures of days, beside the single events and without them.
    const whole = async () => report({ period: 'weekly', window, now: await gather(store, window, AROUND), before: await before(window), rules: RULES, insights: NO_INSIGHTS, articles: new Map(), gaps: [] });
    const raw = await whole();
    expect(await rollUp({ store, zone: ZONE, now: at('2026-04-01 00:00') })).toBe(22);
    expect(await whole()).toEqual(raw);
    expect(await store.read((db) => db.selectFrom('reader_day').select('visits').where('day', 'in', ['2026-03-10', '2026-03-15']).orderBy('day').execute())).toEqual([{ visits: 4_500 }, { visits: 100 }]);

    // Looked at on Wednesday at 11:00, with what happened later not seen: D waits, C is solved again and not yet rated anew.
    const unfinished = windowOf('2026-03-09', '2026-03-15', ZONE, at('2026-03-11 11:00'));
    const halfway = report({ period: 'weekly', window: unfinished, now: await gather(store, unfinished, AROUND), before: await before(unfinished), rules: RULES, insights: NO_INSIGHTS, articles: new Map(), gaps: [] });
    const so = new Map(halfway.sections.flatMap(({ rows }) => rows.map(({ measure: { id, value, n } }) => [id, [value, n]])));
    expect(halfway.notes[0]).toBe('The window is not over: its figures will change.');
    // A, B, C and D came; as Tuesday ended D was open.
    expect([so.get('received'), so.get('backlog')]).toEqual([[150, 150], [20, 2]]);
    // First response: A, C, D, G kept, B broken. Resolution: A, B, C, G kept.
    expect(so.get('sla')).toEqual([270 / 300, 300]);
    expect(so.get('reopened')).toEqual([20 / 140, 140]);
    // 30 × 5, 10 × 1, 20 × 2: 200 in 60. 80 + 30 + 20 + 10 were asked.
    expect([so.get('csat-mean'), so.get('csat-response')]).toEqual([[200 / 60, 60], [60 / 140, 140]]);
    // Without the hundred of Sunday night.
    expect([so.get('self-service'), so.get('deflection-upper')]).toEqual([[45, 100], [1, 3_200]]);

    // A week later the 160 solutions are judged: C was opened again, in G the requester had written again.
    const next = windowOf('2026-03-16', '2026-03-22', ZONE, at('2026-04-01 00:00'));
    const later = firstContactResolution((await gather(store, next, AROUND)).tickets, next);
    expect([later.value, later.n]).toEqual([130 / 160, 160]);

    await letEventsGo({ store, zone: ZONE, now: at('2026-04-01 00:00') }, at('2026-03-25 00:00'), { dryRun: false });
    expect(await store.read((db) => db.selectFrom('reader_event').select('id').execute())).toEqual([]);
    expect(await whole()).toEqual(raw);
  });
});

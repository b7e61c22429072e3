/** `npm run bench sla`: deadlines per second beside two slower ways, and how soon 100,000 open tickets know what is due next. */
import { Temporal } from 'temporal-polyfill';
import { loadCatalog } from '../src/catalog/load.ts';
import type { Calendar } from '../src/catalog/support/calendars.ts';
import { PRIORITIES } from '../src/catalog/support/priorities.ts';
import type { TicketEvent } from '../src/tickets/events.ts';
import { answerLine } from '../src/tickets/sla/cases.ts';
import { clocksOf, nextDue } from '../src/tickets/sla/clocks.ts';
import { deadline } from '../src/tickets/sla/deadline.ts';
import type { Measurement } from './measure/report.ts';
import { spread, spreadText } from './measure/statistics.ts';
import { seeded, type Random } from './random.ts';

export interface SlaOptions {
  readonly runs: number;
  readonly tickets: number;
}

interface Question {
  readonly start: number;
  readonly seconds: number;
}

interface Way {
  readonly name: string;
  /** How many questions it gets: the slow ones fewer, or nobody waits for the end. */
  readonly questions: number;
  readonly answer: (question: Question, calendar: Calendar) => number;
}

const HOUR = 3_600_000;
const DAY = 24 * HOUR;
const NOW = Date.parse('2026-11-23T15:00:00Z');

export async function benchSla({ runs, tickets }: SlaOptions): Promise<Measurement> {
  const { support } = loadCatalog('content', { today: '2026-11-23', unpublished: false });
  if (support === undefined) throw new Error('The content tree promises nothing.');
  const calendar = support.calendars.get('support-hours') ?? [...support.calendars.values()][0]!;

  const spans = [
    { name: '15 minutes to 48 hours', longest: 48 },
    { name: 'up to 20,000 hours, nine years', longest: 20_000 },
  ].map(({ name, longest }) => ({ name, ways: ways(longest).map((way) => ({ ...way, perSecond: measuredRates(way, longest, calendar, runs) })) }));

  const open = openTickets(tickets);
  const first: number[] = [];
  const passes = Array.from({ length: runs }, () =>
    processorTime(() => {
      first.push(soonest(open.map((events) => nextDue(clocksOf(events, support, NOW))?.due)));
    }),
  );
  const lines = calculatorLines(20_000);
  const calculated = Array.from({ length: runs }, () => lines.length / (processorTime(() => lines.forEach(answerLine)) / 1_000));

  return {
    name: 'sla',
    tables: [
      ...spans.map((span) => ({
        title: `Deadlines a processor second in New York hours with holidays, ${span.name}: median (min–max) of ${runs}`,
        columns: ['', 'a processor second'],
        rows: span.ways.map(({ name, perSecond }) => [name, spreadText(spread(perSecond), 0)]),
      })),
      {
        title: `${tickets.toLocaleString('en-US')} open tickets with ${count(open)} events: median (min–max) of ${runs}`,
        columns: ['', 'processor ms'],
        rows: [['all clocks and what is due next, from the events', spreadText(spread(passes), 0)]],
      },
      { title: 'npm run sla -- --file, 50 calendars in 20 zones', columns: ['', 'lines a processor second'], rows: [['the calculator', spreadText(spread(calculated), 0)]] },
    ],
    notes: [
      'Day by day: what business-time libraries do, with Temporal for each day’s windows. Minute by minute: one look at the wall clock for each minute, as a first attempt would.',
      'All three give the same deadlines, or the bench stops.',
      'Aim: the clocks of 100,000 open tickets within 2,000 ms.',
    ],
    data: { runs, tickets, spans, passes, calculated, soonest: first[0] },
  };
}

function ways(longest: number): Way[] {
  return [
    { name: 'Bedside', questions: 200_000, answer: ({ start, seconds }, calendar) => deadline(start, seconds, calendar) },
    { name: 'day by day', questions: longest > 1_000 ? 20 : 2_000, answer: dayByDay },
    ...(longest > 1_000 ? [] : [{ name: 'minute by minute', questions: 20, answer: minuteByMinute }]),
  ];
}

function measuredRates({ name, questions, answer }: Way, longest: number, calendar: Calendar, runs: number): number[] {
  const list = asked(questions, longest);
  for (const question of list.slice(0, 100)) {
    if (answer(question, calendar) !== deadline(question.start, question.seconds, calendar)) throw new Error(`${name} gives another deadline for ${JSON.stringify(question)}.`);
  }
  return Array.from({ length: runs }, () => {
    const milliseconds = processorTime(() => {
      for (const question of list) answer(question, calendar);
    });
    return list.length / (milliseconds / 1_000);
  });
}

/** Processor milliseconds, which other work on the machine hardly changes. One thread: alone on a core it takes as long. */
function processorTime(work: () => void): number {
  const before = process.cpuUsage();
  work();
  const { user, system } = process.cpuUsage(before);
  return (user + system) / 1_000;
}

/** Whole minutes, so that the slowest way can answer, too. */
function asked(count: number, longestHours: number): Question[] {
  const random = seeded(7);
  return Array.from({ length: count }, () => ({ start: Date.parse('2026-01-01T00:00Z') + random.between(0, 525_600) * 60_000, seconds: random.between(15, longestHours * 60) * 60 }));
}

function windowsOf(calendar: Calendar, date: string, weekday: number): readonly { from: number; until: number }[] {
  return calendar.holidays.has(date) ? [] : calendar.versions[0]!.week[weekday]!;
}

function dayByDay({ start, seconds }: Question, calendar: Calendar): number {
  let left = seconds * 1_000;
  let date = Temporal.Instant.fromEpochMilliseconds(start).toZonedDateTimeISO(calendar.timeZone).toPlainDate();
  for (;;) {
    for (const window of windowsOf(calendar, date.toString(), date.dayOfWeek - 1)) {
      const at = (second: number) => date.toPlainDateTime().add({ seconds: second }).toZonedDateTime(calendar.timeZone).epochMilliseconds;
      const from = Math.max(start, at(window.from));
      const open = at(window.until) - from;
      if (open <= 0) continue;
      if (left <= open) return from + left;
      left -= open;
    }
    date = date.add({ days: 1 });
  }
}

function minuteByMinute({ start, seconds }: Question, calendar: Calendar): number {
  let left = seconds / 60;
  for (let at = start; ; at += 60_000) {
    const wall = Temporal.Instant.fromEpochMilliseconds(at).toZonedDateTimeISO(calendar.timeZone);
    const second = wall.hour * 3_600 + wall.minute * 60;
    const open = windowsOf(calendar, wall.toPlainDate().toString(), wall.dayOfWeek - 1).some(({ from, until }) => from <= second && second < until);
    if (open && (left -= 1) === 0) return at + 60_000;
  }
}

/** Tickets as a busy fortnight leaves them: judged, answered, waited for, made more urgent. */
function openTickets(count: number): TicketEvent[][] {
  const random = seeded(11);
  return Array.from({ length: count }, () => openTicket(random));
}

function openTicket(random: Random): TicketEvent[] {
  let at = NOW - random.between(HOUR, 14 * DAY);
  const events: TicketEvent[] = [];
  const add = (event: Pick<TicketEvent, 'kind' | 'facts'>, actor: 'requester' | 'agent' | 'system') => events.push({ ...event, seq: events.length + 1, at, actor: { kind: actor }, source: 'form' } as TicketEvent);
  add({ kind: 'created', facts: { channel: 'form', onBehalf: false, attachments: 0 } }, 'requester');
  add({ kind: 'triaged', facts: { category: 'other', priority: random.pick(PRIORITIES), team: 'support', tags: [], vip: false, security: false, compliance: false, rulings: [] } }, 'system');
  const later = () => (at = Math.min(NOW, at + random.between(60_000, 8 * HOUR)));
  for (let round = random.between(0, 3); round > 0; round -= 1) {
    later();
    add({ kind: 'replied', facts: { articles: [], attachments: 0 } }, 'agent');
    if (random.next() < 0.5) add({ kind: 'waiting', facts: {} }, 'agent');
    later();
    add({ kind: 'received', facts: { attachments: 0 } }, 'requester');
    if (random.next() < 0.2) add({ kind: 'prioritized', facts: { to: random.pick(PRIORITIES) } }, 'agent');
  }
  return events;
}

function calculatorLines(count: number): string[] {
  const random = seeded(13);
  const zones = Intl.supportedValuesOf('timeZone').filter((_, index) => index % 20 === 0).slice(0, 20);
  const calendars = Array.from({ length: 50 }, () => {
    const day = [[`0${random.between(6, 9)}:00`, '12:00'], ['13:00', `${random.between(16, 22)}:30`]];
    return { tz: random.pick(zones), hours: { mon: day, tue: day, wed: day, thu: day, fri: day }, holidays: ['2026-11-26', '2026-12-25'] };
  });
  return Array.from({ length: count }, (_, id) => JSON.stringify({ id, ...random.pick(calendars), start: new Date(NOW - random.between(0, 365 * DAY)).toISOString(), seconds: random.between(900, 600_000) }));
}

function soonest(due: readonly (number | undefined)[]): number {
  return due.reduce<number>((least, one) => (one !== undefined && one < least ? one : least), Infinity);
}

function count(tickets: readonly TicketEvent[][]): string {
  return tickets.reduce((sum, events) => sum + events.length, 0).toLocaleString('en-US');
}

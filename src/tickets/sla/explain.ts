/** A ticket's clocks in words: each stretch that counted or did not, and why. */
import { CLOCKS, type ClockName } from '../../catalog/support/priorities.ts';
import type { TicketEvent } from '../events.ts';
import { clocksOf, standings, type Clock } from './clocks.ts';
import { courseOf, type Course } from './course.ts';
import type { SlaRules } from './policy.ts';
import { promised, type Run } from './runs.ts';
import { segments, type Reason, type Segment } from './segments.ts';

const NAMES: Readonly<Record<ClockName, string>> = { triage: 'Triage', 'first-response': 'First response', 'next-reply': 'Next reply', resolution: 'Resolution' };

const REASONS: Readonly<Record<Reason, string>> = {
  open: 'open',
  closed: 'closed',
  holiday: 'holiday',
  exception: 'other hours',
  waiting: 'waiting for the requester',
  resolved: 'resolved, before it was opened again',
  'before start': 'before the clock started',
};

/**
 * @param zone the zone in which times are shown: the team's
 * @returns lines for people; every clock with a promise, and each stretch of it up to its end or its deadline
 */
export function explainText(events: readonly TicketEvent[], rules: SlaRules, now: number, zone: string): string {
  const course = courseOf(events, rules, now);
  const clocks = clocksOf(events, rules, now);
  const live = standings(course, rules);
  const parts = CLOCKS.map((name) => {
    const lines = runsOf(course, name).flatMap((run) => stretchLines(run, course, rules, now, zone));
    const edited = clocks[name].businessSeconds === live[name].businessSeconds && clocks[name].due === live[name].due;
    return [`${NAMES[name]}: ${headline(clocks[name], zone)}`, ...lines, ...(edited ? [] : ['  The calendar or the policy was edited since. The first line is as it was when the ticket was closed.'])].join('\n');
  });
  return `${parts.join('\n\n')}\n\nTimes in ${zone}. A stretch counts while the calendar is open and nobody waits for the requester.\n`;
}

/** `in time`, `late`, `due …`, with figures. */
function headline(clock: Clock, zone: string): string {
  const promise = clock.target === undefined ? '' : ` of ${span(clock.target + clock.adjustment)}${clock.adjustment === 0 ? '' : ` (${span(clock.target)} promised, ${clock.adjustment > 0 ? '+' : '−'}${span(Math.abs(clock.adjustment))} adjusted)`}`;
  const by = clock.policy === undefined ? '' : `, policy ${clock.policy}${clock.calendar === undefined ? '' : `, calendar ${clock.calendar}`}`;
  const spent = span(clock.businessSeconds ?? 0);
  const due = clock.due === undefined ? '' : `, due ${moment(clock.due, zone)}`;
  switch (clock.state) {
    case 'not-set':
      return `nothing promised${clock.metAt === undefined ? '' : `; done ${moment(clock.metAt, zone)}`}${by}`;
    case 'idle':
      return `nothing to answer${by}`;
    case 'running':
      return `running, ${spent}${promise} spent${due}${by}`;
    case 'paused':
      return `standing still, ${spent}${promise} spent${by}`;
    case 'met':
      return `in time, ${spent}${promise}, done ${moment(clock.metAt!, zone)}${due}${by}`;
    case 'stopped':
      return `ended unanswered, ${spent}${promise} spent${by}`;
    case 'breached':
      return `late since ${moment(clock.breachedAt!, zone)}, ${spent}${promise} ${clock.metAt === undefined ? 'spent so far' : `spent, done ${moment(clock.metAt, zone)}`}${due}${by}`;
  }
}

function runsOf(course: Course, clock: ClockName): readonly Run[] {
  return { triage: [course.triage], 'first-response': [course.firstResponse], 'next-reply': course.exchanges, resolution: [course.resolution] }[clock];
}

function stretchLines(run: Run, { pauses, at }: Course, rules: SlaRules, now: number, zone: string): string[] {
  const promise = promised(run, rules);
  if (promise === undefined) return [];
  const until = Math.max(run.start, run.metAt ?? at);
  return segments({ from: run.start, until, calendar: promise.calendar, pauses }).map((segment) => line(segment, segment.until === now && run.metAt === undefined, zone));
}

function line({ from, until, counted, why, name }: Segment, untilNow: boolean, zone: string): string {
  const reason = name === undefined ? REASONS[why] : `${REASONS[why]}: ${name}`;
  return `  ${counted ? 'counted    ' : 'not counted'}  ${moment(from, zone)} – ${untilNow ? 'now' : moment(until, zone)}  ${counted ? span((until - from) / 1_000) : '0'}  (${reason})`;
}

/** `1 h 30 min`, `45 s`, `0` */
function span(seconds: number): string {
  const whole = Math.abs(seconds);
  const parts = [
    [Math.floor(whole / 3_600), 'h'],
    [Math.floor(whole / 60) % 60, 'min'],
    [Math.round((whole % 60) * 1_000) / 1_000, 's'],
  ] as const;
  const text = parts.flatMap(([count, unit]) => (count === 0 ? [] : [`${count} ${unit}`])).join(' ');
  return text === '' ? '0' : `${seconds < 0 ? '−' : ''}${text}`;
}

const formats = new Map<string, Intl.DateTimeFormat>();

/** `Fri 2026-03-06 17:30 EST`, with seconds when there are any. */
function moment(instant: number, zone: string): string {
  let format = formats.get(zone);
  if (format === undefined) {
    format = new Intl.DateTimeFormat('en-US', { timeZone: zone, weekday: 'short', year: 'numeric', month: '2-digit', day: '2-digit', hour: '2-digit', minute: '2-digit', second: '2-digit', hourCycle: 'h23', timeZoneName: 'short' });
    formats.set(zone, format);
  }
  const part = Object.fromEntries(format.formatToParts(instant).map(({ type, value }) => [type, value]));
  return `${part['weekday']} ${part['year']}-${part['month']}-${part['day']} ${part['hour']}:${part['minute']}${part['second'] === '00' ? '' : `:${part['second']}`} ${part['timeZoneName']}`;
}

/** The few things to do first, out of everything that a report found: what concerns most people, and not three times the same. */
import type { Gap } from './gaps.ts';
import { reaches, type Measure } from './measure.ts';
import { shortTarget, valueText } from './words.ts';

/** One thing to do, with its reason and where to begin. */
export interface Task {
  readonly kind: 'gap' | 'failing' | 'overdue' | 'missed';
  readonly action: Gap['action'] | 'check' | 'catch up';
  readonly what: string;
  /** How many it concerns: visits, people with tickets, or cases that the target was missed by. */
  readonly people: number;
  readonly why: string;
  readonly todo: string;
  /** What to type first. */
  readonly command: string;
  readonly article: string | undefined;
}

/** An article that may be wrong by now. */
export interface Overdue {
  readonly id: string;
  readonly title: string;
  /** `its check is 41 days late` */
  readonly why: string;
  /** From 0 to 1: how many of its readers are taken to have read something wrong. */
  readonly doubt: number;
  /** Visits of the window that opened it. */
  readonly readers: number;
}

export interface Found {
  readonly gaps: readonly Gap[];
  readonly measures: readonly Measure[];
  readonly overdue: readonly Overdue[];
  /** The days as options, `--from 2026-11-16 --to 2026-11-22`. */
  readonly days: string;
}

/** An overdue article with fewer readers harms nobody today; `report:stale` has it. */
const OVERDUE_FROM_READERS = 5;
/** So many of one kind stand among the first; more of it waits behind other kinds. */
const MOST_OF_A_KIND: Readonly<Record<Task['kind'], number>> = { gap: 2, failing: 2, overdue: 1, missed: 1 };

/**
 * The first things to do.
 *
 * Everything is weighed in people of the window: who searched in vain, who read and still wrote, who read what may be
 * wrong by now, and the cases by which a target was missed. One kind does not fill the list while another has something.
 */
export function firstThings(found: Found, most: number): Task[] {
  const all = [...found.gaps.map((gap, index) => gapTask(gap, index + 1, found.days)), ...overdueTasks(found.overdue), ...missedTasks(found)];
  all.sort((a, b) => b.people - a.people || (a.what < b.what ? -1 : 1));
  const taken = new Map<Task['kind'], number>();
  const [first, rest]: [Task[], Task[]] = [[], []];
  for (const task of all) {
    const count = taken.get(task.kind) ?? 0;
    // An article stands in the list once, whatever is wrong with it.
    const again = task.article !== undefined && [...first, ...rest].some(({ article, kind }) => article === task.article && kind !== 'gap' && task.kind !== 'gap');
    if (again) continue;
    taken.set(task.kind, count + 1);
    (count < MOST_OF_A_KIND[task.kind] ? first : rest).push(task);
  }
  const chosen = first.slice(0, most);
  return [...chosen, ...rest.slice(0, most - chosen.length)].sort((a, b) => b.people - a.people || (a.what < b.what ? -1 : 1));
}

function gapTask({ id, kind, action, what, people, why, todo, article }: Gap, row: number, days: string): Task {
  const fixes = kind === 'reading' && article !== undefined;
  return { kind: fixes ? 'failing' : 'gap', action, what, people, why, todo, article, command: fixes ? `npm run report:feedback -- --article ${article} ${days}` : `npm run gaps -- draft ${id ?? row} ${days}` };
}

function overdueTasks(overdue: readonly Overdue[]): Task[] {
  return overdue.flatMap(({ id, title, why, doubt, readers }) =>
    readers < OVERDUE_FROM_READERS
      ? []
      : [
          {
            kind: 'overdue',
            action: 'check',
            what: title,
            people: Math.max(1, Math.round(readers * doubt)),
            why: `${readers} visits opened it, and ${why}`,
            todo: 'Check that everything in it is still true, then say so.',
            command: `npm run review -- ${id}`,
            article: id,
          } as const,
        ],
  );
}

/** All missed targets are one task: they mostly have one cause. The worst is named, the others stand beside it. */
function missedTasks({ measures, days }: Found): Task[] {
  const missed = measures.filter((measure) => reaches(measure) === false).map((measure) => ({ measure, cases: casesMissed(measure) }));
  missed.sort((a, b) => b.cases - a.cases || (a.measure.id < b.measure.id ? -1 : 1));
  const [worst, ...others] = missed;
  if (worst === undefined) return [];
  const { measure, cases } = worst;
  const also = others.length === 0 ? '' : `. Also missed: ${others.slice(0, 3).map((one) => one.measure.title).join('; ')}${others.length > 3 ? ` and ${others.length - 3} more` : ''}`;
  return [{ kind: 'missed', action: 'catch up', what: measure.title, people: cases, why: `${valueText(measure)} where the plan wants ${shortTarget(measure.target!, measure.unit)}; that is ${cases} of ${measure.n} cases${also}`, ...remedyOf(measure.id, days), article: undefined }];
}

/** How many cases would have had to go the other way; for means, as many as the excess is of the whole. */
function casesMissed({ value = 0, n, unit, target = { source: '' } }: Measure): number {
  const over = target.below === undefined ? 0 : value - target.below;
  const under = target.above === undefined ? 0 : target.above - value;
  const by = Math.max(over, under, 0);
  if (unit === 'share') return Math.max(1, Math.ceil(by * n - 1e-9));
  if (unit === 'count') return Math.max(1, Math.ceil(by));
  const whole = Math.max(Math.abs(value), Math.abs(target.above ?? 0));
  return Math.max(1, Math.ceil((whole === 0 ? 1 : Math.min(1, by / whole)) * n - 1e-9));
}

function remedyOf(id: string, days: string): Pick<Task, 'todo' | 'command'> {
  if (/^(sla|first-response|next-reply|backlog)/.test(id)) return { todo: 'Begin with what is late now, then look which team or hour the late ones come from.', command: 'npm run report:queue' };
  if (/^(first-resolution|full-resolution|reopened|escalated|first-contact)/.test(id)) return { todo: 'Read a few of the slow or reopened tickets: what was missing at the first answer?', command: 'npm run report:queue' };
  if (/^csat/.test(id)) return { todo: 'Read the tickets that were rated low, and answer those who can still be helped.', command: `npm run report -- weekly ${days}` };
  return { todo: 'See which searches and articles fail most readers.', command: `npm run report:gaps -- ${days}` };
}

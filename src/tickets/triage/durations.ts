/** How many days somebody says they have been waiting, in English. */
import { dayNamedAt, daysBefore, daysBetween, placeOf } from './dates.ts';
import type { Token } from './tokens.ts';

export interface Waited {
  readonly days: number;
  /** The place of its first word in the message. */
  readonly at: number;
  readonly words: string;
}

const NUMBERS = new Map(Object.entries({
  a: 1, an: 1, one: 1, two: 2, three: 3, four: 4, five: 5, six: 6, seven: 7, eight: 8, nine: 9, ten: 10, eleven: 11, twelve: 12,
  thirteen: 13, fourteen: 14, fifteen: 15, sixteen: 16, seventeen: 17, eighteen: 18, nineteen: 19, twenty: 20, thirty: 30, forty: 40, fifty: 50, sixty: 60,
  dozen: 12, couple: 2, few: 3, several: 3, half: 0.5,
}));
const UNITS = new Map(Object.entries({
  hour: 1 / 24, hours: 1 / 24, hrs: 1 / 24, hr: 1 / 24, h: 1 / 24,
  day: 1, days: 1, d: 1, dys: 1, night: 1, nights: 1, morning: 1, mornings: 1, evenings: 1, sleeps: 1, weekends: 7, mondays: 7, fridays: 7, sundays: 7,
  week: 7, weeks: 7, wk: 7, wks: 7, w: 7, fortnight: 14, fortnights: 14,
  month: 30, months: 30, mths: 30, year: 365, years: 365,
}));
const WEEKDAYS = ['sunday', 'monday', 'tuesday', 'wednesday', 'thursday', 'friday', 'saturday'];
/** Before a number: it is at least so much, a little more counts. */
const MORE = new Set(['over', 'than', 'least', 'past', 'beyond', 'exceeding', 'above']);
const LESS = new Set(['under', 'below', 'almost', 'nearly']);
const WORKING = new Set(['business', 'working', 'work', 'week', 'full', 'whole', 'entire', 'long', 'good', 'straight', 'more', 'of', 'calendar']);
/** Words by which a span is a promise or a wish, not time that has passed. */
const PROMISED = new Set(['within', 'takes', 'take', 'up', 'next', 'maximum', 'max', 'most', 'promise', 'promised', 'says', 'said', 'say', 'speaks', 'advertise', 'advertised', 'should', 'until', 'every', 'per', 'usual', 'usually', 'normally', 'states', 'stated', 'needs', 'in']);
const ENDLESS = new Set(['ages', 'forever', 'eternity', 'months', 'weeks', 'years', 'eternal']);

/**
 * Every span that has passed, by the writer's words. "Since last Monday" is taken as the Monday of last week,
 * and a month that is named without a known day as long ago: rather too urgent than too late.
 *
 * @param today `2026-11-23`; without it, weekdays and dates cannot be counted and are left out
 */
export function waitedDays(tokens: readonly Token[], today: string | undefined): Waited[] {
  const found: Waited[] = [];
  for (let at = 0; at < tokens.length; at += 1) {
    const span = spanAt(tokens, at) ?? bareAt(tokens, at) ?? betweenAt(tokens, at) ?? sinceAt(tokens, at, today);
    if (span !== undefined) found.push({ ...span, at });
  }
  return found;
}

type Span = Omit<Waited, 'at'>;

function spanAt(tokens: readonly Token[], at: number): Span | undefined {
  const word = tokens[at]!.word;
  const before = tokens[at - 1]?.word ?? '';
  if (word === 'forever' || (ENDLESS.has(word) && (before === 'for' || before === 'been' || before === 'since' || before === 'taking' || before === 'takes' || tokens[at + 1]?.word === 'ago'))) return { days: 30, words: word };
  if (word === 'last' && before === 'before') return beforeLast(tokens[at - 2]?.word ?? '');
  // "day 9", "week 3 now"
  const after = tokens[at + 1]?.word ?? '';
  const counted = Number(after) || (after === 'a' || after === 'an' ? 0 : (NUMBERS.get(after) ?? 0));
  if ((word === 'day' || word === 'week') && counted > 0 && counted < 400) return { days: counted * (UNITS.get(word) ?? 0), words: `${word} ${counted}` };
  if (word.startsWith('fortnight') && ['last', 'the', 'past', 'a', 'this'].includes(before)) return isPromise(tokens, at, at) ? undefined : { days: 14, words: word };
  const glued = word > '9~' ? null : /^(\d{1,4})(h|hrs|hours|d|days|w|wk|wks|weeks|months)$/.exec(word);
  const amount = glued === null ? amountOf(word) : Number(glued[1]);
  if (amount === undefined) return undefined;
  let unit = glued?.[2];
  let next = at + 1;
  if (unit === undefined) {
    // "10 more working days", "three full weeks", "a couple of weeks"
    for (; next < at + 4; next += 1) {
      const written = tokens[next]?.word ?? '';
      if (UNITS.has(written)) {
        // "a week day" and "2 week ..." are both read at the last unit.
        if (written === 'week' && (tokens[next + 1]?.word ?? '') === 'days') continue;
        unit = written;
        break;
      }
      if (!WORKING.has(written) && !(NUMBERS.has(written))) return undefined;
    }
  }
  if (unit === undefined || isPromise(tokens, at, next)) return undefined;
  // "the 3rd week", "a day": one begun week is not one waited.
  if (word === 'a' && (unit === 'day' || unit === 'hour')) return { days: 1, words: `1 ${unit}` };
  const exact = amount * (UNITS.get(unit) ?? 0);
  const following = tokens[next + 1]?.word ?? '';
  const more = MORE.has(before) || following === 'plus' || following === 'already' && unit.startsWith('week');
  const days = exact + (more ? 0.1 : LESS.has(before) ? -0.5 : 0);
  return { days, words: `${amount} ${unit}` };
}

/** "The week before last", "Monday before last". */
function beforeLast(word: string): Span | undefined {
  const days = word === 'month' ? 31 : word === 'week' || WEEKDAYS.includes(word) ? 8 : undefined;
  return days === undefined ? undefined : { days, words: `${word} before last` };
}

function amountOf(word: string): number | undefined {
  if (word > '9~') return NUMBERS.get(word) ?? ordinalOf(word);
  if (/^\d{1,4}$/.test(word)) return Number(word);
  return placeOf(word);
}

/** "It is the third week": so many are nearly over. The first is only one that has begun. */
function ordinalOf(word: string): number | undefined {
  const place = placeOf(word);
  return place === 1 ? undefined : place;
}

function isPromise(tokens: readonly Token[], at: number, unitAt: number): boolean {
  for (let index = at - 1; index >= Math.max(0, at - 3); index -= 1) {
    const { word, clause } = tokens[index]!;
    if (clause !== tokens[at]!.clause) break;
    if (word === 'for' || word === 'since' || word === 'waiting' || word === 'waited' || word === 'been') return false;
    // "Nobody looked at it in nine days" has passed; "approved in two days" is hoped for.
    if (PROMISED.has(word) && !(word === 'in' && deniedBefore(tokens, index))) return true;
  }
  // "5 days at most", "5 days max"
  const after = [tokens[unitAt + 1]?.word, tokens[unitAt + 2]?.word];
  return (after[0] === 'at' && after[1] === 'most') || after[0] === 'max' || after[0] === 'maximum';
}

/** "You say up to five days. It has been 12.": the number ends its sentence, and the unit was named before. */
function bareAt(tokens: readonly Token[], at: number): Span | undefined {
  const { word, sentence } = tokens[at]!;
  if (!/^\d{1,3}$/.test(word) || tokens[at + 1]?.sentence === sentence) return undefined;
  if (!tokens.slice(Math.max(0, at - 3), at).some((before) => before.word === 'been' || before.word === 'waited' || before.word === 'waiting')) return undefined;
  const unit = tokens.slice(Math.max(0, at - 25), at).findLast((before) => UNITS.has(before.word))?.word;
  return unit === undefined ? undefined : { days: Number(word) * (UNITS.get(unit) ?? 0), words: `${word} ${unit}` };
}

/** "Sent on the 2nd, today is the 15th": both days are told, so no calendar is needed. */
function betweenAt(tokens: readonly Token[], at: number): Span | undefined {
  const now = isNow(tokens, at) ? dayNamedAt(tokens, at) : undefined;
  if (now === undefined) return undefined;
  for (let index = at - 2; index >= Math.max(1, at - 30); index -= 1) {
    const then = isThen(tokens, index) ? dayNamedAt(tokens, index) : undefined;
    const days = then === undefined || then.to > at ? undefined : daysBetween(then, now);
    if (days !== undefined) return { days, words: `${tokens[index]!.word} to ${tokens[at]!.word}` };
  }
  return undefined;
}

/** "Today is the", "it's the" (which reads as "it the"), "we're writing the", "we have". */
function isNow(tokens: readonly Token[], at: number): boolean {
  const before = tokens.slice(Math.max(0, at - 3), at).map(({ word }) => word);
  if (before.some((word) => THEN.has(word))) return false;
  return before.some((word) => word === 'today' || word === 'now' || word === 'writing' || word === 'todays') || /(?:^| )(?:its?|it is|we have|we are|were)(?: already)?(?: the)?$/.test(before.join(' '));
}

const THEN = new Set(['on', 'since', 'from', 'dated', 'of', 'sent', 'submitted', 'started', 'uploaded']);

function isThen(tokens: readonly Token[], at: number): boolean {
  return [tokens[at - 1]?.word, tokens[at - 2]?.word].some((word) => word !== undefined && THEN.has(word));
}

const DENIALS = new Set(['no', 'not', 'nobody', 'never', 'havent', 'hasnt', 'didnt', 'nothing', 'none']);

function deniedBefore(tokens: readonly Token[], at: number): boolean {
  const { sentence } = tokens[at]!;
  return tokens.slice(Math.max(0, at - 10), at).some((token) => token.sentence === sentence && DENIALS.has(token.word));
}

/** "Since last Monday", "since the nineteenth", "on October 20". */
function sinceAt(tokens: readonly Token[], at: number, today: string | undefined): Span | undefined {
  const before = tokens[at - 1]?.word ?? '';
  if (!['since', 'on', 'from', 'last', 'the', 'of'].includes(before)) return undefined;
  const word = tokens[at]!.word;
  const since = before === 'since' || [tokens[at - 2]?.word, tokens[at - 3]?.word].includes('since');
  const weekday = WEEKDAYS.findIndex((name) => word === name || (word.length >= 3 && word.length <= 5 && name.startsWith(word) && word !== 'mon'));
  if (weekday >= 0) {
    if (before === 'last' && since) return { days: 7, words: `last ${WEEKDAYS[weekday]}` };
    if (today === undefined || !since) return undefined;
    const ago = (new Date(`${today}T00:00Z`).getUTCDay() - weekday + 7) % 7;
    return { days: ago, words: WEEKDAYS[weekday] ?? '' };
  }
  if (since && before === 'last' && (word === 'week' || word === 'month' || word === 'year')) return { days: word === 'week' ? 7 : 30, words: `last ${word}` };
  if (word === 'month' && before === 'last' && tokens[at - 2]?.word === 'of') return { days: 30, words: 'last month' };
  return since || before !== 'last' ? dayAgo(tokens, at, { since, before, today }) : undefined;
}

/** Farther back, a day without "since" is more likely one to come. */
const FARTHEST_BACK = 200;

function dayAgo(tokens: readonly Token[], at: number, { since, before, today }: { since: boolean; before: string; today: string | undefined }): Span | undefined {
  const word = tokens[at - 1]?.word === 'the' ? (tokens[at - 2]?.word ?? '') : before;
  // "The 22nd of November" was read at its first word.
  if (word === 'of' && dayNamedAt(tokens, at - 2)?.to === at + 1) return undefined;
  const named = since || word === 'on' || word === 'of' || word === 'from' ? dayNamedAt(tokens, at) : undefined;
  if (named === undefined || (named.month === undefined && !since && word !== 'on')) return undefined;
  const words = tokens.slice(named.from, named.to).map((token) => token.word).join(' ');
  if (today === undefined) return since && named.month !== undefined ? { days: 30, words } : undefined;
  const days = daysBefore(named, today);
  return days === undefined || (!since && days > FARTHEST_BACK) ? undefined : { days, words };
}

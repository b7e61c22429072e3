/** Days of the calendar as people write them in English: "October 20", "the nineteenth", "2nd of November". */
import type { Token } from './tokens.ts';

export interface DayNamed {
  /** 1 to 31; a month alone has none. */
  readonly day: number | undefined;
  /** 0 for January; a day alone has none. */
  readonly month: number | undefined;
  /** The places of its first word, and after its last. */
  readonly from: number;
  readonly to: number;
}

const MONTHS = ['january', 'february', 'march', 'april', 'may', 'june', 'july', 'august', 'september', 'october', 'november', 'december'];
const MONTH_OF = new Map([...MONTHS.flatMap((name, month): [string, number][] => [[name, month], [name.slice(0, 3), month]]), ['sept', 8] as const]);
const ORDINALS = ['first', 'second', 'third', 'fourth', 'fifth', 'sixth', 'seventh', 'eighth', 'ninth', 'tenth', 'eleventh', 'twelfth', 'thirteenth', 'fourteenth', 'fifteenth', 'sixteenth', 'seventeenth', 'eighteenth', 'nineteenth', 'twentieth'];
const PLACE_OF = new Map([...ORDINALS.map((word, index): [string, number] => [word, index + 1]), ['thirtieth', 30] as const]);
/** What may follow a day that has no month; after anything else it counts pages, tries or floors. */
const AFTER_A_DAY = new Set(['and', 'but', 'or', 'i', 'we', 'you', 'it', 'my', 'our', 'your', 'still', 'nothing', 'nobody', 'no', 'at', 'with', 'without', 'have', 'has', 'had', 'been', 'is', 'was', 'were', 'are', 'today', 'now', 'of', 'by', 'to', 'in', 'the', 'a', 'when', 'until', 'already', 'then', 'as', 'for', 'there', 'this', 'last', 'not', 'received']);
const DAY = 86_400_000;
const DAYS_OF_A_MONTH = 30;

/** "third" is 3, "21st" is 21; of "twenty first" the second word tells. */
export function placeOf(word: string): number | undefined {
  if (word > '9~') return PLACE_OF.get(word);
  const place = Number(/^(\d{1,2})(?:st|nd|rd|th)$/.exec(word)?.[1]);
  return place >= 1 ? place : undefined;
}

/** The day that is named at this word, if one is. */
export function dayNamedAt(tokens: readonly Token[], at: number): DayNamed | undefined {
  const month = MONTH_OF.get(tokens[at]!.word);
  if (month !== undefined) {
    const next = skip(tokens, at + 1, 'the');
    const day = dayAt(tokens, next);
    return { day: day?.day, month, from: at, to: day?.to ?? at + 1 };
  }
  const found = dayAt(tokens, at);
  if (found === undefined) return undefined;
  const next = skip(tokens, found.to, 'of');
  const following = MONTH_OF.get(tokens[next]?.word ?? '');
  if (following !== undefined) return { day: found.day, month: following, from: at, to: next + 1 };
  return found.ordinal && endsThere(tokens, found.to) ? { day: found.day, month: undefined, from: at, to: found.to } : undefined;
}

/** How long before today that was, at the latest time it can mean; a day that comes is taken as one that was. */
export function daysBefore({ day, month }: DayNamed, today: string): number | undefined {
  const now = new Date(`${today}T00:00Z`);
  const year = now.getUTCFullYear();
  const back = month === undefined ? [0, -1].map((ago) => Date.UTC(year, now.getUTCMonth() + ago, day)) : [year, year - 1].map((one) => Date.UTC(one, month, Math.min(day ?? 1, 28)));
  return back.map((then) => Math.round((now.getTime() - then) / DAY)).find((ago) => ago >= 0);
}

/** From one day to a later one, when no calendar is at hand: a day that is smaller is in the next month. */
export function daysBetween(then: DayNamed, now: DayNamed): number | undefined {
  if (then.day === undefined || now.day === undefined) return undefined;
  const months = then.month === undefined || now.month === undefined ? undefined : (now.month - then.month + 12) % 12;
  if (months !== undefined) return months * DAYS_OF_A_MONTH + now.day - then.day;
  return now.day >= then.day ? now.day - then.day : now.day + DAYS_OF_A_MONTH - then.day;
}

function dayAt(tokens: readonly Token[], at: number): { day: number; to: number; ordinal: boolean } | undefined {
  const word = tokens[at]?.word ?? '';
  const tens = word === 'twenty' ? 20 : word === 'thirty' ? 30 : 0;
  const ones = tens === 0 ? undefined : PLACE_OF.get(tokens[at + 1]?.word ?? '');
  if (ones !== undefined && ones < 10) return { day: tens + ones, to: at + 2, ordinal: true };
  const place = placeOf(word);
  if (place !== undefined) return place <= 31 ? { day: place, to: at + 1, ordinal: true } : undefined;
  const day = /^\d{1,2}$/.test(word) ? Number(word) : 0;
  return day >= 1 && day <= 31 ? { day, to: at + 1, ordinal: false } : undefined;
}

function skip(tokens: readonly Token[], at: number, word: string): number {
  return tokens[at]?.word === word ? at + 1 : at;
}

function endsThere(tokens: readonly Token[], to: number): boolean {
  const next = tokens[to];
  return next === undefined || next.clause !== tokens[to - 1]!.clause || AFTER_A_DAY.has(next.word);
}

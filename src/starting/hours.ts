/** Opening hours as people write them: `Mon-Fri 09:00-17:00, Sat 10:00-14:00`. */
import { WEEKDAYS } from '../catalog/support/hours.ts';
import { StartRefused } from './refused.ts';

type Day = (typeof WEEKDAYS)[number];

export interface Hours {
  /** As `support/calendars.yaml` writes a week. */
  readonly week: Readonly<Partial<Record<Day | 'daily', readonly string[]>>>;
  /** As readers see it: `Monday to Friday, 9 AM to 5 PM`. */
  readonly words: string;
}

const NAMES: Readonly<Record<Day, string>> = { mon: 'Monday', tue: 'Tuesday', wed: 'Wednesday', thu: 'Thursday', fri: 'Friday', sat: 'Saturday', sun: 'Sunday' };
const PIECE = /^(?:(?<every>daily|every day)|(?<from>[a-z]{3})[a-z]*(?:\s*[-–]\s*(?<to>[a-z]{3})[a-z]*)?)\s+(?<opens>\d{1,2}:\d{2})\s*[-–]\s*(?<closes>\d{1,2}:\d{2})$/i;
const LIKE = 'Write hours like "Mon-Fri 09:00-17:00" or "Mon-Fri 8:00-18:00, Sat 10:00-14:00"; "daily 00:00-24:00" never closes.';

/** @throws {StartRefused} */
export function readHours(written: string): Hours {
  if (/^(always|24\/7)$/i.test(written.trim())) return readHours('daily 00:00-24:00');
  const week: Partial<Record<Day | 'daily', string[]>> = {};
  const words: string[] = [];
  for (const piece of written.split(',').map((one) => one.trim())) {
    const found = PIECE.exec(piece)?.groups;
    if (found === undefined) throw new StartRefused(`"${piece}" are no hours. ${LIKE}`);
    const [opens, closes] = [minutes(found['opens'] ?? ''), minutes(found['closes'] ?? '')];
    if (closes <= opens) throw new StartRefused(`"${piece}" closes before it opens. A day ends at 24:00.`);
    const window = `${clock(opens)}-${clock(closes)}`;
    const hours = opens === 0 && closes === 1_440 ? 'at any hour' : `${spoken(opens)} to ${spoken(closes)}`;
    if (found['every'] !== undefined) {
      (week.daily ??= []).push(window);
      words.push(`every day, ${hours}`);
      continue;
    }
    const days = daysOf(found['from'] ?? '', found['to'], piece);
    for (const day of days) (week[day] ??= []).push(window);
    const [first, last] = [days[0]!, days.at(-1)!];
    words.push(`${NAMES[first]}${days.length > 1 ? ` to ${NAMES[last]}` : ''}, ${hours}`);
  }
  const said = words.join('; ');
  return { week, words: said.slice(0, 1).toUpperCase() + said.slice(1) };
}

function daysOf(from: string, to: string | undefined, piece: string): Day[] {
  const index = (name: string) => {
    const at = WEEKDAYS.findIndex((day) => day === name.toLowerCase());
    if (at < 0) throw new StartRefused(`"${name}" in "${piece}" is no day of the week. ${LIKE}`);
    return at;
  };
  const [first, last] = [index(from), index(to ?? from)];
  if (last < first) throw new StartRefused(`"${piece}" ends before it begins. A week goes from Monday to Sunday.`);
  return WEEKDAYS.slice(first, last + 1);
}

function minutes(time: string): number {
  const [hour = 0, minute = 0] = time.split(':').map(Number);
  if (hour * 60 + minute > 1_440 || minute > 59) throw new StartRefused(`There is no time ${time}. A day goes from 00:00 to 24:00.`);
  return hour * 60 + minute;
}

const clock = (at: number) => `${String(Math.floor(at / 60)).padStart(2, '0')}:${String(at % 60).padStart(2, '0')}`;

function spoken(at: number): string {
  if (at === 720) return 'noon';
  if (at % 1_440 === 0) return 'midnight';
  const hour = Math.floor(at / 60);
  return `${((hour + 11) % 12) + 1}${at % 60 === 0 ? '' : `:${String(at % 60).padStart(2, '0')}`} ${hour < 12 ? 'AM' : 'PM'}`;
}

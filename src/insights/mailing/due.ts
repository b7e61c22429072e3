/** Which reports are to be mailed by now. Pure: the same answer in every process, and after every restart. */
import type { MailedReport } from '../../catalog/support/insights.ts';
import { DAY, zoneOf } from '../../tickets/sla/zone.ts';
import { dayName, lastWindow, localDay, type Period } from '../window.ts';

export interface DueReport {
  readonly report: Period;
  /** The days it is about, `2026-11-16`. */
  readonly from: string;
  readonly to: string;
  readonly team: string;
  /** One of these is one mail, however often it is found due. */
  readonly once: string;
}

/** A report that could not go out in time is still worth reading for so long; after that the next one is near. */
const STILL_NEWS: Readonly<Record<Period, number>> = { daily: DAY / 2, weekly: 3 * DAY, monthly: 7 * DAY };
const WEEKDAYS = ['monday', 'tuesday', 'wednesday', 'thursday', 'friday', 'saturday', 'sunday'];

export function dueReports(mailed: readonly MailedReport[], zone: string, now: number): DueReport[] {
  return mailed.flatMap(({ report, on, at, teams }) => {
    const due = lastDue({ report, on, at }, zone, now);
    if (due === undefined || now - due > STILL_NEWS[report]) return [];
    const window = lastWindow(report, zone, due);
    const [from, to] = [dayName(localDay(window.from, zone)), dayName(localDay(window.to - 1, zone))];
    return teams.map((team) => ({ report, from, to, team, once: `report:${report}:${from}:${team}` }));
  });
}

/** The last instant at which it was due. */
function lastDue({ report, on, at }: Pick<MailedReport, 'report' | 'on' | 'at'>, zone: string, now: number): number | undefined {
  const [hours = 0, minutes = 0] = at.split(':').map(Number);
  const today = localDay(now, zone);
  for (let day = today; day > today - 32; day -= 1) {
    if (!falls(report, on, day)) continue;
    const due = zoneOf(zone).instantOf(day * DAY + (hours * 60 + minutes) * 60_000);
    if (due <= now) return due;
  }
  return undefined;
}

function falls(report: Period, on: MailedReport['on'], day: number): boolean {
  if (report === 'daily') return true;
  // 1970-01-01 was a Thursday.
  if (report === 'weekly') return WEEKDAYS[(day + 3) % 7] === (on ?? 'monday');
  return Number(dayName(day).slice(8)) === (on ?? 1);
}

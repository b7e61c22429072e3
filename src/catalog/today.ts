/** The calendar day in a time zone, `2026-11-23`: an article due on a day appears when that day begins for its team. */
export function todayIn(timeZone: string, now: number = Date.now()): string {
  // The Canadian form of a date is the one of ISO 8601.
  return new Intl.DateTimeFormat('en-CA', { timeZone, year: 'numeric', month: '2-digit', day: '2-digit' }).format(now);
}

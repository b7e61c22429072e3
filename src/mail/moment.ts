/** An instant as a mail tells it: the day, the time, and whose time that is. */

/**
 * @example "Monday, November 23, 10:30 AM EST", "Monday, November 23, 4:30 PM GMT+1 (Berlin time)"
 */
export function momentInWords(instant: number, timeZone: string, locale: string): string {
  const parts = (options: Intl.DateTimeFormatOptions) => new Intl.DateTimeFormat(locale, { timeZone, ...options });
  const day = parts({ weekday: 'long', month: 'long', day: 'numeric' }).format(instant);
  const time = parts({ hour: 'numeric', minute: '2-digit', timeZoneName: 'short' }).format(instant);
  // An offset alone is a sum to do for the reader: name the place.
  const bare = /(?:GMT|UTC)[+-]/.test(time);
  const place = timeZone.split('/').at(-1)?.replaceAll('_', ' ');
  return `${day}, ${time}${bare && place !== undefined && timeZone.includes('/') ? ` (${place} time)` : ''}`.replaceAll('\u202f', ' ');
}

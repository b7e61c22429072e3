/** An instant as a mail tells it: the day, the time, and whose time that is. */

/**
 * @example "Monday, November 23, 10:30 AM EST", "Monday, November 23, 4:30 PM GMT+1 (Berlin time)"
 */
export function momentInWords(instant: number, timeZone: string, locale: string): string {
  const formats = formatsFor(timeZone, locale);
  const day = formats.day.format(instant);
  const time = formats.time.format(instant);
  // An offset alone is a sum to do for the reader: name the place.
  const bare = /(?:GMT|UTC)[+-]/.test(time);
  const place = timeZone.split('/').at(-1)?.replaceAll('_', ' ');
  return `${day}, ${time}${bare && place !== undefined && timeZone.includes('/') ? ` (${place} time)` : ''}`.replaceAll('\u202f', ' ');
}

interface Formats {
  readonly day: Intl.DateTimeFormat;
  readonly time: Intl.DateTimeFormat;
}

/** Making one costs a hundred times what using it does. There are some hundred zones. */
const made = new Map<string, Formats>();

function formatsFor(timeZone: string, locale: string): Formats {
  const key = `${locale} ${timeZone}`;
  let formats = made.get(key);
  if (formats === undefined) {
    formats = {
      day: new Intl.DateTimeFormat(locale, { timeZone, weekday: 'long', month: 'long', day: 'numeric' }),
      time: new Intl.DateTimeFormat(locale, { timeZone, hour: 'numeric', minute: '2-digit', timeZoneName: 'short' }),
    };
    made.set(key, formats);
  }
  return formats;
}

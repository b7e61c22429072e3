/** What a reader is promised, as a sentence. */
import { momentInWords } from '../../mail/moment.ts';
import { contactTextsFor } from '../../texts/contact-texts.ts';

/** Zones by the name that was given; programs may send any, so only real ones are kept, and not endlessly many spellings. */
const zones = new Map<string, string>();
const MOST_SPELLINGS = 2_000;

/** The zone's own name; `undefined` when there is no such zone. An offset such as +05:00 is none: it knows no summer. */
export function zoneNamed(given: unknown): string | undefined {
  if (typeof given !== 'string' || given.length > 60 || !/^[A-Za-z]/.test(given)) return undefined;
  const known = zones.get(given);
  if (known !== undefined) return known;
  try {
    const { timeZone } = new Intl.DateTimeFormat('en', { timeZone: given }).resolvedOptions();
    if (zones.size < MOST_SPELLINGS) zones.set(given, timeZone);
    return timeZone;
  } catch {
    return undefined;
  }
}

export interface Promised {
  /** The instant by which a person answers; missing where nothing surely holds. */
  readonly by: number | undefined;
  /** What the form says itself, for what policies do not count. */
  readonly own: string | undefined;
}

/** The promise as a sentence, with the name of the zone; `undefined` when nothing is promised. */
export function promiseText({ by, own }: Promised, zone: string, locale: string): string | undefined {
  if (own !== undefined) return own;
  return by === undefined ? undefined : contactTextsFor(locale).sent.by(momentInWords(by, zone, locale));
}

/** How long what people wrote is kept, by kind. */
import { z } from 'zod';

export const RETENTION_FILE = 'support/retention.yaml';

const span = (days: string) => z.string().regex(/^([1-9]\d{0,3}) (day|month|year)s?$/, 'a number and a unit, for example "90 days" or "24 months"').default(days);

export const retentionSchema = z.strictObject({
  tickets: span('24 months').describe('What people wrote in a ticket and its files, counted from its closing. The log of what happened stays, without words.'),
  spam: span('30 days').describe('The same for tickets that were closed as spam.'),
  files: span('12 months').describe('Files that were sent with a ticket, counted from its closing.'),
  comments: span('24 months').describe('Comments under articles, counted from their last change.'),
  events: span('13 months').describe('How single visits went: searches, pages, suggestions. Figures of whole days stay.'),
  followers: span('30 days').describe('Addresses of people who asked to be told when an incident is over, counted from their asking. Most go earlier, with the letter a day after it is resolved.'),
  mail: span('30 days').describe('Mails that were written to files because no mail server was set, and mails that came in and wait for a person.'),
  backups: span('90 days').describe('Copies of the database that the backup command made.'),
});

export type Retention = z.output<typeof retentionSchema>;
export const RETENTION_DEFAULTS: Retention = retentionSchema.parse({});

const DAYS = { day: 1, month: 30.4375, year: 365.25 } as const;

/** The instant before which something of this age goes, milliseconds. A month is a twelfth of a year. */
export function keptSince(span: string, now: number): number {
  const [count = '', unit = ''] = span.split(' ');
  return now - Math.round(Number(count) * DAYS[unit.replace(/s$/, '') as keyof typeof DAYS] * 86_400_000);
}

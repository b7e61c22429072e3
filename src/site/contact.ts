/** What the contact pages show, from the catalog of this build. */
import type { Catalog } from '../catalog/catalog.ts';
import type { Channel } from '../catalog/schema.ts';
import { todayIn } from '../catalog/today.ts';
import { fallbackOf, mailOf } from '../forms/fallback.ts';
import type { Form } from '../forms/form.ts';
import { pageCalendar, type PageCalendar } from '../forms/hours.ts';
import { isAlwaysOpen, slowestFirstResponse } from '../forms/promise.ts';
import { spanWords, weekWords, zoneName } from '../forms/time-words.ts';
import { contactTextsFor } from '../texts/contact-texts.ts';

export function formsOf({ support }: Catalog): readonly Form[] {
  return support?.forms ?? [];
}

export const formPath = (form: Form) => `/contact/${form.id}/`;

/** Hours of somebody who answers, in words and as the page's script needs them. */
export interface Hours {
  readonly calendar: PageCalendar;
  /** "Monday to Friday, 9:00 AM to 6:00 PM, Eastern Time" */
  readonly words: string;
}

export function hoursOf({ site, support }: Catalog, id: string | undefined): Hours | undefined {
  const calendar = support?.calendars.get(id ?? '');
  if (calendar === undefined) return undefined;
  const t = contactTextsFor(site.locale).hours;
  const small = pageCalendar(calendar, todayIn(calendar.timeZone));
  const words = isAlwaysOpen(calendar) ? t.always : t.inZone(weekWords(small, Date.now(), calendar.timeZone, site.locale), zoneName(calendar.timeZone, site.locale));
  return { calendar: small, words };
}

/** What surely holds for a form before anybody has read the message, and when the team is there. */
export function promiseOf(catalog: Catalog, form: Form): { readonly words: string; readonly hours: Hours | undefined } {
  const { site, support } = catalog;
  const channel = site.channels.find(({ id }) => id === form.channel);
  const hours = hoursOf(catalog, channel?.hours);
  if (form.promise !== undefined) return { words: form.promise, hours };
  const target = support && slowestFirstResponse(support.policies, support.calendars, Date.now());
  if (target === undefined) return { words: channel?.response ?? '', hours };
  const t = contactTextsFor(site.locale).hours;
  const span = spanWords(target.seconds, site.locale);
  const always = isAlwaysOpen(support?.calendars.get(target.calendar));
  return { words: always ? t.withinAlways(span) : t.within(span), hours: always ? undefined : (hoursOf(catalog, target.calendar) ?? hours) };
}

/** Where to write when a form cannot be sent. */
export function mailFor({ site }: Catalog, form: Form): string | undefined {
  return fallbackOf(form, site.channels.map((channel) => ({ id: channel.id, mail: mailOf(channel) })));
}

/** Channels where a person is reached. */
export function peopleChannels({ site }: Catalog): readonly Channel[] {
  return site.channels.filter(({ kind }) => kind !== 'help-center');
}

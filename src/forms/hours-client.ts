/** Open or closed now, and the hours in the reader's own time. */
import { contactFirstTextsFor } from '../texts/contact-first-texts.ts';
import { marked, say } from './dom.ts';
import { openState, type PageCalendar } from './hours.ts';
import { instantWords, weekWords } from './time-words.ts';

const MINUTE_MS = 60_000;

export function showHours(root: ParentNode): void {
  const places = [...root.querySelectorAll<HTMLElement>('[data-hours]')];
  if (places.length === 0) return;
  const show = () => places.forEach((place) => showOne(place, JSON.parse(place.dataset['hours'] ?? '') as PageCalendar));
  show();
  setInterval(show, MINUTE_MS);
}

function showOne(place: HTMLElement, calendar: PageCalendar): void {
  const locale = document.documentElement.lang;
  const t = contactFirstTextsFor(locale).hours;
  const zone = Intl.DateTimeFormat().resolvedOptions().timeZone;
  const now = Date.now();
  const { open, changes } = openState(calendar, now);
  const state = marked(place, 'open-state');
  const when = changes === undefined ? '' : `, ${(open ? t.until : t.from)(instantWords(changes, now, zone, locale))}`;
  const yours = weekWords(calendar, now, zone, locale);
  // Where both clocks agree, or nothing ever closes, the page says the hours already.
  const elsewhere = changes !== undefined && yours !== weekWords(calendar, now, calendar.zone, locale);
  say(state, `${open ? t.open : t.closed}${when}`);
  state?.classList.toggle('is-open', open);
  if (elsewhere) state?.append(' ', Object.assign(document.createElement('span'), { className: 'quiet', textContent: `(${t.yours(yours)})` }));
}

/** The end of a message in the browser: reference, the promised time by the reader's clock, what happens next. */
import { contactTextsFor } from '../texts/contact-texts.ts';
import { fill, marked, say, setHidden } from './dom.ts';
import type { Receipt } from './receipt.ts';
import { answerItems, nextItems } from './views.ts';

export function showReceipt(root: HTMLElement, { reference, promise, next, answers }: Receipt): void {
  const locale = document.documentElement.lang;
  const t = contactTextsFor(locale);
  const place = marked(root, 'step', 'sent')!;
  const when = new Intl.DateTimeFormat(locale, { weekday: 'long', month: 'long', day: 'numeric', hour: 'numeric', minute: '2-digit', timeZoneName: 'short' });
  say(marked(place, 'reference'), reference);
  say(marked(place, 'promised'), promise.by === undefined ? promise.text : t.sent.by(when.format(promise.by)));
  setHidden(marked(place, 'next'), next.length === 0);
  fill(marked(place, 'next-list'), nextItems(next));
  setHidden(marked(place, 'answers'), answers.length === 0);
  fill(marked(place, 'answers-list'), answerItems(answers, t, false));
}

/** What may answer a message already, found while it is stored. */
import type { Receipt } from '../forms/receipt.ts';
import type { Suggestion } from '../search/suggestions.ts';
import type { Answers } from '../forms/answers.ts';
import type { TicketRooms } from './tickets-rooms.ts';
import { promiseText } from '../tickets/intake/promise.ts';
import type { Taken } from '../tickets/intake/take.ts';
import type { Form } from '../forms/form.ts';
import { prefixOf } from './tickets-rooms.ts';

const PATIENCE_MS = 400;
/** Words of the message that are searched with the subject: its beginning says what it is about. */
const WORDS = 40;
const MOST = 3;

/** What is searched for, from what somebody wrote. */
export function questionOf({ subject, message }: Pick<Answers, 'subject' | 'message'>): string {
  return `${subject} ${message}`.split(/\s+/).slice(0, WORDS).join(' ');
}

/** Answers on the site, best first; none when nothing is sure, or many messages are being stored: they go first, and the mail looks again. */
export async function suggestionsFor({ suggest, underWay }: Pick<TicketRooms, 'suggest' | 'underWay'>, answers: Pick<Answers, 'subject' | 'message'>): Promise<readonly Suggestion[]> {
  const search = underWay.isBusy() ? undefined : suggest();
  if (search === undefined) return [];
  const looked = search(questionOf(answers)).then(
    ({ weak, results }) => (weak ? [] : results),
    () => [],
  );
  const found = await Promise.race([looked, new Promise<[]>((resolve) => void setTimeout(resolve, PATIENCE_MS, []).unref())]);
  return found.slice(0, MOST);
}

/** Their articles' ids. */
export async function articlesFor(rooms: Pick<TicketRooms, 'suggest' | 'underWay' | 'manifest'>, answers: Answers): Promise<string[]> {
  const { base, articles } = rooms.manifest();
  const found = await suggestionsFor(rooms, answers);
  return found.flatMap(({ url }) => articles.find(({ address }) => base.slice(0, -1) + address === url)?.id ?? []);
}

/** What the sender is told. */
export function receiptOf(rooms: TicketRooms, form: Form, taken: Taken): Receipt {
  const { contact, articles, locale } = rooms.manifest();
  const { by } = taken;
  const zone = taken.timeZone ?? contact?.timeZone ?? 'UTC';
  return {
    reference: taken.reference,
    promise: { ...(by === undefined ? {} : { by }), text: promiseText({ by, own: form.promise }, zone, locale) ?? '' },
    next: form.next,
    answers: taken.articles.flatMap((id) => {
      const article = articles.find((one) => one.id === id);
      return article === undefined ? [] : [{ title: article.title, url: `${prefixOf(rooms)}${article.address}` }];
    }),
  };
}

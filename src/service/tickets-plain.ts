/**
 * A message without a script, in two steps: the first answers with the page that checks the answers, which carries a
 * token and a key; the second stores. Whatever goes wrong comes back with every word on it.
 */
import { randomUUID } from 'node:crypto';
import type { Context } from 'hono';
import { mayUse } from '../forms/audience.ts';
import type { Form } from '../forms/form.ts';
import { formPageWithProblems, reviewPage } from '../forms/pages.ts';
import { contactTextsFor } from '../texts/contact-texts.ts';
import { incidentsTextsFor } from '../texts/incidents-texts.ts';
import { issueFormToken, readFormToken } from '../tickets/intake/form-token.ts';
import { readKey } from '../tickets/intake/idempotency.ts';
import { zoneNamed } from '../tickets/intake/promise.ts';
import { problemOf } from './problems.ts';
import { suggestionsFor } from './tickets-answers.ts';
import type { SentForm } from './tickets-body.ts';
import { followBy, sayMeToo } from './incidents.ts';
import { countReview, failedPage, findsOf, knownOf, knownTo, stateOf, type Plain } from './tickets-plain-page.ts';
import { builtPage, clientOf, formNamed, refused, textIn, type TicketRooms } from './tickets-rooms.ts';
import { checked, invalidAnswers, notForEverybody, sendTicket } from './tickets-send.ts';
import { thanksAddress } from './tickets-thanks.ts';

export async function fromPlainForm(context: Context, rooms: TicketRooms, sent: SentForm): Promise<Response> {
  const form: Form = formNamed(rooms, sent.values['form']);
  const built = await builtPage(rooms, `/contact/${form.id}/`);
  const plain: Plain = { rooms, form, built, sent, user: await knownTo(rooms, form, sent.values) };
  context.header('cache-control', 'no-store');
  try {
    const client = await clientOf(rooms, context);
    switch (sent.values['step']) {
      case 'send':
        return context.redirect(await stored(plain, client), 303);
      case 'change':
        return context.html(formPageWithProblems(built, { ...stateOf(plain), problems: [] }));
      case 'me-too':
      case 'follow':
        return context.html(await answeredKnown(plain, client, context));
      default:
        return context.html(await toCheck(plain, client));
    }
  } catch (error) {
    rooms.failed(context, error);
    const problem = problemOf(error);
    if (problem.retryAfterSeconds !== undefined) context.header('retry-after', String(problem.retryAfterSeconds));
    return context.html(await failedPage(plain, problem, rooms, context), problem.status);
  }
}

/** The first step: the page that checks the answers. */
async function toCheck(plain: Plain, client: string): Promise<string> {
  const { rooms, form, sent, built, user } = plain;
  if (textIn(sent.values, 'website') !== '') throw refused();
  if (!mayUse(form.audience, user)) throw notForEverybody(form);
  const answers = checked(rooms, form, sent.values, rooms.clock());
  const envelope = await countReview(rooms, client);
  const { token } = issueFormToken(envelope, form.id, 'plain', user, rooms.clock());
  return reviewPage(built, {
    ...stateOf(plain),
    answers,
    token,
    key: randomUUID(),
    finds: findsOf(plain),
    incident: knownOf(plain, answers),
    suggestions: await suggestionsFor(rooms, answers),
    filesGiven: sent.files.map(({ name }) => name),
  });
}

/** "Me too" and "Tell me when it is fixed": the same page again, which says that it is done. The message can still be sent. */
async function answeredKnown(plain: Plain, client: string, context: Context): Promise<string> {
  const { rooms, form, sent, built } = plain;
  const answers = checked(rooms, form, sent.values, rooms.clock());
  const one = rooms.incidents.open().find(({ id }) => id === textIn(sent.values, 'incident'));
  const t = incidentsTextsFor(rooms.manifest().locale);
  const token = textIn(sent.values, 'token');
  const key = readKey(textIn(sent.values, 'key'));
  // Only who was shown the page can have pressed its buttons.
  if (key === undefined || readFormToken((await rooms.store()).envelope, token, form.id, rooms.clock()) === undefined) throw refused();
  let said = t.over;
  if (one !== undefined && sent.values['step'] === 'me-too') {
    const count = await sayMeToo(rooms, one, { client, agent: context.req.header('user-agent') ?? '' });
    said = count === undefined ? t.counted : `${t.counted} ${t.others(count)}`;
  } else if (one !== undefined) {
    await followBy(rooms, one, { email: answers.email, timeZone: zoneNamed(sent.values['timeZone']), client });
    said = t.follow.done(answers.email);
  }
  return reviewPage(built, { ...stateOf(plain), answers, token, key, finds: findsOf(plain), incident: knownOf(plain, answers, said), suggestions: await suggestionsFor(rooms, answers) });
}

/** The second step: where the page of thanks is. */
async function stored(plain: Plain, client: string): Promise<string> {
  const { rooms, sent } = plain;
  const key = readKey(textIn(sent.values, 'key'));
  if (key === undefined) throw refused();
  if (findsOf(plain).length > 0 && textIn(sent.values, 'intended') === '') {
    throw invalidAnswers({ intended: contactTextsFor(rooms.manifest().locale).privacy.intendedError });
  }
  return thanksAddress(rooms, await sendTicket(rooms, { ...sent, key, way: 'plain', client }));
}

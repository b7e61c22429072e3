/**
 * `/intake/context`: the product sends its user to the contact page, with a signed context in a form it posts. The
 * page comes back knowing who it is; nothing is stored.
 */
import type { Element } from 'hast';
import type { Context } from 'hono';
import { formPageWithProblems } from '../forms/pages.ts';
import { has, rewrite, setText, show } from '../forms/rewrite.ts';
import { userWords } from '../forms/audience.ts';
import { contactTextsFor } from '../texts/contact-texts.ts';
import { readContext, type KnownUser } from '../tickets/intake/known-user.ts';
import { readBody } from './body.ts';
import { audienceOf, builtPage, prefixOf, textIn, type TicketRooms } from './tickets-rooms.ts';

const BODY_CAP = 8_192;

export async function postContext(context: Context, rooms: TicketRooms): Promise<Response> {
  const { values } = await readBody(context, BODY_CAP);
  const signed = textIn(values, 'user');
  const user = readContext(signed, { keys: rooms.contextKeys, audience: audienceOf(rooms) }, rooms.clock());
  const { contact, locale } = rooms.manifest();
  const form = contact?.forms.find(({ id }) => id === values['form']);
  context.header('cache-control', 'no-store');
  if (form !== undefined) {
    const built = await builtPage(rooms, `/contact/${form.id}/`);
    return context.html(formPageWithProblems(built, { form, values: { user: user === undefined ? '' : signed }, locale, user, problems: [] }));
  }
  const built = await builtPage(rooms, '/contact/');
  return context.html(user === undefined ? built : carrying(built, { signed, user, rooms }));
}

/** The page of all ways: each link to a form becomes a button that takes the context along, because an address must not. */
function carrying(built: string, { signed, user, rooms }: { signed: string; user: KnownUser; rooms: TicketRooms }): string {
  const { contact, locale } = rooms.manifest();
  const prefix = prefixOf(rooms);
  const forms = new Map((contact?.forms ?? []).map(({ id }) => [`${prefix}/contact/${id}/`, id]));
  const hidden: Element = { type: 'element', tagName: 'input', properties: { type: 'hidden', name: 'user', value: signed }, children: [] };
  return rewrite(built, (element) => {
    const { properties, tagName } = element;
    const id = tagName === 'a' ? forms.get(String(properties['href'])) : undefined;
    if (id !== undefined) {
      element.tagName = 'button';
      element.properties = { className: ['link-button'], form: 'context', name: 'form', value: id };
    }
    if (has(element, 'dataUser')) {
      show(element);
      setText(element, userWords(user, contactTextsFor(locale).form));
    }
    if (tagName === 'main') element.children.push({ type: 'element', tagName: 'form', properties: { id: 'context', method: 'post', action: `${prefix}/intake/context` }, children: [hidden] });
  });
}

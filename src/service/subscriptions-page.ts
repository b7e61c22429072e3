/** The built page of subscriptions with one of its states shown, filled in for whoever asked. */
import type { Element } from 'hast';
import type { StatusTexts } from '../texts/status-en.ts';
import { has, hide, rewrite, setText, show } from '../forms/rewrite.ts';
import type { SubscriptionState } from '../status/pages/subscribe.ts';

export interface Shown {
  readonly state: SubscriptionState;
  /** The link that was followed; goes back with each form. */
  readonly link?: string | undefined;
  /** "email", or a webhook with its host. */
  readonly what?: string | undefined;
  readonly done?: 'confirmed' | 'saved' | undefined;
  /** The parts that are chosen. */
  readonly parts?: readonly string[] | undefined;
  /** A webhook's signing key. */
  readonly key?: string | undefined;
  readonly off?: boolean | undefined;
  /** The form that was sent, by the field that it begins with. */
  readonly sent?: 'email' | 'webhook' | undefined;
  /** What was typed, and what is wrong with it, by the name of the field. */
  readonly typed?: Readonly<Record<string, string>> | undefined;
  readonly wrong?: Readonly<Record<string, string>> | undefined;
}

export function subscriptionsPageWith(built: string, shown: Shown, t: StatusTexts['subscribe']): string {
  const { state, link = '', what, done, parts = [], key, off = false, sent, typed = {}, wrong = {} } = shown;
  const title = state === 'form' ? t.title : t[state].title;
  // Both forms offer the same parts; elements are visited in the order of the page, a form's first field before its parts.
  let inForm: unknown;
  return rewrite(built, (element) => {
    const { properties, tagName } = element;
    if (tagName === 'form') inForm = undefined;
    if (tagName === 'input' && (properties['name'] === 'email' || properties['name'] === 'webhook')) inForm = properties['name'];
    if (tagName === 'title') setText(element, title);
    if (tagName === 'head') element.children.push({ type: 'element', tagName: 'meta', properties: { name: 'robots', content: 'noindex' }, children: [] });
    if (has(element, 'dataState')) (has(element, 'dataState', state) ? show : hide)(element);
    if (has(element, 'dataSecret')) properties['value'] = link;
    if (has(element, 'dataWhat') && what !== undefined) setText(element, t.manage.what(what));
    if (has(element, 'dataDone') && done !== undefined) said(element, t.manage[done]);
    if (has(element, 'dataOff') && off) show(element);
    if (has(element, 'dataKeyPart') && key !== undefined) show(element);
    if (has(element, 'dataKey') && key !== undefined) setText(element, key);
    if (has(element, 'dataBack') && state !== 'form') show(element);
    if (has(element, 'dataPart') && (parts.includes(String(properties['dataPart'])) || (inForm === sent && typed[String(properties['name'])] !== undefined))) properties['checked'] = true;
    if (has(element, 'dataProblem') && Object.keys(wrong).length > 0) show(element);
    if (has(element, 'dataError') && wrong[String(properties['dataError'])] !== undefined) said(element, wrong[String(properties['dataError'])] ?? '');
    if (tagName === 'input' && ['email', 'owner', 'webhook'].includes(String(properties['name']))) {
      const name = String(properties['name']);
      if (typed[name] !== undefined) properties['value'] = typed[name];
      if (wrong[name] !== undefined) properties['ariaInvalid'] = 'true';
    }
  });
}

function said(element: Element, text: string): void {
  show(element);
  setText(element, text);
}

/** What a form is filled with before anybody types: words of another page, and the name of a known reader. */
import { contactFirstTextsFor } from '../texts/contact-first-texts.ts';
import { mayUse, userWords, type KnownReader } from './audience.ts';
import { marked, say, setHidden } from './dom.ts';
import type { Form } from './form.ts';
import { readCarried } from './kept.ts';

/** A field of the form by its name. */
export function control(element: HTMLFormElement, name: string): HTMLInputElement | null {
  return element.elements.namedItem(name) as HTMLInputElement | null;
}

function fillEmpty(field: HTMLInputElement | null, text: string | undefined): void {
  if (field !== null && field.value === '' && text !== undefined) field.value = text.slice(0, field.maxLength > 0 ? field.maxLength : undefined);
}

/** @returns from where the reader came */
export function bringAlong(root: HTMLElement, element: HTMLFormElement): 'article' | 'search' | 'elsewhere' {
  const { article, words } = readCarried();
  fillEmpty(control(element, 'article'), article?.id);
  fillEmpty(control(element, 'query'), words);
  fillEmpty(control(element, 'subject'), words);
  if (article !== undefined) {
    say(marked(root, 'about'), `${contactFirstTextsFor(document.documentElement.lang).form.about}: ${article.title}`);
    setHidden(marked(root, 'about'), false);
    return 'article';
  }
  return words === undefined ? 'elsewhere' : 'search';
}

/** Shows who is named, and opens what only some may use. */
export function welcome(root: HTMLElement, element: HTMLFormElement, form: Form, user: KnownReader | undefined): void {
  if (user !== undefined) {
    say(marked(root, 'user'), userWords(user, contactFirstTextsFor(document.documentElement.lang).form));
    setHidden(marked(root, 'user'), false);
    fillEmpty(control(element, 'name'), user.name);
    fillEmpty(control(element, 'email'), user.email);
  }
  const open = mayUse(form.audience, user);
  setHidden(marked(root, 'closed'), open);
  setHidden(element, !open);
}

/** The questions of a form in the browser: what is typed, and which apply. */
import { contactFirstTextsFor } from '../texts/contact-first-texts.ts';
import { marked, say } from './dom.ts';
import { applies, LENGTHS, textOf, type Form } from './form.ts';

/** Everything typed or chosen, besides files. */
export function typedValues(form: HTMLFormElement): Record<string, string> {
  return Object.fromEntries([...new FormData(form)].filter((entry): entry is [string, string] => typeof entry[1] === 'string'));
}

export function restore(form: HTMLFormElement, values: Readonly<Record<string, string>>): void {
  for (const control of form.elements) {
    if (control instanceof HTMLInputElement && (control.type === 'radio' || control.type === 'checkbox')) control.checked = values[control.name] === control.value;
    else if (control instanceof HTMLInputElement || control instanceof HTMLTextAreaElement || control instanceof HTMLSelectElement) {
      if (control.type !== 'file' && control.name !== 'form' && values[control.name] !== undefined) control.value = values[control.name]!;
    }
  }
}

/** Shows what the answers so far ask for. */
export function showAsked(root: HTMLElement, form: Form, values: Readonly<Record<string, string>>): void {
  for (const field of form.fields) marked(root, 'question', field.name)?.toggleAttribute('data-shown', applies(form, field, values));
  const t = contactFirstTextsFor(document.documentElement.lang).form;
  const left = LENGTHS.message - textOf(values, 'message').length;
  const note = marked(root, 'left');
  // Nobody needs to know how far away a limit is until it is near.
  say(note, left < LENGTHS.message / 5 ? t.left(left) : '');
  note?.classList.toggle('is-over', left < 0);
}

export function focusField(target: HTMLElement): void {
  const question = target.closest<HTMLElement>('.question') ?? target;
  question.scrollIntoView();
  target.focus({ preventScroll: true });
}

/** The questions of a form in the browser: what is typed, which apply, what is wrong with them. */
import { contactTextsFor } from '../texts/contact-texts.ts';
import { fill, marked, say, setHidden } from './dom.ts';
import { applies, LENGTHS, textOf, type Form } from './form.ts';
import { part } from './part.ts';

/** Everything typed or chosen, besides files. */
export function typedValues(form: HTMLFormElement): Record<string, string> {
  return Object.fromEntries([...new FormData(form)].filter((entry): entry is [string, string] => typeof entry[1] === 'string'));
}

/** The same without what was hidden again by a later choice: it is kept here, and never sent. */
export function sentValues(form: Form, values: Readonly<Record<string, string>>): Record<string, string> {
  const idle = form.fields.filter((field) => !applies(form, field, values)).flatMap(({ name }) => [name, `${name}-day`, `${name}-month`, `${name}-year`]);
  return Object.fromEntries(Object.entries(values).filter(([name, value]) => value !== '' && !idle.includes(name)));
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
  const t = contactTextsFor(document.documentElement.lang).form;
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

/** The chosen files as a list from which each can be taken out again. */
export function listFiles(root: HTMLElement): void {
  const input = root.querySelector<HTMLInputElement>('[data-form] input[type=file]');
  const list = marked(root, 'file-list');
  if (input === null || list === null) return;
  const locale = document.documentElement.lang;
  const t = contactTextsFor(locale).form;
  const size = new Intl.NumberFormat(locale, { style: 'unit', unit: 'megabyte', maximumFractionDigits: 1 });
  const show = () => {
    const files = [...(input.files ?? [])];
    setHidden(list, files.length === 0);
    fill(
      list,
      files.map((file, index) =>
        part('li', {}, part('span', {}, `${file.name}, ${size.format(Math.max(0.1, file.size / 1_048_576))}`), part('button', { type: 'button', class: 'link-button', 'data-drop': String(index) }, t.removeFile(file.name))),
      ),
    );
  };
  input.addEventListener('change', show);
  list.addEventListener('click', (event) => {
    const index = event.target instanceof HTMLElement ? event.target.dataset['drop'] : undefined;
    if (index === undefined) return;
    const kept = new DataTransfer();
    [...(input.files ?? [])].filter((_, at) => at !== Number(index)).forEach((file) => kept.items.add(file));
    input.files = kept.files;
    show();
    input.focus();
  });
}

/** The parts of a contact page that depend on what was typed, made once for browser and service. */
import type { ContactTexts } from '../texts/contact-texts.ts';
import type { AnswerProblem } from './answers.ts';
import type { Find } from './finds.ts';
import { elementId, type Form } from './form.ts';
import { part, type Part } from './part.ts';
import type { Receipt } from './receipt.ts';
import type { Row } from './summary.ts';

type Words = ContactTexts;

/** The error summary: each line leads to its question. */
export function problemItems(problems: readonly AnswerProblem[], idOf: (field: string) => string): Part[] {
  return problems.map(({ field, message }) => part('li', {}, part('a', { href: `#${idOf(field)}` }, message)));
}

/** What was answered, each with a way back to its question. Without a script that way is a button of the review's form. */
export function rowItems(rows: readonly Row[], form: Form, action: string, t: Words): Part[] {
  return rows.map(({ name, label, text }) =>
    part(
      'div',
      {},
      part('dt', {}, label),
      part('dd', text === '' ? { class: 'quiet' } : {}, text === '' ? t.review.notGiven : text),
      part('dd', { class: 'change' }, changeButton(name, label, form, action, t)),
    ),
  );
}

function changeButton(name: string, label: string, form: Form, action: string, t: Words): Part {
  return part('button', { class: 'link-button', name: 'step', value: 'change', formnovalidate: '', formaction: `${action}#${elementId(form, name)}`, 'data-change': name }, t.review.change, part('span', { class: 'visually-hidden' }, ` ${label}`));
}

/** @param back the way back to a field, for a page without a script; otherwise the script takes a find out */
export function findItems(finds: readonly Find[], labels: ReadonlyMap<string, string>, t: Words, back?: { readonly form: Form; readonly action: string }): Part[] {
  return finds.map((find, index) => {
    const label = labels.get(find.field) ?? find.field;
    const way = back === undefined
      ? part('button', { class: 'link-button', type: 'button', 'data-remove': String(index) }, t.privacy.remove, part('span', { class: 'visually-hidden' }, ` ${find.text}`))
      : changeButton(find.field, label, back.form, back.action, t);
    return part(
      'li',
      {},
      part('p', { class: 'small quiet' }, t.privacy.quote(t.privacy.kinds[find.kind] ?? t.privacy.kinds['other'] ?? '', label)),
      part('p', {}, part('q', {}, find.before, part('mark', {}, find.text), find.after)),
      way,
    );
  });
}

/** Articles that may help; they open beside the page, so that no word is lost. */
export function answerItems(answers: Receipt['answers'], t: Words, newTab: boolean): Part[] {
  return answers.map(({ title, url, summary }) =>
    part(
      'li',
      {},
      part('a', { href: url, ...(newTab ? { target: '_blank', rel: 'noopener' } : {}) }, title, ...(newTab ? [part('span', { class: 'visually-hidden' }, ` ${t.suggest.newTab}`)] : [])),
      ...(summary === undefined ? [] : [part('p', { class: 'quiet small' }, summary)]),
    ),
  );
}

export function nextItems(next: readonly string[]): Part[] {
  return next.map((one) => part('li', {}, one));
}

/** What the review carries to the next step. */
export function hiddenInputs(values: ReadonlyMap<string, string>): Part[] {
  return [...values].map(([name, value]) => part('input', { type: 'hidden', name, value }));
}

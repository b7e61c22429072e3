/** What is wrong with a form as it stands, and showing it. */
import { contactTextsFor, type ContactTexts } from '../texts/contact-texts.ts';
import { readAnswers, type AnswerProblem } from './answers.ts';
import { fill, marked, say, setHidden } from './dom.ts';
import { fileProblems, FILE_LIMITS } from './files.ts';
import { focusField } from './fields-client.ts';
import { applies, elementId, type Form } from './form.ts';
import type { Outcome } from './send.ts';
import { askingOrder } from './summary.ts';
import { problemItems } from './views.ts';

/** In the order in which the page asks. */
export function problemsOf(form: Form, values: Readonly<Record<string, string>>, files: readonly File[]): AnswerProblem[] {
  const read = readAnswers(form, values, Date.now(), document.documentElement.lang);
  const order = askingOrder(form);
  return [...(read.ok ? [] : read.problems), ...wrongFiles(files)].sort((a, b) => order.indexOf(a.field) - order.indexOf(b.field));
}

/** The same without what was hidden again by a later choice: it is kept here, and never sent. */
export function sentValues(form: Form, values: Readonly<Record<string, string>>): Record<string, string> {
  const idle = form.fields.filter((field) => !applies(form, field, values)).flatMap(({ name }) => [name, `${name}-day`, `${name}-month`, `${name}-year`]);
  return Object.fromEntries(Object.entries(values).filter(([name, value]) => value !== '' && !idle.includes(name)));
}

/** What is wrong with the chosen files, as one problem of their field. */
function wrongFiles(files: readonly File[]): AnswerProblem[] {
  const t = contactTextsFor(document.documentElement.lang).errors.files;
  const problems = fileProblems(files).map((problem) => {
    switch (problem.kind) {
      case 'count':
        return t.count(FILE_LIMITS.count);
      case 'all':
        return t.all(FILE_LIMITS.all);
      case 'each':
        return t.each(problem.file, FILE_LIMITS.each);
      default:
        return t[problem.kind](problem.file);
    }
  });
  return problems.length === 0 ? [] : [{ field: 'files', message: problems.join('. ') }];
}

/** The words of the later steps. */
export function words(): ContactTexts {
  return contactTextsFor(document.documentElement.lang);
}

/** Why a message is not stored. */
export function failureWords(outcome: Exclude<Outcome, { kind: 'stored' | 'invalid' }>): string {
  const t = words().failure;
  if (outcome.kind === 'tooMany') return t.tooMany(Math.ceil(outcome.seconds / 60));
  return t[outcome.kind === 'otherBody' ? 'refused' : outcome.kind];
}

const followed = new WeakSet<HTMLElement>();

/** The summary above, a sentence at each question, and the focus where they can be read. */
export function showProblems(root: HTMLElement, form: Form, problems: readonly AnswerProblem[]): void {
  const t = contactTextsFor(document.documentElement.lang);
  const summary = marked(root, 'problems')!;
  if (!followed.has(summary)) followLinks(summary);
  fill(marked(root, 'problem-list'), problemItems(problems, (field) => (field === 'intended' ? field : elementId(form, field))));
  setHidden(summary, problems.length === 0);
  for (const place of root.querySelectorAll<HTMLElement>('[data-error]')) {
    const message = problems.find(({ field }) => field === place.dataset['error'])?.message;
    say(place, message ?? '');
    setHidden(place, message === undefined);
  }
  const wrong = new Set(problems.map(({ field }) => field));
  for (const control of root.querySelectorAll<HTMLInputElement>('input, textarea, select')) {
    const isWrong = wrong.has(control.name.replace(/-(day|month|year)$/, ''));
    if (isWrong) control.setAttribute('aria-invalid', 'true');
    else control.removeAttribute('aria-invalid');
  }
  const title = document.title.startsWith(t.errors.prefix) ? document.title.slice(t.errors.prefix.length) : document.title;
  document.title = problems.length === 0 ? title : t.errors.prefix + title;
  if (problems.length > 0) summary.focus();
}

/** A link of the summary leads to its field, and the keyboard with it. */
function followLinks(summary: HTMLElement): void {
  followed.add(summary);
  summary.addEventListener('click', (event) => {
    const link = event.target instanceof Element ? event.target.closest('a') : null;
    const target = link === null ? null : document.getElementById(link.hash.slice(1));
    if (target === null) return;
    event.preventDefault();
    focusField(target);
  });
}

/** What is wrong with a form as it stands, in the order in which the page asks. */
import { contactTextsFor } from '../texts/contact-texts.ts';
import { readAnswers, type AnswerProblem } from './answers.ts';
import { fileProblems, FILE_LIMITS } from './files.ts';
import type { Form } from './form.ts';
import { askingOrder } from './summary.ts';

export function problemsOf(form: Form, values: Readonly<Record<string, string>>, files: readonly File[]): AnswerProblem[] {
  const read = readAnswers(form, values, Date.now(), document.documentElement.lang);
  const order = askingOrder(form);
  return [...(read.ok ? [] : read.problems), ...wrongFiles(files)].sort((a, b) => order.indexOf(a.field) - order.indexOf(b.field));
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

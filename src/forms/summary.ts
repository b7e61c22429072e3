/** A message as its writer checks it, and as an agent reads it: questions with their answers, in the form's order. */
import { contactTextsFor } from '../texts/contact-texts.ts';
import type { Answers } from './answers.ts';
import { topicOf, type Form, type Values } from './form.ts';

export interface Row {
  /** The field's name. */
  readonly name: string;
  readonly label: string;
  /** Empty when it was asked and not answered. */
  readonly text: string;
}

/** Every name in the order in which the page asks. */
export function askingOrder(form: Form): string[] {
  const own = (kept: (kind: string) => boolean) => form.fields.filter(({ kind }) => kept(kind)).map(({ name }) => name);
  return ['topic', ...own((kind) => kind !== 'file' && kind !== 'consent'), 'subject', 'message', 'files', 'name', 'email', ...own((kind) => kind === 'consent')];
}

/** @param asked names of the form's own fields that were asked */
export function summaryOf(form: Form, answers: Answers, asked: readonly string[], locale: string): Row[] {
  const t = contactTextsFor(locale).form;
  const topic = topicOf(form, { topic: answers.topic } satisfies Values);
  const own = (name: string): Row[] => {
    const field = form.fields.find((one) => one.name === name);
    return field === undefined || field.kind === 'file' || !asked.includes(name) ? [] : [{ name, label: field.label, text: answers.fields[name] ?? '' }];
  };
  return askingOrder(form).flatMap((name): Row[] => {
    switch (name) {
      case 'topic':
        return form.topics.length === 1 || topic === undefined ? [] : [{ name, label: form.question, text: topic.label }];
      case 'subject':
        return form.message === false ? [] : [{ name, label: t.subject, text: answers.subject }];
      case 'message':
        return form.message === false ? [] : [{ name, label: form.message.label ?? t.message, text: answers.message }];
      case 'name':
        return [{ name, label: t.name, text: answers.name ?? '' }];
      case 'email':
        return [{ name, label: t.email, text: answers.email }];
      default:
        return own(name);
    }
  });
}

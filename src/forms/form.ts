/** A contact form as the browser and the service know it: its data, and which of its questions apply. */
import type { Form } from '../catalog/support/forms.ts';
import type { Audience, Field, Topic } from '../catalog/support/forms-schema.ts';

export type { Audience, Field, Form, Topic };

/** What was typed or chosen, by name; a browser's form and a JSON body alike. */
export type Values = Readonly<Record<string, unknown>>;

/** Characters at most. The service's body cap follows from these. */
export const LENGTHS = { name: 100, email: 254, subject: 150, message: 10_000, field: 300, query: 200 } as const;

/** A value as text; anything else than text is nothing. */
export function textOf(values: Values, name: string): string {
  const value = values[name];
  return typeof value === 'string' ? value : '';
}

/** The topic that was chosen; a form with one topic does not ask. */
export function topicOf(form: Form, values: Values): Topic | undefined {
  const chosen = textOf(values, 'topic');
  return form.topics.length === 1 ? form.topics[0] : form.topics.find(({ id }) => id === chosen);
}

/** Whether a field is asked, given what was answered before it. A field that is not asked makes those that hang on it not asked either. */
export function applies(form: Form, field: Field, values: Values): boolean {
  return Object.entries(field.showIf ?? {}).every(([name, wanted]) => {
    const given = name === 'topic' ? topicOf(form, values)?.id : textOf(values, name);
    const on = form.fields.find((one) => one.name === name);
    return [wanted].flat().includes(given ?? '') && (on === undefined || applies(form, on, values));
  });
}

/** What the form asks besides its topic and the requester, as it stands now. */
export function askedFields(form: Form, values: Values): Field[] {
  return form.fields.filter((field) => applies(form, field, values));
}

/** The id of one of several buttons. Two hyphens stand in no slug, so a choice called "error" is not the message beside it. */
export function choiceId(name: string, value: string): string {
  return `${name}--${value}`;
}

/** The id of the element an error or a "Change" leads to. */
export function elementId(form: Form, name: string): string {
  const field = form.fields.find((one) => one.name === name);
  if (name === 'topic') return choiceId('topic', form.topics[0]?.id ?? '');
  if (field?.kind === 'choice' && isShort(field)) return choiceId(name, field.options[0]?.value ?? '');
  return field?.kind === 'date' ? `${name}-day` : name;
}

/** A short list is shown as buttons, a long one as a list that opens. */
export function isShort(field: Field): boolean {
  return field.options.length <= 7;
}

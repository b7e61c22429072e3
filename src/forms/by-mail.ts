/** A form as an email, for sites without a service: what to write, and a mail that asks for it. Pure. */
import type { ContactTexts } from '../texts/contact-texts.ts';
import type { Form } from './form.ts';

/** What the form would ask, in its order; consents and files are nothing to write. */
export function questionsOf(form: Form, t: ContactTexts): readonly { readonly label: string; readonly hint?: string | undefined }[] {
  const topics = form.topics.length > 1 ? [{ label: t.byMail.about(form.topics.map(({ label }) => label)) }] : [];
  const own = form.fields.filter(({ kind }) => kind !== 'file' && kind !== 'consent').map(({ label, hint }) => ({ label, hint }));
  const message = form.message === false ? [] : [{ label: form.message.label ?? t.form.message, hint: form.message.hint ?? t.form.messageHint }];
  return [...topics, ...own, ...message];
}

/** Mail programs cut addresses that are much longer. */
const LONGEST = 1_800;

/** A `mailto:` whose mail has the form's title as its subject and its questions as its body. */
export function mailtoOf(form: Form, mail: string, t: ContactTexts): string {
  const address = `mailto:${encodeURI(mail)}?subject=${encodeURIComponent(form.title)}`;
  const body = encodeURIComponent(questionsOf(form, t).map(({ label }) => `${label}\r\n\r\n`).join('\r\n'));
  return address.length + body.length > LONGEST ? address : `${address}&body=${body}`;
}

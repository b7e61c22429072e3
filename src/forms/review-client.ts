/** The review in the browser: what was answered, and what looks private with a way to take it out. */
import { contactTextsFor } from '../texts/contact-texts.ts';
import { readAnswers } from './answers.ts';
import { fill, marked, say, setHidden } from './dom.ts';
import { without, type Find } from './finds.ts';
import { askedFields, type Form } from './form.ts';
import { summaryOf } from './summary.ts';
import { findItems, rowItems } from './views.ts';

interface Reviewed {
  readonly root: HTMLElement;
  readonly form: Form;
  readonly values: Readonly<Record<string, string>>;
  readonly files: readonly File[];
  readonly find: (values: Readonly<Record<string, string>>) => Promise<readonly Find[]>;
  /** A field has a new text. */
  readonly removed: (name: string, text: string) => void;
}

/** @returns when the page shows it */
export async function showReview(reviewed: Reviewed): Promise<void> {
  const { root, form, values, files, find, removed } = reviewed;
  const locale = document.documentElement.lang;
  const t = contactTextsFor(locale);
  const read = readAnswers(form, values, Date.now(), locale);
  if (!read.ok) return;
  const asked = askedFields(form, values);
  const rows = summaryOf(form, read.answers, asked.map(({ name }) => name), locale);
  const chosen = asked.find(({ kind }) => kind === 'file');
  if (chosen !== undefined) {
    const at = rows.findIndex(({ name }) => name === 'name');
    rows.splice(at, 0, { name: chosen.name, label: chosen.label, text: files.map(({ name }) => name).join('\n') });
  }
  fill(marked(root, 'rows'), rowItems(rows, form, root.dataset['action'] ?? '', t));
  // The files are chosen already; this field is for a page that could not carry them.
  setHidden(marked(root, 'review-files'), true);

  const finds = await find(values);
  const labels = new Map(rows.map(({ name, label }) => [name, label]));
  setHidden(marked(root, 'finds'), finds.length === 0);
  say(marked(root, 'finds-title'), t.privacy.title(finds.length));
  const list = marked(root, 'finds-list');
  fill(list, findItems(finds, labels, t));
  if (list === null) return;
  list.onclick = (event) => {
    const button = event.target instanceof Element ? event.target.closest<HTMLElement>('[data-remove]') : null;
    const found = button === null ? undefined : finds[Number(button.dataset['remove'])];
    if (found === undefined) return;
    const text = without(values[found.field] ?? '', found, t.privacy.removedAs);
    removed(found.field, text);
    void showReview({ ...reviewed, values: { ...values, [found.field]: text } }).then(() => {
      say(marked(root, 'sending'), t.privacy.removed);
      const next = list.querySelector<HTMLElement>('[data-remove]') ?? root.querySelector<HTMLElement>('#review-title');
      next?.focus();
    });
  };
}

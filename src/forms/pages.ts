/**
 * The built contact pages as a reader without JavaScript gets them back: with problems, to check, or with thanks.
 *
 * Every function takes the built page of its form (`/contact/<form>/`), or of `/contact/thanks/`, and returns it filled in.
 */
import type { Element, ElementContent } from 'hast';
import { contactTextsFor } from '../texts/contact-texts.ts';
import type { AnswerProblem, Answers } from './answers.ts';
import { mayUse, userWords, type KnownReader } from './audience.ts';
import type { Find } from './finds.ts';
import { applies, askedFields, elementId, textOf, type Form, type Values } from './form.ts';
import type { Part } from './part.ts';
import type { Receipt } from './receipt.ts';
import { has, hide, rewrite, setText, show } from './rewrite.ts';
import { askingOrder, summaryOf } from './summary.ts';
import { answerItems, findItems, hiddenInputs, nextItems, problemItems, rowItems } from './views.ts';

export interface FormState {
  readonly form: Form;
  /** As they were sent; only what the form knows is filled in. */
  readonly values: Values;
  readonly locale: string;
  /** Who the signed context names, checked. */
  readonly user?: KnownReader | undefined;
  /** The title of the article the reader came from. */
  readonly about?: string | undefined;
}

export interface ReviewState extends FormState {
  readonly answers: Answers;
  readonly token: string;
  readonly key: string;
  readonly finds?: readonly Find[];
  readonly suggestions?: Receipt['answers'];
  /** An open incident that the message may be about, and what the page says of it. */
  readonly incident?: { readonly id: string; readonly parts: readonly Part[] } | undefined;
  /** Names of files that came with the first step: they are not kept, and have to be chosen again. */
  readonly filesGiven?: readonly string[];
  /** What is wrong with the files of the second step, or with `intended`. */
  readonly problems?: readonly AnswerProblem[];
}

/** Why nothing was stored. */
export type Failure = 'unavailable' | 'tooMany' | 'refused' | 'busy' | 'tooLarge';

/** The form with every word, and what is wrong beside its question and summed above. Without problems it is the way back from the review. */
export function formPageWithProblems(built: string, state: FormState & { readonly problems: readonly AnswerProblem[] }): string {
  return filled(built, { ...state, step: 'form' });
}

/** The review: what was answered, what looks private, and the button that sends. */
export function reviewPage(built: string, state: ReviewState): string {
  return filled(built, { ...state, step: 'review', problems: state.problems ?? [] });
}

/** The same page with why nothing was stored, every word, and the address to write to. Give the review's state when the second step failed. */
export function unavailablePage(built: string, state: (FormState | ReviewState) & { readonly failure: Failure; readonly retryAfterSeconds?: number | undefined }): string {
  const t = contactTextsFor(state.locale).failure;
  const reason = state.failure === 'tooMany' ? t.tooMany(Math.ceil((state.retryAfterSeconds ?? 60) / 60)) : t[state.failure];
  return filled(built, { ...state, step: 'token' in state ? 'review' : 'form', problems: [], reason });
}

/** The page of thanks with the reference and what happens next. */
export function thanksPage(built: string, { receipt, locale }: { readonly receipt: Receipt; readonly locale: string }): string {
  const t = contactTextsFor(locale);
  return rewrite(built, (element) => {
    if (has(element, 'dataReceipt')) show(element);
    if (has(element, 'dataNothing')) hide(element);
    if (has(element, 'dataReference')) setText(element, receipt.reference);
    if (has(element, 'dataPromised')) setText(element, receipt.promise.text);
    if (has(element, 'dataNext') && receipt.next.length > 0) show(element);
    if (has(element, 'dataNextList')) element.children = hast(nextItems(receipt.next));
    if (has(element, 'dataAnswers') && receipt.answers.length > 0) show(element);
    if (has(element, 'dataAnswersList')) element.children = hast(answerItems(receipt.answers, t, false));
  });
}

type State = (FormState | ReviewState) & { readonly step: 'form' | 'review'; readonly problems: readonly AnswerProblem[]; readonly reason?: string };

function filled(built: string, state: State): string {
  const { form, values, locale, user, step } = state;
  const t = contactTextsFor(locale);
  const review = 'token' in state ? state : undefined;
  const order = askingOrder(form);
  const problems = [...state.problems].sort((a, b) => order.indexOf(a.field) - order.indexOf(b.field));
  const wrong = new Map(problems.map(({ field, message }) => [field, message]));
  const asked = askedFields(form, values).map(({ name }) => name);
  const rows = review === undefined ? [] : summaryOf(form, review.answers, asked, locale);
  const labels = new Map(rows.map(({ name, label }) => [name, label]));
  const finds = review?.finds ?? [];
  const given = { name: user?.name, email: user?.email } as Readonly<Record<string, string | undefined>>;
  const typed = (name: string) => (name in values ? textOf(values, name) : (given[name] ?? ''));
  const idOf = (field: string) => (step === 'review' && field === 'files' ? 'review-files' : field === 'intended' ? field : elementId(form, field));
  let action = '';

  return rewrite(built, (element) => {
    const { properties, tagName } = element;
    if (has(element, 'dataContact')) {
      properties['dataServed'] = step;
      action = String(properties['dataAction'] ?? '');
    }
    if (has(element, 'dataStep')) (properties['dataStep'] === step ? show : hide)(element);
    if (tagName === 'title') setText(element, titleOf(element, { wrong: wrong.size > 0, review: step === 'review' ? t.review.title : undefined, prefix: t.errors.prefix }));
    if (has(element, 'dataProblems') && problems.length > 0) show(element);
    if (has(element, 'dataProblemList')) element.children = hast(problemItems(problems, idOf));
    if (has(element, 'dataFailure') && state.reason !== undefined) show(element);
    if (has(element, 'dataFailureReason')) setText(element, state.reason ?? '');
    if (has(element, 'dataUser') && user !== undefined) {
      show(element);
      setText(element, userWords(user, t.form));
    }
    if (mayUse(form.audience, user)) {
      if (has(element, 'dataClosed')) hide(element);
      if (has(element, 'dataForm')) show(element);
    }
    if (has(element, 'dataAbout') && state.about !== undefined) {
      show(element);
      setText(element, `${t.form.about}: ${state.about}`);
    }
    fillControl(element, typed, (name) => wrong.has(name));
    const field = form.fields.find(({ name }) => has(element, 'dataQuestion', name));
    if (field !== undefined && has(element, 'dataShowIf') && applies(form, field, values)) properties['dataShown'] = '';
    const message = wrong.get(String(properties['dataError']));
    if (has(element, 'dataError') && message !== undefined) {
      show(element);
      setText(element, message);
    }
    if (review === undefined) return;
    if (has(element, 'dataRows')) element.children = hast(rowItems(rows, form, action, t));
    if (has(element, 'dataCarried')) element.children = hast(hiddenInputs(carried(review)));
    if (has(element, 'dataFinds') && finds.length > 0) show(element);
    if (has(element, 'dataFindsTitle') && finds.length > 0) setText(element, t.privacy.title(finds.length));
    if (has(element, 'dataFindsList')) element.children = hast(findItems(finds, labels, t, { form, action }));
    if (properties['id'] === 'intended' && finds.length > 0) properties['required'] = true;
    if (has(element, 'dataIncident') && review.incident !== undefined) {
      show(element);
      element.children = hast(review.incident.parts);
    }
    if (has(element, 'dataAnswers') && (review.suggestions ?? []).length > 0 && step === 'review') show(element);
    if (has(element, 'dataAnswersList')) element.children = hast(answerItems(review.suggestions ?? [], t, true));
    if (has(element, 'dataFilesAgain') && (review.filesGiven ?? []).length > 0) {
      show(element);
      setText(element, t.review.filesAgain(review.filesGiven ?? []));
    }
  });
}

/** Every word of the review's form: what the form asks and what it brought along, never a name the form does not have. */
function carried({ form, values, token, key, incident }: ReviewState): Map<string, string> {
  const dates = form.fields.filter(({ kind }) => kind === 'date').flatMap(({ name }) => [`${name}-day`, `${name}-month`, `${name}-year`]);
  const names = [...askingOrder(form), ...dates, 'article', 'query', 'user', 'website'].filter((name) => name !== 'files');
  const words = names.flatMap((name): [string, string][] => (textOf(values, name) === '' ? [] : [[name, textOf(values, name)]]));
  return new Map([['form', form.id], ...words, ...(incident === undefined ? [] : [['incident', incident.id] as const]), ['token', token], ['key', key]]);
}

function fillControl(element: Element, typed: (name: string) => string, isWrong: (name: string) => boolean): void {
  const { properties, tagName } = element;
  if (!['input', 'textarea', 'select', 'option'].includes(tagName)) return;
  const name = String(properties['name'] ?? '');
  if (tagName === 'input') {
    const type = String(properties['type'] ?? 'text');
    // What the review carries is hidden, too, and right as it is.
    if (type === 'file' || (type === 'hidden' && !['article', 'query', 'user'].includes(name))) return;
    if (type === 'radio' || type === 'checkbox') {
      if (properties['value'] === typed(name) && name !== 'intended') properties['checked'] = true;
    } else properties['value'] = typed(name);
    const whole = name.replace(/-(day|month|year)$/, '');
    if (isWrong(name) || (whole !== name && isWrong(whole))) properties['ariaInvalid'] = 'true';
  }
  if (tagName === 'textarea') setText(element, typed(name));
  if (tagName === 'select') for (const option of element.children) if (option.type === 'element' && option.properties['value'] === typed(name)) option.properties['selected'] = true;
  if ((tagName === 'textarea' || tagName === 'select') && isWrong(name)) properties['ariaInvalid'] = 'true';
}

function titleOf(element: Element, { wrong, review, prefix }: { wrong: boolean; review: string | undefined; prefix: string }): string {
  const [first] = element.children;
  const built = first?.type === 'text' ? first.value : '';
  return `${wrong ? prefix : ''}${review === undefined ? built : `${review} · ${built.split(' · ').at(-1) ?? ''}`}`;
}

function hast(parts: readonly (Part | string)[]): ElementContent[] {
  // An attribute without a value is true here, and would be left out as an empty text.
  const properties = (attributes: Part['attributes']) => Object.fromEntries(Object.entries(attributes).map(([name, value]) => [name, value === '' ? true : value]));
  return parts.map((one) => (typeof one === 'string' ? { type: 'text', value: one } : { type: 'element', tagName: one.tag, properties: properties(one.attributes), children: hast(one.children) }));
}

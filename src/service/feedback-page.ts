/** The built article with its feedback section as a reader without JavaScript left it. */
import type { Texts } from '../texts/texts.ts';
import type { Problem } from './problems.ts';
import { has, hide, rewrite, setText, show } from '../forms/rewrite.ts';

interface Typed {
  readonly answer?: string | undefined;
  readonly reason?: string | undefined;
  readonly comment?: string | undefined;
  readonly token?: string | undefined;
}

export type FeedbackState = (Typed & { readonly kind: 'stored' }) | (Typed & { readonly kind: 'failed'; readonly problem: Problem });

export function feedbackPage(built: string, state: FeedbackState, t: Texts['feedback']): string {
  const message = state.kind === 'failed' ? failure(state.problem, t) : thanks(state, t);
  const fieldError = state.kind === 'failed' ? (state.problem.fields?.['comment'] ?? state.problem.fields?.['reason']) : undefined;
  return rewrite(built, (element) => {
    const { properties } = element;
    if (has(element, 'dataFeedbackMessage')) setText(element, message);
    // A token already: both forms now speak of that vote.
    if (state.token !== undefined) {
      if (has(element, 'dataFeedbackMore')) show(element);
      if (element.tagName === 'input' && properties['name'] === 'token') properties['value'] = state.token;
    }
    if (element.tagName === 'button' && properties['name'] === 'answer' && properties['value'] === state.answer && state.kind === 'stored') {
      properties['ariaPressed'] = 'true';
    }
    if (element.tagName === 'fieldset' && state.answer === 'yes') hide(element);
    if (element.tagName === 'input' && properties['name'] === 'reason' && properties['value'] === state.reason) properties['checked'] = true;
    if (element.tagName === 'textarea' && properties['name'] === 'comment') {
      setText(element, state.comment ?? '');
      if (fieldError !== undefined) properties['ariaInvalid'] = 'true';
    }
    if (has(element, 'dataFeedbackError') && fieldError !== undefined) {
      show(element);
      setText(element, fieldError);
    }
    if (element.tagName === 'head') element.children.push({ type: 'element', tagName: 'meta', properties: { name: 'robots', content: 'noindex' }, children: [] });
  });
}

function thanks({ answer, reason, comment }: Typed, t: Texts['feedback']): string {
  if (reason !== undefined || comment !== undefined) return t.thanksMore;
  return answer === 'yes' ? t.thanksYes : t.thanksNo;
}

function failure({ error }: Problem, t: Texts['feedback']): string {
  const messages: Readonly<Record<string, string>> = { 'too-many': t.tooMany, 'not-found': t.gone, invalid: t.invalid, unavailable: t.notStored };
  return messages[error] ?? t.notStored;
}

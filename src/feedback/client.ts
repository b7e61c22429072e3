/**
 * "Was this helpful?" in the browser: the vote is sent at once and thanked for only when it is stored.
 *
 * What a reader said stays in this tab until the service has it: it is tried again by itself, and shown as not
 * sent until then.
 */
import { session } from '../events/session.ts';
import { textsFor } from '../texts/texts.ts';

interface Vote {
  readonly article: string;
  readonly revision: string;
  readonly answer: 'yes' | 'no';
  readonly reason?: string;
  readonly comment?: string;
}

interface Kept {
  readonly vote: Vote;
  readonly stored: boolean;
}

type Outcome = { readonly kind: 'stored' } | { readonly kind: 'retry' | 'final'; readonly message: string; readonly fields?: Readonly<Record<string, string>> };

/** Seconds until the next try: short at first, then patient. */
const PAUSES = [2, 5, 15, 60];

export interface FeedbackControl {
  readonly submitted: (form: HTMLFormElement, submitter: HTMLElement | null) => void;
}

const controls = new WeakMap<HTMLElement, FeedbackControl>();

export function takeOver(root: HTMLElement): FeedbackControl {
  const known = controls.get(root);
  if (known !== undefined) return known;
  const t = textsFor(document.documentElement.lang).feedback;
  const article = root.dataset['article'] ?? '';
  const revision = root.dataset['revision'] ?? '';
  const message = root.querySelector<HTMLElement>('[data-feedback-message]')!;
  const more = root.querySelector<HTMLFormElement>('[data-feedback-more]')!;
  const error = root.querySelector<HTMLElement>('[data-feedback-error]')!;
  const comment = root.querySelector<HTMLTextAreaElement>('textarea')!;
  const fieldset = root.querySelector<HTMLFieldSetElement>('fieldset')!;
  const key = `bedside:vote:${article}`;
  let timer: ReturnType<typeof setTimeout> | undefined;
  let tries = 0;

  const keep = (kept: Kept) => sessionStorage.setItem(key, JSON.stringify(kept));

  function showAnswer(answer: 'yes' | 'no'): void {
    for (const button of root.querySelectorAll<HTMLButtonElement>('button[name=answer]')) {
      button.setAttribute('aria-pressed', String(button.value === answer));
    }
    fieldset.hidden = answer === 'yes';
  }

  function say(text: string, retry?: () => void): void {
    message.replaceChildren(text);
    if (retry === undefined) return;
    const button = Object.assign(document.createElement('button'), { type: 'button', className: 'link-button', textContent: t.tryAgain });
    button.addEventListener('click', retry);
    message.append(' ', button);
  }

  function showFieldError(text: string | undefined): void {
    error.hidden = text === undefined;
    error.textContent = text ?? '';
    comment.toggleAttribute('aria-invalid', text !== undefined);
    if (text !== undefined) comment.focus();
  }

  async function send(vote: Vote): Promise<void> {
    clearTimeout(timer);
    keep({ vote, stored: false });
    showAnswer(vote.answer);
    say(t.sending);
    const outcome = await post(root.querySelector('form')!.action, { ...vote, session: session() });
    const told = vote.reason !== undefined || vote.comment !== undefined;
    if (outcome.kind === 'stored') {
      tries = 0;
      keep({ vote, stored: true });
      say(told ? t.thanksMore : vote.answer === 'yes' ? t.thanksYes : t.thanksNo);
      more.hidden = told;
      showFieldError(undefined);
      return;
    }
    if (outcome.kind === 'final') {
      say(outcome.message);
      showFieldError(outcome.fields?.['comment'] ?? outcome.fields?.['reason']);
      return;
    }
    say(outcome.message, () => void send(vote));
    timer = setTimeout(() => void send(vote), (PAUSES[tries] ?? PAUSES.at(-1)!) * 1_000);
    tries += 1;
  }

  function submitted(form: HTMLFormElement, submitter: HTMLElement | null): void {
    const fields = new FormData(form, submitter);
    const chosen = fields.get('answer');
    const before = kept(key)?.vote;
    if (chosen === 'yes' || chosen === 'no') {
      more.hidden = true;
      void send({ article, revision, answer: chosen });
      return;
    }
    const reason = String(fields.get('reason') ?? '');
    const text = String(fields.get('comment') ?? '').trim();
    if (before === undefined || (reason === '' && text === '')) return;
    void send({ article, revision, answer: before.answer, ...(reason === '' ? {} : { reason }), ...(text === '' ? {} : { comment: text }) });
  }

  root.addEventListener('submit', (event) => {
    event.preventDefault();
    submitted(event.target as HTMLFormElement, event.submitter);
  });
  addEventListener('online', () => {
    const waiting = kept(key);
    if (waiting !== undefined && !waiting.stored) void send(waiting.vote);
  });

  const before = kept(key);
  if (before !== undefined && before.vote.revision === revision) {
    showAnswer(before.vote.answer);
    comment.value = before.vote.comment ?? '';
    const reason = root.querySelector<HTMLInputElement>(`input[name=reason][value="${CSS.escape(before.vote.reason ?? '')}"]`);
    if (reason !== null) reason.checked = true;
    if (!before.stored) void send(before.vote);
    else say(before.vote.answer === 'yes' ? t.thanksYes : t.thanksMore);
  }

  const control = { submitted };
  controls.set(root, control);
  return control;
}

async function post(address: string, vote: Vote & { session: string }): Promise<Outcome> {
  const t = textsFor(document.documentElement.lang).feedback;
  let response: Response;
  try {
    response = await fetch(address, {
      method: 'POST',
      headers: { 'content-type': 'application/json', accept: 'application/json' },
      body: JSON.stringify(vote),
      credentials: 'omit',
      signal: AbortSignal.timeout(15_000),
    });
  } catch {
    return { kind: 'retry', message: navigator.onLine ? t.unavailable : t.notSent };
  }
  if (response.status === 201) return { kind: 'stored' };
  if (response.status === 429) return { kind: 'final', message: t.tooMany };
  if (response.status === 404) return { kind: 'final', message: t.gone };
  if (response.status >= 500) return { kind: 'retry', message: t.unavailable };
  const body = (await response.json().catch(() => ({}))) as { fields?: Record<string, string> };
  return { kind: 'final', message: t.invalid, ...(body.fields === undefined ? {} : { fields: body.fields }) };
}

function kept(key: string): Kept | undefined {
  try {
    return JSON.parse(sessionStorage.getItem(key) ?? 'null') as Kept | undefined ?? undefined;
  } catch {
    return undefined;
  }
}

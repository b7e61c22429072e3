/**
 * A contact form in the browser: the same steps as without a script, on one page, with nothing lost in between.
 */
import { send as sendEvents, tell } from '../events/client.ts';
import type { Suggestion } from '../search/suggest.ts';
import { contactFirstTextsFor } from '../texts/contact-first-texts.ts';
import type { AnswerProblem } from './answers.ts';
import { bringAlong, control, welcome } from './arrival-client.ts';
import { marked, say, setHidden } from './dom.ts';
import { focusField, restore, showAsked, typedValues } from './fields-client.ts';
import { elementId, topicOf, type Form } from './form.ts';
import { showHours } from './hours-client.ts';
import { dropCarried, keepDraft, keepReceipt, knownContext, readDraft, readReceipt, type Draft } from './kept.ts';
import type { Receipt } from './receipt.ts';
import type { Outcome } from './send.ts';
import type { Sender } from './sender.ts';
import type { Suggestions } from './suggest-client.ts';
import type { WordWatch } from './watch-words.ts';

type Step = 'form' | 'review' | 'sent' | 'solved';

/** What stands beside the writing: answers that may help, and a look at what is private. */
interface Beside {
  readonly suggestions: Suggestions;
  readonly words: WordWatch;
}

/** Keys are pressed faster than anything needs to be stored. */
const KEEP_AFTER_MS = 300;

const root = marked(document, 'contact')!;
const element = marked<HTMLFormElement>(root, 'form')!;
const page = JSON.parse(marked(root, 'form-data')!.textContent) as { form: Form; suggested: Record<string, Suggestion[]> };
const built = document.title;
/** The product hands its context over behind the address, or through the service in the page. */
const context = knownContext() ?? (control(element, 'user')?.value || undefined);
root.dataset['ready'] = '';
showHours(root);

// A review that the service filled in is used as it is, and so is every page where the browser has no cryptography.
if (root.dataset['served'] === 'review' || !isSecureContext) {
  const show = () => showAsked(root, page.form, typedValues(element));
  element.addEventListener('input', show);
  show();
} else takeOver(page.form, page.suggested);

function takeOver(form: Form, suggested: Readonly<Record<string, readonly Suggestion[]>>): void {
  const t = contactFirstTextsFor(document.documentElement.lang);
  const values = () => typedValues(element);
  const files = () => [...(element.querySelector<HTMLInputElement>('input[type=file]')?.files ?? [])];
  const checking = () => import('./check-client.ts');
  let beside: Beside | undefined;
  /** What sends is fetched when the form is first touched. */
  let post: Promise<Sender> | undefined;
  let sending: Sender | undefined;
  let keeping: ReturnType<typeof setTimeout> | undefined;
  let done = false;

  function poster(): Promise<Sender> {
    post ??= import('./sender.ts').then(({ sender }) => (sending = sender({ action: root.dataset['action'] ?? '', form: form.id, context, draft: readDraft(form.id), changed: keep })));
    post.catch(() => (post = undefined));
    return post;
  }

  function keep(): void {
    clearTimeout(keeping);
    const typed = values();
    if (!done && isWritten(typed)) keepDraft(form.id, { values: typed, ...(sending?.kept() ?? startOf(readDraft(form.id))) });
  }

  function changed(): void {
    const typed = values();
    showAsked(root, form, typed);
    beside?.suggestions.changed(topicOf(form, typed)?.id ?? '', `${typed['subject'] ?? ''} ${typed['message'] ?? ''}`);
    beside?.words.changed(typed);
  }

  async function stand(): Promise<Beside> {
    if (beside !== undefined) return beside;
    const [{ suggestAnswers }, { watchWords }] = await Promise.all([import('./suggest-client.ts'), import('./watch-words.ts')]);
    beside ??= { suggestions: suggestAnswers(root, form, suggested, () => end('solved')), words: watchWords(root, form) };
    changed();
    return beside;
  }

  function show(step: Step): void {
    for (const one of root.querySelectorAll<HTMLElement>('[data-step]')) one.hidden = one.dataset['step'] !== step;
    setHidden(marked(root, 'failure'), true);
    setHidden(marked(root, 'problems'), true);
    const title = marked(root, 'step', step)?.querySelector('h1')?.textContent;
    document.title = step === 'form' || title === undefined ? built : `${title} · ${built.split(' · ').at(-1)}`;
  }

  function go(step: Step): void {
    if (stepNow() !== step) history.pushState({ contact: step }, '');
    show(step);
    scrollTo(0, 0);
    root.querySelector<HTMLElement>(`[data-step="${step}"] h1[tabindex]`)?.focus();
  }

  /** The way back to the questions, as the browser's own button goes it. */
  function back(arrived: () => void): void {
    if (stepNow() !== 'review') {
      show('form');
      arrived();
      return;
    }
    addEventListener('popstate', arrived, { once: true });
    history.back();
  }

  function backTo(name: string | undefined): void {
    back(() => {
      const target = name === undefined ? element.querySelector<HTMLElement>('.question input, .question textarea') : document.getElementById(elementId(form, name));
      if (target !== null) focusField(target);
    });
  }

  async function tellProblems(problems: readonly AnswerProblem[]): Promise<void> {
    (await checking()).showProblems(root, form, problems);
  }

  async function review(): Promise<void> {
    const problems = (await checking()).problemsOf(form, values(), files());
    await tellProblems(problems);
    if (problems.length > 0) return;
    keep();
    const { showReview } = await import('./review-client.ts');
    await showReview({ root, form, values: values(), files: files(), find: async (typed) => (await stand()).words.find(typed), removed: rewrite });
    go('review');
  }

  function rewrite(name: string, text: string): void {
    const field = control(element, name);
    if (field !== null) field.value = text;
    changed();
    keep();
  }

  async function deliver(): Promise<void> {
    const intended = root.querySelector<HTMLInputElement>('#intended');
    const asked = marked(root, 'finds')?.hidden === false;
    const open = asked && intended?.checked === false;
    const ticked = asked && intended?.checked === true;
    const { problemsOf, sentValues, words } = await checking();
    await tellProblems(open ? [{ field: 'intended', message: words().privacy.intendedError }] : []);
    const button = marked<HTMLButtonElement>(root, 'send')!;
    // Not disabled: a button that goes away takes the focus with it.
    if (open || button.ariaDisabled === 'true') return;
    const problems = problemsOf(form, values(), files());
    if (problems.length > 0) return back(() => void tellProblems(problems));
    setHidden(marked(root, 'failure'), true);
    button.ariaDisabled = 'true';
    say(marked(root, 'sending'), words().review.sending);
    const outcome = await poster()
      .then((sender) => sender.deliver({ ...sentValues(form, values()), ...(ticked ? { intended: 'yes' } : {}) }, files()))
      // The code that sends cannot be fetched: the same as no service.
      .catch((): Outcome => ({ kind: navigator.onLine ? 'unavailable' : 'offline' }));
    button.ariaDisabled = null;
    say(marked(root, 'sending'), '');
    keep();
    await conclude(outcome);
  }

  async function conclude(outcome: Outcome): Promise<void> {
    if (outcome.kind === 'stored') {
      keepReceipt(form.id, outcome.receipt);
      await reveal(outcome.receipt);
      tell({ kind: 'contact-sent', form: form.id });
      return end('sent');
    }
    if (outcome.kind === 'invalid') return back(() => void tellProblems(Object.entries(outcome.fields).map(([field, message]) => ({ field, message }))));
    say(marked(root, 'failure-reason'), (await checking()).failureWords(outcome));
    setHidden(marked(root, 'failure'), false);
    marked(root, 'failure')?.focus();
  }

  async function reveal(receipt: Receipt): Promise<void> {
    (await import('./receipt-client.ts')).showReceipt(root, receipt);
  }

  function end(step: 'sent' | 'solved'): void {
    done = true;
    forget();
    // The review is over: going back from here leads to an empty form, not to a second message.
    history.replaceState({ contact: step }, '');
    go(step);
  }

  function forget(): void {
    clearTimeout(keeping);
    keepDraft(form.id, undefined);
    dropCarried();
    sending?.renew();
    element.reset();
    // A reset leaves what the page never showed.
    for (const name of ['article', 'query', 'incident', 'tell']) control(element, name)!.value = '';
    setHidden(marked(root, 'about'), true);
    element.querySelector('input[type=file]')?.dispatchEvent(new Event('change'));
    beside?.suggestions.clear();
    showAsked(root, form, values());
  }

  // What was here before: the end of the last message, or a draft; then what another page gave along.
  const receipt = stepNow() === 'sent' ? readReceipt(form.id) : undefined;
  if (receipt !== undefined) {
    done = true;
    void reveal(receipt).then(() => show('sent'));
  } else {
    if (history.state !== null) history.replaceState(null, '');
    const draft = root.dataset['served'] === undefined ? readDraft(form.id) : undefined;
    if (draft !== undefined) restore(element, draft.values);
    tell({ kind: 'contact-opened', form: form.id, from: bringAlong(root, element) });
  }
  changed();
  if (context !== undefined || form.audience !== 'everyone') {
    poster()
      .then((sender) => sender.start())
      .then(({ user }) => welcome(root, element, form, user))
      .catch(() => undefined);
  }

  element.addEventListener(
    'focusin',
    () => {
      void poster().then((sender) => sender.start()).catch(() => undefined);
      void stand().catch(() => undefined);
      // Ready before it is needed: a connection may be gone when the form is full.
      void Promise.all([checking(), import('./review-client.ts'), import('./receipt-client.ts')]).catch(() => undefined);
      if (element.querySelector('input[type=file]') !== null) void import('./files-client.ts').then(({ listFiles }) => listFiles(root)).catch(() => undefined);
    },
    { once: true },
  );
  element.addEventListener('input', () => {
    done = false;
    changed();
    clearTimeout(keeping);
    keeping = setTimeout(keep, KEEP_AFTER_MS);
  });
  element.addEventListener('submit', (event) => {
    event.preventDefault();
    // Where the code for it cannot be fetched, the form goes the way it goes without a script.
    review().catch(() => element.submit());
  });
  marked(root, 'review-form')?.addEventListener('submit', (event) => {
    event.preventDefault();
    const pressed = event.submitter as HTMLButtonElement | null;
    if (pressed?.value === 'change') backTo(pressed.dataset['change']);
    else void deliver();
  });
  addEventListener('popstate', () => show(stepNow()));
  addEventListener('pagehide', () => {
    keep();
    if (done) return;
    tell({ kind: 'contact-left', form: form.id, written: isWritten(values()) });
    sendEvents();
  });
  marked(root, 'clear')?.addEventListener('click', () => {
    forget();
    void tellProblems([]);
    say(marked(root, 'said'), t.form.cleared);
    backTo(undefined);
  });
  // The same address again: the browser may give the new page the old one's step.
  for (const link of root.querySelectorAll('[data-again]')) link.addEventListener('click', () => history.replaceState(null, ''));
  marked(root, 'copy')?.addEventListener('click', () => {
    const rows = [...root.querySelectorAll('[data-rows] > div')].map((row) => [...row.children].slice(0, 2).map(({ textContent }) => textContent).join('\n'));
    void Promise.all([checking(), navigator.clipboard.writeText(rows.join('\n\n'))]).then(([{ words }]) => say(marked(root, 'copied'), words().failure.copied));
  });
}

function stepNow(): Step {
  return ((history.state as { contact?: Step } | null)?.contact ?? 'form') satisfies Step;
}

/** What an earlier page of this tab was handed. */
function startOf(draft: Draft | undefined): Pick<Draft, 'started' | 'startedAt'> {
  return draft?.started === undefined ? {} : { started: draft.started, startedAt: draft.startedAt };
}

/** Whether there is anything that would be a loss. */
function isWritten(typed: Readonly<Record<string, string>>): boolean {
  return Object.entries(typed).some(([name, value]) => value.trim() !== '' && !['form', 'article', 'query', 'user', 'incident', 'tell'].includes(name));
}

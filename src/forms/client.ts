/**
 * A contact form in the browser: the same steps as without a script, on one page, with nothing lost in between.
 */
import { send as sendEvents, tell } from '../events/client.ts';
import type { Suggestion } from '../search/suggest.ts';
import { contactTextsFor } from '../texts/contact-texts.ts';
import { mayUse, type KnownReader } from './audience.ts';
import { marked, say, setHidden } from './dom.ts';
import { focusField, followProblemLinks, listFiles, restore, sentValues, showAsked, showProblems, typedValues } from './fields-client.ts';
import type { AnswerProblem } from './answers.ts';
import { elementId, topicOf, type Form } from './form.ts';
import { showHours } from './hours-client.ts';
import { dropCarried, keepDraft, keepReceipt, knownContext, readCarried, readDraft, readReceipt, type Draft } from './kept.ts';
import type { Receipt } from './receipt.ts';
import type { Outcome } from './send.ts';
import type { Sender } from './sender.ts';
import type { Suggestions } from './suggest-client.ts';
import { userWords } from './views.ts';
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
const page = JSON.parse(marked(root, 'form-data')!.textContent) as { form: Form; suggested: Record<string, Suggestion[]> };
const built = document.title;
const element = marked<HTMLFormElement>(root, 'form')!;
/** The product hands its context over behind the address, or through the service in the page. */
const context = knownContext() ?? ((element.elements.namedItem('user') as HTMLInputElement).value || undefined);
showHours(root);
followProblemLinks(root);

// A review that the service filled in is used as it is, and so is every page where the browser has no cryptography.
if (root.dataset['served'] === 'review' || !isSecureContext) {
  const show = () => showAsked(root, page.form, typedValues(element));
  element.addEventListener('input', show);
  show();
} else takeOver(page.form, page.suggested);

/** What an earlier page of this tab was handed. */
function startOf(draft: Draft | undefined): Pick<Draft, 'started' | 'startedAt'> {
  return draft?.started === undefined ? {} : { started: draft.started, startedAt: draft.startedAt };
}

function takeOver(form: Form, suggested: Readonly<Record<string, readonly Suggestion[]>>): void {
  const locale = document.documentElement.lang;
  const t = contactTextsFor(locale);
  const values = () => typedValues(element);
  const files = () => [...(element.querySelector<HTMLInputElement>('input[type=file]')?.files ?? [])];
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
    showProblems(root, form, []);
    document.title = step === 'review' ? `${t.review.title} · ${built.split(' · ').at(-1)}` : built;
  }

  function go(step: Step): void {
    if (history.state?.contact !== step) history.pushState({ contact: step }, '');
    show(step);
    scrollTo(0, 0);
    root.querySelector<HTMLElement>(`[data-step="${step}"] h1[tabindex]`)?.focus();
  }

  /** The way back from the review, to one question or to the first. */
  function back(name?: string): void {
    const arrive = () => {
      const target = name === undefined ? element.querySelector<HTMLElement>('.question input, .question textarea') : document.getElementById(elementId(form, name));
      if (target !== null) focusField(target);
    };
    if (history.state?.contact !== 'review') {
      show('form');
      arrive();
      return;
    }
    addEventListener('popstate', arrive, { once: true });
    history.back();
  }

  async function check(): Promise<AnswerProblem[]> {
    return (await import('./check-client.ts')).problemsOf(form, values(), files());
  }

  async function review(): Promise<void> {
    const problems = await check();
    showProblems(root, form, problems);
    if (problems.length > 0) return;
    keep();
    const { showReview } = await import('./review-client.ts');
    await showReview({ root, form, values: values(), files: files(), find: async (typed) => (await stand()).words.find(typed), removed: (name, text) => remove(name, text) });
    go('review');
  }

  function remove(name: string, text: string): void {
    const control = element.elements.namedItem(name);
    if (control instanceof HTMLInputElement || control instanceof HTMLTextAreaElement) control.value = text;
    changed();
    keep();
  }

  async function deliver(): Promise<void> {
    const intended = root.querySelector<HTMLInputElement>('#intended');
    if (intended !== null && marked(root, 'finds')?.hidden === false && !intended.checked) {
      showProblems(root, form, [{ field: 'intended', message: t.privacy.intendedError }]);
      return;
    }
    const problems = await check();
    if (problems.length > 0) {
      back(problems[0]?.field);
      addEventListener('popstate', () => showProblems(root, form, problems), { once: true });
      return;
    }
    showProblems(root, form, []);
    setHidden(marked(root, 'failure'), true);
    const button = marked<HTMLButtonElement>(root, 'send')!;
    // Not disabled: a button that goes away takes the focus with it.
    if (button.ariaDisabled === 'true') return;
    button.ariaDisabled = 'true';
    say(marked(root, 'sending'), t.review.sending);
    const outcome = await poster().then(({ deliver }) => deliver(sentValues(form, values()), files()), unreached);
    button.ariaDisabled = null;
    say(marked(root, 'sending'), '');
    keep();
    if (outcome.kind === 'stored') {
      keepReceipt(form.id, outcome.receipt);
      await reveal(outcome.receipt);
      return end('sent');
    }
    if (outcome.kind === 'invalid') {
      const found = Object.entries(outcome.fields).map(([field, message]) => ({ field, message }));
      addEventListener('popstate', () => showProblems(root, form, found), { once: true });
      return back(found[0]?.field);
    }
    const reason = outcome.kind === 'tooMany' ? t.failure.tooMany(Math.ceil(outcome.seconds / 60)) : t.failure[outcome.kind === 'otherBody' ? 'refused' : outcome.kind];
    say(marked(root, 'failure-reason'), reason);
    setHidden(marked(root, 'failure'), false);
    marked(root, 'failure')?.focus();
  }

  async function reveal(receipt: Receipt): Promise<void> {
    (await import('./receipt-client.ts')).showReceipt(root, receipt);
  }

  function end(step: 'sent' | 'solved'): void {
    done = true;
    forget();
    if (step === 'sent') tell({ kind: 'contact-sent', form: form.id });
    // The review is over: going back from here leads to an empty form, not to a second message.
    history.replaceState({ contact: step }, '');
    go(step);
    if (step === 'sent') document.title = `${t.sent.title} · ${built.split(' · ').at(-1)}`;
  }

  function forget(): void {
    clearTimeout(keeping);
    keepDraft(form.id, undefined);
    dropCarried();
    sending?.renew();
    element.reset();
    for (const name of ['article', 'query']) (element.elements.namedItem(name) as HTMLInputElement).value = '';
    setHidden(marked(root, 'about'), true);
    element.querySelector('input[type=file]')?.dispatchEvent(new Event('change'));
    beside?.suggestions.clear();
    showAsked(root, form, values());
  }

  function welcome(user: KnownReader | undefined): void {
    if (user !== undefined) {
      say(marked(root, 'user'), userWords(user, t.form));
      setHidden(marked(root, 'user'), false);
      for (const name of ['name', 'email'] as const) {
        const control = element.elements.namedItem(name) as HTMLInputElement;
        if (control.value === '') control.value = user[name] ?? '';
      }
    }
    const open = mayUse(form.audience, user);
    setHidden(marked(root, 'closed'), open);
    setHidden(element, !open);
  }

  // What was here before: the end of the last message, a draft, or what another page gave along.
  const receipt = history.state?.contact === 'sent' ? readReceipt(form.id) : undefined;
  if (receipt !== undefined) {
    done = true;
    void reveal(receipt).then(() => show('sent'));
  } else if (history.state !== null) history.replaceState(null, '');
  const draft = readDraft(form.id);
  if (draft !== undefined && receipt === undefined && root.dataset['served'] === undefined) restore(element, draft.values);
  const { article, words: query } = readCarried();
  if (receipt === undefined) bring({ article: article?.id ?? '', query: query ?? '', title: article?.title });
  if (!done) tell({ kind: 'contact-opened', form: form.id, from: article !== undefined ? 'article' : query !== undefined ? 'search' : 'elsewhere' });

  function bring({ title, ...carried }: { article: string; query: string; title: string | undefined }): void {
    for (const [name, value] of Object.entries(carried)) {
      const control = element.elements.namedItem(name) as HTMLInputElement;
      if (value !== '') control.value = value;
    }
    const subject = element.elements.namedItem('subject') as HTMLInputElement | null;
    if (subject !== null && subject.value === '') subject.value = carried.query.slice(0, subject.maxLength);
    if (title === undefined) return;
    say(marked(root, 'about'), `${t.form.about}: ${title}`);
    setHidden(marked(root, 'about'), false);
  }

  changed();
  listFiles(root);
  if (context !== undefined || form.audience !== 'everyone') poster().then(({ start }) => start()).then(({ user }) => welcome(user), () => undefined);

  // What it takes to send is fetched when the form is first touched, and solved while somebody writes.
  element.addEventListener(
    'focusin',
    () => {
      void poster().then(({ start }) => start()).catch(() => undefined);
      void stand().catch(() => undefined);
      // Ready before it is needed: a connection may be gone when the form is full.
      void Promise.all([import('./check-client.ts'), import('./review-client.ts'), import('./receipt-client.ts')]).catch(() => undefined);
    },
    { once: true },
  );
  element.addEventListener('input', () => {
    done = false;
    changed();
    clearTimeout(keeping);
    keeping = setTimeout(keep, KEEP_AFTER_MS);
  });
  addEventListener('pagehide', () => {
    keep();
    if (done) return;
    tell({ kind: 'contact-left', form: form.id, written: isWritten(values()) });
    sendEvents();
  });
  element.addEventListener('submit', (event) => {
    event.preventDefault();
    // Where the code for it cannot be fetched, the form goes the way it goes without a script.
    review().catch(() => element.submit());
  });
  marked(root, 'review-form')?.addEventListener('submit', (event) => {
    event.preventDefault();
    const pressed = event.submitter as HTMLButtonElement | null;
    if (pressed?.value === 'change') back(pressed.dataset['change']);
    else void deliver();
  });
  addEventListener('popstate', () => show((history.state?.contact as Step | undefined) ?? 'form'));
  marked(root, 'clear')?.addEventListener('click', () => {
    forget();
    showProblems(root, form, []);
    say(marked(root, 'said'), t.form.cleared);
    scrollTo(0, 0);
    focusField(document.getElementById(elementId(form, form.topics.length > 1 ? 'topic' : 'subject')) ?? element);
  });
  marked(root, 'copy')?.addEventListener('click', () => {
    const rows = [...root.querySelectorAll('[data-rows] > div')].map((row) => [...row.children].slice(0, 2).map(({ textContent }) => textContent).join('\n'));
    void navigator.clipboard.writeText(rows.join('\n\n')).then(() => say(marked(root, 'copied'), t.failure.copied));
  });

  /** The code that sends cannot be fetched: the same as no service. */
  function unreached(): Outcome {
    return { kind: navigator.onLine ? 'unavailable' : 'offline' };
  }

  /** Whether there is anything that would be a loss. */
  function isWritten(typed: Readonly<Record<string, string>>): boolean {
    return Object.entries(typed).some(([name, value]) => value.trim() !== '' && !['form', 'article', 'query', 'user'].includes(name));
  }
}

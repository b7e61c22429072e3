/** A requester's own ticket in the browser. The secret leaves the address at once and stays in this tab. */
import { fill, marked, say, setHidden } from '../../forms/dom.ts';
import { part, type Part } from '../../forms/part.ts';
import { momentInWords } from '../../mail/moment.ts';
import { ownTextsFor } from '../../texts/own-texts.ts';
import { ask, type Problem } from './service.ts';
import type { PrivateWords } from './private-words.ts';
import type { Entry, OwnView } from './view.ts';

const KEPT = 'bedside:own';
const root = marked(document, 'own')!;
const locale = document.documentElement.lang;
const t = ownTextsFor(locale);
const zone = Intl.DateTimeFormat().resolvedOptions().timeZone;
const action = root.dataset['action'] ?? '';
const built = marked(root, 'title')?.textContent ?? '';
let secret = '';
/** Names the message that is being written: sent twice, it is one. */
let key = newKey();

arrive();
addEventListener('hashchange', arrive);

/** Takes the secret out of the address, so that it is in no history and no shared screen. */
function arrive(): void {
  const given = location.hash.slice(1);
  if (given !== '') {
    history.replaceState(null, '', location.pathname);
    sessionStorage.setItem(KEPT, given);
  }
  secret = sessionStorage.getItem(KEPT) ?? '';
  void open();
}

async function open(): Promise<void> {
  if (secret === '') return show('nothing');
  const answer = await ask(action, '', { secret });
  if (answer.kind === 'view') showTicket(answer.view);
  else if (answer.kind === 'nothing' || answer.kind === 'invalid') show('nothing');
  else show('failed');
}

function show(name: 'nothing' | 'withdrawn' | 'failed' | 'ticket'): void {
  for (const one of root.querySelectorAll<HTMLElement>('[data-part]')) one.hidden = one.dataset['part'] !== name;
  if (name !== 'ticket') marked(root, 'part', name)?.querySelector('h1')?.focus();
}

function showTicket(view: OwnView, done = ''): void {
  show('ticket');
  say(marked(root, 'title'), view.subject ?? built);
  say(marked(root, 'reference'), view.reference);
  say(marked(root, 'state'), t.states[view.state]);
  say(marked(root, 'by'), view.by === undefined ? '' : t.by(inWords(view.by)));
  say(marked(root, 'done'), done);
  fill(marked(root, 'timeline'), view.timeline.map(entry));
  setHidden(marked(root, 'write'), !view.mayWrite);
  setHidden(marked(root, 'ended'), view.mayWrite);
  setHidden(marked(root, 'opens'), view.state !== 'solved');
  setHidden(marked(root, 'reopen'), view.reopenUntil === undefined);
  // Where no end is set, the number is none that a calendar knows.
  say(marked(root, 'reopen-until'), view.reopenUntil === undefined || view.reopenUntil > 8.64e15 ? '' : t.reopen.lead(inWords(view.reopenUntil)));
  showRating(view.rating);
}

const inWords = (instant: number) => momentInWords(instant, zone, locale);

function entry({ at, what, by, words, files }: Entry): Part {
  const who = by === 'you' ? t.you : t.team(root.dataset['product'] ?? '');
  const more = files === undefined ? '' : ` ${t.files(files)}`;
  return part(
    'li',
    { class: `by-${by}` },
    part('p', {}, part('strong', {}, who), ` ${t.entries[what]}${more} `, part('time', { class: 'quiet small', datetime: new Date(at).toISOString() }, inWords(at))),
    ...(words === undefined ? [] : [part('p', { class: 'own-words', dir: 'auto' }, ...linked(words))]),
  );
}

const WEB_ADDRESS = /(https:\/\/[^\s<>"]*[^\s<>"'.,;:!?)\]])/;

function linked(words: string): (Part | string)[] {
  return words.split(WEB_ADDRESS).map((one, at) => (at % 2 === 1 ? part('a', { href: one, rel: 'noopener' }, one) : one));
}

function showRating(rating: OwnView['rating']): void {
  setHidden(marked(root, 'rate'), rating === undefined);
  if (rating === undefined) return;
  const { scale, question, score, comment = '', mayChange } = rating;
  const labels: [number, string][] = scale === '1-5' ? [[1, t.rate.worst], [2, '2'], [3, '3'], [4, '4'], [5, t.rate.best]] : [[1, t.rate.yes], [0, t.rate.no]];
  say(marked(root, 'question'), question);
  fill(
    marked(root, 'scores'),
    labels.map(([value, label]) => part('label', { class: 'choice' }, part('input', { type: 'radio', name: 'score', value: String(value), ...(value === score ? { checked: '' } : {}) }), part('span', {}, label))),
  );
  const field = root.querySelector<HTMLTextAreaElement>('#comment');
  if (field !== null && field.value === '') field.value = comment;
  setHidden(marked(root, 'rate-form'), !mayChange);
  setHidden(marked(root, 'rated'), score === undefined);
  const given = labels.find(([value]) => value === score)?.[1] ?? '';
  say(marked(root, 'rated'), `${t.rate.fixed(given)}. ${mayChange ? t.rate.change : ''}`);
}

/** Does one act and shows what became of it. @returns whether it was done */
async function act(name: string, values: Readonly<Record<string, string>>, done: string, files: readonly File[] = []): Promise<boolean> {
  problem('');
  const buttons = [...root.querySelectorAll<HTMLButtonElement>('button')];
  for (const one of buttons) one.disabled = true;
  const answer = await ask(action, name, { secret, ...values }, files);
  for (const one of buttons) one.disabled = false;
  if (answer.kind === 'view') showTicket(answer.view, done);
  else if (answer.kind === 'withdrawn' || answer.kind === 'nothing') {
    sessionStorage.removeItem(KEPT);
    show(answer.kind);
  } else problem(problemWords(answer));
  return answer.kind === 'view';
}

function problemWords(answer: Problem): string {
  if (answer.kind === 'tooLate') return answer.words;
  if (answer.kind === 'invalid') return Object.values(answer.fields).join('. ');
  return t.problems[answer.kind];
}

function problem(words: string): void {
  const box = marked(root, 'problem');
  say(marked(root, 'problem-words'), words);
  setHidden(box, words === '');
  if (words !== '') box?.focus();
}

marked(root, 'again')?.addEventListener('click', () => void open());
marked(root, 'reopen-button')?.addEventListener('click', () => void act('reopen', {}, t.reopen.done));
marked(root, 'withdraw')?.addEventListener('click', () => void act('withdraw', {}, ''));
for (const what of ['copy', 'erasure'] as const) marked(root, 'ask', what)?.addEventListener('click', () => void act('data', { what }, t.data[`${what}Done`]));

const rateForm = marked<HTMLFormElement>(root, 'rate-form');
const mayRate = watched(rateForm, '#comment');
rateForm?.addEventListener('submit', (event) => {
  event.preventDefault();
  const given = new FormData(rateForm);
  const score = given.get('score');
  setHidden(marked(root, 'rate-error'), score !== null);
  if (typeof score !== 'string') return root.querySelector<HTMLInputElement>('[name=score]')?.focus();
  void mayRate().then((free) => free && act('rating', { score, comment: String(given.get('comment') ?? '') }, t.rate.done));
});

const writeForm = marked<HTMLFormElement>(root, 'write-form');
const mayWrite = watched(writeForm, '#words');
writeForm?.addEventListener('submit', (event) => {
  event.preventDefault();
  const words = root.querySelector<HTMLTextAreaElement>('#words')!;
  const files = [...(root.querySelector<HTMLInputElement>('#own-files')?.files ?? [])];
  const missing = words.value.trim() === '' && files.length === 0;
  say(marked(root, 'words-error'), missing ? t.write.missing : '');
  setHidden(marked(root, 'words-error'), !missing);
  if (missing) words.setAttribute('aria-invalid', 'true');
  else words.removeAttribute('aria-invalid');
  if (missing) return words.focus();
  void mayWrite().then(async (free) => {
    if (!free || !(await act('messages', { words: words.value, key }, t.write.sent, files))) return;
    key = newKey();
    writeForm.reset();
    scrollTo({ top: 0 });
  });
});

/** Looks for private words in a field from its first touch on. @returns whether they may be sent now */
function watched(form: HTMLFormElement | null, selector: string): () => Promise<boolean> {
  const field = form?.querySelector<HTMLTextAreaElement>(selector) ?? null;
  if (form === null || field === null) return async () => true;
  let loading: Promise<PrivateWords> | undefined;
  const load = () => {
    loading ??= import('./private-words.ts').then(({ privateWords }) => privateWords(form, field));
    loading.catch(() => (loading = undefined));
    return loading;
  };
  field.addEventListener('focus', () => void load().catch(() => undefined));
  field.addEventListener('input', () => void load().then((words) => words.changed(), () => undefined));
  // Without a connection for this file nobody is kept from writing.
  return () => load().then((words) => words.mayGo(), () => true);
}

function newKey(): string {
  return Array.from(crypto.getRandomValues(new Uint8Array(16)), (byte) => byte.toString(16).padStart(2, '0')).join('');
}

/**
 * "Is it this?" in the browser: loaded only while an incident is open. It works on the page alone: what it decides
 * stands in the form's hidden fields, and goes the way of everything that is typed.
 */
import { tell } from '../events/client.ts';
import { session } from '../events/session.ts';
import { fitting, type Fit, type Knowledge } from '../incidents/fits.ts';
import type { OpenIncident } from '../incidents/open.ts';
import { incidentsTextsFor } from '../texts/incidents-texts.ts';
import { control } from './arrival-client.ts';
import { fill, marked, nodes, say, setHidden } from './dom.ts';
import { typedValues } from './fields-client.ts';
import { topicOf, type Form } from './form.ts';
import { knownProblem, reviewTicks } from './incident-views.ts';
import { readCarried } from './kept.ts';
import { part } from './part.ts';

/** As long as answers are waited for. */
const PAUSE_MS = 700;
const PATIENCE_MS = 10_000;
const EMAIL = /^[^\s@]+@[^\s@]+\.[^\s@.]{2,}$/;

export function askAboutIncidents(root: HTMLElement, open: readonly OpenIncident[], knowledge: () => Promise<Knowledge>): (open: readonly OpenIncident[]) => void {
  const locale = document.documentElement.lang;
  const t = incidentsTextsFor(locale);
  const element = marked<HTMLFormElement>(root, 'form')!;
  const review = marked(root, 'incident')!;
  const tells = 'tells' in review.dataset;
  const { form } = JSON.parse(marked(root, 'form-data')!.textContent) as { form: Form };
  const readAbout = readCarried().article?.components;
  const declined = new Set<string>();
  const box = document.createElement('section');
  box.className = 'notice known-problem';
  box.setAttribute('aria-labelledby', 'known-problem');
  const spoken = marked(root, 'said');

  let incidents = open;
  let known: Knowledge | undefined;
  let shown: Fit | undefined;
  let timer: ReturnType<typeof setTimeout> | undefined;

  async function look(): Promise<void> {
    const values = typedValues(element);
    const { subject = '', message = '' } = values;
    const component = topicOf(form, values)?.component;
    if (`${subject}${message}`.trim() === '' && component === undefined && readAbout === undefined) return show(undefined);
    known ??= await knowledge();
    show(fitting({ subject, message, component, readAbout }, incidents.filter(({ id }) => !declined.has(id)), known)[0]);
  }

  function show(fit: Fit | undefined): void {
    if (fit?.incident.id === shown?.incident.id) return;
    shown = fit;
    set('incident', fit?.incident.id ?? '');
    set('tell', '');
    showInReview(fit);
    if (fit === undefined) return box.remove();
    fill(box, [...knownProblem({ ...fit, updated: timeOf(fit.incident), t }), part('div', { 'data-known-ways': '' }), part('p', { class: 'known-said', role: 'status', 'data-known-said': '' })]);
    ways(fit.incident);
    if (!box.isConnected) placeFor(fit).append(box);
    say(spoken, t.announced(fit.incident.title));
    tell({ kind: 'incident-shown', form: form.id, incident: fit.incident.id, by: fit.reasons[0].kind });
  }

  /** Beneath what named it, so that no word that is being typed moves. */
  function placeFor({ reasons: [first] }: Fit): HTMLElement {
    return marked(root, 'incident-slot', first.kind === 'words' ? 'words' : 'topic')!;
  }

  function ways({ id }: OpenIncident): void {
    const button = (act: string, words: string, name = 'button') => part('button', { class: name, type: 'button', 'data-known': act }, words);
    const place = marked(box, 'known-ways');
    fill(place, [
      part('p', { class: 'buttons' }, ...(hasSaid(id) ? [] : [button('me-too', t.ask.meToo)]), ...(tells ? [button('follow', t.ask.follow)] : []), button('other', t.ask.other, 'link-button')),
      part('p', { class: 'quiet small' }, t.ask.kept),
    ]);
  }

  function askForAddress(): void {
    const place = marked(box, 'known-ways')!;
    if (box.querySelector('#known-email') !== null) return;
    const row = nodes([
      part(
        'div',
        { class: 'question known-follow' },
        part('label', { for: 'known-email' }, t.follow.email),
        part('p', { class: 'quiet hint', id: 'known-hint' }, t.follow.hint),
        part('p', { class: 'field-error', id: 'known-error', hidden: '' }),
        // Without a name it is no part of the message.
        part('input', { class: 'field', id: 'known-email', type: 'email', autocomplete: 'email', maxlength: '254', 'aria-describedby': 'known-hint known-error' }),
        part('p', {}, part('button', { class: 'button', type: 'button', 'data-known': 'send' }, t.follow.send)),
      ),
    ]);
    place.append(...row);
    const input = box.querySelector<HTMLInputElement>('#known-email')!;
    input.value = control(element, 'email')?.value ?? '';
    input.focus();
    input.addEventListener('keydown', (event) => {
      if (event.key !== 'Enter') return;
      event.preventDefault();
      void send();
    });
  }

  async function send(): Promise<void> {
    const input = box.querySelector<HTMLInputElement>('#known-email')!;
    const email = input.value.trim();
    const error = box.querySelector<HTMLElement>('#known-error');
    const wrong = !EMAIL.test(email);
    say(error, wrong ? t.follow.wrong : '');
    setHidden(error, !wrong);
    input.toggleAttribute('aria-invalid', wrong);
    if (wrong) return input.focus();
    const { id } = shown!.incident;
    const done = await post('follow', { incident: id, email, timeZone: Intl.DateTimeFormat().resolvedOptions().timeZone });
    if (done === undefined) return said(t.failed);
    box.querySelector('.known-follow')?.remove();
    box.querySelector('[data-known="follow"]')?.remove();
    said(t.follow.done(email));
    tell({ kind: 'incident-followed', form: form.id, incident: id });
  }

  async function meToo(): Promise<void> {
    const { id } = shown!.incident;
    const done = await post<{ count?: number }>('me-too', { incident: id, session: session() });
    if (done === undefined) return said(t.failed);
    remember(id);
    box.querySelector('[data-known="me-too"]')?.remove();
    said(done.count === undefined ? t.counted : `${t.counted} ${t.others(done.count)}`);
    tell({ kind: 'me-too', form: form.id, incident: id });
  }

  function decline(): void {
    const { id } = shown!.incident;
    declined.add(id);
    tell({ kind: 'incident-declined', form: form.id, incident: id });
    show(undefined);
    // The button goes away with the question; the reader goes on where the form does.
    element.querySelector<HTMLElement>('[data-question]:not([data-question="topic"]) :is(input, textarea, select)')?.focus({ preventScroll: true });
    void look();
  }

  function said(words: string): void {
    say(marked(box, 'known-said'), words);
  }

  async function post<T = object>(act: string, values: object): Promise<T | undefined> {
    try {
      const answer = await fetch(new URL(`incidents/${act}`, new URL(root.dataset['action'] ?? '', location.href)), { method: 'POST', headers: { 'content-type': 'application/json' }, body: JSON.stringify(values), signal: AbortSignal.timeout(PATIENCE_MS) });
      return answer.ok ? ((await answer.json()) as T) : undefined;
    } catch {
      return undefined;
    }
  }

  /** What is said and ticked before the message is sent. */
  function showInReview(fit: Fit | undefined): void {
    setHidden(review, fit === undefined);
    if (fit === undefined) return;
    fill(review, [part('p', {}, t.review.linked(fit.incident.title)), ...reviewTicks({ t, tells })]);
  }

  function set(name: string, value: string): void {
    const field = control(element, name);
    if (field !== null) field.value = value;
  }

  function timeOf({ updates: [last] }: OpenIncident): string | undefined {
    return last && new Intl.DateTimeFormat(locale, { weekday: 'long', hour: 'numeric', minute: '2-digit' }).format(last.at).replaceAll('\u202f', ' ');
  }

  function later(): void {
    clearTimeout(timer);
    timer = setTimeout(() => void look().catch(() => undefined), PAUSE_MS);
  }

  box.addEventListener('click', (event) => {
    const act = event.target instanceof Element ? event.target.closest<HTMLElement>('[data-known]')?.dataset['known'] : undefined;
    if (act === 'me-too') void meToo();
    if (act === 'follow') askForAddress();
    if (act === 'send') void send();
    if (act === 'other') decline();
  });
  review.addEventListener('change', (event) => {
    const { name, checked } = event.target as HTMLInputElement;
    if (name === 'tell') set('tell', checked ? 'yes' : '');
    if (name === 'otherMatter') set('incident', checked ? '' : (shown?.incident.id ?? ''));
  });
  element.addEventListener('change', (event) => {
    if ((event.target as HTMLInputElement).name === 'topic') void look().catch(() => undefined);
  });
  element.addEventListener('input', later);
  // Sent or cleared: the next message is asked about anew.
  element.addEventListener('reset', () => {
    show(undefined);
    later();
  });
  void look().catch(() => undefined);

  return (now) => {
    incidents = now;
    later();
  };
}

const saidKey = (id: string) => `bedside:me-too:${id}`;

function hasSaid(id: string): boolean {
  return sessionStorage.getItem(saidKey(id)) !== null;
}

function remember(id: string): void {
  sessionStorage.setItem(saidKey(id), '1');
}

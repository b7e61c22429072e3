/** "Is it this?" as parts, made once for browser and service. */
import type { Reason } from '../incidents/fits.ts';
import type { OpenIncident } from '../incidents/open.ts';
import type { IncidentsTexts } from '../texts/incidents-texts.ts';
import { part, type Part } from './part.ts';

export interface AskedAbout {
  readonly incident: OpenIncident;
  readonly reasons: readonly Reason[];
  /** When it was last told of, in words. */
  readonly updated: string | undefined;
  readonly t: IncidentsTexts;
}

/** What is known: the question, the problem, the last words about it, and why it is asked. */
export function knownProblem({ incident, reasons, updated, t }: AskedAbout): Part[] {
  const { title, link, state, updates } = incident;
  const facts = [t.ask.states[state], updated === undefined ? undefined : t.ask.updated(updated), reasonInWords(incident, reasons[0], t)].filter((one) => one !== undefined).join(' ');
  return [
    part('h2', { id: 'known-problem', tabindex: '-1' }, t.ask.title),
    part('p', {}, t.ask.lead),
    part('p', { class: 'known-title' }, part('a', { href: link, target: '_blank', rel: 'noopener' }, title, part('span', { class: 'visually-hidden' }, ` ${t.ask.newTab}`))),
    ...(updates[0] === undefined ? [] : [part('p', {}, updates[0].text)]),
    part('p', { class: 'quiet small' }, facts),
  ];
}

function reasonInWords(incident: OpenIncident, reason: Reason | undefined, t: IncidentsTexts): string | undefined {
  if (reason === undefined) return undefined;
  const nameOf = (id: string) => incident.parts.find((one) => one.id === id)?.name ?? id;
  return sentence(reason, nameOf, t.ask.because);
}

function sentence(reason: Reason, nameOf: (id: string) => string, t: IncidentsTexts['ask']['because']): string {
  return reason.kind === 'words' ? t.words(reason.words.slice(0, 3)) : t[reason.kind](nameOf(reason.component));
}

interface Offered extends AskedAbout {
  /** Whether the team writes letters when it is over. */
  readonly tells: boolean;
  /** What was just done, in words, and by which button. */
  readonly said: string | undefined;
  readonly pressed: string | undefined;
}

/** The same on the page that checks the answers, for readers without a script: buttons of its form. */
export function reviewKnown(asked: Offered): Part[] {
  const { t, said, pressed, tells } = asked;
  const button = (value: string, words: string) => part('button', { class: 'button', name: 'step', value, formnovalidate: '' }, words);
  return [
    ...knownProblem(asked),
    ...(said === undefined ? [] : [part('p', { class: 'known-said', role: 'status' }, said)]),
    part('p', { class: 'buttons' }, ...(pressed === 'me-too' ? [] : [button('me-too', t.ask.meToo)]), ...(tells && pressed !== 'follow' ? [button('follow', t.ask.follow)] : [])),
    part('p', {}, t.ask.kept),
    ...reviewTicks(asked),
  ];
}

/** What is ticked before a message is sent all the same. */
export function reviewTicks({ t, tells }: Pick<Offered, 't' | 'tells'>): Part[] {
  const tick = (name: string, words: string) => part('label', { class: 'choice' }, part('input', { type: 'checkbox', name, value: 'yes' }), part('span', {}, words));
  return [...(tells ? [tick('tell', t.review.tell)] : []), tick('otherMatter', t.review.other)];
}

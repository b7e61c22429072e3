/** Whether readers help themselves: figures that say what they can and cannot know. */
import { ratio, share, type Measure } from '../measure.ts';
import type { SessionFigures } from '../session-figures.ts';
import { localHour, within, type Window } from '../window.ts';
import type { Created } from './volume.ts';

/** Reading that ends in a message within this time did not help. */
export const AFTER_READING = 30 * 60_000;

export interface DeflectionTally {
  sessions: number;
  readers: number;
  readersSilent: number;
  seeking: number;
  seekingHelped: number;
  /** Sessions that opened a contact form; of those, how many were shown an answer, opened one, said that it solved it and sent nothing, sent, and left a form with or without a word written. */
  forms: number;
  formsShown: number;
  formsOpened: number;
  formsSolved: number;
  formsSent: number;
  formsLeft: number;
  formsLeftWritten: number;
  /** Sessions by article: how many read it, and how many of them wrote to us soon after. */
  readonly articles: Map<string, { readers: number; wrote: number }>;
  readings: number;
  readingsThenWrote: number;
  /** Sessions by the local hour in which they began. */
  readonly hours: number[];
  /** Sessions that only a web server's log tells of: what they did besides reading is not known. */
  logged: number;
}

export function nobody(): DeflectionTally {
  return {
    sessions: 0,
    readers: 0,
    readersSilent: 0,
    seeking: 0,
    seekingHelped: 0,
    forms: 0,
    formsShown: 0,
    formsOpened: 0,
    formsSolved: 0,
    formsSent: 0,
    formsLeft: 0,
    formsLeftWritten: 0,
    articles: new Map(),
    readings: 0,
    readingsThenWrote: 0,
    hours: Array.from({ length: 24 }, () => 0),
    logged: 0,
  };
}

/** A session belongs to the window in which it began, whole, also when it goes on after midnight. */
export function addSession(tally: DeflectionTally, session: SessionFigures, window: Window): void {
  if (!within(window, session.beganAt)) return;
  const { beganAt, searches, readings, formsAt, suggestionsShownAt, suggestionsOpenedAt, solvedAt, sentAt, left } = session;
  tally.sessions += 1;
  tally.hours[localHour(beganAt, window.zone)]! += 1;
  if (readings.length > 0) {
    tally.readers += 1;
    if (sentAt.length === 0) tally.readersSilent += 1;
  }
  if (searches.length > 0 || formsAt.length > 0) {
    tally.seeking += 1;
    // Who found nothing and left was not helped.
    if (sentAt.length === 0 && (searches.some(({ outcome }) => outcome !== 'zero') || readings.length > 0)) tally.seekingHelped += 1;
  }
  if (formsAt.length > 0) {
    tally.forms += 1;
    if (suggestionsShownAt.length > 0) tally.formsShown += 1;
    if (suggestionsOpenedAt.length > 0) tally.formsOpened += 1;
    if (sentAt.length > 0) tally.formsSent += 1;
    // Whoever wrote in the end did not leave.
    else if (left.length > 0) tally.formsLeft += 1;
    if (sentAt.length === 0 && left.some(({ written }) => written)) tally.formsLeftWritten += 1;
    const solved = solvedAt.at(-1);
    if (solved !== undefined && suggestionsOpenedAt.some((at) => at <= solved) && !sentAt.some((at) => at >= formsAt[0]!)) tally.formsSolved += 1;
  }
  const articles = new Map<string, boolean>();
  for (const { article, at } of readings) {
    const wrote = sentAt.some((sent) => sent >= at && sent - at <= AFTER_READING);
    articles.set(article, (articles.get(article) ?? false) || wrote);
  }
  for (const [article, wrote] of articles) addReader(tally, article, wrote);
  if (readings.length > 0) tally.readings += 1;
  if ([...articles.values()].includes(true)) tally.readingsThenWrote += 1;
}

/** A visit that a web server's log tells of: that it was, when, and what was read. */
export function addLogged(tally: DeflectionTally, { beganAt, articles }: { readonly beganAt: number; readonly articles: ReadonlySet<string> }, window: Window): void {
  if (!within(window, beganAt)) return;
  tally.sessions += 1;
  tally.logged += 1;
  tally.hours[localHour(beganAt, window.zone)]! += 1;
  for (const article of articles) addReader(tally, article, false);
}

function addReader(tally: DeflectionTally, article: string, wrote: boolean): void {
  const one = tally.articles.get(article) ?? { readers: 0, wrote: 0 };
  tally.articles.set(article, one);
  one.readers += 1;
  if (wrote) one.wrote += 1;
}

/** @param created tickets of the same window */
export function deflectionMeasures(tally: DeflectionTally, created: Created, window: Window): Measure[] {
  const source = (text: string) => `${text}; sessions are browser tabs that allow it, not people, and silence is not a solution`;
  return [
    ratio({ id: 'self-service', title: 'Self-service score', formula: 'help-center sessions ÷ people with a ticket created in the window', source: source('Zendesk, self-service score') }, { of: tally.sessions, by: created.people }, window),
    share({ id: 'deflection-confirmed', title: 'Deflection, confirmed (lower bound)', formula: 'sessions that opened a contact form, opened an answer there, said that it solved it and sent nothing ÷ sessions that opened a contact form', source: source('form deflection, as Intercom and Zendesk count clicks on “solved”') }, { of: tally.formsSolved, all: tally.forms }, window),
    share({ id: 'deflection-proxy', title: 'Deflection, likely (proxy)', formula: 'sessions that searched or opened contact, saw an article or answers, and sent nothing within 24 hours ÷ sessions that searched or opened contact', source: source('knowledge-base deflection, observable proxy') }, { of: tally.seekingHelped, all: tally.seeking }, window),
    share({ id: 'deflection-upper', title: 'Reading without a ticket (upper bound)', formula: 'sessions that read an article and sent nothing within 24 hours ÷ sessions that read an article', source: source('views without tickets') }, { of: tally.readersSilent, all: tally.readers }, window),
    share({ id: 'wrote-after-reading', title: 'Wrote to us within 30 minutes of reading', formula: 'sessions that sent a message at most 30 minutes after opening an article ÷ sessions that opened an article', source: source('our own') }, { of: tally.readingsThenWrote, all: tally.readings }, window),
    share({ id: 'form-shown', title: 'Forms that showed an answer', formula: 'sessions that were shown an answer in a contact form ÷ sessions that opened a contact form', source: source('our own') }, { of: tally.formsShown, all: tally.forms }, window),
    share({ id: 'form-answer-opened', title: 'Forms whose answer was opened', formula: 'sessions that opened an answer in a contact form ÷ sessions that opened a contact form', source: source('our own') }, { of: tally.formsOpened, all: tally.forms }, window),
    share({ id: 'form-sent', title: 'Forms that were sent', formula: 'sessions that opened a contact form and sent a message within 24 hours ÷ sessions that opened a contact form', source: source('our own') }, { of: tally.formsSent, all: tally.forms }, window),
    share({ id: 'form-left', title: 'Forms that were left', formula: 'sessions that left a contact form and sent nothing within 24 hours ÷ sessions that opened a contact form', source: source('our own; some found their answer, others gave up') }, { of: tally.formsLeft, all: tally.forms }, window),
    share({ id: 'form-left-written', title: 'Forms that were left with words in them', formula: 'the same, when something had been written ÷ sessions that opened a contact form', source: source('our own') }, { of: tally.formsLeftWritten, all: tally.forms }, window),
    share({ id: 'unlinkable', title: 'Tickets that no session could lead to', formula: 'tickets that did not come through a contact form ÷ tickets created', source: 'our own; how much the figures above cannot see' }, { of: created.all - created.byForm, all: created.all }, window),
  ];
}

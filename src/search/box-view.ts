/** What a search field shows beneath itself: answers, doubts, nothing, a failure. */
import { textsFor } from '../texts/texts.ts';
import type { Answer, Answers } from './engine.ts';
import { answerItem } from './results-view.ts';
import type { SearchWatch } from './watch.ts';

/** Shown at first, and with each "more": a desktop's screen. Each costs a request of about 1 KB. */
export const PAGE = 5;

export interface Box {
  readonly root: HTMLElement;
  readonly form: HTMLFormElement;
  readonly input: HTMLInputElement;
  /** Says how many answers there are. Always shown, because a screen reader only hears changes of what is there. */
  readonly count: HTMLElement;
  readonly filter: HTMLSelectElement | null;
  readonly filterLabel: HTMLElement | null;
  readonly results: HTMLElement;
  readonly idle: HTMLElement | null;
  /** Notes what was searched and opened. */
  readonly watch: SearchWatch;
}

export function showIdle(box: Box): void {
  tellSearched(box, '');
  box.results.replaceChildren();
  box.count.textContent = '';
  setFilterHidden(box, true);
  setElsewhereHidden(box, false);
}

/** For whoever has something to say beside the answers: an incident that is open. */
function tellSearched({ root }: Box, query: string): void {
  root.dispatchEvent(new CustomEvent('bedside:searched', { detail: query, bubbles: true }));
}

/** Room for the answers at once, so that nothing jumps when they come. */
export function showSearching(box: Box): void {
  setElsewhereHidden(box, true);
  setFilterHidden(box, false);
  box.count.textContent = `${texts().searching}…`;
}

export function showCount(box: Box, typed: string, { total, weak, repaired }: Answers): void {
  const topic = box.filter?.selectedOptions[0];
  const everywhere = topic === undefined || topic.value === '';
  const t = texts();
  // Nobody is told that a guess was searched for other words than theirs.
  const query = weak ? typed : (repaired ?? typed);
  const count = total === 0 ? (everywhere ? t.none(query) : t.noneIn(query, topic.text)) : everywhere ? t.count(total, query) : t.countIn(total, query, topic.text);
  box.count.textContent = weak && total > 0 ? `${count}. ${t.weak(total)}` : count;
}

/** "Showing results for …", before the answers; the arrow keys pass it by. */
function showRepaired(box: Box, typed: string, repaired: string, asTyped: () => void): void {
  const t = texts();
  const line = document.createElement('p');
  line.className = 'search-repaired';
  const words = document.createElement('strong');
  words.textContent = repaired;
  const instead = button(t.searchInstead(typed), () => {
    // The button goes away with the line, so the reader is led back to the field.
    box.input.focus();
    asTyped();
  });
  instead.className = 'link-button';
  line.append(`${t.showingFor} `, words, '. ', instead);
  box.results.append(line);
}

/** @param again searches anew; without mending, the words as they are typed */
export function showFound(box: Box, query: string, answers: Answers, first: readonly Answer[], again: (mend?: boolean) => void): void {
  setElsewhereHidden(box, true);
  setFilterHidden(box, false);
  box.results.replaceChildren();
  tellSearched(box, query);
  if (answers.repaired !== undefined && !answers.weak) showRepaired(box, query, answers.repaired, () => again(false));
  if (answers.total === 0) showNone(box, query, again);
  else showAnswers(box, query, answers, first);
}

function showAnswers(box: Box, query: string, answers: Answers, first: readonly Answer[]): void {
  const t = texts();
  if (answers.weak) box.results.append(weakNotice(box, query));
  const list = document.createElement('ol');
  list.className = 'results';
  list.append(...first.map((answer, index) => answerItem(answer, t, answers.clear && index === 0)));
  box.results.append(list);
  if (answers.total <= first.length) return;
  const more = button(t.more, async () => {
    const from = list.children.length;
    const next = await answers.take(from, PAGE).catch(() => undefined);
    if (next === undefined) {
      box.count.textContent = t.failed;
      return;
    }
    list.append(...next.map((answer) => answerItem(answer, t)));
    if (list.children.length >= answers.total) more.remove();
    list.children[from]?.querySelector('a')?.focus();
  });
  box.results.append(more);
}

function weakNotice(box: Box, query: string): HTMLElement {
  const notice = document.createElement('p');
  notice.className = 'search-weak';
  notice.append(`${texts().weakHint} `, contactLink(box, query, ''));
  return notice;
}

/** The words go with the reader, but never through an address, where logs would keep them. */
function contactLink(box: Box, query: string, className: string): HTMLAnchorElement {
  const person = document.createElement('a');
  person.className = className;
  person.href = `${base()}contact/`;
  person.textContent = texts().noneContact;
  person.addEventListener('click', () => {
    sessionStorage.setItem('bedside:words', query);
    box.watch.contacted();
  });
  return person;
}

function showNone(box: Box, query: string, again: () => void): void {
  const t = texts();
  const block = document.createElement('div');
  block.className = 'no-results';
  const hint = document.createElement('p');
  hint.textContent = t.noneHint;
  const ways = document.createElement('div');
  ways.className = 'no-results-ways';
  block.append(hint, ways);
  if (box.filter !== null && box.filter.value !== '') {
    const filter = box.filter;
    ways.append(
      button(t.noneElsewhere, () => {
        filter.value = '';
        // The button goes away with the message, so the reader is led back to the field.
        box.input.focus();
        again();
      }),
    );
  }
  ways.append(contactLink(box, query, 'button'));
  box.results.append(block);
  // What can be browsed comes back, but not the dialog's invitation to type.
  if (box.root.closest('dialog') === null) setElsewhereHidden(box, false);
}

export function showFailure(box: Box, again: () => void): void {
  const t = texts();
  setFilterHidden(box, true);
  setElsewhereHidden(box, false);
  box.count.textContent = t.failed;
  box.results.replaceChildren(
    button(t.retry, () => {
      box.input.focus();
      box.results.replaceChildren();
      again();
    }),
  );
}

function setFilterHidden(box: Box, hidden: boolean): void {
  if (box.filterLabel) box.filterLabel.hidden = hidden;
}

function button(label: string, action: () => void | Promise<void>): HTMLButtonElement {
  const made = document.createElement('button');
  made.type = 'button';
  made.className = 'button';
  made.textContent = label;
  made.addEventListener('click', () => void action());
  return made;
}

/** The texts of search in the page's language. */
export function texts() {
  return textsFor(document.documentElement.lang).search;
}

function base(): string {
  return document.documentElement.dataset['base'] ?? '/';
}

/** What makes room for answers: the box's own idle part, and sections elsewhere that say so. */
function setElsewhereHidden(box: Box, hidden: boolean): void {
  if (box.idle) box.idle.hidden = hidden;
  if (box.root.closest('dialog') !== null) return;
  for (const part of document.querySelectorAll<HTMLElement>('[data-search-gives-way]')) part.hidden = hidden;
}


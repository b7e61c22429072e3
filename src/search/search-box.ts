/** Makes a search field answer while the reader types. Works on the home page, the search page, the 404 page and in the dialog. */
import { textsFor } from '../texts/texts.ts';
import { search, type Answers } from './engine.ts';
import { answerItem } from './results-view.ts';
import { watchSearches, type SearchWatch } from './watch.ts';

/** Shown at first, and with each "more": a desktop's screen. Each costs a request of about 1 KB. */
const PAGE = 5;
/** Typing pauses shorter than this do not search: a fast typist's keys are about 100 ms apart. */
const PAUSE = 120;

interface Box {
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

const attached = new WeakSet<HTMLElement>();

export function attachSearchBox(root: HTMLElement): void {
  if (attached.has(root)) return;
  attached.add(root);
  const box: Box = {
    root,
    form: root.querySelector('form')!,
    input: root.querySelector('input')!,
    count: root.querySelector('[data-search-count]')!,
    filter: root.querySelector('[data-search-filter]'),
    filterLabel: root.querySelector('[data-search-tools]'),
    results: root.querySelector('[data-search-results]')!,
    idle: root.querySelector('[data-search-idle]'),
    watch: watchSearches(root),
  };
  const addressed = 'addressed' in root.dataset;
  let timer: ReturnType<typeof setTimeout> | undefined;
  let latest = 0;

  /** @param mend false searches the words as they are typed */
  const run = async (mend = true) => {
    clearTimeout(timer);
    const query = box.input.value.trim();
    if (addressed) rememberInAddress(query, box.filter?.value ?? '');
    const turn = (latest += 1);
    if (query === '') return showIdle(box);
    if (box.results.childElementCount === 0) showSearching(box);
    try {
      const answers = await search(base(), { query, topic: box.filter?.value ?? '', mend });
      const first = await answers.take(0, PAGE);
      if (turn !== latest) return;
      box.results.replaceChildren();
      showCount(box, query, answers);
      if (answers.repaired !== undefined) showRepaired(box, query, answers.repaired, () => void run(false));
      if (answers.total === 0) showNone(box, query, () => void run());
      else showAnswers(box, query, answers, first);
      box.watch.searched(query, answers);
    } catch {
      if (turn === latest) showFailure(box, () => void run());
    }
  };

  box.input.addEventListener('input', () => {
    clearTimeout(timer);
    timer = setTimeout(() => void run(), PAUSE);
  });
  box.filter?.addEventListener('change', () => void run());
  box.form.addEventListener('submit', (event) => {
    if (!addressed) return;
    event.preventDefault();
    void run();
  });
  root.addEventListener('keydown', (event) => moveFocus(box, event));
  if (addressed) fromAddress(box);
  if (box.input.value.trim() !== '') void run();
}

function texts() {
  return textsFor(document.documentElement.lang).search;
}

function base(): string {
  return document.documentElement.dataset['base'] ?? '/';
}

function showIdle(box: Box): void {
  box.results.replaceChildren();
  box.count.textContent = '';
  setFilterHidden(box, true);
  setElsewhereHidden(box, false);
}

/** Room for the answers at once, so that nothing jumps when they come. */
function showSearching(box: Box): void {
  setElsewhereHidden(box, true);
  setFilterHidden(box, false);
  box.count.textContent = `${texts().searching}…`;
}

function showCount(box: Box, typed: string, { total, weak, repaired }: Answers): void {
  setElsewhereHidden(box, true);
  setFilterHidden(box, false);
  const topic = box.filter?.selectedOptions[0];
  const everywhere = topic === undefined || topic.value === '';
  const t = texts();
  const query = repaired ?? typed;
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

function showAnswers(box: Box, query: string, answers: Answers, first: Awaited<ReturnType<Answers['take']>>): void {
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

function showFailure(box: Box, again: () => void): void {
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

/** What makes room for answers: the box's own idle part, and sections elsewhere that say so. */
function setElsewhereHidden(box: Box, hidden: boolean): void {
  if (box.idle) box.idle.hidden = hidden;
  if (box.root.closest('dialog') !== null) return;
  for (const part of document.querySelectorAll<HTMLElement>('[data-search-gives-way]')) part.hidden = hidden;
}

function moveFocus(box: Box, event: KeyboardEvent): void {
  if (event.key !== 'ArrowDown' && event.key !== 'ArrowUp') return;
  const stops: HTMLElement[] = [box.input, ...box.results.querySelectorAll<HTMLElement>('.result-title, .button')];
  const here = stops.indexOf(document.activeElement as HTMLElement);
  if (here === -1) return;
  const target = stops[here + (event.key === 'ArrowDown' ? 1 : -1)];
  if (target === undefined) return;
  event.preventDefault();
  target.focus();
}

function rememberInAddress(query: string, topic: string): void {
  const url = new URL(location.href);
  url.search = '';
  if (query !== '') url.searchParams.set('q', query);
  if (query !== '' && topic !== '') url.searchParams.set('in', topic);
  history.replaceState(history.state, '', url);
  const t = texts();
  const site = document.title.split(' · ').at(-1) ?? '';
  document.title = `${query === '' ? t.title : t.titleFor(query)} · ${site}`;
}

function fromAddress(box: Box): void {
  const given = new URL(location.href).searchParams;
  const query = given.get('q');
  if (query !== null && box.input.value === '') box.input.value = query.slice(0, 200);
  const topic = given.get('in');
  if (box.filter && topic !== null && [...box.filter.options].some((option) => option.value === topic)) box.filter.value = topic;
}

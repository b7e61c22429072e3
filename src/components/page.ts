/** What every page runs: a few listeners. Search, tabs, pictures and films are loaded when somebody asks for them. */
import { begin } from '../search/ahead.ts';
import { slashOpens, tellSlash } from '../search/slash-key.ts';

const openSearch = () => {
  begin(document.documentElement.dataset['base'] ?? '/');
  return import('../search/dialog.ts').then(({ openSearchDialog }) => openSearchDialog());
};
const attach = (box: HTMLElement) => import('../search/search-box.ts').then(({ attachSearchBox }) => attachSearchBox(box));
/** What waited for answers that may come at once need not wait any longer. */
const release = (box: HTMLElement) => box.querySelector('.waits')?.classList.remove('waits');

document.addEventListener('click', (event) => {
  if (!(event.target instanceof Element) || event.ctrlKey || event.metaKey || event.shiftKey) return;
  const asked = event.target.closest<HTMLElement>('[data-search-open], [data-enlarge], [data-film-from], .copy');
  if (asked === null) return;
  event.preventDefault();
  // When the code cannot be loaded, a link still leads where it leads.
  answer(asked).catch(() => asked instanceof HTMLAnchorElement && location.assign(asked.href));
});

async function answer(asked: HTMLElement): Promise<void> {
  const { enlarge, filmFrom } = asked.dataset;
  if (asked.matches('.copy')) return (await import('./copy.ts')).copy(asked);
  if (enlarge !== undefined) return (await import('./enlarge.ts')).enlarge(asked as HTMLAnchorElement);
  if (filmFrom !== undefined) return (await import('./film.ts')).play(asked.closest('.film')!, Number(filmFrom));
  return openSearch();
}

document.addEventListener('keydown', (event) => {
  const typing = event.target instanceof HTMLElement && event.target.matches('input, textarea, select, [contenteditable]');
  const slash = event.key === '/' && !typing && !event.ctrlKey && !event.metaKey && !event.altKey && slashOpens();
  const asked = slash || (event.key.toLowerCase() === 'k' && (event.ctrlKey || event.metaKey));
  if (!asked || document.querySelector('dialog[open]') !== null) return;
  const own = document.querySelector<HTMLInputElement>('main [data-search] input');
  event.preventDefault();
  if (own === null) openSearch().catch(() => undefined);
  else own.focus();
});

if (!slashOpens()) tellSlash();

for (const box of document.querySelectorAll<HTMLElement>('[data-search]')) {
  const input = box.querySelector('input');
  const lost = box.closest('[data-not-found]') !== null;
  if (lost && input !== null && input.value === '') input.value = wordsOfAddress(location.pathname);
  if (input?.value || ('addressed' in box.dataset && location.search !== '')) attachNow(box);
  else {
    release(box);
    attachWhenEntered(box);
  }
}

function attachNow(box: HTMLElement): void {
  attach(box)
    .catch(() => {
      const count = box.querySelector<HTMLElement>('[data-search-count]');
      if (count) count.textContent = count.dataset['failed'] ?? '';
      attachWhenEntered(box);
    })
    .finally(() => release(box));
}

function attachWhenEntered(box: HTMLElement): void {
  box.addEventListener('focusin', () => attachNow(box), { once: true });
}

const feedback = document.querySelector<HTMLElement>('[data-feedback]');
if (feedback !== null) {
  const load = () => import('../feedback/client.ts');
  let taken = false;
  feedback.addEventListener('submit', (event) => {
    const form = event.target as HTMLFormElement;
    if (taken) return;
    event.preventDefault();
    load().then(
      ({ takeOver }) => {
        taken = true;
        takeOver(feedback).submitted(form, event.submitter);
      },
      () => submitPlainly(form, event.submitter),
    );
  });
  // A vote of this tab, sent or waiting, is shown again.
  if (sessionStorage.getItem(`bedside:vote:${feedback.dataset['article']}`) !== null) {
    void load().then(({ takeOver }) => {
      taken = true;
      takeOver(feedback);
    });
  }
}

// Where somebody comes from goes along in this tab, never in an address, where logs would keep it.
const stuck = document.querySelector<HTMLElement>('[data-from-article]');
stuck?.addEventListener('click', () => sessionStorage.setItem('bedside:article', stuck.dataset['fromArticle'] ?? ''));

/** The form as it works without this script: nothing is lost when code cannot be loaded. */
function submitPlainly(form: HTMLFormElement, submitter: HTMLElement | null): void {
  if (submitter instanceof HTMLButtonElement && submitter.name !== '') {
    const chosen = Object.assign(document.createElement('input'), { type: 'hidden', name: submitter.name, value: submitter.value });
    form.append(chosen);
  }
  form.submit();
}

const statusLink = document.querySelector<HTMLElement>('[data-words]');
let looked = 0;
let troubled = false;

async function lookAtStatus(): Promise<void> {
  if (statusLink === null || Date.now() - looked < 60_000) return;
  looked = Date.now();
  const summary = await (await import('../status/notice.ts')).showStatus(statusLink);
  if (summary === undefined || (summary.incidents.length === 0 && !troubled)) return;
  troubled = true;
  (await import('./incidents.ts')).onSummary(summary);
}
const lookAgain = () => void lookAtStatus().catch(() => undefined);
// The answer first, then the state of things: the page is complete without it.
addEventListener('load', lookAgain);
// A form that was open in another tab for an hour asks about what is open now.
if (document.querySelector('[data-contact]') !== null) addEventListener('visibilitychange', () => document.visibilityState === 'visible' && lookAgain());

if (document.querySelector('[data-tabs]') !== null) void import('./tabs.ts').then(({ enhanceTabs }) => enhanceTabs());

// After everything that a reader waits for.
const revision = feedback?.dataset['revision'];
if (revision !== undefined) addEventListener('load', () => void import('../events/reading.ts').then(({ watchReading }) => watchReading({ revision })).catch(() => undefined));

const moved = document.querySelector<HTMLElement>('[data-moved]');
if (moved !== null) void import('./moved.ts').then(({ followMoved }) => followMoved(moved));

/** The last part of an address as words: `/billing/cancel-my-plan/` → `cancel my plan`. */
function wordsOfAddress(path: string): string {
  const last = path.split('/').filter(Boolean).at(-1) ?? '';
  try {
    return decodeURIComponent(last).replace(/\.\w+$/, '').replaceAll(/[-_+]+/g, ' ').trim().slice(0, 80);
  } catch {
    return '';
  }
}

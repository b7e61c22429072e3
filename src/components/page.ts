/** What every page runs: a few listeners. Search and tabs are loaded when somebody asks for them. */
const openSearch = () => import('../search/dialog.ts').then(({ openSearchDialog }) => openSearchDialog());
const attach = (box: HTMLElement) => import('../search/search-box.ts').then(({ attachSearchBox }) => attachSearchBox(box));

document.addEventListener('click', (event) => {
  if (!(event.target instanceof Element) || event.ctrlKey || event.metaKey || event.shiftKey) return;
  const opener = event.target.closest<HTMLAnchorElement>('[data-search-open]');
  if (opener === null) return;
  event.preventDefault();
  // When the code cannot be loaded, the link still leads to the search page.
  openSearch().catch(() => location.assign(opener.href));
});

document.addEventListener('keydown', (event) => {
  const typing = event.target instanceof HTMLElement && event.target.matches('input, textarea, select, [contenteditable]');
  const asked = (event.key === '/' && !typing && !event.ctrlKey && !event.metaKey && !event.altKey) || (event.key.toLowerCase() === 'k' && (event.ctrlKey || event.metaKey));
  if (!asked || document.querySelector('dialog[open]') !== null) return;
  const own = document.querySelector<HTMLInputElement>('main [data-search] input');
  event.preventDefault();
  if (own === null) openSearch().catch(() => undefined);
  else own.focus();
});

for (const box of document.querySelectorAll<HTMLElement>('[data-search]')) {
  const input = box.querySelector('input');
  const lost = box.closest('[data-not-found]') !== null;
  if (lost && input !== null && input.value === '') input.value = wordsOfAddress(location.pathname);
  if (input?.value || ('addressed' in box.dataset && location.search !== '')) void attach(box);
  else box.addEventListener('focusin', () => void attach(box), { once: true });
}

if (document.querySelector('[data-tabs]') !== null) void import('./tabs.ts').then(({ enhanceTabs }) => enhanceTabs());

/** The last part of an address as words: `/billing/cancel-my-plan/` → `cancel my plan`. */
function wordsOfAddress(path: string): string {
  const last = path.split('/').filter(Boolean).at(-1) ?? '';
  try {
    return decodeURIComponent(last).replace(/\.\w+$/, '').replaceAll(/[-_+]+/g, ' ').trim().slice(0, 80);
  } catch {
    return '';
  }
}

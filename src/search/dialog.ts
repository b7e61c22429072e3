/** Search from anywhere, over the page: opened by `/`, Ctrl-K or the link in the header. */
import { textsFor } from '../texts/texts.ts';
import { loadEngine } from './engine.ts';
import { attachSearchBox } from './search-box.ts';
import { slashOpens, switchSlash } from './slash-key.ts';

let dialog: HTMLDialogElement | undefined;

export function openSearchDialog(): void {
  dialog ??= createDialog();
  if (!dialog.open) dialog.showModal();
  dialog.querySelector('input')?.select();
}

function createDialog(): HTMLDialogElement {
  const t = textsFor(document.documentElement.lang).search;
  const base = document.documentElement.dataset['base'] ?? '/';
  // Fetched while the reader is still typing; a failure is told when a search needs it.
  loadEngine(base).catch(() => undefined);
  const made = document.createElement('dialog');
  made.className = 'search-dialog';
  made.setAttribute('aria-label', t.label);

  const form = document.createElement('form');
  form.className = 'search-form';
  form.setAttribute('role', 'search');
  form.action = `${base}search/`;
  const input = document.createElement('input');
  Object.assign(input, { type: 'search', name: 'q', className: 'field', placeholder: t.placeholder, autocomplete: 'off', spellcheck: false, maxLength: 200 });
  input.setAttribute('aria-label', t.label);
  input.setAttribute('enterkeyhint', 'search');
  const close = document.createElement('button');
  Object.assign(close, { type: 'button', className: 'button', textContent: t.close });
  close.addEventListener('click', () => made.close());
  form.append(input, close);

  const body = document.createElement('div');
  body.className = 'search-body';
  const tools = document.createElement('div');
  tools.className = 'search-tools';
  const count = document.createElement('p');
  count.className = 'search-count quiet';
  count.setAttribute('role', 'status');
  count.setAttribute('data-search-count', '');
  tools.append(count);
  const results = document.createElement('div');
  results.setAttribute('data-search-results', '');
  const idle = document.createElement('p');
  idle.className = 'search-idle quiet';
  idle.setAttribute('data-search-idle', '');
  idle.textContent = t.start;
  body.append(tools, results, idle);

  const keys = document.createElement('div');
  keys.className = 'search-keys';
  const how = document.createElement('p');
  how.textContent = t.keys;
  keys.append(how, slashSwitch(t.slash));

  made.append(form, body, keys);
  made.addEventListener('click', (event) => {
    if (event.target === made || leadsWithinPage(event)) made.close();
  });
  document.body.append(made);
  attachSearchBox(made);
  return made;
}

function slashSwitch(label: string): HTMLLabelElement {
  const box = document.createElement('input');
  box.type = 'checkbox';
  box.checked = slashOpens();
  box.addEventListener('change', () => switchSlash(box.checked));
  const made = document.createElement('label');
  made.className = 'search-slash';
  made.append(box, label);
  return made;
}

/** A link to another place of this page, which lies under the dialog. */
function leadsWithinPage(event: MouseEvent): boolean {
  const link = event.target instanceof Element ? event.target.closest('a') : null;
  return link !== null && link.pathname === location.pathname;
}

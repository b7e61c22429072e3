/** Copies a message or a piece of code, and says so to eyes and ears. Loaded with the first copy. */
import { textsFor } from '../texts/texts.ts';

/** How long the word stands beside the button. */
const SHOWN = 2_500;
let status: HTMLElement | undefined;

export async function copy(button: HTMLElement): Promise<void> {
  const t = textsFor(document.documentElement.lang).media;
  const shown = button.previousElementSibling;
  const words = button.dataset['copy'] ?? shown?.textContent ?? '';
  // A screen reader hears a region that was there before its words.
  status ??= document.body.appendChild(Object.assign(document.createElement('p'), { className: 'visually-hidden' }));
  status.setAttribute('role', 'status');
  status.textContent = '';
  let said = t.copied;
  try {
    await navigator.clipboard.writeText(words);
  } catch {
    // No permission, or a page without https: what is selected can still be copied by hand.
    if (shown) getSelection()?.selectAllChildren(shown);
    said = t.copyFailed;
  }
  button.dataset['said'] = said;
  setTimeout(() => {
    if (status) status.textContent = said;
  }, 100);
  setTimeout(() => delete button.dataset['said'], SHOWN);
}

/**
 * Whether `/` opens search. A single key that acts everywhere must be possible to switch off (WCAG 2.1.4): it gets in
 * the way of speech input. The choice stays on the device; nothing is stored until somebody makes it.
 */
const NAME = 'bedside:slash';

export function slashOpens(): boolean {
  try {
    return localStorage.getItem(NAME) !== 'off';
  } catch {
    // Storage is forbidden here, so nobody can have switched it off.
    return true;
  }
}

export function switchSlash(on: boolean): void {
  if (on) localStorage.removeItem(NAME);
  else localStorage.setItem(NAME, 'off');
  tellSlash();
}

/** The link to search names the key only while it works. */
export function tellSlash(): void {
  const on = slashOpens();
  for (const link of document.querySelectorAll<HTMLElement>('[data-search-open]')) {
    link.setAttribute('aria-keyshortcuts', on ? '/ Control+K' : 'Control+K');
    const hint = link.querySelector('kbd');
    if (hint !== null) hint.hidden = !on;
  }
}

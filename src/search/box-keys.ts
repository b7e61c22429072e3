/** Arrow keys between the field and its answers. */
import type { Box } from './box-view.ts';

export function moveFocus(box: Box, event: KeyboardEvent): void {
  if (event.key !== 'ArrowDown' && event.key !== 'ArrowUp') return;
  const stops: HTMLElement[] = [box.input, ...box.results.querySelectorAll<HTMLElement>('.result-title, .button')];
  const here = stops.indexOf(document.activeElement as HTMLElement);
  if (here === -1) return;
  const target = stops[here + (event.key === 'ArrowDown' ? 1 : -1)];
  if (target === undefined) return;
  event.preventDefault();
  target.focus();
}


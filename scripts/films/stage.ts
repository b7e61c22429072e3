/**
 * A mock-up in the browser, as a stage: what it shows, where the pointer is, which words are typed.
 *
 * Nothing moves by itself: each function sets one state, and a frame is taken of it.
 */
import { pathToFileURL } from 'node:url';
import type { Page } from 'playwright';
import type { Scene } from './scenes.ts';

/** CSS pixels; a frame has twice as many each way. */
export const FRAME = { width: 544, height: 640 };
const TOP = 48;
/** Captions stand here, and never over the screen. */
const BOTTOM = 104;

const STYLE = `
  html { background: light-dark(oklch(0.962 0.006 85), oklch(0.25 0.008 85)); scrollbar-width: none; }
  body { padding: ${TOP + 16}px 16px ${BOTTOM + 16}px; }
  .window { position: relative; }
  section { padding-left: 24px; }
  .film-top, .film-bottom { position: fixed; inset-inline: 0; z-index: 8; background: light-dark(oklch(0.962 0.006 85), oklch(0.25 0.008 85)); }
  .film-top { top: 0; height: ${TOP}px; padding: 0 16px; line-height: ${TOP}px; font-weight: 700; }
  .film-bottom { bottom: 0; height: ${BOTTOM}px; }
  .film-pointer { position: fixed; z-index: 9; width: 34px; height: 34px; margin: -3px 0 0 -6px; filter: drop-shadow(0 1px 2px oklch(0 0 0 / 0.4)); }
  .film-ring { position: fixed; z-index: 8; border: 3px solid var(--accent); border-radius: 50%; translate: -50% -50%; }
  .film-pressed { outline: 3px solid var(--accent); outline-offset: 2px; }
  .film-absent { visibility: hidden; }
  .film-gone { display: none !important; }
  .film-caret { border-inline-end: 2px solid var(--text); margin-inline-end: -2px; }
`;

/** A scene names something that its mock-up does not have. */
class NoSuchTarget extends Error {
  override readonly name = 'NoSuchTarget';
  constructor(screen: string, target: string) {
    super(`${screen} has no element with the id or class "${target}".`);
  }
}

interface Point {
  readonly x: number;
  readonly y: number;
}

/** Opens a scene's mock-up with the words of its chapter above it. */
export async function setScene(page: Page, home: string, scene: Scene, chapter: string, pointer: Point): Promise<void> {
  await page.goto(pathToFileURL(`${home}/${scene.screen}`).href);
  await page.addStyleTag({ content: STYLE });
  const missing = await page.evaluate(
    ({ parts, state, hidden, empty, chapter }) => {
      const find = (name: string) => document.getElementById(name) ?? document.querySelector<HTMLElement>(`.${name}`);
      for (const section of document.querySelectorAll('section')) if (!parts.includes(section.id)) section.remove();
      const sections = document.querySelectorAll('section');
      sections[0]?.classList.add('first');
      sections[sections.length - 1]?.classList.add('last');
      if (state !== undefined) document.querySelector('.window')?.setAttribute('data-state', state);
      const unknown = [...parts, ...hidden, ...empty].find((name) => find(name) === null);
      for (const name of hidden) find(name)?.classList.add(find(name)?.classList.contains('menu') ? 'film-absent' : 'film-gone');
      const words = new Map<string, { node: Text; text: string }[]>();
      for (const name of empty) {
        const element = find(name);
        if (element === null) continue;
        const walker = document.createTreeWalker(element, NodeFilter.SHOW_TEXT);
        const nodes: { node: Text; text: string }[] = [];
        while (walker.nextNode()) {
          const node = walker.currentNode as Text;
          if (node.data.trim() !== '') nodes.push({ node, text: node.data });
        }
        // The field keeps its size while it is empty.
        const { width, height } = element.getBoundingClientRect();
        if (element.matches('.field')) Object.assign(element.style, { minWidth: `${width}px`, height: `${height}px` });
        for (const { node } of nodes) {
          node.data = '';
          if (node.parentElement !== element && node.parentElement?.matches('.tags span')) node.parentElement.classList.add('film-absent');
        }
        words.set(name, nodes);
      }
      Object.assign(globalThis, { filmWords: words });
      document.body.insertAdjacentHTML(
        'beforeend',
        `<div class="film-top"></div><div class="film-bottom"></div><svg class="film-pointer" viewBox="0 0 24 24"><path d="M4 2.5v17l4.6-4.2 3 6.6 3.2-1.5-3-6.4 6.3-.6z" fill="#111" stroke="#fff" stroke-width="1.6" stroke-linejoin="round"/></svg>`,
      );
      const top = document.querySelector('.film-top');
      if (top) top.textContent = chapter;
      return unknown;
    },
    { ...scene, chapter },
  );
  if (missing !== undefined) throw new NoSuchTarget(scene.screen, missing);
  await placePointer(page, pointer);
}

/** Where a target is when it is scrolled into sight, and how far to scroll for it. */
export async function locate(page: Page, screen: string, name: string): Promise<Point & { scroll: number; from: number }> {
  const found = await page.evaluate(
    ({ name, top, bottom }) => {
      const element = document.getElementById(name) ?? document.querySelector<HTMLElement>(`.${name}`);
      if (element === null) return undefined;
      // A line of text is pointed at where its words are.
      const range = document.createRange();
      range.selectNodeContents(element);
      const box = element.getBoundingClientRect();
      const words = range.getBoundingClientRect();
      const x = element.matches('.field, .card, .box, .switch, .state, section, h2, p') || box.width > 240 ? box.left + Math.min(box.width, Math.max(words.width, 80)) * 0.42 : box.left + box.width / 2;
      const from = document.documentElement.scrollTop;
      const most = document.documentElement.scrollHeight - innerHeight;
      const room = innerHeight - top - bottom;
      const above = box.top < top + 8;
      const below = box.bottom > innerHeight - bottom - 8;
      const scroll = above || below ? Math.round(Math.min(most, Math.max(0, from + box.top - top - (room - Math.min(room, box.height)) / 2))) : from;
      return { x, y: box.top + Math.min(box.height, 124) * 0.62 - (scroll - from), scroll, from };
    },
    { name, top: TOP, bottom: BOTTOM },
  );
  if (found === undefined) throw new NoSuchTarget(screen, name);
  return found;
}

export async function placePointer(page: Page, { x, y }: Point, scroll?: number): Promise<void> {
  await page.evaluate(
    ({ x, y, scroll }) => {
      Object.assign(document.querySelector<HTMLElement>('.film-pointer')?.style ?? {}, { left: `${x}px`, top: `${y}px` });
      if (scroll !== undefined) document.documentElement.scrollTop = scroll;
    },
    { x, y, scroll },
  );
}

/** A ring around the pointer; `undefined` takes it away. */
export async function ring(page: Page, at: Point, size: number | undefined): Promise<void> {
  await page.evaluate(
    ({ at, size }) => {
      document.querySelector('.film-ring')?.remove();
      if (size === undefined) return;
      const mark = Object.assign(document.createElement('div'), { className: 'film-ring' });
      Object.assign(mark.style, { left: `${at.x}px`, top: `${at.y}px`, width: `${size}px`, height: `${size}px`, opacity: String(1.3 - size / 50) });
      document.body.append(mark);
    },
    { at, size },
  );
}

/** What was pressed last keeps its focus. */
export async function focus(page: Page, name: string): Promise<void> {
  await page.evaluate((name) => {
    document.querySelector('.film-pressed')?.classList.remove('film-pressed');
    (document.getElementById(name) ?? document.querySelector(`.${name}`))?.classList.add('film-pressed');
  }, name);
}

/** How many letters an emptied field gets. */
export function lettersOf(page: Page, name: string): Promise<number> {
  return page.evaluate((name) => {
    const words = (globalThis as unknown as { filmWords: Map<string, { text: string }[]> }).filmWords.get(name) ?? [];
    return words.reduce((sum, { text }) => sum + text.length, 0);
  }, name);
}

/** The first letters of an emptied field. */
export async function typeLetters(page: Page, name: string, letters: number, caret: boolean): Promise<void> {
  await page.evaluate(
    ({ name, letters, caret }) => {
      const words = (globalThis as unknown as { filmWords: Map<string, { node: Text; text: string }[]> }).filmWords.get(name) ?? [];
      let left = letters;
      document.querySelector('.film-caret')?.remove();
      for (const { node, text } of words) {
        node.data = text.slice(0, Math.max(0, left));
        if (left > 0) node.parentElement?.classList.remove('film-absent');
        if (caret && left > 0 && left <= text.length) node.after(Object.assign(document.createElement('span'), { className: 'film-caret' }));
        left -= text.length;
      }
    },
    { name, letters, caret },
  );
}

export async function show(page: Page, screen: string, name: string): Promise<void> {
  const there = await page.evaluate((name) => {
    const element = document.getElementById(name) ?? document.querySelector(`.${name}`);
    element?.classList.remove('film-absent', 'film-gone');
    return element !== null;
  }, name);
  if (!there) throw new NoSuchTarget(screen, name);
}

export async function rename(page: Page, screen: string, name: string, text: string): Promise<void> {
  const there = await page.evaluate(
    ({ name, text }) => {
      const element = document.getElementById(name) ?? document.querySelector(`.${name}`);
      if (element) element.textContent = text;
      return element !== null;
    },
    { name, text },
  );
  if (!there) throw new NoSuchTarget(screen, name);
}

/** A frame as PNG, two pixels to the CSS pixel. */
export function frame(page: Page): Promise<Buffer> {
  return page.screenshot({ type: 'png', caret: 'initial', animations: 'allow' });
}

/** Plays a film's scenes on the stage, frame by frame, and keeps its captions and chapters in step. */
import type { Page } from 'playwright';
import type { Cue } from '../../src/articles/webvtt.ts';
import type { Action, Film, Scene } from './scenes.ts';
import { focus, frame, FRAME, lettersOf, locate, placePointer, rename, ring, setScene, show, typeLetters } from './stage.ts';

/** Frames in a second. */
export const RATE = 25;
/** A caption is read at 15 letters a second, and takes a moment to notice. */
const LETTERS_A_SECOND = 15;
const NOTICE = 0.9;

/** A picture of the film and how many frames long it stands. */
export interface Still {
  readonly png: Buffer;
  readonly frames: number;
}

export interface PlayedFilm {
  readonly captions: readonly Cue[];
  readonly chapters: readonly Cue[];
  readonly seconds: number;
  readonly poster: Buffer;
}

interface State {
  readonly page: Page;
  /** Takes the picture on the stage for so many frames. */
  readonly hold: (frames: number) => Promise<void>;
  readonly now: () => number;
  readonly captions: { start: number; end: number; text: string }[];
  pointer: { x: number; y: number };
  poster: Buffer | undefined;
}

/** @param take receives every still in order */
export async function playFilm(page: Page, home: string, { scenes }: Film, take: (still: Still) => Promise<void>): Promise<PlayedFilm> {
  let taken = 0;
  const state: State = {
    page,
    hold: async (frames) => {
      await take({ png: await frame(page), frames });
      taken += frames;
    },
    now: () => taken / RATE,
    captions: [],
    pointer: { x: FRAME.width * 0.6, y: FRAME.height * 0.62 },
    poster: undefined,
  };
  const chapters: { start: number; end: number; text: string }[] = [];
  for (const scene of scenes) {
    // A caption never stays over the next screen.
    await readToEnd(state);
    if (scene.chapter !== undefined) {
      endLast(chapters, state.now());
      chapters.push({ start: state.now(), end: 0, text: scene.chapter });
    }
    await setScene(page, home, scene, chapters.at(-1)?.text ?? '', state.pointer);
    const first = scene.play[0];
    if (first !== undefined && 'say' in first) await say(first.say, state);
    await state.hold(14);
    for (const action of first !== undefined && 'say' in first ? scene.play.slice(1) : scene.play) await perform(action, scene, state);
  }
  await readToEnd(state);
  await state.hold(RATE);
  endLast(state.captions, state.now());
  endLast(chapters, state.now());
  if (state.poster === undefined) throw new Error('A film without a poster.');
  return { captions: state.captions, chapters, seconds: state.now(), poster: state.poster };
}

async function perform(action: Action, { screen }: Scene, state: State): Promise<void> {
  const { page, hold } = state;
  if ('say' in action) return say(action.say, state);
  if ('wait' in action) return hold(Math.round(action.wait * RATE));
  if ('poster' in action) {
    state.poster = await frame(page);
    return;
  }
  if ('show' in action) {
    await show(page, screen, action.show);
    return hold(12);
  }
  if ('change' in action) {
    await rename(page, screen, action.change.element, action.change.to);
    return hold(12);
  }
  if ('fill' in action) {
    await typeLetters(page, action.fill, await lettersOf(page, action.fill), false);
    return hold(14);
  }
  if ('type' in action) return typeOut(action.type, state);
  const name = 'press' in action ? action.press : action.point;
  await travel(name, screen, state);
  if ('point' in action) return hold(18);
  for (const size of [12, 24, 36, 44]) {
    await ring(page, state.pointer, size);
    await hold(2);
  }
  await ring(page, state.pointer, undefined);
  await focus(page, name);
  await hold(10);
}

async function say(text: string, state: State): Promise<void> {
  await readToEnd(state);
  endLast(state.captions, state.now());
  state.captions.push({ start: state.now(), end: 0, text });
}

/** Stands still until the caption can have been read. */
async function readToEnd({ captions, now, hold }: State): Promise<void> {
  const last = captions.at(-1);
  if (last === undefined) return;
  const left = NOTICE + last.text.length / LETTERS_A_SECOND - (now() - last.start);
  if (left > 0) await hold(Math.ceil(left * RATE));
}

async function travel(name: string, screen: string, state: State): Promise<void> {
  const { page, pointer } = state;
  const { x, y, scroll, from } = await locate(page, screen, name);
  const way = Math.hypot(x - pointer.x, y - pointer.y) + Math.abs(scroll - from);
  const steps = Math.max(6, Math.min(24, Math.round(8 + way / 32)));
  for (let step = 1; step <= steps; step += 1) {
    const part = step / steps;
    const eased = part * part * (3 - 2 * part);
    await placePointer(page, { x: pointer.x + (x - pointer.x) * eased, y: pointer.y + (y - pointer.y) * eased }, Math.round(from + (scroll - from) * eased));
    await state.hold(1);
  }
  state.pointer = { x, y };
  await state.hold(5);
}

/** Short words at a typist's speed, long ones faster: nobody came to watch typing. */
async function typeOut(name: string, { page, hold }: State): Promise<void> {
  const letters = await lettersOf(page, name);
  const steps = Math.min(letters, 44);
  for (let step = 1; step <= steps; step += 1) {
    await typeLetters(page, name, Math.round((letters * step) / steps), step < steps);
    await hold(letters > 20 ? 1 : 2);
  }
  await hold(10);
}

function endLast(cues: { end: number }[], at: number): void {
  const last = cues.at(-1);
  if (last !== undefined) last.end = at;
}

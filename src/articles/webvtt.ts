/** Captions and chapters of films: WebVTT, read and written. */
import { readWebVtt, type Cue } from '../catalog/webvtt.ts';

export type { Cue };

/** A file that a content tree with this mistake would not have been built from. */
export class NoWebVtt extends Error {
  override readonly name = 'NoWebVtt';
  constructor(line: number, message: string) {
    super(`Line ${line}: ${message}`);
  }
}

/**
 * Reads the cues of a WebVTT file, without its comments, styles and marks inside a cue.
 *
 * @throws {NoWebVtt} for the first thing that is wrong
 */
export function parseWebVtt(source: string): Cue[] {
  const { cues, problems } = readWebVtt(source);
  const first = problems[0];
  if (first !== undefined) throw new NoWebVtt(first.line, first.message);
  return cues;
}

export function writeWebVtt(cues: readonly Cue[]): string {
  const blocks = cues.map(({ start, end, text }) => `${timeOf(start)} --> ${timeOf(end)}\n${text.replaceAll('&', '&amp;').replaceAll('<', '&lt;').replaceAll('>', '&gt;')}\n`);
  return ['WEBVTT\n', ...blocks].join('\n');
}

function timeOf(seconds: number): string {
  const whole = Math.round(seconds * 1000);
  const part = (unit: number, of: number, digits: number) => String(Math.floor(whole / unit) % of).padStart(digits, '0');
  return `${part(3_600_000, 100, 2)}:${part(60_000, 60, 2)}:${part(1_000, 60, 2)}.${part(1, 1_000, 3)}`;
}

/** What is said in a chapter of a film. */
export interface TranscriptPart {
  readonly start: number;
  readonly title: string;
  readonly text: string;
}

/** A film's words, chapter by chapter. A caption belongs to the chapter it begins in. */
export function transcript(captions: readonly Cue[], chapters: readonly Cue[]): TranscriptPart[] {
  return chapters.map(({ start, end, text: title }, index) => {
    const last = index === chapters.length - 1;
    const words = captions.filter((cue) => (index === 0 || cue.start >= start) && (last || cue.start < end));
    return { start, title, text: words.map(({ text }) => text).join(' ') };
  });
}

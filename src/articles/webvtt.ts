/** Captions and chapters of films: WebVTT, read and written. */

/** Words that belong to a part of a film. */
export interface Cue {
  /** Seconds. */
  readonly start: number;
  readonly end: number;
  readonly text: string;
}

/** A line that ought to say when a cue begins and ends, and does not. */
export class NoCueTime extends Error {
  override readonly name = 'NoCueTime';
  constructor(line: string) {
    super(`“${line}” is no line of the kind 00:01.000 --> 00:04.000.`);
  }
}

const TIMES = /^((?:\d{2,}:)?\d{2}:\d{2}\.\d{3})[ \t]+-->[ \t]+((?:\d{2,}:)?\d{2}:\d{2}\.\d{3})(?:[ \t].*)?$/;

/**
 * Reads the cues of a WebVTT file, without its comments, styles and marks inside a cue.
 *
 * @throws {NoCueTime} when a block holds no times
 */
export function parseWebVtt(source: string): Cue[] {
  const [head = '', ...blocks] = source.replace(/^\uFEFF/, '').replaceAll(/\r\n?/g, '\n').trim().split(/\n{2,}/);
  if (!/^WEBVTT([ \t\n]|$)/.test(head)) throw new NoCueTime(head.split('\n')[0] ?? '');
  return blocks.filter((block) => !/^(NOTE|STYLE|REGION)\b/.test(block)).map(cueOf);
}

function cueOf(block: string): Cue {
  const lines = block.split('\n');
  const at = lines[0]?.includes('-->') ? 0 : 1;
  const times = TIMES.exec(lines[at] ?? '');
  if (times === null) throw new NoCueTime(lines[at] ?? lines[0] ?? '');
  const text = lines.slice(at + 1).join(' ').replaceAll(/<[^>]*>/g, '');
  return { start: secondsOf(times[1]!), end: secondsOf(times[2]!), text: text.replaceAll('&lt;', '<').replaceAll('&gt;', '>').replaceAll('&nbsp;', ' ').replaceAll('&amp;', '&').trim() };
}

function secondsOf(time: string): number {
  return time.split(':').reduce((sum, part) => sum * 60 + Number(part), 0);
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

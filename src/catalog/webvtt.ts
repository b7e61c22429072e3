/** Captions and chapters of films: WebVTT, read with everything that is wrong in it. */

/** Words that belong to a part of a film. */
export interface Cue {
  /** Seconds. */
  readonly start: number;
  readonly end: number;
  readonly text: string;
}

export interface WebVttProblem {
  /** 1-based. */
  readonly line: number;
  /** The line as it stands there. */
  readonly value: string;
  readonly message: string;
  readonly remedy: string;
}

const TIMES = /^((?:\d{2,}:)?\d{2}:\d{2}\.\d{3})[ \t]+-->[ \t]+((?:\d{2,}:)?\d{2}:\d{2}\.\d{3})(?:[ \t].*)?$/;
const SUBRIP = /\d,\d{3}[ \t]+-->/;
const FORM = 'Write the two times so: 00:01.000 --> 00:04.000';

/** The cues of a WebVTT file, without its comments, styles and marks inside a cue; and what is wrong, in order. */
export function readWebVtt(source: string): { readonly cues: Cue[]; readonly problems: WebVttProblem[] } {
  const lines = source.replace(/^\uFEFF/, '').replaceAll(/\r\n?/g, '\n').split('\n');
  const cues: Cue[] = [];
  const problems: WebVttProblem[] = [];
  const problem = (line: number, message: string, remedy: string) => problems.push({ line, value: lines[line - 1] ?? '', message, remedy });
  if (!/^WEBVTT([ \t]|$)/.test(lines[0] ?? '')) {
    const srt = lines.some((line) => SUBRIP.test(line));
    problem(1, srt ? 'This is a SubRip file; browsers read WebVTT.' : 'Captions begin with the word WEBVTT.', srt ? 'Save it as WebVTT, or put WEBVTT and an empty line above it and write 00:01.000 in place of 00:01,000.' : 'Put WEBVTT on the first line, and an empty line after it.');
    return { cues, problems };
  }
  for (const { first, text } of blocksOf(lines)) {
    if (first === 1) {
      const times = text.findIndex((line, index) => index > 0 && line.includes('-->'));
      if (times !== -1) problem(times + 1, 'Between WEBVTT and the first times stands an empty line.', 'Put an empty line above.');
    } else if (!/^(NOTE|STYLE|REGION)\b/.test(text[0] ?? '')) {
      const at = text[0]?.includes('-->') ? 0 : 1;
      const times = TIMES.exec(text[at] ?? '');
      const line = first + Math.min(at, text.length - 1);
      if (times === null) {
        const srt = SUBRIP.test(text[at] ?? '');
        problem(line, srt ? 'These times have a comma, as in SubRip files.' : 'Here the times of a caption are expected.', srt ? `${FORM}, with a dot. Most programs can save as WebVTT.` : `${FORM}, on the line above the words and with no empty line between.`);
        continue;
      }
      const [start, end] = [secondsOf(times[1]!), secondsOf(times[2]!)];
      if (end <= start) problem(line, 'This caption ends before it begins: nobody would see it.', 'Make the second time later than the first.');
      else cues.push({ start, end, text: wordsOf(text.slice(at + 1)) });
    }
  }
  return { cues, problems };
}

/** Runs of lines that are not empty. */
function blocksOf(lines: readonly string[]): { first: number; text: string[] }[] {
  const blocks: { first: number; text: string[] }[] = [];
  let open = false;
  for (const [index, line] of lines.entries()) {
    if (line === '') open = false;
    else if (open) blocks.at(-1)!.text.push(line);
    else {
      blocks.push({ first: index + 1, text: [line] });
      open = true;
    }
  }
  return blocks;
}

function wordsOf(lines: readonly string[]): string {
  const text = lines.join(' ').replaceAll(/<[^>]*>/g, '');
  return text.replaceAll('&lt;', '<').replaceAll('&gt;', '>').replaceAll('&nbsp;', ' ').replaceAll('&amp;', '&').trim();
}

function secondsOf(time: string): number {
  return time.split(':').reduce((sum, part) => sum * 60 + Number(part), 0);
}

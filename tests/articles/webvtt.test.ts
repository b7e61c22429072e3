import { describe, expect, test } from 'vitest';
import { NoWebVtt, parseWebVtt, transcript, writeWebVtt } from '../../src/articles/webvtt.ts';

const CUES = [
  { start: 0, end: 4.4, text: 'Open Settings & more.' },
  { start: 3_661.5, end: 3_662, text: 'a < b' },
];

test('cues are read back as they were written', () => {
  expect(parseWebVtt(writeWebVtt(CUES))).toEqual(CUES);
  expect(writeWebVtt(CUES)).toContain('01:01:01.500 --> 01:01:02.000');
});

test('names of cues, settings, comments, styles and marks are not words', () => {
  const source = '\uFEFFWEBVTT - made by hand\r\n\r\nNOTE not this\r\n\r\nSTYLE\r\n::cue {}\r\n\r\n1\r\n00:01.000 --> 00:02.000 line:0\r\n<v A>Two\r\nlines</v>\r\n';
  expect(parseWebVtt(source)).toEqual([{ start: 1, end: 2, text: 'Two lines' }]);
});

test.each(['', 'SRT\n', 'WEBVTT\n\nWords without a time\n', 'WEBVTT\n\n00:01 --> 00:02\nToo short\n'])('what is no WebVTT is refused: %j', (source) => {
  expect(() => parseWebVtt(source)).toThrow(NoWebVtt);
});

describe('a transcript', () => {
  const chapters = [{ start: 0, end: 5, text: 'One' }, { start: 5, end: 10, text: 'Two' }];

  test('puts each caption into the chapter it begins in', () => {
    const captions = [{ start: 0, end: 4, text: 'A.' }, { start: 4, end: 6, text: 'B.' }, { start: 6, end: 9, text: 'C.' }];
    expect(transcript(captions, chapters)).toEqual([{ start: 0, title: 'One', text: 'A. B.' }, { start: 5, title: 'Two', text: 'C.' }]);
  });

  test('loses no caption at the edges', () => {
    const captions = [{ start: 10.5, end: 11, text: 'Late.' }];
    expect(transcript(captions, chapters).map(({ text }) => text).join('')).toBe('Late.');
  });
});

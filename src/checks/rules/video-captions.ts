import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { resolveFrom } from '../../catalog/catalog.ts';
import { shown } from '../../catalog/diagnostic.ts';
import type { Rule } from '../rule.ts';

/** Captions that end long before the film leave the rest of it without words. */
const COVERED = 0.6;

export const captions: Rule = {
  code: 'video/captions',
  severity: 'error',
  protects: 'Readers who cannot hear the film, and everybody in a quiet ward: captions are also its transcript.',
  remedy: 'Write the captions as WebVTT: WEBVTT on the first line, then for each line of speech its times and its words.',
  when: 'always',
  *run({ tree }) {
    for (const article of tree.read) {
      const { video } = article.fields;
      if (video === undefined) continue;
      const file = resolveFrom(article.file, video.captions);
      if (!tree.files.includes(file)) continue;
      const text = readFileSync(join(tree.root, file), 'utf8').replace(/^\uFEFF/, '').replaceAll('\r\n', '\n');
      if (!/^WEBVTT([ \t].*)?(\n|$)/.test(text)) {
        yield { file, line: 1, value: shown(text.split('\n')[0]), message: 'Captions begin with the word WEBVTT.' };
        continue;
      }
      const cues = [...text.matchAll(/^(?:\d+:)?\d{2}:\d{2}\.\d{3} --> ((?:\d+:)?\d{2}:\d{2}\.\d{3}).*\n([^]*?)(?=\n\n|\n*$)/gm)];
      const spoken = cues.filter(([, , words = '']) => /\p{L}/u.test(words));
      const end = Math.max(0, ...spoken.map(([, time = '']) => seconds(time)));
      if (spoken.length === 0) yield { file, line: 1, message: 'These captions hold no words.' };
      else if (end < video.seconds * COVERED) yield { file, line: text.split('\n').length, value: `${Math.round(end)} of ${video.seconds} seconds`, message: 'The captions end long before the film.' };
      else if (end > video.seconds + 2) yield { file: article.file, line: article.lineOf(['video', 'seconds']), field: 'video.seconds', value: String(video.seconds), message: `The captions go on until second ${Math.round(end)}.` };
    }
  },
};

function seconds(time: string): number {
  return time.split(':').reduce((sum, part) => sum * 60 + Number(part), 0);
}

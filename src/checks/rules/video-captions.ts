import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { resolveFrom } from '../../catalog/catalog.ts';
import { readWebVtt } from '../../catalog/webvtt.ts';
import type { Rule } from '../rule.ts';

/** Captions that end long before the film leave the rest of it without words. */
const COVERED = 0.6;

export const captions: Rule = {
  code: 'video/captions',
  severity: 'error',
  protects: 'Readers who cannot hear the film, and everybody in a quiet ward: captions are also its transcript.',
  remedy: 'Write what is said and what happens until the end of the film, for each caption its times and its words.',
  when: 'always',
  *run({ tree }) {
    for (const article of tree.read) {
      const { video } = article.fields;
      if (video === undefined) continue;
      const file = resolveFrom(article.file, video.captions);
      if (!tree.files.includes(file)) continue;
      const text = readFileSync(join(tree.root, file), 'utf8');
      const { cues, problems } = readWebVtt(text);
      // The loader has told what is wrong with the form.
      if (problems.length > 0) continue;
      const spoken = cues.filter(({ text: words }) => /\p{L}/u.test(words));
      const end = Math.max(0, ...spoken.map((cue) => cue.end));
      if (spoken.length === 0) yield { file, line: 1, message: 'These captions hold no words.' };
      else if (end < video.seconds * COVERED) yield { file, line: text.split('\n').length, value: `${Math.round(end)} of ${video.seconds} seconds`, message: 'The captions end long before the film.' };
      else if (end > video.seconds + 2) yield { file: article.file, line: article.lineOf(['video', 'seconds']), field: 'video.seconds', value: String(video.seconds), message: `The captions go on until second ${Math.round(end)}.` };
    }
  },
};

/** Pictures and films beside the articles. */
import { closeSync, openSync, readFileSync, readSync, statSync } from 'node:fs';
import { basename, extname, join } from 'node:path';
import type { ReadArticle } from '../../catalog/article-file.ts';
import { resolveFrom } from '../../catalog/catalog.ts';
import { shown } from '../../catalog/diagnostic.ts';
import { proseOf } from '../prose.ts';
import type { Rule } from '../rule.ts';

const PICTURE = /\.(png|jpe?g|webp|avif|gif|svg)$/i;
const FILM = /\.(mp4|webm|vtt)$/i;

/** A picture's words: at least a short sentence, and not that it is a picture. */
const SHORTEST_ALT = 15;
const SAYS_IMAGE = /^(an? |the )?(image|picture|photo|photograph|screenshot|screen shot|graphic|icon)( of| showing|$)/i;

export const emptyAlt: Rule = {
  code: 'picture/alt',
  severity: 'warning',
  protects: 'Readers who cannot see the picture and get its words instead.',
  remedy: 'Say what the picture tells, in one or two sentences of 40 to 200 characters.',
  when: 'always',
  *run({ published }) {
    for (const article of published) {
      for (const { alt, line } of picturesOf(article)) {
        const why = SAYS_IMAGE.test(alt)
          ? 'A screen reader says already that this is a picture.'
          : /\.\w{3,4}$/.test(alt.trim())
            ? 'A file’s name tells nothing.'
            : alt.trim().length < SHORTEST_ALT
              ? 'These words are too few to tell what the picture shows.'
              : undefined;
        if (why !== undefined) yield { file: article.file, line, field: 'alt', value: shown(alt), message: why };
      }
    }
  },
};

export const unusedPicture: Rule = {
  code: 'picture/unused',
  severity: 'warning',
  protects: 'The repository from files that nobody dares to delete.',
  remedy: 'Delete the file, or show it.',
  when: 'always',
  *run({ tree }) {
    const used = new Set<string>();
    for (const article of tree.read) {
      const { video } = article.fields;
      const named = [...article.markup.images.map(({ target }) => target), ...Object.values(video ?? {}).filter((value) => typeof value === 'string')];
      for (const target of named) {
        const file = resolveFrom(article.file, target);
        used.add(file).add(file.replace(/\.(\w+)$/, '.dark.$1'));
      }
    }
    // An article that cannot be read may show anything.
    const unknown = new Set(tree.broken.map(({ file }) => file.split('/').slice(0, -1).join('/')));
    for (const file of tree.files) {
      if ((!PICTURE.test(file) && !FILM.test(file)) || used.has(file) || unknown.has(file.split('/').slice(0, -1).join('/'))) continue;
      yield { file, line: 1, value: basename(file), message: 'No article shows this file.' };
    }
  },
};

const LARGEST_BYTES = 2_000_000;

export const largePicture: Rule = {
  code: 'picture/size',
  severity: 'warning',
  protects: 'Everybody who clones or builds: a repository never forgets a file. Readers get a small copy.',
  remedy: 'Save it again smaller: 1,400 pixels wide is enough, and a photograph is best as .jpg or .webp.',
  when: 'always',
  *run({ tree }) {
    for (const file of tree.files) {
      if (!PICTURE.test(file)) continue;
      const { size } = statSync(join(tree.root, file));
      if (size > LARGEST_BYTES) yield { file, line: 1, value: `${(size / 1_000_000).toFixed(1)} MB`, message: `A picture is at most ${LARGEST_BYTES / 1_000_000} MB.` };
    }
  },
};

/** The first bytes of each kind of file. */
const BEGINNINGS: readonly [kinds: readonly string[], begins: RegExp][] = [
  [['.png'], /^.PNG\r\n/],
  [['.jpg', '.jpeg'], /^ÿØÿ/],
  [['.webp'], /^RIFF[^]{4}WEBP/],
  [['.gif'], /^GIF8/],
  [['.avif'], /^[^]{4}ftyp(avif|avis|mif1)/],
  [['.mp4'], /^[^]{4}ftyp/],
  [['.webm'], /^[^]Eß£/],
];

export const wrongFormat: Rule = {
  code: 'picture/format',
  severity: 'error',
  protects: 'The build, which fails on a file that is not what its name says.',
  remedy: 'Open it and save it again in this format, or correct its name.',
  when: 'always',
  *run({ tree }) {
    for (const file of tree.files) {
      const kind = extname(file).toLowerCase();
      const begins = BEGINNINGS.find(([kinds]) => kinds.includes(kind))?.[1];
      if (begins === undefined) continue;
      const start = firstBytes(join(tree.root, file));
      if (begins.test(start)) continue;
      const really = BEGINNINGS.find(([, beginning]) => beginning.test(start))?.[0][0];
      const message = start === '' ? 'This file is empty.' : really === undefined ? `This is not a ${kind} file.` : `This is a ${really} file by its content.`;
      yield { file, line: 1, value: basename(file), message };
    }
  },
};

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

function firstBytes(path: string): string {
  const file = openSync(path, 'r');
  try {
    const bytes = Buffer.alloc(32);
    return bytes.subarray(0, readSync(file, bytes)).toString('latin1');
  } finally {
    closeSync(file);
  }
}

/** Every picture with its words. */
function picturesOf(article: ReadArticle): { alt: string; line: number }[] {
  return proseOf(article).flatMap(({ text, line, kind, attribute }) => (kind === 'label' && attribute === 'alt' ? [{ alt: text, line }] : []));
}

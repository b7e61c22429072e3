/** An article's film, as its page and the outputs for machines need it. */
import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { films } from 'virtual:bedside/films';
import { parseWebVtt, transcript, type Cue, type TranscriptPart } from '../articles/webvtt.ts';
import { resolveFrom, type Article, type Catalog } from '../catalog/catalog.ts';

export interface FilmOfArticle {
  readonly title: string;
  readonly seconds: number;
  /** Addresses with the site's base. */
  readonly file: string;
  readonly captions: string;
  readonly chapters: string | undefined;
  /** Path from the content root. */
  readonly poster: string;
  readonly captionCues: readonly Cue[];
  readonly chapterCues: readonly Cue[];
  readonly parts: readonly TranscriptPart[];
}

export function filmOf(catalog: Catalog, article: Article): FilmOfArticle | undefined {
  const { video } = article;
  if (video === undefined) return undefined;
  const path = (target: string) => resolveFrom(article.file, target);
  const captionCues = cues(catalog, path(video.captions));
  const chapterCues = video.chapters === undefined ? [] : cues(catalog, path(video.chapters));
  // A film without chapters is one chapter.
  const whole = [{ start: 0, end: video.seconds, text: video.title }];
  return {
    title: video.title,
    seconds: video.seconds,
    file: addressOf(path(video.file)),
    captions: addressOf(path(video.captions)),
    chapters: video.chapters === undefined ? undefined : addressOf(path(video.chapters)),
    poster: path(video.poster),
    captionCues,
    chapterCues,
    parts: transcript(captionCues, chapterCues.length === 0 ? whole : chapterCues),
  };
}

function cues(catalog: Catalog, file: string): Cue[] {
  try {
    return parseWebVtt(readFileSync(join(catalog.root, file), 'utf8'));
  } catch (error) {
    throw new Error(`${file} cannot be read as WebVTT: ${(error as Error).message}`, { cause: error });
  }
}

function addressOf(file: string): string {
  const address = films.get(file);
  if (address === undefined) throw new Error(`The film ${file} is not in the content tree.`);
  return address;
}

/** Which files lie in a content tree, and whether they belong there. */
import { existsSync, readdirSync, readFileSync, realpathSync } from 'node:fs';
import { basename, extname, join, sep } from 'node:path';
import type { Diagnostic } from './diagnostic.ts';

type Report = (diagnostic: Diagnostic) => void;

const PICTURE = /\.(png|jpe?g|webp|avif|gif|svg)$/i;
const FILM = /\.(mp4|webm|vtt)$/i;

/** Letters of any script, digits and a few marks. A question mark or a quote would mean something to a bundler. */
const FILE_NAME = /^[\p{L}\p{M}\p{N}_][\p{L}\p{M}\p{N} ._,()+@-]*$/u;

/** What systems and editors leave in folders, mostly out of their users' sight. */
const LEFT_BY_PROGRAMS = /^(thumbs\.db|desktop\.ini|~\$.*|#.*#|.*~)$/i;

/**
 * Every file under `articles/`, sorted, as paths from the content root. What does not belong there is
 * reported and left out; names that begin with a dot, and what programs leave behind, are not looked at.
 */
export function articleFolderFiles(root: string, report: Report): string[] {
  if (!existsSync(join(root, 'articles'))) {
    report({ code: 'content/missing-file', severity: 'error', file: 'articles', line: 1, message: 'The folder with the articles is missing.' });
    return [];
  }
  return filesIn(root, 'articles', report).filter((file) => belongs(file, report)).sort();
}

/** Pictures under `articles/`, as paths from the content root. */
export function pictureFiles(root: string): string[] {
  return articleFolderFiles(root, () => undefined).filter((file) => PICTURE.test(file));
}

/** Films and their captions under `articles/`, as paths from the content root. */
export function filmFiles(root: string): string[] {
  return articleFolderFiles(root, () => undefined).filter((file) => FILM.test(file));
}

function filesIn(root: string, folder: string, report: Report): string[] {
  return readdirSync(join(root, folder), { withFileTypes: true }).flatMap((entry) => {
    if (entry.name.startsWith('.') || LEFT_BY_PROGRAMS.test(entry.name)) return [];
    const file = `${folder}/${entry.name}`;
    if (entry.isSymbolicLink()) {
      report({ code: 'content/link', severity: 'error', file, line: 1, message: 'This is a link to another place of the disk.', remedy: 'Put the file itself here.' });
      return [];
    }
    if (entry.isDirectory()) return filesIn(root, file, report);
    return entry.isFile() ? [file] : [];
  });
}

function belongs(file: string, report: Report): boolean {
  const at = { severity: 'error', file, line: 1 } as const;
  const odd = file.split('/').find((part) => !FILE_NAME.test(part));
  if (odd !== undefined) {
    report({ ...at, code: 'content/file-name', value: odd, message: 'The name of a file is letters, digits, spaces, hyphens and dots.', remedy: 'Rename it.' });
    return false;
  }
  if (file.endsWith('.mdx') || PICTURE.test(file) || FILM.test(file)) return true;
  const kind = extname(file);
  const text = ['.md', '.mdx', '.markdown', '.txt', '.html', '.htm', '.doc', '.docx'].includes(kind.toLowerCase());
  report(
    text
      ? { ...at, code: 'content/extension', message: 'An article’s file ends in .mdx; this one would not be published.', remedy: `Rename it to ${basename(file, kind)}.mdx.` }
      : { ...at, code: 'content/extension', value: basename(file), message: 'Beside articles lie pictures (.png .jpg .webp .avif .gif .svg) and films (.mp4 .webm .vtt), nothing else.', remedy: 'Move it out of the articles folder.' },
  );
  return false;
}

/** Both versions of what two branches changed in one place: nothing else in the file can be judged before one is chosen. */
export function mergeProblem(file: string, text: string): Diagnostic | undefined {
  const lines = text.split('\n');
  const mark = lines.findIndex((line) => /^(<{7}|>{7})( |$)/.test(line));
  if (mark === -1) return undefined;
  return { code: 'content/merge', severity: 'error', file, line: mark + 1, value: lines[mark]!, message: 'Two branches changed this file in one place.', remedy: 'Between the marks stand both versions: keep what is right, and delete the three lines of marks.' };
}

/**
 * Text as an author means it: no byte-order mark, one kind of line end. `undefined`, with a report, when
 * the file lies outside the tree or is not UTF-8.
 */
export function readText(root: string, file: string, report: Report): string | undefined {
  const path = join(root, file);
  const at = { severity: 'error', file, line: 1 } as const;
  // A link out of the tree would print another file's words in a message.
  if (!realpathSync(path).startsWith(realpathSync(root) + sep)) {
    report({ ...at, code: 'content/link', message: 'This is a link to another place of the disk.', remedy: 'Put the file itself here.' });
    return undefined;
  }
  try {
    const text = new TextDecoder('utf-8', { fatal: true }).decode(readFileSync(path));
    if (!text.includes('\0')) return text.replaceAll(/\r\n?/g, '\n');
  } catch {
    // Falls through to the same words.
  }
  report({ ...at, code: 'content/encoding', message: 'This file is not UTF-8 text.', remedy: 'Save it again with the encoding UTF-8.' });
  return undefined;
}

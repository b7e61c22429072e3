/** One article's file: its fields, its text, and every problem in it with its line. */
import { createHash } from 'node:crypto';
import { readFileSync } from 'node:fs';
import { basename } from 'node:path';
import type { Diagnostic } from './diagnostic.ts';
import { readMarkup, type Markup } from './markup.ts';
import { articleSchema, type ArticleFields } from './schema.ts';
import { readYaml } from './yaml.ts';

/** One article file as it was read, with the lines its fields stand on. */
export interface ReadArticle {
  readonly file: string;
  readonly source: string;
  readonly digest: string;
  readonly fields: ArticleFields;
  readonly lineOf: (path: readonly PropertyKey[]) => number;
  readonly markup: Omit<Markup, 'tree'>;
}

/** Parses one article. `undefined` when an error makes it unusable; every problem is reported. */
export function parseArticle(file: string, source: string, report: (diagnostic: Diagnostic) => void): ReadArticle | undefined {
  const problem = (code: string, message: string, remedy?: string) =>
    report({ code, severity: 'error', file, line: 1, message, ...(remedy === undefined ? {} : { remedy }) });
  if (source.trim() === '') {
    problem('article/empty', 'This file is empty.', 'Write the article, or delete the file.');
    return undefined;
  }
  const match = /^---\n([^]*?)\n---[ \t]*(\n|$)/.exec(source);
  if (match?.[1] === undefined) {
    problem('frontmatter/missing', 'The file begins with its fields, between two lines of three hyphens.', 'Put --- on the first line and --- after the fields.');
    return undefined;
  }
  const fields = readYaml({ file, text: match[1], linesBefore: 1 }, articleSchema, report);
  const markup = readMarkup(file, source, report);
  if (fields === undefined || markup === undefined) return undefined;
  const { headings, links, images, uiNames } = markup;
  return {
    file,
    source,
    digest: createHash('sha256').update(source).digest('hex'),
    fields: fields.value,
    lineOf: fields.lineOf,
    markup: { headings, links, images, uiNames },
  };
}

/** `articles/billing/refunds.mdx` → `['billing', 'refunds']`. */
export function addressParts(file: string): [category: string, slug: string] {
  const parts = file.split('/');
  return [parts.length === 3 ? (parts[1] ?? '') : '', basename(file, '.mdx')];
}

/** Text as an author means it: no byte-order mark, one kind of line end. */
export function readText(path: string): string {
  return readFileSync(path, 'utf8').replace(/^\uFEFF/, '').replaceAll('\r\n', '\n');
}


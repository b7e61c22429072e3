/** One article's file: its fields, its text, and every problem in it with its line. */
import { createHash } from 'node:crypto';
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

/** An article file that cannot be used. Others may still speak of it, and are not wrong for that. */
export interface BrokenArticle {
  readonly file: string;
  /** Its id, when it can be made out. */
  readonly id: string | undefined;
  /** The addresses it had before, as far as they can be made out. */
  readonly aliases: readonly string[];
}

/** The id in a file whose fields may be wrong otherwise. */
export function idIn(source: string): string | undefined {
  return /^---\n[^]*?^id:[ \t]*["']?([a-z0-9]+)/m.exec(source)?.[1];
}

/** The old addresses in a file whose fields may be wrong otherwise. */
export function aliasesIn(source: string): string[] {
  const list = /^---\n[^]*?^aliases:([^]*?)(?=^\S)/m.exec(source)?.[1] ?? '';
  return [...list.matchAll(/\/[^\s,\]"'#]*/g)].map(([address]) => address);
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

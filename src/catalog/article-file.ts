/** One article's file: its fields, its text, and every problem in it with its line. */
import { createHash } from 'node:crypto';
import { basename } from 'node:path';
import { mergeProblem } from './content-files.ts';
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
  return /^id:[ \t]*["']?([a-z0-9]+)/m.exec(source.slice(0, FENCE_WITHIN))?.[1];
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
  const merge = mergeProblem(file, source);
  if (merge !== undefined) {
    report(merge);
    return undefined;
  }
  const match = /^---\n([^]*?)\n---[ \t]*(\n|$)/.exec(source);
  if (match?.[1] === undefined) {
    problem('frontmatter/missing', 'The file begins with its fields, between two lines of three hyphens.', fenceRemedy(source));
    // Where no field stands either, everything is text, and can be judged as such.
    if (!/^\s*([-–—_*]+\s*$|[a-z][\w]*:)/im.test(source.slice(0, FENCE_WITHIN))) readMarkup(file, source, report);
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

/** As far into a file, a fence is looked for that stands in the wrong place or in other signs. */
const FENCE_WITHIN = 2_000;

function fenceRemedy(source: string): string {
  const [first = ''] = source.split('\n', 1);
  if (/^\s+---\n/.test(source)) return 'Delete what stands before the first ---, empty lines too.';
  if (/^---\n\s*---/.test(source)) return `Between them stand no fields: ${Object.entries(articleSchema.shape).filter(([, field]) => !field.safeParse(undefined).success).map(([name]) => name).join(', ')} are needed.`;
  if (/^---\n/.test(source)) return 'The second --- is missing: put it on a line of its own after the fields.';
  if (/^[-–—―]+\s*$/.test(first)) return 'On the first line stand other signs: write exactly three plain hyphens, ---, and nothing beside them.';
  return 'Put --- on the first line and --- after the fields.';
}

/** `articles/billing/refunds.mdx` → `['billing', 'refunds']`. */
export function addressParts(file: string): [category: string, slug: string] {
  const parts = file.split('/');
  return [parts.length === 3 ? (parts[1] ?? '') : '', basename(file, '.mdx')];
}

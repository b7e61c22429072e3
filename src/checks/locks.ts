/**
 * The two files that remember what was published: addresses with their headings, and what each article meant
 * on the day it was last updated. They are right in a shallow clone, in a tarball and without Git.
 *
 * One line each, sorted, so that two branches that change different articles merge by themselves.
 */
import { existsSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { z } from 'zod';
import type { Diagnostic } from '../catalog/diagnostic.ts';
import { readYaml } from '../catalog/yaml.ts';
import { CannotRun } from './cannot-run.ts';

export const ADDRESS_LOCK = 'addresses.lock.yaml';
export const FRESHNESS_LOCK = 'freshness.lock.yaml';

export interface KnownAddress {
  /** The article that was there; `undefined` for a category, an incident or a maintenance. */
  readonly article: string | undefined;
  readonly anchors: readonly string[];
}

export interface Lock<Entry> {
  readonly entries: ReadonlyMap<string, Entry>;
  readonly lineOf: (key: string) => number;
}

/** A lock that is there and cannot be read is an error: with only a note, nobody would mend it. */
export class UnreadableLock extends CannotRun {
  readonly diagnostic: Diagnostic;
  constructor(diagnostic: Diagnostic) {
    super(`${diagnostic.file}:${diagnostic.line} cannot be read. ${diagnostic.message} ${diagnostic.remedy ?? ''}`.trim());
    this.diagnostic = diagnostic;
  }
}

function unreadable(file: string, text: string, problem: Diagnostic | undefined): UnreadableLock {
  const at = { code: 'check/lock', severity: 'error', file } as const;
  const mark = text.split('\n').findIndex((line) => /^(<{7}|={7}|>{7})/.test(line));
  if (mark !== -1) return new UnreadableLock({ ...at, line: mark + 1, message: 'Two branches changed this file in one place.', remedy: 'Keep the lines of both and delete the three lines of marks. Then run npm run touch.' });
  const { line = 1, value, message = 'This line cannot be read.' } = problem ?? {};
  return new UnreadableLock({ ...at, line, ...(value === undefined ? {} : { value }), message, remedy: 'Take the file from the branch that changes go to, then run npm run touch.' });
}

/** What is wrong with the two files themselves. */
export function lockProblems(root: string): Diagnostic[] {
  return [readAddressLock, readFreshnessLock].flatMap((read) => {
    try {
      read(root);
      return [];
    } catch (error) {
      if (error instanceof UnreadableLock) return [error.diagnostic];
      if (error instanceof CannotRun) return [];
      throw error;
    }
  });
}

export type AddressLock = Lock<KnownAddress>;
export type FreshnessLock = Lock<{ readonly lastUpdated: string; readonly revision: string }>;

const PAGE = 'page';

export const addressLockSchema = z
  .record(
    z.string().regex(/^\/\S*$/, 'an address'),
    z.string().regex(/^(page|[a-z0-9]{6,12})( \S+)*$/, 'the id of an article, or "page", and the anchors of its headings'),
  )
  .describe('Every address that was ever published, with its headings. Written by npm run touch.');

export const freshnessLockSchema = z
  .record(z.string().regex(/^[a-z0-9]{6,12}$/, 'the id of an article'), z.string().regex(/^\d{4}-\d{2}-\d{2} [\w-]{16}$/, 'a day and a digest'))
  .describe('What each article meant on the day it was last updated. Written by npm run touch.');

export function readAddressLock(root: string): AddressLock {
  return readLock(root, ADDRESS_LOCK, addressLockSchema, (text) => {
    const [article = PAGE, ...anchors] = text.split(' ');
    return { article: article === PAGE ? undefined : article, anchors };
  });
}

export function readFreshnessLock(root: string): FreshnessLock {
  return readLock(root, FRESHNESS_LOCK, freshnessLockSchema, (text) => {
    const [lastUpdated = '', revision = ''] = text.split(' ');
    return { lastUpdated, revision };
  });
}

/** A lock that is not there yet says so: nothing is known, which is not the same as nothing is wrong. */
function readLock<Entry>(root: string, file: string, schema: z.ZodType<Record<string, string>>, entryOf: (text: string) => Entry): Lock<Entry> {
  const path = join(root, file);
  if (!existsSync(path)) throw new CannotRun(`${file} is not there yet. npm run touch writes it.`);
  const problems: Diagnostic[] = [];
  const text = readFileSync(path, 'utf8').replaceAll('\r\n', '\n');
  if (text.trim() === '' || /^\s*(#.*\s*)*$/.test(text)) return { entries: new Map(), lineOf: () => 1 };
  const plain = readPlainLines(text);
  if (plain !== undefined && schema.safeParse(Object.fromEntries([...plain].map(([name, { value }]) => [name, value]))).success) {
    return { entries: new Map([...plain].map(([name, { value }]) => [name, entryOf(value)])), lineOf: (name) => plain.get(name)?.line ?? 1 };
  }
  const read = readYaml({ file, text, linesBefore: 0 }, schema, (problem) => problems.push(problem));
  if (read === undefined) throw unreadable(file, text, problems[0]);
  const entries = new Map(Object.entries(read.value).map(([key, value]) => [key, entryOf(value)] as const));
  return { entries, lineOf: (key) => read.lineOf([key]) };
}

/** Letters first, so that YAML would see text in both, too; anchors are slugs in any script. */
const PLAIN_LINE = /^([\p{L}/][^\s:#'"{}[\],&*?|<>=!%@`]*|\d+(?=[\p{L}])[\p{L}\d]*): ([\p{L}\d][^:#'"{}[\],&*?|<>=!%@`\\\t]*[\p{L}\d_-])$/u;
const NUMBER_LIKE = /^[\d.]+(e\d+)?$/i;

/**
 * The lines of a lock as `npm run touch` writes them, without YAML: among thousands of keys its parser compares each
 * with all before, which took seconds.
 *
 * @returns `undefined` when a line is of any other kind, or a key stands twice; then YAML reads it and says what is wrong
 */
function readPlainLines(text: string): Map<string, { readonly value: string; readonly line: number }> | undefined {
  const entries = new Map<string, { value: string; line: number }>();
  for (const [index, line] of text.split('\n').entries()) {
    if (line === '' || line.startsWith('#')) continue;
    const [, name, value] = PLAIN_LINE.exec(line) ?? [];
    if (name === undefined || value === undefined || NUMBER_LIKE.test(name) || NUMBER_LIKE.test(value) || entries.has(name)) return undefined;
    entries.set(name, { value, line: index + 1 });
  }
  return entries;
}

export function formatAddressLock(entries: ReadonlyMap<string, KnownAddress>): string {
  const lines = [...entries].map(([address, { article, anchors }]) => `${key(address)}: ${[article ?? PAGE, ...anchors].join(' ')}`);
  return `# Every address that readers may have kept, with its headings: removing one needs a line in redirects.yaml.\n# Written by npm run touch.\n${lines.sort(byCode).join('\n')}\n`;
}

export function formatFreshnessLock(entries: FreshnessLock['entries']): string {
  const lines = [...entries].map(([id, { lastUpdated, revision }]) => `${key(id)}: ${lastUpdated} ${revision}`);
  return `# What each article meant on the day it says it was last updated, as a digest.\n# Written by npm run touch.\n${lines.sort(byCode).join('\n')}\n`;
}

/** Ids of digits alone, or of digits around an e, would be numbers to YAML. */
function key(text: string): string {
  return /^[\d.]+(e\d+)?$/i.test(text) || /[:#'"{}[\],&*?|<>=!%@`]/.test(text) ? JSON.stringify(text) : text;
}

/** By code point: the same order on every machine. */
function byCode(a: string, b: string): number {
  return a < b ? -1 : a > b ? 1 : 0;
}

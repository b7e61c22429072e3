/** `replies/*.md`: what is sent, in Markdown with placeholders that are checked here. */
import { existsSync, readdirSync } from 'node:fs';
import { join } from 'node:path';
import { z } from 'zod';
import { placeholdersOf, REPLY_KINDS, type ReplyKind } from '../../mail/placeholders.ts';
import { linksIn, parseBody, templateProblems, type Template } from '../../mail/template.ts';
import { readText } from '../content-files.ts';
import { didYouMean, shown, type Diagnostic } from '../diagnostic.ts';
import { text } from '../reader-length.ts';
import { wholeAddress, type CheckReplyLink } from '../reply-links.ts';
import type { Site } from '../schema.ts';
import { readYaml } from '../yaml.ts';

type Report = (diagnostic: Diagnostic) => void;

export const REPLIES_FOLDER = 'replies';

export const replySchema = z.strictObject({
  kind: z.enum(REPLY_KINDS).describe('When it is sent, which decides what may stand between {{ and }}.'),
  subject: text(3, 120).regex(/^[^\n]*$/, 'one line').describe('The subject of the mail. No names and nothing private: subjects are shown on locked screens.'),
  description: text(10, 200).describe('One sentence for colleagues: when to use it. It is not sent.'),
});

/** What links to pages of this site are held against, and made whole with. */
export interface ReplySite {
  readonly site: Pick<Site, 'url' | 'base'>;
  readonly checkLink: CheckReplyLink;
}

/** By name, which is the file's without its ending. */
export type Replies = ReadonlyMap<string, Template>;

/** A template that the program sends by itself is missing, or is of another kind. */
export class TemplateMissing extends Error {
  override readonly name = 'TemplateMissing';
}

/** Reads the folder; every problem is reported. A tree without one has no replies. */
export function readReplies(root: string, own: ReplySite, report: Report): Replies {
  const folder = join(root, REPLIES_FOLDER);
  if (!existsSync(folder)) return new Map();
  const files = readdirSync(folder, { withFileTypes: true }).filter(({ name }) => !name.startsWith('.'));
  const read = files.sort((a, b) => a.name.localeCompare(b.name)).map((entry): Template | undefined => {
    const file = `${REPLIES_FOLDER}/${entry.name}`;
    const problem = (message: string, remedy: string) => report({ code: 'reply/file', severity: 'error', file, line: 1, message, remedy });
    if (!entry.isFile() || !entry.name.endsWith('.md')) return void problem('This folder holds reply templates in Markdown and nothing else.', 'Move it, or give it the ending .md.');
    if (!/^[a-z0-9]+(-[a-z0-9]+)*\.md$/.test(entry.name)) return void problem('The name of a template is small letters, digits and hyphens.', 'Rename it, for example cannot-log-in.md.');
    return readReply(root, file, own, report);
  });
  return new Map(read.filter((one) => one !== undefined).map((one) => [one.name, one]));
}

/**
 * A template by name, known to be of a kind.
 *
 * @throws {TemplateMissing}
 */
export function replyNamed<K extends ReplyKind>(replies: Replies, name: string, kind: K): Template<K> {
  const found = replies.get(name);
  if (found === undefined) throw new TemplateMissing(`${REPLIES_FOLDER}/${name}.md is needed, with "kind: ${kind}".`);
  if (found.kind !== kind) throw new TemplateMissing(`${REPLIES_FOLDER}/${name}.md is of the kind "${found.kind}" and has to be of the kind "${kind}".`);
  return found as Template<K>;
}

function readReply(root: string, file: string, { site, checkLink }: ReplySite, report: Report): Template | undefined {
  const source = readText(root, file, report);
  if (source === undefined) return undefined;
  const match = /^---\n([^]*?)\n---[ \t]*(?:\n|$)/.exec(source);
  if (match?.[1] === undefined) {
    report({ code: 'frontmatter/missing', severity: 'error', file, line: 1, message: 'The file begins with its fields, between two lines of three hyphens.', remedy: 'Put --- on the first line and --- after the fields.' });
    return undefined;
  }
  const fields = readYaml({ file, text: match[1], linesBefore: 1 }, replySchema, report);
  if (fields === undefined) return undefined;
  const { kind, subject, description } = fields.value;
  const body = parseBody(source.slice(match[0].length));
  const linesBefore = match[0].split('\n').length - 1;
  const problems = templateProblems(kind, subject, body);
  for (const { code, line, value, message, unknown } of problems) {
    const known = Object.keys(placeholdersOf(kind));
    const remedy = unknown === undefined ? undefined : (didYouMean(unknown, known) ?? `Known here: ${known.join(', ')}.`);
    const place = line === 0 ? { line: fields.lineOf(['subject']), field: 'subject' } : { line: linesBefore + line };
    report({ code, severity: 'error', file, ...place, ...(value === '' ? {} : { value: shown(value) }), message, ...(remedy === undefined ? {} : { remedy }) });
  }
  for (const link of linksIn(body)) {
    checkLink(file, { target: link.url, line: linesBefore + (link.position?.start.line ?? 1) }, report);
    link.url = wholeAddress(link.url, site);
  }
  return problems.length > 0 ? undefined : { name: file.slice(REPLIES_FOLDER.length + 1, -'.md'.length), kind, subject, description, body };
}

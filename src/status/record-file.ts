/** Incident and maintenance files as text: written new, or with an update added and everything else left as it was. */
import { isSeq, parseDocument, stringify } from 'yaml';

export interface NewUpdate {
  readonly at: string;
  readonly state: string;
  readonly text: string;
  readonly components?: Readonly<Record<string, string>>;
  readonly nextUpdateBy?: string;
  readonly reopens?: true;
}

const STYLE = { lineWidth: 110, blockQuote: 'folded' } as const;

/** A file with these fields, in their order; what is undefined is left out. */
export function newRecord(fields: Readonly<Record<string, unknown>>): string {
  return `---\n${stringify(withoutEmpty(fields), STYLE)}---\n`;
}

/** @throws when the file has no fields between hyphens */
export function withUpdate(file: string, update: NewUpdate): string {
  const { fields, body } = parts(file);
  const document = parseDocument(fields);
  const updates = document.get('updates', true);
  const node = document.createNode(withoutEmpty({ ...update }));
  if (isSeq(updates)) updates.add(node);
  else document.set('updates', [node]);
  return `---\n${document.toString(STYLE)}---\n${body}`;
}

export function bodyOf(file: string): string {
  return parts(file).body.trim();
}

export function withBody(file: string, body: string): string {
  return `---\n${parts(file).fields}---\n\n${body.trim()}\n`;
}

function parts(file: string): { fields: string; body: string } {
  const match = /^---\n([^]*?\n)---[ \t]*(?:\n|$)([^]*)$/.exec(file.replaceAll('\r\n', '\n'));
  if (match?.[1] === undefined) throw new Error('The file does not begin with fields between two lines of three hyphens.');
  return { fields: match[1], body: match[2] ?? '' };
}

function withoutEmpty(fields: Readonly<Record<string, unknown>>): Record<string, unknown> {
  return Object.fromEntries(Object.entries(fields).filter(([, value]) => value !== undefined && !(typeof value === 'object' && value !== null && Object.keys(value).length === 0)));
}

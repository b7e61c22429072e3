/** A canned reply, filled, as Markdown that somebody goes on writing. */
import remarkStringify from 'remark-stringify';
import { unified } from 'unified';
import { fillTemplate, type Reader } from './compose.ts';
import type { ValuesOf } from './placeholders.ts';
import type { Template } from './template.ts';

const writer = unified().use(remarkStringify, { bullet: '-', rule: '-', emphasis: '_', listItemIndent: 'one' }).freeze();

/** @throws {ValueMissing} */
export function draftOf(template: Template<'reply'>, values: ValuesOf<'reply'>, reader: Reader): { readonly subject: string; readonly text: string } {
  const { subject, body } = fillTemplate(template, values, reader);
  return { subject, text: writer.stringify(body) };
}

/** A ticket as plain text, for desks that have one field for everything. */
import type { DeskTicket } from './desk.ts';

/** The message, then what the form asked, then where to look. */
export function ticketAsText({ body, fields, links, category, team }: DeskTicket): string {
  const lines = fields.map(({ label, value }) => `${label}: ${value}`);
  const ours = [category && `Category: ${category}`, team && `Team: ${team}`].filter(Boolean);
  const where = links.map(({ title, href }) => `${title}: ${href}`);
  return [body.trim(), lines.join('\n'), ours.join('\n'), where.join('\n')].filter((part) => part !== '').join('\n\n');
}

/** A text that fits a desk's field; what is cut off is said, and stays with us. */
export function fitted(text: string, most: number, reference: string): string {
  if (text.length <= most) return text;
  const note = `\n\n[Cut here. The whole text is in Bedside: ${reference}]`;
  return text.slice(0, most - note.length).replace(/[\uD800-\uDBFF]$/, '') + note;
}

/** A subject on one line. */
export function subjectLine(text: string): string {
  return text.replaceAll(/[\p{Cc}\u2028\u2029\s]+/gu, ' ').trim();
}

/** A report as a mail: what to do and how it stands in the body, the whole page beside it. */
import type { List, ListItem, Paragraph, Root, RootContent } from 'mdast';
import type { Site } from '../../catalog/schema.ts';
import type { Letter } from '../../mail/letter.ts';
import { toHtmlPage } from '../../mail/to-html.ts';
import { toPlainText } from '../../mail/to-text.ts';
import { reportTexts as t } from '../../texts/report-en.ts';
import { reaches, type Measure } from '../measure.ts';
import { keyRows, TITLES } from '../page/report-page.ts';
import type { Report, Row } from '../report.ts';
import { dayName, isOver, localDay } from '../window.ts';
import { amount, daysText, shortTarget, valueText } from '../words.ts';

export type ReportLetter = Pick<Letter, 'subject' | 'text' | 'html' | 'attachments'>;

/** @param page the report as a page */
export function reportLetter(report: Report, page: string, site: Pick<Site, 'name' | 'locale' | 'url' | 'base'>): ReportLetter {
  const { period, window, toDo, sections } = report;
  const subject = t.subject(TITLES[period], daysText(window));
  const rows = keyRows(sections.flatMap((one) => one.rows));
  const body: Root = {
    type: 'root',
    children: [
      paragraph(t.intro(daysText(window), window.zone)),
      ...(isOver(window) ? [] : [paragraph(t.unfinished)]),
      ...(period === 'daily' ? [] : [heading(t.toDo[period]), toDo.length === 0 ? paragraph(t.nothingToDo) : list(true, toDo.map(({ kind, action, what, people, why, todo }) => [`${capital(action)}: ${what}`, `${kind === 'gap' ? `${t.people(people)}: ` : ''}${kind === 'gap' ? why : capital(why)}. ${todo}`]))]),
      ...(rows.length === 0 ? [] : [heading(t.key), list(false, rows.map((row) => [`${row.measure.title}: ${said(row)}`]))]),
      paragraph(t.privacy),
    ],
  };
  const head = { name: site.name, address: new URL(site.base, site.url).href };
  return {
    subject,
    text: toPlainText(body, head),
    html: toHtmlPage(body, subject, site.locale, head),
    attachments: [{ name: `${period}-${dayName(localDay(window.from, window.zone))}.html`, type: 'text/html; charset=utf-8', content: Buffer.from(page) }],
  };
}

function said({ measure, before }: Row): string {
  const { value, target, unit } = measure;
  const more = [...(target === undefined ? [] : [t.target(shortTarget(target, unit))]), ...judged(measure), ...(before === undefined ? [] : [t.before(amount(before, unit))])];
  return `${value === undefined ? t.nothing : valueText(measure)}${more.length === 0 ? '' : ` (${more.join(', ')})`}`;
}

function judged(measure: Measure): string[] {
  if (measure.value === undefined) return [];
  const reached = reaches(measure);
  if (reached !== undefined) return [reached ? t.reached : t.missed];
  return measure.tooSmall ? [t.few] : [];
}

function capital(text: string): string {
  return `${text.charAt(0).toUpperCase()}${text.slice(1)}`;
}

function paragraph(value: string): Paragraph {
  return { type: 'paragraph', children: [{ type: 'text', value }] };
}

function heading(value: string): RootContent {
  return { type: 'heading', depth: 2, children: [{ type: 'text', value }] };
}

/** @param items the lines of each */
function list(ordered: boolean, items: readonly (readonly string[])[]): List {
  return { type: 'list', ordered, spread: false, children: items.map((lines): ListItem => ({ type: 'listItem', spread: false, children: lines.map(paragraph) })) };
}

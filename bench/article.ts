/** One made-up article, as blocks that every generator's source can be written from. */
import { code } from './code.ts';
import { seeded, type Random } from './random.ts';
import { capital, words, type Words } from './words.ts';

export interface MadeArticle {
  readonly id: string;
  readonly category: number;
  readonly slug: string;
  readonly title: string;
  readonly summary: string;
  readonly keywords: readonly string[];
  /** Markdown, where `{{article:12}}` and `{{picture:3}}` stand for addresses. */
  readonly body: string;
}

/** Distinct pictures of the whole tree: few, so that a build's time is not the picture encoder's. */
export const PICTURES = 12;
export const ARTICLES_PER_CATEGORY = 40;

/** The shape of real documentation pages, per heading; a page has ten in the mean. */
const HEADINGS = 10.2;
const PER_SECTION = { list: 0.4, code: 0.24, table: 0.036, picture: 0.04, link: 0.8 };

export function madeArticle(index: number, total: number): MadeArticle {
  const random = seeded(index + 1);
  const text = words(random);
  const sections = Math.max(2, Math.round(HEADINGS * Math.min(6, random.logNormal(0.6))));
  const title = `${text.title().slice(0, 58).trim()} ${index + 1}`;
  return {
    id: `b${String(index).padStart(7, '0')}`,
    category: Math.floor(index / ARTICLES_PER_CATEGORY),
    slug: title.toLowerCase().replaceAll(/[^a-z0-9]+/g, '-'),
    title,
    summary: text.sentence().slice(0, 150),
    keywords: [text.phrase(), text.phrase(), `${text.name()} ${text.noun()}`],
    body: Array.from({ length: sections }, (_, number) => section(number, index, total, random, text)).join('\n\n'),
  };
}

function section(number: number, index: number, total: number, random: Random, text: Words): string {
  const chance = (share: number) => random.next() < share;
  const blocks = [`${number % 3 === 2 ? '###' : '##'} ${capital(text.phrase())}`, paragraph(index, total, random, text)];
  if (chance(0.42)) blocks.push(paragraph(index, total, random, text));
  if (chance(PER_SECTION.list)) blocks.push(bullets(random, text));
  if (chance(PER_SECTION.code)) blocks.push(code(random, text));
  if (chance(PER_SECTION.table)) blocks.push(table(random, text));
  if (chance(PER_SECTION.picture)) blocks.push(`![${capital(text.phrase())}]({{picture:${random.between(0, PICTURES - 1)}}})`);
  return blocks.join('\n\n');
}

function paragraph(index: number, total: number, random: Random, text: Words): string {
  const parts = [text.sentences(random.between(1, 3))];
  if (random.next() < PER_SECTION.link / 1.42) {
    // Most links stay near, as a writer's do.
    const near = index - (index % ARTICLES_PER_CATEGORY) + random.between(0, ARTICLES_PER_CATEGORY - 1);
    const target = random.next() < 0.7 && near < total ? near : random.between(0, total - 1);
    parts.push(`See [${text.phrase()}]({{article:${target}}}).`);
  }
  if (random.next() < 0.3) parts.push(`The **${text.adjective()} ${text.noun()}** is called \`${text.noun()}_${text.noun()}\`.`);
  return parts.join(' ');
}

function bullets(random: Random, text: Words): string {
  const ordered = random.next() < 0.4;
  return Array.from({ length: random.between(2, 4) }, (_, at) => `${ordered ? `${at + 1}.` : '-'} ${random.next() < 0.5 ? text.sentence() : `${capital(text.phrase())}.`}`).join('\n');
}

function table(random: Random, text: Words): string {
  const row = (cells: readonly string[]) => `| ${cells.join(' | ')} |`;
  const rows = Array.from({ length: random.between(3, 7) }, () => row([capital(text.noun()), text.phrase(), String(random.between(1, 400))]));
  return [row(['Name', 'What it does', 'Limit']), '| --- | --- | ---: |', ...rows].join('\n');
}

/**
 * Writes the same made-up articles as a Bedside content tree and as a Starlight docs tree.
 *
 * Their shape is that of real documentation (mean page: 724 words, 10 headings, 8 links, 4 lists, 2.4 code
 * blocks, 0.36 tables, 0.4 pictures, 5.6 KB of source); the same number always gives the same bytes.
 */
import { mkdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { ARTICLES_PER_CATEGORY, madeArticle, type MadeArticle } from './article.ts';
import { writePictures } from './pictures.ts';
import { seeded } from './random.ts';
import { capital, words } from './words.ts';

interface MadeCategory {
  readonly slug: string;
  readonly title: string;
}

export interface Seeded {
  readonly articles: readonly MadeArticle[];
  /** Source bytes and what stands in them, per page in the mean. */
  readonly shape: Shape;
}

export interface Shape {
  readonly words: number;
  readonly headings: number;
  readonly links: number;
  readonly lists: number;
  readonly code: number;
  readonly tables: number;
  readonly pictures: number;
  readonly kilobytes: number;
}

export async function seed(count: number, folders: { readonly bedside: string; readonly starlight: string }): Promise<Seeded> {
  const articles = Array.from({ length: count }, (_, index) => madeArticle(index, count));
  const categories = madeCategories(Math.ceil(count / ARTICLES_PER_CATEGORY));
  for (const folder of [folders.bedside, folders.starlight]) rmSync(folder, { recursive: true, force: true });

  write(join(folders.bedside, 'site.yaml'), SITE);
  write(join(folders.bedside, 'categories.yaml'), categories.map(categoryEntry).join('\n'));
  write(join(folders.starlight, 'index.mdx'), '---\ntitle: Help\ndescription: Where every topic begins.\n---\n\nChoose a topic.\n');
  let bytes = 0;
  for (const article of articles) {
    const place = `${categories[article.category]!.slug}/${article.slug}`;
    const addressed = (link: (article: MadeArticle) => string) =>
      article.body
        .replaceAll(/\{\{article:(\d+)\}\}/g, (_, index: string) => link(articles[Number(index)]!))
        .replaceAll(/\{\{picture:(\d+)\}\}/g, (_, index: string) => `../pictures/picture-${index}.png`);
    const placeOf = (other: MadeArticle) => `${categories[other.category]!.slug}/${other.slug}`;
    const source = `${bedsideFields(article, articles)}\n${addressed((other) => `../${placeOf(other)}.mdx`)}\n`;
    bytes += source.length;
    write(join(folders.bedside, 'articles', `${place}.mdx`), source);
    write(join(folders.starlight, `${place}.mdx`), `${starlightFields(article)}\n${addressed((other) => `/${placeOf(other)}/`)}\n`);
  }
  await writePictures([join(folders.bedside, 'articles', 'pictures'), join(folders.starlight, 'pictures')]);
  return { articles, shape: shapeOf(articles, bytes / count) };
}

/** Changes one paragraph, the same in both trees; each `change` differs from the one before. */
export function edit(article: string, change: number): void {
  const text = readFileSync(article, 'utf8');
  const [, before = '', paragraph = '', after = ''] = /^(---\n[^]*?\n---\n\n?##.*\n\n)(.*)(\n[^]*)$/.exec(text) ?? [];
  if (paragraph === '') throw new Error(`${article} has no paragraph after its first heading.`);
  writeFileSync(article, `${before}${paragraph.replace(/ Edited \d+ times\.$/, '')} Edited ${change} times.${after}`);
}

function madeCategories(count: number): MadeCategory[] {
  const text = words(seeded(99));
  return Array.from({ length: count }, (_, index) => {
    const title = `${capital(text.adjective())} ${text.noun()} ${index + 1}`;
    return { slug: title.toLowerCase().replaceAll(' ', '-'), title };
  });
}

function bedsideFields(article: MadeArticle, articles: readonly MadeArticle[]): string {
  const first = article.category * ARTICLES_PER_CATEGORY;
  const place = articles.indexOf(article) - first;
  const neighbors = articles.slice(first, first + ARTICLES_PER_CATEGORY);
  const related = [1, 2, 3].map((step) => neighbors[(place + step) % neighbors.length]!.id).filter((id) => id !== article.id);
  return fields({
    id: article.id,
    kind: 'explanation',
    title: article.title,
    summary: article.summary,
    related: [...new Set(related)],
    keywords: article.keywords,
    lastUpdated: '2026-01-15',
  });
}

function starlightFields(article: MadeArticle): string {
  return fields({ title: article.title, description: article.summary });
}

function fields(values: Readonly<Record<string, string | readonly string[]>>): string {
  return ['---', ...Object.entries(values).map(([name, value]) => `${name}: ${value === values['lastUpdated'] ? String(value) : JSON.stringify(value)}`), '---', ''].join('\n');
}

function categoryEntry({ slug, title }: MadeCategory): string {
  return `- slug: ${slug}\n  title: ${title}\n  description: Everything about the ${title.toLowerCase()}, from first steps to rare cases.\n  icon: book\n`;
}

const SITE = `name: Bench Help
product: Bench
description: A help center of made-up articles, for measuring.
question: What do you need help with?
url: https://help.example.org
locale: en-US
timeZone: America/New_York
brand:
  mark: B
  accent: { light: oklch(0.42 0.07 205), dark: oklch(0.8 0.085 195) }
  onAccent: { light: oklch(0.99 0.004 85), dark: oklch(0.2 0.02 200) }
owner: Support team
reviewEvery: 3 months
channels:
  - { id: email, title: Email, kind: email, href: 'mailto:support@example.org', availability: Write at any time., response: Within a day., bestFor: Every question. }
`;

function shapeOf(articles: readonly MadeArticle[], bytes: number): Shape {
  const mean = (pattern: RegExp) => articles.reduce((sum, { body }) => sum + (body.match(pattern)?.length ?? 0), 0) / articles.length;
  return {
    words: mean(/\S+/g),
    headings: mean(/^#{2,3} /gm),
    links: mean(/\{\{article/g),
    lists: mean(/\n\n(?:-|1\.) /g),
    code: mean(/^```[a-z]/gm),
    tables: mean(/^\| ---/gm),
    pictures: mean(/\{\{picture/g),
    kilobytes: bytes / 1000,
  };
}

function write(path: string, text: string): void {
  mkdirSync(join(path, '..'), { recursive: true });
  writeFileSync(path, text);
}

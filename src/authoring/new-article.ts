/** `new`: an article that is valid from its first minute, hidden until its author says so. */
import { existsSync } from 'node:fs';
import { join } from 'node:path';
import { slug as slugOf } from 'github-slugger';
import { stringify } from 'yaml';
import { didYouMean } from '../catalog/diagnostic.ts';
import { asOnlyWriter } from '../catalog/one-writer.ts';
import { ARTICLE_KINDS, articleSchema, slug } from '../catalog/schema.ts';
import { lengthsOf } from '../catalog/reader-length.ts';
import { writeAll } from '../catalog/write-files.ts';
import { Refused } from './articles.ts';
import { TEMPLATES } from './templates.ts';
import { soundTree, stillSound } from './tree.ts';

export type ArticleKind = (typeof ARTICLE_KINDS)[number];

export interface NewArticle {
  readonly title: string;
  readonly summary: string;
  readonly category: string;
  readonly kind: string;
  /** The last part of the address; else made of the title. */
  readonly name?: string | undefined;
  readonly owner?: string | undefined;
  readonly keywords?: readonly string[];
  readonly related?: readonly string[];
  /** The text; else what an article of its kind begins with. */
  readonly body?: string | undefined;
}

export interface NewOptions {
  readonly today: string;
  /** Numbers from 0 to 1, for the id. */
  readonly random: () => number;
}

/** No letter that is mistaken for a digit, when an id is read over the telephone. */
const LETTERS = 'abcdefghjkmnpqrstuvwxyz';
const SIGNS = `${LETTERS}23456789`;

/** @returns the file that was written */
export function newArticle(root: string, wanted: NewArticle, options: NewOptions): string {
  return asOnlyWriter(root, () => newArticleAlone(root, wanted, options));
}

function newArticleAlone(root: string, wanted: NewArticle, { today, random }: NewOptions): string {
  const tree = soundTree(root, today);
  const categories = tree.categories!.value.map((category) => category.slug);
  if (!categories.includes(wanted.category)) throw new Refused(`There is no category "${wanted.category}". ${didYouMean(wanted.category, categories) ?? `Known: ${categories.join(', ')}.`}`);
  if (!(ARTICLE_KINDS as readonly string[]).includes(wanted.kind)) throw new Refused(`"${wanted.kind}" is not a kind. ${didYouMean(wanted.kind, ARTICLE_KINDS) ?? `Choose ${ARTICLE_KINDS.join(', ')}.`}`);
  for (const field of ['title', 'summary'] as const) {
    const result = articleSchema.shape[field].safeParse(wanted[field].trim());
    if (!result.success) throw new Refused(`${field} "${wanted[field]}": ${articleSchema.shape[field].description} ${lengthOf(field)}`);
  }
  const name = wanted.name ?? nameFrom(wanted.title);
  const named = slug.safeParse(name);
  if (!named.success) throw new Refused(`The name "${name}" cannot be an address: ${named.error.issues[0]?.message}. Give another with --name.`);
  const file = `articles/${wanted.category}/${name}.mdx`;
  if (existsSync(join(root, file))) throw new Refused(`${file} is there already. Make that one better, or give another name with --name.`);

  const taken = new Set(tree.read.map(({ fields }) => fields.id));
  const fields = { id: freshId(taken, random), kind: wanted.kind, title: wanted.title.trim(), summary: wanted.summary.trim(), ...given(wanted), lastUpdated: today, draft: true };
  const source = `---\n${stringify(fields, { lineWidth: 0 })}---\n\n${wanted.body ?? TEMPLATES[wanted.kind as ArticleKind]}`;
  writeAll(root, { write: new Map([[file, source]]) }, stillSound(root, today));
  return file;
}

function given({ owner, keywords = [], related = [] }: NewArticle): object {
  return { ...(related.length === 0 ? {} : { related }), ...(keywords.length === 0 ? {} : { keywords }), ...(owner === undefined ? {} : { owner }) };
}

export function freshId(taken: ReadonlySet<string>, random: () => number): string {
  for (;;) {
    // A letter first: an id of digits alone would be a number to YAML.
    const id = Array.from({ length: 8 }, (_, index) => (index === 0 ? LETTERS : SIGNS)).map((signs) => signs[Math.floor(random() * signs.length)]).join('');
    if (!taken.has(id)) return id;
  }
}

/** “How do I get a refund?” → `get-a-refund`: the words that tell, at most six. */
export function nameFrom(title: string): string {
  const words = slugOf(title.replaceAll(/['’]/g, '')).split('-').filter(Boolean);
  const start = ['how', 'do', 'does', 'can', 'i', 'we', 'what', 'is', 'are', 'why', 'the', 'my'];
  while (words.length > 2 && start.includes(words[0] ?? '')) words.shift();
  return words.slice(0, 6).join('-').replaceAll(/[^\p{Ll}\p{Lo}\p{M}\p{N}-]/gu, '').replaceAll(/-{2,}/g, '-').replace(/^-|-$/g, '');
}

function lengthOf(field: 'title' | 'summary'): string {
  const { from, to } = lengthsOf(articleSchema.shape[field])!;
  return `${from} to ${to} characters.`;
}

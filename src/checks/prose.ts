/** An article's words as a reader meets them, each passage with its line. */
import { mdxToMdast } from 'satteri';
import type { ReadArticle } from '../catalog/article-file.ts';

export interface Passage {
  readonly text: string;
  readonly line: number;
  /** `sentence` for paragraphs and list items; `label` for headings, cells, captions, titles and alternative texts. */
  readonly kind: 'sentence' | 'label';
  /** For words of a picture or component, the attribute they stand in. */
  readonly attribute?: string;
}

interface Node {
  readonly type: string;
  readonly value?: string;
  readonly alt?: string | null;
  readonly name?: string | null;
  readonly attributes?: readonly { name?: string; value?: unknown }[];
  readonly children?: readonly Node[];
  readonly position?: { start: { line: number } };
}

/** Attributes whose words are shown or read aloud. */
const SPOKEN = new Set(['alt', 'caption', 'title', 'summary']);

const known = new WeakMap<ReadArticle, Passage[]>();

export function proseOf(article: ReadArticle): readonly Passage[] {
  let passages = known.get(article);
  if (passages === undefined) {
    passages = passagesOf(article.source);
    known.set(article, passages);
  }
  return passages;
}

function passagesOf(source: string): Passage[] {
  const tree = mdxToMdast(source, { features: { gfm: true, frontmatter: true, headingAttributes: true, smartPunctuation: false } }) as unknown as Node;
  const passages: Passage[] = [];
  const add = (text: string, node: Node, kind: Passage['kind'], attribute?: string) => {
    const clean = text.replaceAll(/\s+/g, ' ').trim();
    if (/\p{L}/u.test(clean)) passages.push({ text: clean, line: node.position?.start.line ?? 1, kind, ...(attribute === undefined ? {} : { attribute }) });
  };
  const visit = (node: Node): void => {
    if (['yaml', 'toml', 'code', 'definition'].includes(node.type)) return;
    if (node.type === 'image' && node.alt) add(node.alt, node, 'label', 'alt');
    for (const { name = '', value } of node.attributes ?? []) if (SPOKEN.has(name) && typeof value === 'string') add(value, node, 'label', name);
    if (node.type === 'paragraph') add(words(node), node, 'sentence');
    else if (node.type === 'heading' || node.type === 'tableCell') add(words(node), node, 'label');
    node.children?.forEach(visit);
  };
  visit(tree);
  return passages;
}

/** Words of a passage, without pictures in it, whose words are passages of their own, and without code, which is quoted. */
function words(node: Node): string {
  if (node.type === 'image' || node.type === 'inlineCode') return ' ';
  if (node.type === 'break') return ' ';
  return node.children === undefined ? (node.type === 'text' ? (node.value ?? '') : '') : node.children.map(words).join('');
}

/** Headings, labels and items that end without a stop are not sentences, and would flatter the average. */
export function sentencesOf(text: string): string[] {
  return text.split(/(?<=[.?!:][”"]?)\s+(?=[\p{Lu}“"\d])/u).filter((part) => wordsOf(part).length > 0 && /[.?!:][”")]?$/.test(part));
}

export function wordsOf(text: string): string[] {
  return text.match(/[\p{L}\p{N}][\p{L}\p{N}’'.@/-]*/gu) ?? [];
}

/** Flesch's count. An address or a number is one: a reader recognizes it and does not spell it out. */
export function syllablesOf(word: string): number {
  if (/[@/\d]|\.\w/.test(word)) return 1;
  const letters = word.toLowerCase().replaceAll(/[^a-z]/g, '');
  if (letters.length <= 3) return 1;
  const spoken = letters.replace(/(?:[^laeiouy]es|[^td]ed|[^laeiouy]e)$/, (end) => end[0] ?? '');
  return Math.max(1, spoken.match(/[aeiouy]+/g)?.length ?? 1);
}

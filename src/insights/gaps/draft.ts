/** A gap as the beginning of an article, or as the line that mends the one there is. */
import { addToList } from '../../authoring/fields.ts';
import { TEMPLATES } from '../../authoring/templates.ts';
import { stringify } from 'yaml';
import type { FoundGap } from '../gaps.ts';

export interface DraftSurroundings {
  /** The days that the gap was found in, as text. */
  readonly days: string;
  /** Articles that search finds for the readers' words, best first. */
  readonly related: readonly { readonly id: string; readonly category: string }[];
  /** Categories in their order, with who keeps them true. */
  readonly categories: readonly { readonly slug: string; readonly owner: string }[];
  /** What agents answered, of what may be told. */
  readonly answers: readonly string[];
}

export interface ArticleDraft {
  readonly title: string;
  readonly summary: string;
  readonly category: string;
  readonly kind: 'how-to' | 'troubleshooting';
  readonly owner: string;
  readonly keywords: readonly string[];
  readonly related: readonly string[];
  readonly body: string;
}

const TITLE = { least: 8, most: 70 };
const MOST_HEADINGS = 5;
/** A keyword is one to four words; a whole question is none. */
const KEYWORD = /^\S+( \S+){0,3}$/;
/** Words of somebody for whom something does not work. */
const BROKEN = /\b(errors?|fail(s|ed|ing)?|broken|crash(es|ed)?|cannot|can[’']?t|won[’']?t|does ?n[o’']?t|not work(ing)?|stuck|missing|blank|denied|rejected|wrong)\b/i;

/** The beginning of an article that answers a gap. */
export function articleDraft(gap: FoundGap, { days, related, categories, answers }: DraftSurroundings): ArticleDraft {
  const said = [gap.what, ...gap.also].map(plain).filter((text) => text.length > 1);
  const asked = said[0] ?? 'readers’ question';
  const kind = said.some((text) => BROKEN.test(text)) ? 'troubleshooting' : 'how-to';
  const title = titleOf(asked);
  const category = categories.find(({ slug }) => slug === related[0]?.category) ?? categories[0]!;
  const questions = said.slice(1).filter((text) => text.includes(' ')).slice(0, MOST_HEADINGS);
  const parts = [
    note([`${gap.people} people, ${days}: ${gap.why}.`, 'Headings and keywords are in readers’ words. Write the answer, then delete these notes and the line "draft: true".']),
    TEMPLATES[kind].trim(),
    ...[...new Set(questions.map(sentenceCase))].filter((heading) => heading !== title).map((heading) => `## ${escaped(heading)}\n\n${note(['Readers asked it in these words: answer it here, or delete the heading.'])}`),
    ...(answers.length === 0 ? [] : [note(['What agents answered, most often first; check that it is still true:', ...answers.map((answer) => `- ${answer}`)])]),
  ];
  return {
    title,
    summary: `To be written: the answer to “${asked}” in one sentence.`.slice(0, 160),
    category: category.slug,
    kind,
    owner: category.owner,
    keywords: [...new Set(said.filter((text) => KEYWORD.test(text) && text.length <= 60 && sentenceCase(text) !== title))].slice(0, 30),
    related: related.slice(0, 3).map(({ id }) => id),
    body: `${parts.join('\n\n')}\n`,
  };
}

/** A line to write, and where. */
export interface Line {
  readonly file: string;
  readonly line: string;
}

/** The lines that mend an article which is there. */
export function linesFor({ action, what, also, stems }: Pick<FoundGap, 'action' | 'what' | 'also' | 'stems'>, { file, source, title }: { file: string; source: string; title: string }): Line[] {
  // Without stems a row is called by an article or a category, which are not readers' words.
  const said = [...(stems.length === 0 ? [] : [what]), ...also].map(plain).filter((text) => text.length > 1 && text.length <= 60);
  const [asked] = said;
  if (asked === undefined || action === 'fix' || action === 'write') return [];
  if (action === 'extend') return [{ file, line: `## ${escaped(sentenceCase(asked))}` }];
  const after = said.filter((text) => KEYWORD.test(text)).reduce((text, one) => addToList(text, 'keywords', stringify(one).trim()), source);
  const before = new Set(source.split('\n'));
  const added = after.split('\n').filter((line) => !before.has(line)).join('\n');
  const keywords = added === '' ? [] : [{ file, line: added.startsWith('keywords:') ? added : `keywords:\n${added}` }];
  // One word makes no title.
  if (action === 'retitle') return [...(asked.includes(' ') ? [{ file, line: `title: ${stringify(titleOf(asked)).trim()}` }] : []), ...keywords];
  return [...keywords, { file: 'search.yaml', line: `oneWay:\n  - { from: [${said.map(quoted).join(', ')}], to: [${quoted(title.replace(/[?.!]+$/, ''))}] }` }];
}

/** Without the marks that stand where something was taken out. */
function plain(text: string): string {
  return text.replaceAll(/\[[a-z-]+\]/g, ' ').replaceAll(/\s+/g, ' ').trim();
}

function titleOf(asked: string): string {
  const title = sentenceCase(asked);
  return (title.length < TITLE.least ? `About ${asked}` : title).slice(0, TITLE.most).trim().padEnd(TITLE.least, '…');
}

function sentenceCase(text: string): string {
  return `${text.charAt(0).toUpperCase()}${text.slice(1)}`;
}

/** What readers type is text, never markup. */
function escaped(text: string): string {
  return text.replaceAll(/[\\`*_{}[\]<>#|~$]/g, '\\$&');
}

function quoted(text: string): string {
  return `'${text.replaceAll("'", "''")}'`;
}

/** A comment ends at its first end; braces inside would be code. */
function note(lines: readonly string[]): string {
  return `{/* ${lines.map((line) => line.replaceAll('*/', '* /')).join('\n')} */}`;
}

/** `report:stale`: what is to be checked and what has expired, by owner, oldest first. */
import { daysBetween, reviewOf } from '../articles/review.ts';
import { addressParts } from '../catalog/article-file.ts';
import type { CheckedTree } from '../catalog/check.ts';
import { isPublished } from '../checks/material.ts';
import { soundTree } from './tree.ts';

export interface StaleArticle {
  readonly id: string;
  readonly title: string;
  readonly file: string;
  readonly why: 'overdue' | 'due' | 'expired' | 'expires soon';
  /** The day by which something was or is to be done. */
  readonly day: string;
  readonly daysLate: number;
  /** What makes one matter more than another, such as its readers; 1 when nothing is known. */
  readonly weight: number;
  /** For words that expire, the words. */
  readonly claim?: string;
}

export interface StaleReport {
  readonly today: string;
  readonly owners: readonly { readonly owner: string; readonly articles: readonly StaleArticle[] }[];
  readonly fresh: number;
}

const NOTICE_DAYS = 14;

/** @param weightOf how much an article matters, by its id: the reports know, this does not */
export function staleReport(root: string, today: string, weightOf: (id: string) => number = () => 1): StaleReport {
  return staleIn(soundTree(root, today), today, weightOf);
}

export function staleIn(tree: CheckedTree, today: string, weightOf: (id: string) => number): StaleReport {
  const site = tree.site!.value;
  const owners = new Map<string, StaleArticle[]>();
  const stale = new Set<string>();
  for (const { file, fields } of tree.read.filter((one) => isPublished(one.fields, today))) {
    const [name] = addressParts(file);
    const { owner, state, dueOn, daysLate } = reviewOf(fields, tree.categories?.value.find(({ slug }) => slug === name), site, today);
    const add = (article: Omit<StaleArticle, 'id' | 'title' | 'file' | 'weight'>) => {
      owners.set(owner, [...(owners.get(owner) ?? []), { id: fields.id, title: fields.title, file, weight: weightOf(fields.id), ...article }]);
      stale.add(fields.id);
    };
    if (state !== 'fresh') add({ why: state, day: dueOn, daysLate });
    for (const { day, claim } of fields.expires) {
      const late = daysBetween(day, today);
      if (late > -NOTICE_DAYS) add({ why: late > 0 ? 'expired' : 'expires soon', day, daysLate: late, claim });
    }
  }
  const ordered = [...owners].map(([owner, articles]) => ({ owner, articles: articles.sort((a, b) => b.weight - a.weight || (a.day < b.day ? -1 : a.day > b.day ? 1 : 0) || (a.file < b.file ? -1 : 1)) }));
  return { today, owners: ordered.sort((a, b) => (a.owner < b.owner ? -1 : 1)), fresh: tree.read.length - stale.size };
}

export function staleText({ owners, fresh, today }: StaleReport): string {
  if (owners.length === 0) return `Nothing is to be checked on ${today}: ${fresh} articles are fresh.`;
  const lines = owners.flatMap(({ owner, articles }) => [
    owner,
    ...articles.map(({ day, why, title, file, claim }) => `  ${day}  ${why.padEnd(12)}  ${title}\n${' '.repeat(28)}${file}${claim === undefined ? '' : `\n${' '.repeat(28)}“${claim}”`}`),
    '',
  ]);
  return [...lines, `${owners.reduce((sum, { articles }) => sum + articles.length, 0)} to do, ${fresh} fresh.`].join('\n');
}

/** Ready to stand in an issue. */
export function staleMarkdown({ owners, fresh, today }: StaleReport): string {
  const parts = owners.flatMap(({ owner, articles }) => [
    `### ${owner}`,
    '',
    ...articles.map(({ day, why, title, file, claim }) => `- [ ] **${title}** — ${why}, ${day} (\`${file}\`)${claim === undefined ? '' : `: “${claim}”`}`),
    '',
  ]);
  return [`Articles to check, as of ${today}. ${fresh} others are fresh.`, '', ...parts].join('\n');
}

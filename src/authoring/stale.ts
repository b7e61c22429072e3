/** `report:stale`: what is to be checked and what has expired, by owner: what harms most people first, else oldest first. */
import { changeBehind, daysBetween, reviewOf } from '../articles/review.ts';
import { addressParts } from '../catalog/article-file.ts';
import type { CheckedTree } from '../catalog/check.ts';
import { isPublished } from '../checks/material.ts';
import { csv } from '../feedback/report-formats.ts';
import { soundTree } from './tree.ts';

export interface StaleArticle {
  readonly id: string;
  readonly title: string;
  readonly file: string;
  readonly why: 'overdue' | 'due' | 'release' | 'expired' | 'expires soon';
  /** The day by which something was or is to be done. */
  readonly day: string;
  readonly daysLate: number;
  /** How much it matters; 1 when nothing is known. What is only soon to be done has half of it. */
  readonly weight: number;
  /** The figures behind the weight, when there are any. */
  readonly figures?: string;
  /** For words that expire, the words. */
  readonly claim?: string;
  /** For a change of the product, what it was. */
  readonly release?: string;
}

export interface StaleReport {
  readonly today: string;
  readonly owners: readonly { readonly owner: string; readonly articles: readonly StaleArticle[] }[];
  readonly fresh: number;
  /** How weights are made; missing when nothing is known of readers. */
  readonly formula?: string;
}

/** What is known of an article's readers. The reports know it; this room does not. */
export interface Weighing {
  readonly formula: string;
  of(id: string): { readonly weight: number; readonly figures: string };
}

const NOTICE_DAYS = 14;

export function staleReport(root: string, today: string, weighing?: Weighing): StaleReport {
  return staleIn(soundTree(root, today), today, weighing);
}

export function staleIn(tree: CheckedTree, today: string, weighing: Weighing | undefined): StaleReport {
  const site = tree.site!.value;
  const owners = new Map<string, StaleArticle[]>();
  const stale = new Set<string>();
  for (const { file, fields } of tree.read.filter((one) => isPublished(one.fields, today))) {
    const [name] = addressParts(file);
    const { owner, state, dueOn, daysLate } = reviewOf(fields, tree.categories?.value.find(({ slug }) => slug === name), site, today);
    const add = (article: Omit<StaleArticle, 'id' | 'title' | 'file' | 'weight' | 'figures'>) => {
      const known = weighing?.of(fields.id);
      const weight = (known?.weight ?? 1) * (known !== undefined && (article.why === 'due' || article.why === 'expires soon') ? 0.5 : 1);
      owners.set(owner, [...(owners.get(owner) ?? []), { id: fields.id, title: fields.title, file, weight, ...(known === undefined ? {} : { figures: known.figures }), ...article }]);
      stale.add(fields.id);
    };
    if (state !== 'fresh') add({ why: state, day: dueOn, daysLate });
    const release = changeBehind(fields, tree.releases, today);
    if (release !== undefined) add({ why: 'release', day: release.day, daysLate: daysBetween(release.day, today), release: `${release.title}${release.what === undefined ? '' : `: ${release.what}`}` });
    for (const { day, claim } of fields.expires) {
      const late = daysBetween(day, today);
      if (late > -NOTICE_DAYS) add({ why: late > 0 ? 'expired' : 'expires soon', day, daysLate: late, claim });
    }
  }
  const ordered = [...owners].map(([owner, articles]) => ({ owner, articles: articles.sort((a, b) => b.weight - a.weight || (a.day < b.day ? -1 : a.day > b.day ? 1 : 0) || (a.file < b.file ? -1 : 1)) }));
  return { today, owners: ordered.sort((a, b) => (a.owner < b.owner ? -1 : 1)), fresh: tree.read.length - stale.size, ...(weighing === undefined ? {} : { formula: weighing.formula }) };
}

const NO_FIGURES = 'Nothing is known of readers here, so the oldest stand first.';

export function staleText({ owners, fresh, today, formula }: StaleReport): string {
  if (owners.length === 0) return `Nothing is to be checked on ${today}: ${fresh} articles are fresh.`;
  const lines = owners.flatMap(({ owner, articles }) => [
    owner,
    ...articles.map(({ day, why, title, file, claim, release, weight, figures }) =>
      [`  ${day}  ${why.padEnd(12)}  ${title}`, file, ...(claim === undefined ? [] : [`“${claim}”`]), ...(release === undefined ? [] : [release]), ...(figures === undefined ? [] : [`weight ${rounded(weight)}: ${figures}`])].join(`\n${' '.repeat(28)}`),
    ),
    '',
  ]);
  return [...lines, formula === undefined ? NO_FIGURES : `Weight: ${formula}.`, `${owners.reduce((sum, { articles }) => sum + articles.length, 0)} to do, ${fresh} fresh.`].join('\n');
}

/** One row an article and reason. */
export function staleCsv({ owners }: StaleReport): string {
  const columns = ['owner', 'id', 'title', 'file', 'why', 'day', 'days_late', 'weight', 'claim', 'release', 'figures'];
  return csv([columns, ...owners.flatMap(({ owner, articles }) => articles.map(({ id, title, file, why, day, daysLate, weight, claim, release, figures }) => [owner, id, title, file, why, day, daysLate, weight, claim ?? '', release ?? '', figures ?? '']))]);
}

/** Ready to stand in an issue. */
export function staleMarkdown({ owners, fresh, today, formula }: StaleReport): string {
  const parts = owners.flatMap(({ owner, articles }) => [
    `### ${owner}`,
    '',
    ...articles.map(({ day, why, title, file, claim, release, weight, figures }) => {
      const more = [...(claim === undefined ? [] : [`“${claim}”`]), ...(release === undefined ? [] : [release]), ...(figures === undefined ? [] : [`weight ${rounded(weight)} (${figures})`])];
      return `- [ ] **${title}** — ${why}, ${day} (\`${file}\`)${more.length === 0 ? '' : `: ${more.join('; ')}`}`;
    }),
    '',
  ]);
  return [`Articles to check, as of ${today}. ${fresh} others are fresh. ${formula === undefined ? NO_FIGURES : `Weight: ${formula}.`}`, '', ...parts].join('\n');
}

function rounded(weight: number): number {
  return Math.round(weight * 10) / 10;
}

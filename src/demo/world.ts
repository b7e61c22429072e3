/** What made-up readers find: the articles, forms and agents of this content tree. */
import type { Catalog } from '../catalog/catalog.ts';
import type { Form } from '../forms/form.ts';
import { revisionOf } from '../site/revision-of.ts';
import type { Chance } from './chance.ts';

export type DemoForm = Form;

export interface DemoArticle {
  readonly id: string;
  /** With the site's base. */
  readonly address: string;
  readonly title: string;
  readonly revision: string;
  /** How it is searched for. */
  readonly queries: readonly string[];
  /** The share of readers whom it helps. */
  readonly helps: number;
  /** The form that its readers write with, when one names it. */
  readonly form: DemoForm | undefined;
}

export interface World {
  readonly zone: string;
  /** Read most first. */
  readonly articles: readonly DemoArticle[];
  readonly forms: readonly DemoForm[];
  readonly agents: ReadonlyMap<string, readonly string[]>;
  readonly incidents: readonly { readonly id: string; readonly started: number; readonly ended: number }[];
}

/** The content tree has nobody to ask and nothing to read. */
export class NothingToShow extends Error {
  override readonly name = 'NothingToShow';
}

/** Nobody knows how long an incident without an end goes on. */
const UNENDED = 4 * 3_600_000;

/** @throws {NothingToShow} */
export function worldOf(catalog: Catalog, chance: Chance): World {
  const { site, articles, support, status } = catalog;
  const forms = (support?.forms ?? []).filter(({ audience }) => audience === 'everyone');
  if (articles.length === 0 || forms.length === 0 || support === undefined) throw new NothingToShow('The demo needs articles and contact forms that everyone may use.');
  const asked = (id: string) => forms.find(({ topics }) => topics.some((topic) => topic.articles.includes(id)));
  return {
    zone: site.timeZone,
    articles: articles
      .map((article) => ({
        id: article.id,
        address: site.base.slice(0, -1) + article.address,
        title: article.title,
        revision: revisionOf(catalog, article),
        queries: [article.title.toLowerCase().replaceAll(/[^\p{L}\p{N} ]/gu, ''), ...article.keywords],
        // A few articles fail most of their readers: those are what a report is for.
        helps: chance.happens(0.12) ? chance.between(0.2, 0.4) : chance.between(0.7, 0.95),
        form: asked(article.id),
        weight: chance.next(),
      }))
      .sort((a, b) => a.weight - b.weight),
    forms,
    agents: new Map((support.teams?.teams ?? []).map(({ id, agents }) => [id, agents.map(({ handle }) => handle)])),
    incidents: (status?.incidents ?? []).map(({ id, started, updates }) => ({ id, started, ended: updates.find(({ state }) => state === 'resolved')?.at ?? started + UNENDED })),
  };
}

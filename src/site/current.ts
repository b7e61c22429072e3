/** The catalog that pages are made from, loaded once a build and anew when a file changes in dev. */
import { resolve } from 'node:path';
import type { Article, Catalog } from '../catalog/catalog.ts';
import { loadCatalog } from '../catalog/load.ts';
import { intakeAddress } from '../catalog/service-address.ts';
import { todayIn } from '../catalog/today.ts';
import { contactTextsFor, type ContactTexts } from '../texts/contact-texts.ts';
import { textsFor, type Texts } from '../texts/texts.ts';
import { shared } from './process-memory.ts';

/** The content tree: `BEDSIDE_CONTENT`, else `content`. */
export function contentRoot(): string {
  return resolve(process.env['BEDSIDE_CONTENT'] ?? 'content');
}

/** In dev, drafts and future articles are shown. The integration says so through the environment, which the bundle shares. */
export function isDev(): boolean {
  return process.env['BEDSIDE_MODE'] === 'dev';
}

const memory = shared<{ catalog: Catalog | undefined }>('catalog', () => ({ catalog: undefined }));

/** Gives the pages a catalog that was loaded already, so that a build reads its articles once. */
export function useCatalog(catalog: Catalog): void {
  memory.catalog = catalog;
}

/**
 * The catalog of this run.
 *
 * @throws {ContentProblems} with every error in the tree
 */
export function currentCatalog(): Catalog {
  // In dev each page asks anew: unchanged files are not parsed again, so this costs a few stat calls.
  if (memory.catalog === undefined || isDev()) {
    memory.catalog = loadCatalog(contentRoot(), { today: (zone) => todayIn(zone), unpublished: isDev() });
  }
  return memory.catalog;
}

/** A site path with the base in front: `/billing/` → `/help/billing/`. */
export function href(path: string): string {
  return currentCatalog().site.base.slice(0, -1) + path;
}

/** Where the intake service takes something, as this site's pages name it; `undefined` where none runs. */
export function intake(path: string): string | undefined {
  return intakeAddress(currentCatalog().site, path);
}

/** The address of the status page: its own, else the one within this site, when there is one. */
export function statusHref(): string | undefined {
  const { site, status } = currentCatalog();
  return site.statusUrl ?? (status && href('/status/'));
}

export function texts(): Texts {
  return textsFor(currentCatalog().site.locale);
}

export function contactTexts(): ContactTexts {
  return contactTextsFor(currentCatalog().site.locale);
}

/** What stands before and after an article when a category is read in order. */
export function neighbors(catalog: Catalog, article: Article): { previous: Article | undefined; next: Article | undefined } {
  const list = catalog.categories.find((category) => category.slug === article.category)?.articles ?? [];
  const index = list.findIndex((one) => one.id === article.id);
  return { previous: list[index - 1], next: list[index + 1] };
}

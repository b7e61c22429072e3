/**
 * What a page depends on, as a key. A page whose key and code did not change is not rendered again.
 *
 * A key that forgets an input serves a stale page, so each names everything the page shows: the site and all
 * category titles (frame), the titles of its own category (side), and the articles it speaks of.
 */
import { createHash } from 'node:crypto';
import { existsSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import type { Article, Catalog, CategoryWithArticles } from '../catalog/catalog.ts';
import { knownProblems } from './known-problems.ts';
import { decodedPath, resolveFrom } from '../catalog/catalog.ts';

export function articleKey(catalog: Catalog, article: Article): string {
  const category = catalog.categories.find((one) => one.slug === article.category);
  const linked = article.links.flatMap(({ target }): unknown[] => {
    const path = target.split(/[?#]/)[0] ?? '';
    if (path.startsWith('.')) return [catalog.byFile.get(resolveFrom(article.file, path))?.address ?? `none:${path}`];
    return path.startsWith('/') ? [catalog.byFile.has(`articles${decodedPath(path).replace(/\/$/, '')}.mdx`), catalog.redirects.has(decodedPath(path))] : [];
  });
  return digest([
    frame(catalog),
    article.digest,
    category && side(category),
    article.related.map((id) => answer(catalog.byId.get(id))),
    linked,
    article.components.map((slug) => catalog.status?.components.find((one) => one.slug === slug)?.name ?? null),
    knownProblems(catalog, article.components),
    [...(catalog.movedAnchors.get(article.address) ?? [])],
    article.images.map((image) => pictureStamp(catalog.root, resolveFrom(article.file, image.target))),
    filmFilesOf(article).map((target) => stamp(catalog.root, resolveFrom(article.file, target))),
  ]);
}

export function categoryKey(catalog: Catalog, category: CategoryWithArticles): string {
  return digest([frame(catalog), category.description, category.articles.map(answer)]);
}

const frames = new WeakMap<Catalog, unknown>();

function frame(catalog: Catalog): unknown {
  let known = frames.get(catalog);
  if (known === undefined) {
    known = digest([catalog.site, catalog.status !== undefined, catalog.categories.map(({ slug, title, icon, owner }) => [slug, title, icon, owner])]);
    frames.set(catalog, known);
  }
  return known;
}

const sides = new WeakMap<CategoryWithArticles, string>();

function side(category: CategoryWithArticles): string {
  let known = sides.get(category);
  if (known === undefined) {
    known = digest(category.articles.map((article) => [article.address, article.title]));
    sides.set(category, known);
  }
  return known;
}

function answer(article: Article | undefined): unknown {
  return article === undefined ? null : [article.address, article.title, article.summary];
}

/** A picture and its dark twin, by content: a fresh clone has the same keys. */
function pictureStamp(root: string, file: string): unknown {
  return [file, file.replace(/\.(\w+)$/, '.dark.$1')].map((one) => stamp(root, one));
}

function filmFilesOf({ video }: Article): string[] {
  return video === undefined ? [] : [video.file, video.captions, video.poster, video.chapters].filter((target) => target !== undefined);
}

function stamp(root: string, file: string): string {
  const path = join(root, file);
  return existsSync(path) ? createHash('sha256').update(readFileSync(path)).digest('base64url') : 'none';
}

function digest(value: unknown): string {
  return createHash('sha256').update(JSON.stringify(value)).digest('base64url');
}

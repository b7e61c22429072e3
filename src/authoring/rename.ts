/** `rename`: an article gets another address, and everything that speaks of it follows. */
import { existsSync, readdirSync, readFileSync } from 'node:fs';
import { dirname, join, posix } from 'node:path';
import { addressParts, type ReadArticle } from '../catalog/article-file.ts';
import { resolveFrom } from '../catalog/catalog.ts';
import type { CheckedTree } from '../catalog/check.ts';
import { didYouMean } from '../catalog/diagnostic.ts';
import { asOnlyWriter } from '../catalog/one-writer.ts';
import { slug } from '../catalog/schema.ts';
import { REPLIES_FOLDER } from '../catalog/support/replies.ts';
import { writeAll } from '../catalog/write-files.ts';
import { keepRevisions } from '../checks/keep-revisions.ts';
import { ADDRESS_LOCK, formatAddressLock } from '../checks/locks.ts';
import { isPublished } from '../checks/material.ts';
import { replaceTarget } from '../checks/targets.ts';
import { findArticle, Refused } from './articles.ts';
import { addToList } from './fields.ts';
import { soundTree, stillSound } from './tree.ts';
import { ledgerOf } from './touch.ts';

export interface Renamed {
  readonly from: string;
  readonly to: string;
  /** Files that were changed or moved beside the article. */
  readonly also: readonly string[];
}

/** @param to `category/name`, or a name alone to stay in the category */
export function rename(root: string, from: string, to: string, { today }: { today: string }): Renamed {
  return asOnlyWriter(root, () => renameAlone(root, from, to, today));
}

function renameAlone(root: string, from: string, to: string, today: string): Renamed {
  const tree = soundTree(root, today);
  const article = findArticle(tree.read, from);
  const file = newFile(tree, article, to);
  const address = `/${addressParts(article.file).join('/')}/`;
  const newAddress = `/${addressParts(file).join('/')}/`;

  const move = new Map([[article.file, file]]);
  if (dirname(file) !== dirname(article.file)) for (const one of ownFiles(root, tree, article)) move.set(one, `${dirname(file)}/${posix.basename(one)}`);
  for (const target of [...move.values()].slice(1)) if (existsSync(join(root, target))) throw new Refused(`${target} is there already. Rename one of the two pictures first.`);

  const write = new Map<string, string>();
  for (const other of tree.read) {
    const place = move.get(other.file) ?? other.file;
    const source = retarget(other, (target) => newTarget(target, other.file, place, move, { address, newAddress }));
    if (source !== other.source) write.set(place, source);
  }
  for (const [reply, source] of repliesNaming(root, address, newAddress)) write.set(reply, source);
  const own = withoutAlias(write.get(file) ?? article.source, newAddress);
  const published = isPublished(article.fields, today);
  write.set(file, published ? addToList(own, 'aliases', address) : own);
  if (published) {
    const others = tree.read.filter((one) => isPublished(one.fields, today)).map((one) => (one === article ? { ...one, file } : one));
    write.set(ADDRESS_LOCK, formatAddressLock(withOld(ledgerOf(root, tree, others).entries, address, article)));
  }
  const settle = keepRevisions(root, tree.read);
  writeAll(root, { write, move }, () => {
    stillSound(root, today)();
    settle(soundTree(root, today).read);
  });
  return { from: article.file, to: file, also: [...new Set([...move.values(), ...write.keys()])].filter((one) => one !== file).sort() };
}

/** Replies that link to the article, with its new address in the old one's place. */
function repliesNaming(root: string, address: string, newAddress: string): [file: string, source: string][] {
  if (!existsSync(join(root, REPLIES_FOLDER))) return [];
  const names = readdirSync(join(root, REPLIES_FOLDER)).filter((name) => name.endsWith('.md'));
  return names.flatMap((name): [string, string][] => {
    const source = readFileSync(join(root, REPLIES_FOLDER, name), 'utf8');
    const next = source.replaceAll(/(\]\(<?)([^)\s>?#]+)/g, (found, before: string, target: string) => (target === address ? before + newAddress : found));
    return next === source ? [] : [[`${REPLIES_FOLDER}/${name}`, next]];
  });
}

/** Readers may have kept the old address even when nobody had recorded it yet. */
function withOld(entries: ReturnType<typeof ledgerOf>['entries'], address: string, { fields, markup }: ReadArticle): typeof entries {
  const known = entries.get(address)?.anchors ?? [];
  return new Map(entries).set(address, { article: fields.id, anchors: [...new Set([...known, ...markup.headings.map(({ id }) => id)])] });
}

function newFile({ categories, read, broken }: CheckedTree, article: ReadArticle, to: string): string {
  const parts = to.replaceAll('\\', '/').replace(/^.*?articles\//, '').replace(/^\/|\/$|\.mdx$/g, '').split('/');
  const [own] = addressParts(article.file);
  const [category = own, name = ''] = parts.length === 1 ? [own, parts[0]] : parts;
  if (parts.length > 2) throw new Refused(`"${to}" has too many parts. Write category/name.`);
  const known = categories!.value.map((one) => one.slug);
  if (!known.includes(category)) throw new Refused(`There is no category "${category}". ${didYouMean(category, known) ?? `Known: ${known.join(', ')}.`}`);
  const result = slug.safeParse(name);
  if (!result.success) throw new Refused(`"${name}" cannot be an address: ${result.error.issues[0]?.message}.`);
  const file = `articles/${category}/${name}.mdx`;
  if (file === article.file) throw new Refused(`${file} has this name already.`);
  if ([...read, ...broken].some((one) => one.file === file)) throw new Refused(`${file} is another article.`);
  return file;
}

/** Pictures and films that only this article shows, and that lie in its folder. */
function ownFiles(root: string, { read, files }: CheckedTree, article: ReadArticle): string[] {
  const named = ({ file, markup, fields }: ReadArticle) => {
    const film = Object.values(fields.video ?? {}).filter((value) => typeof value === 'string' && value.startsWith('.')) as string[];
    return [...markup.images.map(({ target }) => target), ...film].map((target) => resolveFrom(file, target));
  };
  const others = new Set(read.filter((one) => one !== article).flatMap(named));
  const own = named(article).filter((file) => !others.has(file) && dirname(file) === dirname(article.file));
  const withTwins = own.flatMap((file) => [file, file.replace(/\.(\w+)$/, '.dark.$1')]);
  return [...new Set(withTwins)].filter((file) => files.includes(file) && existsSync(join(root, file)));
}

/** The article with each link and picture pointing where `next` says. */
function retarget(article: ReadArticle, next: (target: string) => string): string {
  let source = article.source;
  for (const { target, line } of [...article.markup.links, ...article.markup.images]) {
    const to = next(target);
    if (to === target) continue;
    const replaced = replaceTarget(source, line, target, to);
    if (replaced === undefined) throw new Refused(`${article.file}:${line}: the link to ${target} is written in a way that only a person can change. Nothing was changed.`);
    source = replaced;
  }
  for (const value of Object.values(article.fields.video ?? {})) {
    if (typeof value !== 'string' || !value.startsWith('.')) continue;
    const to = next(value);
    if (to !== value) source = source.replace(`: ${value}\n`, () => `: ${to}\n`);
  }
  return source;
}

function newTarget(target: string, file: string, place: string, move: ReadonlyMap<string, string>, { address, newAddress }: { address: string; newAddress: string }): string {
  const cut = target.search(/[?#]/);
  const path = cut === -1 ? target : target.slice(0, cut);
  const rest = cut === -1 ? '' : target.slice(cut);
  if (path === address || decodeSafely(path) === address) return newAddress + rest;
  if (!path.startsWith('.')) return target;
  const before = resolveFrom(file, path);
  const after = move.get(before) ?? before;
  if (after === before && place === file) return target;
  const relative = posix.relative(dirname(place), after);
  return (relative.startsWith('.') ? relative : `./${relative}`) + rest;
}

/** An article that comes back to an address it had before does not lead there from itself. */
function withoutAlias(source: string, address: string): string {
  const end = source.indexOf('\n---', 4);
  const bare = address.slice(0, -1).replaceAll(/[.*+?^${}()|[\]\\]/g, '\\$&');
  const head = source.slice(0, end).replace(new RegExp(`\\n[ \\t]*- ["']?${bare}/?["']?[ \\t]*(?=\\n|$)`), '').replace(/\naliases:[ \t]*(?=\n\S|$)/, '');
  return head + source.slice(end);
}

function decodeSafely(path: string): string {
  try {
    return decodeURIComponent(path);
  } catch {
    return path;
  }
}

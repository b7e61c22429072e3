/**
 * What the service needs to know of the support team: who it is, calendars, promises, triage, teams, replies, as the
 * build read and checked them. Written beside the manifest, so that site and service keep the same promises.
 */
import { existsSync, mkdirSync, readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import type { Catalog } from '../catalog/catalog.ts';
import type { Site } from '../catalog/schema.ts';
import type { Support } from '../catalog/support/support.ts';
import { learn } from '../tickets/triage/learn.ts';
import { MANIFEST_FOLDER } from './manifest.ts';

export const SUPPORT_FILE = 'support.json';

/** JSON knows no maps, sets and infinities; each is written as an object with one key. */
type Marked = { $map: [unknown, unknown][] } | { $set: unknown[] } | { $pattern: [string, string] } | { $number: string };

/** The team behind a site. */
export interface SupportTeam {
  readonly site: Site;
  readonly support: Support;
  /** Parts of the product that articles are about, by the article's id; missing in data that an earlier build wrote. */
  readonly about?: ReadonlyMap<string, readonly string[]> | undefined;
}

export function writeSupport({ site, support, articles }: Pick<Catalog, 'site' | 'support' | 'articles'>, folder: string): void {
  if (support === undefined) return;
  const about = new Map(articles.flatMap(({ id, components }) => (components.length === 0 ? [] : [[id, components] as const])));
  mkdirSync(join(folder, MANIFEST_FOLDER), { recursive: true });
  // What people wrote stays in the content tree: the site's folder is copied to more places than that.
  const { examples = [], ...kept } = support;
  writeFileSync(join(folder, MANIFEST_FOLDER, SUPPORT_FILE), `${supportText({ site, support: { ...kept, learned: learn(examples) }, about })}\n`);
}

/** @returns `undefined` for a site without support data */
export function readSupportOf(folder: string): SupportTeam | undefined {
  const file = join(folder, MANIFEST_FOLDER, SUPPORT_FILE);
  return existsSync(file) ? supportFrom(readFileSync(file, 'utf8')) : undefined;
}

export function supportText(team: SupportTeam): string {
  return JSON.stringify(team, marked);
}

export function supportFrom(text: string): SupportTeam {
  return JSON.parse(text, unmarked) as SupportTeam;
}

function marked(_key: string, value: unknown): unknown {
  if (value instanceof Map) return { $map: [...value] } satisfies Marked;
  if (value instanceof Set) return { $set: [...value] } satisfies Marked;
  if (value instanceof RegExp) return { $pattern: [value.source, value.flags] } satisfies Marked;
  if (typeof value === 'function') throw new TypeError('Support data is data: a function in it cannot be written down.');
  return typeof value === 'number' && !Number.isFinite(value) ? ({ $number: String(value) } satisfies Marked) : value;
}

function unmarked(_key: string, value: unknown): unknown {
  if (typeof value !== 'object' || value === null || Object.keys(value).length !== 1) return value;
  const one = value as Partial<Record<'$map' | '$set' | '$pattern' | '$number', unknown>>;
  if (one.$map !== undefined) return new Map(one.$map as [unknown, unknown][]);
  if (one.$set !== undefined) return new Set(one.$set as unknown[]);
  if (one.$pattern !== undefined) return new RegExp(...(one.$pattern as [string, string]));
  return one.$number === undefined ? value : Number(one.$number);
}

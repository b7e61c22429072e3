/** What rules look at, each part read when the first rule asks for it. */
import type { ReadArticle } from '../catalog/article-file.ts';
import { addressParts } from '../catalog/article-file.ts';
import type { CheckedTree } from '../catalog/check.ts';
import type { Redirects } from '../catalog/redirects.ts';
import type { Site } from '../catalog/schema.ts';
import type { BuiltSite } from './built-site.ts';
import type { Probe } from './external.ts';
import { readAddressLock, readFreshnessLock, type AddressLock, type FreshnessLock } from './locks.ts';
import { CannotRun } from './cannot-run.ts';

export interface Material {
  readonly tree: CheckedTree;
  /** @throws {CannotRun} when redirects.yaml has errors: any address may lead somewhere */
  readonly redirects: Redirects;
  /** The articles that readers see, in the order of their files. */
  readonly published: readonly ReadArticle[];
  /** The day it is, `2026-11-23`. */
  readonly today: string;
  /** @throws {CannotRun} when site.yaml has errors */
  readonly settings: Site;
  /** @throws {CannotRun} when there is no built site and none can be made */
  readonly site: BuiltSite;
  /** @throws {CannotRun} when it is missing or unreadable */
  readonly addresses: AddressLock;
  /** @throws {CannotRun} when it is missing or unreadable */
  readonly freshness: FreshnessLock;
  /** Asks another host for a page. */
  readonly probe: Probe;
}

export interface MaterialOptions {
  readonly tree: CheckedTree;
  readonly redirects: Redirects;
  readonly today: string;
  readonly site: () => BuiltSite;
  readonly probe: Probe;
}

export function materialOf({ tree, redirects, today, site, probe }: MaterialOptions): Material {
  const once = <T>(make: () => T): (() => T) => {
    let made: { value: T } | undefined;
    return () => (made ??= { value: make() }).value;
  };
  const builtSite = once(site);
  const addresses = once(() => readAddressLock(tree.root));
  const freshness = once(() => readFreshnessLock(tree.root));
  return {
    tree,
    get redirects() {
      if (tree.redirectsAreUnknown) throw new CannotRun('redirects.yaml has errors.');
      return redirects;
    },
    today,
    probe,
    published: tree.read.filter(({ fields }) => isPublished(fields, today)),
    get settings() {
      if (tree.site === undefined) throw new CannotRun('site.yaml has errors.');
      return tree.site.value;
    },
    get site() {
      return builtSite();
    },
    get addresses() {
      return addresses();
    },
    get freshness() {
      return freshness();
    },
  };
}

export function isPublished({ draft, publishOn }: { draft: boolean; publishOn?: string | undefined }, today: string): boolean {
  return !draft && (publishOn === undefined || publishOn <= today);
}

export function addressOf({ file }: { file: string }): string {
  return `/${addressParts(file).join('/')}/`;
}

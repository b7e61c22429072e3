/** Where the status pages live, and under which name. */
import { createHash } from 'node:crypto';
import type { Site } from '../catalog/schema.ts';

export interface StatusPlace {
  /** Path of the status page's root on its host: `/status/` or `/`. */
  readonly root: string;
  /** Path of the folder with style and script. */
  readonly assets: string;
  /** Path of the folder with the JSON. */
  readonly api: string;
  /** The public address of the status page, for feeds, calendar and JSON: the same in both builds. */
  readonly url: string;
  /** The public address of the help center. */
  readonly helpUrl: string;
  readonly pageId: string;
  /** Where the intake service answers, as this page's forms name it. */
  readonly intake: string;
}

/** The public address of the status page: its own, else its folder in the help center. */
export function publicStatusUrl(site: Site): string {
  if (site.statusUrl === undefined) return new URL(`${site.base}status/`, site.url).href;
  return site.statusUrl.endsWith('/') ? site.statusUrl : `${site.statusUrl}/`;
}

/** Where the public JSON stands. */
export function publicApiUrl(site: Site): string {
  return site.statusUrl === undefined ? new URL(`${site.base}api/v2/`, site.url).href : `${publicStatusUrl(site)}api/v2/`;
}

/** Inside the help center: pages under `/status/`, machine files at `/api/v2/`. */
export function placeInHelpCenter(site: Site): StatusPlace {
  const intake = site.serviceUrl === undefined ? `${site.base}intake/` : intakeUrl(site);
  return placeAt(site, { root: `${site.base}status/`, assets: `${site.base}assets/`, api: `${site.base}api/v2/`, intake });
}

/** On a host of its own: everything from the root of `statusUrl`. */
export function placeAlone(site: Site): StatusPlace {
  const root = site.statusUrl === undefined ? '/' : new URL(publicStatusUrl(site)).pathname;
  return placeAt(site, { root, assets: `${root}assets/`, api: `${root}api/v2/`, intake: intakeUrl(site) });
}

/** The public address of the intake service. */
export function intakeUrl({ url, base, serviceUrl }: Pick<Site, 'url' | 'base' | 'serviceUrl'>): string {
  return new URL(`${base}intake/`, serviceUrl ?? url).href;
}

function placeAt(site: Site, paths: Pick<StatusPlace, 'root' | 'assets' | 'api' | 'intake'>): StatusPlace {
  const url = publicStatusUrl(site);
  const pageId = createHash('sha256').update(url).digest('hex').slice(0, 12);
  return { ...paths, url, helpUrl: new URL(site.base, site.url).href, pageId };
}

/** Files that any site may read: the status page's JSON, feeds, calendar and badge, which monitors and other pages ask for. */
const SHARED = /^\/api\/v2\/.+\.json$|^\/(status\/)?(history\.(atom|rss)|status\.ics|badge\.svg)$/;

/** Long enough to carry a flood, short enough that nobody waits for news. */
const SHARED_SECONDS = 15;

/**
 * The headers that let other sites read a file, as node:http takes them.
 *
 * @param address from the site's root, without base
 */
export function sharedHeaders(address: string): readonly string[] {
  return isShared(address) ? ['access-control-allow-origin', '*', 'cross-origin-resource-policy', 'cross-origin'] : [];
}

/** Caches may answer with these for a moment; the rest of the site is always asked for again. */
export function sharedCacheControl(address: string): string | undefined {
  return isShared(address) ? `public, max-age=${SHARED_SECONDS}` : undefined;
}

function isShared(address: string): boolean {
  return SHARED.test(address);
}

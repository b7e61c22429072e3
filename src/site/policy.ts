/** The content security policy, from the origins that `site.yaml` names. */
import type { Site } from '../catalog/schema.ts';

/**
 * Directives for every page; Astro adds the hashes of scripts and styles.
 *
 * Nothing is loaded from another host. Only the site's own service and status page may be asked.
 */
export function directives(site: Site): string[] {
  const origin = (url: string | undefined) => (url === undefined ? [] : [new URL(url).origin]);
  const service = origin(site.serviceUrl);
  return [
    "default-src 'none'",
    "img-src 'self' data:",
    "font-src 'self'",
    "media-src 'self'",
    "manifest-src 'self'",
    `connect-src ${["'self'", ...service, ...origin(site.statusUrl)].join(' ')}`,
    `form-action ${["'self'", ...service].join(' ')}`,
    "base-uri 'none'",
    "object-src 'none'",
  ];
}

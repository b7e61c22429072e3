/** Where the intake service takes what pages send: below the site's base, on this host or on its own. */
import type { Site } from './schema.ts';

/**
 * @param path `feedback`
 * @returns the address as a page of this site names it; `undefined` where no service runs
 */
export function intakeAddress({ base, service, serviceUrl }: Pick<Site, 'base' | 'service' | 'serviceUrl'>, path: string): string | undefined {
  // Data that an earlier build wrote say nothing of it.
  if (service === false) return undefined;
  const local = `${base}intake/${path}`;
  return serviceUrl === undefined ? local : new URL(local, serviceUrl).href;
}

/**
 * Did this form come from a page of ours?
 *
 * Browsers say where a POST comes from (`Origin`, `Sec-Fetch-Site`); a page elsewhere cannot forge it. What says
 * nothing at all is an old browser or a program, and neither carries a victim's session, because there are none.
 */
export interface OriginFacts {
  readonly origin: string | undefined;
  readonly fetchSite: string | undefined;
  readonly host: string | undefined;
}

/** @param allowed origins that `site.yaml` names, `https://help.example.org` */
export function comesFromUs({ origin, fetchSite, host }: OriginFacts, allowed: readonly string[]): boolean {
  if (origin !== undefined) return allowed.includes(origin) || hostOf(origin) === host;
  return fetchSite === undefined || fetchSite === 'same-origin' || fetchSite === 'none';
}

function hostOf(origin: string): string | undefined {
  return URL.canParse(origin) ? new URL(origin).host : undefined;
}

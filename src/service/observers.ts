/** Who may read metrics and readiness: this machine itself, or whoever has the token. */
import { createHash, timingSafeEqual } from 'node:crypto';

export interface ObserverFacts {
  readonly peer: string | undefined;
  /** What proxies write (`FORWARDED`): where it stands, the request came through one on this machine, from anywhere. */
  readonly forwarded: string | undefined;
  readonly authorization: string | undefined;
}

/** Not every proxy writes `X-Forwarded-For`. */
export const FORWARDED = ['x-forwarded-for', 'forwarded', 'x-real-ip', 'via', 'x-forwarded-host', 'x-forwarded-proto'] as const;

export function mayObserve({ peer, forwarded, authorization }: ObserverFacts, token: string | undefined): boolean {
  if (token !== undefined && token !== '' && authorization !== undefined && equal(authorization, `Bearer ${token}`)) return true;
  return forwarded === undefined && /^(127\.|::1$|::ffff:127\.)/.test(peer ?? '');
}

function equal(a: string, b: string): boolean {
  const digest = (text: string) => createHash('sha256').update(text).digest();
  return timingSafeEqual(digest(a), digest(b));
}

/** Tells that an article was read, and in coarse steps how long it was in sight: once a page, as the reader first leaves it. */
import { send, tell } from './client.ts';

/** Seconds in sight, rounded down to one of these. A finer figure would say more about a person than about a text. */
export const READ_STEPS = [0, 10, 30, 60, 180, 600] as const;

export function watchReading({ revision }: { readonly revision: string }): void {
  // An article that opens in another tab is not read until somebody looks at it.
  let since = document.visibilityState === 'visible' ? performance.now() : undefined;
  let told = false;
  const leave = () => {
    if (told || since === undefined) return;
    told = true;
    const seconds = stepOf((performance.now() - since) / 1_000);
    tell({ kind: 'read', address: location.pathname, revision, from: cameFrom(document.referrer, location.origin), seconds });
    // With everything that waits, so that a page asks once.
    send();
  };
  // Before those that only send.
  const first = { capture: true };
  addEventListener('visibilitychange', () => (document.visibilityState === 'hidden' ? leave() : (since ??= performance.now())), first);
  addEventListener('pagehide', leave, first);
}

export function stepOf(seconds: number): (typeof READ_STEPS)[number] {
  return READ_STEPS.findLast((step) => step <= seconds) ?? 0;
}

/** Only whether it was this site: another one's name is the reader's own business. */
export function cameFrom(referrer: string, origin: string): 'site' | 'outside' {
  return referrer !== '' && new URL(referrer).origin === origin ? 'site' : 'outside';
}

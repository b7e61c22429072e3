/**
 * Tells the service how the page was used: in batches, without waiting for an answer, and not at all for a reader
 * who asked not to be tracked. Nothing depends on it.
 */
import type { ReaderEvent } from './envelope.ts';
import { session } from './session.ts';

/** Each kind without its `ago`, which is known when it is sent. */
type Told<Event> = Event extends unknown ? Omit<Event, 'ago'> : never;

/** A batch is sent when it is this large, and when the page is left. */
const BATCH = 20;

const waiting: { readonly event: Told<ReaderEvent>; readonly at: number }[] = [];
let listening = false;

/** Do-Not-Track or Global Privacy Control. */
function askedNotTo(): boolean {
  const { doNotTrack, globalPrivacyControl } = navigator as Navigator & { doNotTrack?: string | null; globalPrivacyControl?: boolean };
  return doNotTrack === '1' || globalPrivacyControl === true;
}

export function tell(event: Told<ReaderEvent>): void {
  // Where no service runs the page names none.
  if (askedNotTo() || document.documentElement.dataset['intake'] === '') return;
  waiting.push({ event, at: performance.now() });
  if (!listening) {
    listening = true;
    // A phone that switches to another app may never come back.
    addEventListener('visibilitychange', () => document.visibilityState === 'hidden' && send());
    addEventListener('pagehide', send);
  }
  if (waiting.length >= BATCH) send();
}

/** Sends what waits, now. */
export function send(): void {
  const batch = waiting.splice(0);
  if (batch.length === 0) return;
  const { base, intake } = document.documentElement.dataset;
  try {
    const events = batch.map(({ event, at }) => ({ ...event, ago: Math.min(3_600_000, Math.round(performance.now() - at)) }));
    // As a form, because a browser sends that to another host without asking first.
    const body = new URLSearchParams({ events: JSON.stringify({ version: 1, session: session(), events }) });
    navigator.sendBeacon(`${intake ?? `${base ?? '/'}intake/`}events`, body);
  } catch {
    // A full or forbidden storage, or no beacons: then nothing is told.
  }
}

/** What becomes of a made-up ticket: who does what, and when. */
import type { Chance } from './chance.ts';
import { ANSWERS } from './words.ts';

export type Act =
  | { readonly kind: 'answer'; readonly words: string; readonly then: 'wait' | 'resolve' | undefined }
  | { readonly kind: 'write'; readonly words: string }
  | { readonly kind: 'escalate' }
  | { readonly kind: 'resolve'; readonly named: boolean; readonly insight: 'article-missing' | 'article-unclear' | 'article-not-found' | 'product-problem' | 'one-off' | undefined }
  | { readonly kind: 'rate'; readonly score: number }
  | { readonly kind: 'spam' };

export interface PlannedAct {
  readonly at: number;
  readonly act: Act;
}

const MINUTE = 60_000;
const HOUR = 60 * MINUTE;

/** The instant at which somebody is at work, not before this one. */
export type AtWork = (instant: number) => number;

/** @param trouble how busy everybody is: answers take up to four times as long */
export function planStory(chance: Chance, createdAt: number, atWork: AtWork, trouble: number): PlannedAct[] {
  const acts: PlannedAct[] = [];
  let now = createdAt;
  const agent = (middle: number, act: Act) => acts.push({ at: (now = Math.round(atWork(now + chance.span(middle * (1 + 3 * trouble))))), act });
  const requester = (low: number, high: number, act: Act) => acts.push({ at: (now += Math.round(chance.between(low, high))), act });
  if (chance.happens(0.03)) {
    agent(20 * MINUTE, { kind: 'spam' });
    return acts;
  }
  // Some are forgotten, and still open at the end.
  if (chance.happens(0.007)) return acts;
  agent(70 * MINUTE, { kind: 'answer', words: chance.pick(ANSWERS), then: undefined });
  if (chance.happens(0.06)) agent(HOUR, { kind: 'escalate' });
  while (chance.happens(0.25)) {
    const waits = chance.happens(0.5);
    if (waits) agent(HOUR, { kind: 'answer', words: 'One thing we have to know first.', then: 'wait' });
    requester(0.3 * HOUR, 20 * HOUR, { kind: 'write', words: 'Here is what you asked for.' });
    agent(90 * MINUTE, { kind: 'answer', words: chance.pick(ANSWERS), then: undefined });
  }
  const insight = chance.happens(0.35) ? chance.pick(['article-missing', 'article-missing', 'article-unclear', 'article-not-found', 'product-problem', 'one-off'] as const) : undefined;
  const solve = () => agent(3 * HOUR, { kind: 'resolve', named: chance.happens(0.6), insight });
  solve();
  if (chance.happens(0.06)) {
    requester(2 * HOUR, 40 * HOUR, { kind: 'write', words: 'It is not solved yet.' });
    solve();
  }
  // Who is asked a few hours later answers within days, if at all.
  if (chance.happens(0.3)) requester(6 * HOUR, 60 * HOUR, { kind: 'rate', score: chance.happens(0.72) ? 5 : chance.happens(0.6) ? 4 : Math.ceil(chance.between(0, 3)) });
  return acts;
}

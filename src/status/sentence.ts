/** One sentence that says it all: in large type on the page, short in the help center and on the badge. */
import type { StatusTexts } from '../texts/status-en.ts';
import type { Overall } from './overall.ts';
import { RANK, type ShownState } from './timeline.ts';

/** More names than these are counted instead. */
const NAMES = 3;

export function bannerSentence(overall: Overall, { banner: t, list }: StatusTexts): string {
  const { components, worst, open } = overall;
  if (worst === 'operational') {
    if (overall.indicator === 'none') return t.allWell;
    return open.every((incident) => incident.impact === 'none' || incident.updates.findLast(({ at }) => at <= overall.now)?.state === 'monitoring') ? t.watching : t.looking;
  }
  if (components.length > 1 && components.every(({ state }) => state === worst)) return t.all[worst];
  // Beside a live outage, maintenance elsewhere can wait for the text below.
  const told = RANK.filter((state): state is Exclude<ShownState, 'operational'> => state !== 'operational' && (worst === 'under maintenance' || state !== 'under maintenance'));
  const parts = told.reverse().flatMap((state) => {
    const names = components.filter((one) => one.state === state).map(({ component }) => component.name);
    if (names.length === 0) return [];
    return [t.some[state](names.length > NAMES ? t.count(names.length, components.length) : list(names), names.length === 1)];
  });
  return parts.slice(0, 2).join('; ');
}

/** The color and shape that stand for a state, together with its word. */
export type Tone = 'ok' | 'notice' | 'trouble' | 'outage' | 'unknown';

export function toneOf(state: ShownState | 'unknown'): Tone {
  switch (state) {
    case 'operational':
      return 'ok';
    case 'under maintenance':
      return 'notice';
    case 'major outage':
      return 'outage';
    case 'unknown':
      return 'unknown';
    default:
      return 'trouble';
  }
}

export function toneOfAll({ worst, indicator }: Overall): Tone {
  return worst === 'operational' && indicator !== 'none' ? 'trouble' : toneOf(worst);
}

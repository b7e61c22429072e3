/** Tables of promises to begin with, named for the kind of team that keeps them. */
import type { ClockName, Priority } from '../catalog/support/priorities.ts';

/** Counted at any hour, or while the team works. */
type Counts = 'around-the-clock' | 'support-hours';
type Promise = readonly [within: string, counts: Counts];

export interface Preset {
  /** For whom it is, in a line. */
  readonly about: string;
  readonly targets: Readonly<Record<Priority, Readonly<Partial<Record<ClockName, Promise>>>>>;
  readonly tiers: readonly { readonly id: string; readonly title: string }[];
}

const whole = (within: string): Promise => [within, 'around-the-clock'];
const open = (within: string): Promise => [within, 'support-hours'];
const within = (first: Promise, solved: Promise) => ({ 'first-response': first, resolution: solved });
const soon = (first: Promise, solved: Promise) => ({ triage: whole('1 hour'), ...within(first, solved) });

export const PRESETS = {
  'small-team': {
    about: 'a few people in office hours; only an outage or a breach is answered sooner',
    targets: {
      critical: within(open('1 hour'), open('8 hours')),
      high: within(open('4 hours'), open('16 hours')),
      medium: within(open('8 hours'), open('40 hours')),
      low: within(open('16 hours'), open('80 hours')),
    },
    tiers: [{ id: 'agent', title: 'Support' }, { id: 'expert', title: 'The people who build it' }],
  },
  'doctors-network': {
    about: 'a professional network: somebody is on call for what is critical, the rest in support hours',
    targets: {
      critical: within(whole('15 minutes'), whole('2 hours')),
      high: within(open('2 hours'), open('8 hours')),
      medium: within(open('4 hours'), open('24 hours')),
      low: within(open('8 hours'), open('48 hours')),
    },
    tiers: [{ id: 'agent', title: 'Support agent' }, { id: 'specialist', title: 'Technical specialist' }, { id: 'engineering', title: 'Engineering' }, { id: 'on-call', title: 'On-call engineer' }],
  },
  clinic: {
    about: 'patients and practices: every promise counts around the clock, and each ticket is judged within the hour',
    targets: {
      critical: soon(whole('15 minutes'), whole('4 hours')),
      high: soon(whole('1 hour'), whole('24 hours')),
      medium: soon(whole('4 hours'), whole('72 hours')),
      low: soon(whole('24 hours'), whole('1 week')),
    },
    tiers: [{ id: 'tier-1', title: 'Basic support' }, { id: 'tier-2', title: 'Technical support' }, { id: 'tier-3', title: 'Engineering' }],
  },
} as const satisfies Record<string, Preset>;

export type PresetName = keyof typeof PRESETS;
export const PRESET_NAMES = Object.keys(PRESETS) as PresetName[];

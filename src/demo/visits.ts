/** Made-up visits: what a reader's page would tell, and which of them end in a message. */
import type { ReaderEvent } from '../events/envelope.ts';
import { READ_STEPS } from '../events/reading.ts';
import type { Chance } from './chance.ts';
import { MISSING, RARE } from './words.ts';
import type { DemoArticle, DemoForm, World } from './world.ts';

/** Each kind without the time since, which is known when it is sent. */
type Told<Event> = Event extends unknown ? Omit<Event, 'ago'> : never;

export interface PlannedVisit {
  readonly session: string;
  readonly bot: boolean;
  readonly events: readonly { readonly at: number; readonly event: Told<ReaderEvent> }[];
  readonly vote: { readonly article: DemoArticle; readonly answer: 'yes' | 'no'; readonly at: number } | undefined;
  /** A message that was sent. */
  readonly wrote: { readonly at: number; readonly form: DemoForm; readonly about: DemoArticle } | undefined;
}

const MINUTE = 60_000;

/** @param trouble how much goes wrong just now: 0 on an ordinary day, 1 in an outage */
export function planVisit(world: World, chance: Chance, beganAt: number, trouble: number): PlannedVisit {
  const bot = chance.happens(0.03);
  const events: { at: number; event: Told<ReaderEvent> }[] = [];
  let now = Math.round(beganAt);
  const tell = (event: Told<ReaderEvent>, after: number) => events.push({ at: (now += Math.round(after)), event });
  const { articles, forms } = world;
  const about = trouble > 0 && chance.happens(0.6 * trouble) ? articles.at(-1)! : chance.favor(articles);
  let searched = 0;
  const searches = (query: string, outcome: 'good' | 'weak' | 'zero', refined = false) => tell({ kind: 'search', search: (searched += 1), surface: chance.pick(['home', 'search', 'dialog'] as const), query, results: outcome === 'zero' ? 0 : Math.ceil(chance.between(1, 9)), outcome, repaired: chance.happens(0.05), refined }, chance.between(5, 60) * 1_000);
  const reads = (article: DemoArticle, from: 'site' | 'outside') => tell({ kind: 'read', address: article.address, revision: article.revision, from, seconds: chance.pick(READ_STEPS) }, chance.between(0.5, 4) * MINUTE);
  const way = chance.next();
  if (way < 0.45) {
    reads(about, 'outside');
    if (chance.happens(0.3)) reads(chance.favor(articles), 'site');
  } else if (way < 0.76) {
    searches(chance.pick(about.queries), chance.happens(0.85) ? 'good' : 'weak');
    if (chance.happens(0.72)) {
      tell({ kind: 'open', search: searched, position: chance.happens(0.7) ? 1 : 2, address: about.address }, 10_000);
      reads(about, 'site');
    }
  } else if (way < 0.9) {
    const query = chance.happens(0.12) ? `${chance.pick(RARE)} ${String.fromCharCode(97 + Math.floor(chance.between(0, 26)))}` : chance.favor(MISSING);
    searches(query, chance.happens(0.7) ? 'zero' : 'weak');
    if (chance.happens(0.4)) searches(chance.pick(about.queries), 'good', true);
  } else if (chance.happens(0.5)) reads(about, 'site');
  const last = events.at(-1)?.event;
  const vote = last?.kind === 'read' && chance.happens(0.07) ? ({ article: about, answer: chance.happens(about.helps) ? 'yes' : 'no', at: now + 5_000 } as const) : undefined;
  const asks = way >= 0.9 || chance.happens(0.02 + 0.1 * (1 - about.helps) + 0.25 * trouble);
  const wrote = asks && !bot ? openForm() : undefined;
  return { session: uuid(chance), bot, events, vote, wrote };

  function openForm(): PlannedVisit['wrote'] {
    const form = about.form ?? chance.pick(forms);
    if (searched > 0) tell({ kind: 'contact', search: searched }, 5_000);
    tell({ kind: 'contact-opened', form: form.id, from: searched > 0 ? 'search' : events.length > 0 ? 'article' : 'elsewhere' }, 20_000);
    if (chance.happens(0.75)) {
      tell({ kind: 'suggestion-shown', form: form.id, results: 3 }, 40_000);
      if (chance.happens(0.35)) {
        tell({ kind: 'suggestion-opened', form: form.id, position: 1, address: about.address }, 15_000);
        if (chance.happens(0.45)) {
          tell({ kind: 'suggestion-solved', form: form.id, address: about.address }, 90_000);
          return undefined;
        }
      }
    }
    if (chance.happens(0.35)) {
      tell({ kind: 'contact-left', form: form.id, written: chance.happens(0.4) }, 60_000);
      return undefined;
    }
    tell({ kind: 'contact-sent', form: form.id }, 3 * MINUTE);
    return { at: now, form, about };
  }
}

function uuid(chance: Chance): string {
  const hex = Array.from({ length: 32 }, () => Math.floor(chance.next() * 16).toString(16)).join('');
  return `${hex.slice(0, 8)}-${hex.slice(8, 12)}-4${hex.slice(13, 16)}-8${hex.slice(17, 20)}-${hex.slice(20)}`;
}

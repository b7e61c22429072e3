/** The two letters to whoever asked to be told: that it is fixed, and a day later whether all is well again. */
import type { Site } from '../catalog/schema.ts';
import { replyNamed, type Replies } from '../catalog/support/replies.ts';
import { compose } from '../mail/compose.ts';
import type { Letter } from '../mail/letter.ts';
import type { ValuesOf } from '../mail/placeholders.ts';
import { writtenBody } from '../mail/written.ts';
import { textsFor } from '../texts/texts.ts';
import { AFTERWARDS_MAIL, FIXED_MAIL, type Follower } from './followers.ts';
import type { EndedIncident } from './recorded.ts';

export const FOLLOWER_LETTERS: ReadonlySet<string> = new Set([FIXED_MAIL, AFTERWARDS_MAIL]);

/** Whether a team has written both: without them nobody is asked whether to be told. */
export function tellsFollowers(replies: Replies | undefined): boolean {
  return [...FOLLOWER_LETTERS].every((name) => replies?.get(name)?.kind === 'incident-over');
}

export interface FollowerLetter {
  readonly site: Site;
  readonly replies: Replies;
  readonly incident: EndedIncident;
  readonly follower: Follower;
  /** Stops the letters. */
  readonly stop: string;
}

export function followerLetter(template: string, { site, replies, incident, follower, stop }: FollowerLetter): Letter | 'skip' {
  if (!replies.has(template)) return 'skip';
  const helpCenter = new URL(site.base, site.url).href;
  const values: ValuesOf<'incident-over'> = {
    'site.name': site.name,
    'site.product': site.product,
    'site.helpCenter': helpCenter,
    'site.emergency': site.emergency,
    'incident.title': incident.title,
    'incident.page': incident.link,
    'incident.began': incident.startedAt,
    'incident.ended': incident.endedAt,
    'incident.lasted': textsFor(site.locale).statusPage.minutes(Math.max(1, Math.round((incident.endedAt - incident.startedAt) / 60_000))),
    'incident.words': incident.text === '' ? undefined : writtenBody(incident.text),
    'incident.account': incident.hasPostmortem ? `${incident.link}#postmortem` : undefined,
    'contact.page': new URL('contact/', helpCenter).href,
    'stop.page': stop,
  };
  const reader = { timeZone: follower.timeZone ?? site.timeZone, locale: site.locale };
  const composed = compose(replyNamed(replies, template, 'incident-over'), values, reader, { name: site.name, address: helpCenter });
  const unsubscribe = stop.startsWith('https:') ? { unsubscribe: { address: stop, oneClick: true } } : {};
  return { to: { email: follower.email }, ...composed, automatic: 'notice', ...unsubscribe };
}

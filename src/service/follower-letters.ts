/** Letters to people who follow an incident, read when they are due: after it was opened again, nothing is sent. */
import { readFollower, stopSecret, told } from '../incidents/followers.ts';
import { FOLLOWER_LETTERS, followerLetter } from '../incidents/letters.ts';
import { endedIncident } from '../incidents/recorded.ts';
import { tellFollowers } from '../incidents/tell-followers.ts';
import type { Letter } from '../mail/letter.ts';
import type { Handler } from '../outbox/handler.ts';
import type { About } from '../outbox/row.ts';
import type { Store } from '../store/store.ts';
import type { Announced } from '../subscriptions/announce.ts';
import { SEEN_BY_ALL_MS } from '../subscriptions/updates.ts';
import { stopAddress } from './incidents.ts';
import type { ErrandBuild } from './outside.ts';

interface Sources {
  readonly store: () => Promise<Store>;
  readonly build: () => ErrandBuild;
  readonly clock: () => number;
}

export interface FollowerErrands {
  /** Whether an errand is one of these letters. */
  readonly isOurs: (about: About) => boolean;
  readonly letter: (about: About, writtenAt: number) => Promise<Letter | 'skip' | 'unseen'>;
  /** Notes that a letter went out; with the last one the address goes. */
  readonly ended: NonNullable<Handler['ended']>;
  /** Leaves the errand that tells them when an incident is resolved. */
  readonly announced: Announced;
}

export function followerErrands({ store, build, clock }: Sources): FollowerErrands {
  return {
    isOurs: ({ template }) => FOLLOWER_LETTERS.has(String(template)),
    async letter({ template, follower: id, ended }, writtenAt) {
      const { team, records, manifest } = build();
      const opened = await store();
      const follower = await readFollower(opened, String(id));
      if (follower === undefined) return 'skip';
      const seen = records?.tree.incidents.find((one) => one.id === follower.incident)?.updates.some(({ at }) => at === ended);
      // Another process saw the end first and left this letter.
      if (seen !== true && clock() - writtenAt < SEEN_BY_ALL_MS) return 'unseen';
      const incident = records && endedIncident(records, follower.incident, clock());
      // Opened again meanwhile, or ended anew: that end has letters of its own.
      if (incident === undefined || team === undefined || incident.endedAt !== ended) return 'skip';
      const { site, support } = team;
      return followerLetter(String(template), { site, replies: support.replies, incident, follower, stop: stopAddress(manifest, stopSecret(opened.envelope, follower.id)) });
    },
    async ended(trx, { about }, step) {
      // What was not sent, because the incident was opened again, is not told.
      const sent = step.state === 'done' && step.error === undefined;
      if (sent && about['follower'] !== undefined) await told(trx, String(about['follower']), String(about['template']), clock());
    },
    async announced(update, trx, now) {
      if (update.kind === 'incident' && update.state === 'resolved') await tellFollowers(trx, { incident: update.record, at: update.at }, now);
    },
  };
}

/** Telling a team: by mail, by a signed webhook, in a chat. Where to stands in the environment; nothing told quotes a requester. */
import type { Notice } from '../catalog/support/escalation.ts';
import type { Handler, Job } from '../outbox/handler.ts';
import { MAIL_PATIENCE, type Outcome, type Patience } from '../outbox/outcome.ts';
import type { About } from '../outbox/row.ts';
import { soundAddress } from '../mail/address.ts';
import { messageOf, type Letter, type Person } from '../mail/letter.ts';
import type { Post } from '../mail/post.ts';
import { ask, expect, taken } from './ask.ts';
import { deskUrl, DeskSettingsWrong } from './setting.ts';
import { signed, WEBHOOK_SECRET } from './signature.ts';

/** What is told, in the forms that the ways need. */
export interface TeamNews {
  readonly letter: Omit<Letter, 'to'>;
  /** One or two sentences. */
  readonly line: string;
  readonly type: 'ticket.alarm' | 'ticket.alarms' | 'signal.possible-incident';
  readonly data: Readonly<Record<string, unknown>>;
}

export interface NoticeSettings {
  /** Whom to write to, by tier; `*` for every tier without a line of its own. */
  readonly mail: ReadonlyMap<string, string>;
  readonly webhook: { readonly url: URL; readonly secret: string } | undefined;
  readonly chat: URL | undefined;
}

export interface NoticeOptions {
  readonly settings: NoticeSettings;
  readonly post: Post;
  readonly from: Person;
  readonly fetch: typeof fetch;
  readonly clock: () => number;
  /** What an errand tells, and which tier; `skip` when the ticket wants nothing any more. */
  readonly resolve: (about: About) => Promise<{ readonly news: TeamNews; readonly tier: string } | 'skip'>;
}

/** A call for help that comes a day late helps nobody; the ticket's own clocks are in the reports. */
const NOTICE_PATIENCE: Patience = { ...MAIL_PATIENCE, giveUpMs: 24 * 60 * 60_000 };
const ATTEMPT_MS = 30_000;

/**
 * @throws {DeskSettingsWrong} when one is set and cannot be used; one that is missing is only missed
 */
export function noticeSettings(env: NodeJS.ProcessEnv): NoticeSettings {
  const hook = env.BEDSIDE_NOTIFY_WEBHOOK?.trim();
  const secret = env.BEDSIDE_NOTIFY_SECRET?.trim() ?? '';
  if (hook && !WEBHOOK_SECRET.test(secret)) throw new DeskSettingsWrong(['BEDSIDE_NOTIFY_SECRET is missing or too short: the secret that signs what goes to BEDSIDE_NOTIFY_WEBHOOK, at least 32 characters.']);
  const chat = env.BEDSIDE_NOTIFY_CHAT?.trim();
  return {
    mail: mailByName('BEDSIDE_NOTIFY_MAIL', env.BEDSIDE_NOTIFY_MAIL ?? ''),
    webhook: hook ? { url: deskUrl(hook, 'BEDSIDE_NOTIFY_WEBHOOK'), secret } : undefined,
    chat: chat ? deskUrl(chat, 'BEDSIDE_NOTIFY_CHAT') : undefined,
  };
}

/** `team@example.org`, or `on-call=pager@example.org, team@example.org`. */
export function mailByName(setting: string, text: string): Map<string, string> {
  const entries = text.split(',').flatMap((part): [string, string][] => {
    const [, tier = '*', written = ''] = /^\s*(?:([a-z0-9-]+)\s*=)?\s*(\S*)\s*$/.exec(part) ?? [];
    if (written === '') return [];
    const address = soundAddress(written);
    if (address === undefined) throw new DeskSettingsWrong([`${setting} is not usable: write an address, or name=address pairs with commas between them.`]);
    return [[tier, address]];
  });
  return new Map(entries);
}

/** The ways that a ladder wants and nobody has set, as sentences for start-up. */
export function missingWays(wanted: ReadonlySet<Notice>, { mail, webhook, chat }: NoticeSettings): string[] {
  const missing: Record<Notice, [boolean, string]> = {
    mail: [mail.size === 0, 'BEDSIDE_NOTIFY_MAIL'],
    webhook: [webhook === undefined, 'BEDSIDE_NOTIFY_WEBHOOK'],
    chat: [chat === undefined, 'BEDSIDE_NOTIFY_CHAT'],
  };
  return [...wanted].filter((way) => missing[way][0]).map((way) => `Nobody is told of escalations by ${way}, because ${missing[way][1]} is not set.`);
}

/** Handlers for single notices and for lists of many, each way on a channel of its own. */
export function noticeHandlers(options: NoticeOptions): [kind: string, handler: Handler][] {
  const ways: Readonly<Record<Notice, (job: Job, news: TeamNews, tier: string) => Promise<Outcome>>> = {
    mail: (job, news, tier) => byMail(job, news, tier, options),
    webhook: (job, news) => byWebhook(job, news, options),
    chat: (job, news) => byChat(job, news, options),
  };
  return (Object.keys(ways) as Notice[]).flatMap((way) => {
    const handler: Handler = {
      channel: way === 'mail' ? 'mail' : `notice-${way}`,
      parallel: 4,
      patience: NOTICE_PATIENCE,
      attemptMs: ATTEMPT_MS,
      async handle(job) {
        const found = await options.resolve(job.about);
        return found === 'skip' ? { kind: 'needless', error: 'notice.over' } : ways[way](job, found.news, found.tier);
      },
    };
    return [
      [`notice-${way}`, handler],
      [`notices-${way}`, handler],
    ];
  });
}

async function byMail(job: Job, { letter }: TeamNews, tier: string, { settings, post, from }: NoticeOptions): Promise<Outcome> {
  const address = settings.mail.get(tier) ?? settings.mail.get('*');
  if (address === undefined) return { kind: 'needless', error: 'notice.not-set' };
  return post.send(messageOf({ ...letter, to: { email: address }, automatic: 'notice' }, from, job.id, job.createdAt), job.signal);
}

async function byWebhook(job: Job, { type, data }: TeamNews, { settings, fetch: fetcher, clock }: NoticeOptions): Promise<Outcome> {
  const { webhook } = settings;
  if (webhook === undefined) return { kind: 'needless', error: 'notice.not-set' };
  return taken(async () => {
    const body = JSON.stringify({ type, id: job.id, timestamp: new Date(job.createdAt).toISOString(), data });
    const headers = { 'content-type': 'application/json', ...signed(webhook.secret, job.id, clock(), body) };
    expect(await ask(fetcher, { method: 'POST', url: webhook.url, headers, body, signal: job.signal }), clock(), 200, 201, 202, 204);
    return { kind: 'done' };
  });
}

/** The form of an incoming webhook that Slack began and Mattermost, Rocket.Chat and others take. */
async function byChat(job: Job, { line }: TeamNews, { settings, fetch: fetcher, clock }: NoticeOptions): Promise<Outcome> {
  const { chat } = settings;
  if (chat === undefined) return { kind: 'needless', error: 'notice.not-set' };
  return taken(async () => {
    expect(await ask(fetcher, { method: 'POST', url: chat, headers: { 'content-type': 'application/json' }, body: JSON.stringify({ text: line }), signal: job.signal }), clock(), 200, 201, 204);
    return { kind: 'done' };
  });
}

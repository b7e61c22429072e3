/** `npm run report -- weekly --mail`: the same mail as on schedule, now, through the same outbox. */
import { randomUUID } from 'node:crypto';
import { setTimeout as pause } from 'node:timers/promises';
import type { Insights } from '../../catalog/support/insights.ts';
import type { Site } from '../../catalog/schema.ts';
import { mailByName } from '../../delivery/notices.ts';
import { mailSettings, openPost } from '../../mail/settings.ts';
import { createWorker } from '../../outbox/worker.ts';
import type { Store } from '../../store/store.ts';
import { dayName, localDay, type Period, type Window } from '../window.ts';
import { addressOf, enqueueReports, missingAddresses, reportHandlers, type ReportAddresses } from './errand.ts';
import type { ReportLetter } from './letter.ts';

/** Nobody is to get this report, or nobody knows where. */
export class NobodyToMail extends Error {
  override readonly name = 'NobodyToMail';
}

export interface ByHand {
  readonly store: Store;
  readonly site: Site;
  readonly period: Period;
  readonly window: Window;
  readonly teams: readonly string[];
  readonly letter: ReportLetter;
  readonly env: NodeJS.ProcessEnv;
  readonly now: number;
}

export function reportAddresses(env: NodeJS.ProcessEnv): ReportAddresses {
  return mailByName('BEDSIDE_REPORT_MAIL', env['BEDSIDE_REPORT_MAIL'] ?? '');
}

/** Teams that get a report. @throws {NobodyToMail} */
export function teamsFor(period: Period, { mailed = [] }: Pick<Insights, 'mailed'>): string[] {
  const teams = [...new Set(mailed.filter(({ report }) => report === period).flatMap((one) => one.teams))];
  if (teams.length === 0) throw new NobodyToMail(`No team gets the ${period} report. Name it under mailed: in support/insights.yaml.`);
  return teams;
}

/** Sent by hand it is sent, whatever went out on schedule. @returns how each team’s mail ended */
export async function mailNow({ store, site, period, window, teams, letter, env, now }: ByHand): Promise<{ readonly team: string; readonly state: string; readonly error: string | null }[]> {
  const addresses = reportAddresses(env);
  const missing = missingAddresses(teams, addresses);
  if (missing.length > 0) throw new NobodyToMail(missing.join(' '));
  const { from, smtp, folder } = mailSettings(env, { name: site.name, email: ownAddresses(site)[0] });
  const post = openPost({ smtp, folder });
  const run = randomUUID();
  const [first, last] = [dayName(localDay(window.from, window.zone)), dayName(localDay(window.to - 1, window.zone))];
  const due = teams.map((team) => ({ report: period, from: first, to: last, team, once: `report:${run}:${team}` }));
  await store.write((trx) => enqueueReports(trx, due, now));
  const handlers = new Map(reportHandlers({ post, from, addresses, own: [from.email, ...ownAddresses(site)], write: async () => letter }));
  const worker = createWorker({ store: async () => store, handlers, log: { info() {}, warn() {}, error() {} }, errorFacts: () => ({}) });
  worker.wake();
  try {
    return await ended(store, due.map(({ once }) => once));
  } finally {
    await worker.stop();
    await post.close();
  }
}

/** Longer than that and the outbox of the service goes on with it. */
const WAIT_MS = 60_000;
const LOOK_MS = 200;

async function ended(store: Store, keys: readonly string[]): Promise<{ team: string; state: string; error: string | null }[]> {
  for (let waited = 0; ; waited += LOOK_MS) {
    const rows = await store.read((db) => db.selectFrom('outbox').select(['about', 'state', 'last_error']).where('once_key', 'in', keys).orderBy('id').execute());
    const open = rows.some(({ state, last_error }) => state === 'leased' || (state === 'waiting' && last_error === null));
    if (!open || waited >= WAIT_MS) return rows.map(({ about, state, last_error }) => ({ team: String((JSON.parse(about) as { team: unknown }).team), state, error: last_error }));
    await pause(LOOK_MS);
  }
}

function ownAddresses({ channels }: Site): string[] {
  return channels.flatMap(({ addresses = [] }) => addresses.map(({ email }) => email));
}

/** What would be sent, for a look. */
export function dryRunText(letter: ReportLetter, teams: readonly string[], addresses: ReportAddresses): string {
  const to = teams.map((team) => `${team} ${addressOf(addresses, team) ?? '(no address in BEDSIDE_REPORT_MAIL)'}`).join(', ');
  const attached = (letter.attachments ?? []).map(({ name, content }) => `${name}, ${Math.ceil(content.length / 1_024)} KB`).join('; ');
  return [`To: ${to}`, `Subject: ${letter.subject}`, `Attached: ${attached}`, '', letter.text].join('\n');
}

export function letterJson({ attachments = [], ...letter }: ReportLetter): string {
  return JSON.stringify({ ...letter, attachments: attachments.map(({ content, ...rest }) => ({ ...rest, content: content.toString() })) });
}

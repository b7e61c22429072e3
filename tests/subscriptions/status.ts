/** A help center in miniature with status pages and letters, under a real service with a real mail server. */
import { join } from 'node:path';
import { expect, vi } from 'vitest';
import { writtenMoment } from '../../src/catalog/moments.ts';
import { readReplies } from '../../src/catalog/support/replies.ts';
import type { ServerOptions } from '../../src/service/server.ts';
import { SUBSCRIPTIONS_LIMITS } from '../../src/service/subscriptions-limits.ts';
import { exchange, newFolder, placed, writeFiles } from '../../src/site/exchange.ts';
import { NEWER_STATUS, MANIFEST_FOLDER } from '../../src/site/manifest.ts';
import { readStatusContent } from '../../src/site/status-build.ts';
import { statusOutput } from '../../src/site/status-output.ts';
import { SUPPORT_FILE, supportText } from '../../src/site/support-file.ts';
import { openStore } from '../../src/store/open.ts';
import type { Store } from '../../src/store/store.ts';
import { COMPONENTS, statusTreeOf, writeStatusTree, type StatusTreeFiles } from '../status/trees.ts';
import { writeBuiltSite } from '../service/built-site.ts';
import { running, type Running } from '../service/running.ts';
import { SITE, SUPPORT, TICKET_MANIFEST } from '../service/ticket-site.ts';
import { freshFolder, type TestDatabase } from '../store/databases.ts';
import { mailServer, type MailServer, type Received } from '../mail/server.ts';

export const STATUS_COMPONENTS = `${COMPONENTS}subscriptions: true\n`;

/** The letters as the starter has them. */
export const LETTERS = readReplies(join(import.meta.dirname, '../../src/starting/tree'), { site: { url: 'https://help.example.org', base: '/' }, checkLink: () => undefined } as never, () => undefined);

/** An instant as the trees write it: in New York, with its offset, so that no night in spring or autumn makes it unclear. */
export function local(instant: number): string {
  return writtenMoment(instant, 'America/New_York');
}

export interface StatusServer extends Running {
  readonly mail: MailServer;
  /** Publishes status records as `npm run incident` does. */
  publish(files: StatusTreeFiles): void;
  post(path: string, values: Record<string, string>, headers?: Record<string, string>): Promise<Response>;
  json(path: string, values: Record<string, unknown>): Promise<Response>;
  /** Waits for so many letters to an address. */
  letters(to: string, count?: number): Promise<Received[]>;
  /** Subscribes and confirms. @returns the letter that asked */
  subscribe(email: string, values?: Record<string, string>): Promise<Received>;
  store(): Promise<Store>;
}

export const unlimited = Object.fromEntries(Object.entries(SUBSCRIPTIONS_LIMITS).map(([name, limit]) => [name, { ...limit, most: 1e9 }])) as never;

export function writeStatusSite(files: StatusTreeFiles = {}, now = Date.now()): { folder: string; root: string } {
  const root = statusTreeOf({ 'status/components.yaml': STATUS_COMPONENTS, ...files } as StatusTreeFiles);
  const folder = join(freshFolder(), 'dist');
  const built = newFolder(folder);
  writeBuiltSite(built, { [`${MANIFEST_FOLDER}/${SUPPORT_FILE}`]: supportText({ site: SITE, support: { ...SUPPORT, replies: new Map([...SUPPORT.replies, ...LETTERS]) } }) }, TICKET_MANIFEST);
  writeFiles(outputOf(root, now), built);
  expect(exchange(built, folder, placed(folder))).toBe(true);
  return { folder, root };
}

export function outputOf(root: string, now: number): Map<string, string> {
  const { content, diagnostics } = readStatusContent(root, now);
  if (content === undefined) throw new Error(JSON.stringify(diagnostics));
  return statusOutput({ site: { ...SITE, timeZone: content.site.timeZone }, status: content.tree } as never, now);
}

export async function statusServer(database: TestDatabase, more: Partial<ServerOptions> & { readonly files?: StatusTreeFiles; readonly mail?: MailServer } = {}): Promise<StatusServer> {
  const mail = more.mail ?? (await mailServer());
  const clock = more.clock ?? Date.now;
  const { folder, root } = writeStatusSite(more.files, clock());
  const server = await running(database, { subscriptionsLimits: unlimited, ...more, folder, env: { SMTP_URL: mail.url.href, ...more.env } });
  const form = (path: string, values: Record<string, string>, headers: Record<string, string> = {}) =>
    fetch(`${server.url}/intake/subscriptions${path}`, { method: 'POST', body: new URLSearchParams(values).toString(), headers: { 'content-type': 'application/x-www-form-urlencoded', accept: 'text/html', ...headers }, redirect: 'manual' });
  const letters = (to: string, count = 1) =>
    vi.waitFor(
      () => {
        const found = mail.received.filter((one) => one.to.includes(to));
        expect(found.length).toBeGreaterThanOrEqual(count);
        return found;
      },
      { timeout: 30_000, interval: 20 },
    );
  return {
    ...server,
    mail,
    post: form,
    json: (path, values) => fetch(`${server.url}/intake/subscriptions${path}`, { method: 'POST', body: JSON.stringify(values), headers: { 'content-type': 'application/json' }, redirect: 'manual' }),
    publish(files) {
      writeStatusTree(root, { 'status/components.yaml': STATUS_COMPONENTS, ...files });
      const place = join(folder, NEWER_STATUS);
      const before = placed(place);
      const newer = newFolder(place);
      writeFiles(outputOf(root, clock()), newer);
      expect(exchange(newer, place, before)).toBe(true);
    },
    letters,
    async subscribe(email, values = {}) {
      const before = mail.received.filter(({ to }) => to.includes(email)).length;
      expect((await form('', { email, ...values })).status).toBe(303);
      const letter = (await letters(email, before + 1))[before]!;
      expect((await form('/confirm', { s: secretIn(letter, 'confirm') })).status).toBe(303);
      return letter;
    },
    store: () => openStore(server.settings),
  };
}

/** What stands behind `?s=` in a letter's link. */
export function secretIn({ mail }: Received, use: 'confirm' | 'manage' | 'leave'): string {
  return new RegExp(`/intake/subscriptions/${use}\\?s=([\\w-]+)`).exec(mail.text ?? '')?.[1] ?? '';
}

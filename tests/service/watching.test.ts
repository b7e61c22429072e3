import { readdirSync, readFileSync } from 'node:fs';
import { createServer } from 'node:http';
import { join } from 'node:path';
import { expect, onTestFinished, test } from 'vitest';
import type { Support } from '../../src/catalog/support/support.ts';
import { isSigned } from '../../src/delivery/signature.ts';
import { parseBody } from '../../src/mail/template.ts';
import { openStore } from '../../src/store/open.ts';
import { openTicket, type EventDraft } from '../../src/tickets/record.ts';
import { requesterFor } from '../../src/tickets/requesters.ts';
import { scheduleOf } from '../../src/tickets/watch/schedule.ts';
import { describeOnBothDatabases, freshFolder } from '../store/databases.ts';
import { DOCTORS } from '../tickets/support.ts';
import { running } from './running.ts';
import { SUPPORT, writeTicketSite } from './ticket-site.ts';

const NOON = Date.parse('2026-01-07T17:00:00Z');
const HOUR = 3_600_000;
const HOOK_SECRET = 'a secret for hooks that is long enough for all of them';
const WORDS = 'Nobody may read these words in a notice';

const reply = (name: string, kind: string, subject: string, body: string) => [name, { name, kind, subject, description: 'Goes out by itself.', body: parseBody(body) }] as const;

/** The first plan's ladder, with the letters it needs. */
const WATCHED = {
  ...SUPPORT,
  ...DOCTORS,
  replies: new Map([
    ...(SUPPORT.replies as ReadonlyMap<string, unknown>),
    reply('notify-team', 'notify-team', '{{ticket.priority}}: {{ticket.reference}}', '{{alarm.reason}}\n\nDue: {{due.clock}}, {{due.at}}'),
    reply('notify-many', 'notify-many', '{{alarms.count}} tickets', 'For {{alarms.tier}}.'),
    reply('escalated', 'progress', 'A specialist looks at {{ticket.reference}}', 'With: {{progress.with}}'),
  ]),
} as unknown as Support;

interface Heard {
  readonly path: string;
  readonly headers: Record<string, string | undefined>;
  readonly body: string;
}

/** A receiver for the team's hook and chat. */
async function listening(): Promise<{ url: string; heard: Heard[] }> {
  const heard: Heard[] = [];
  const server = createServer((request, response) => {
    const chunks: Buffer[] = [];
    request.on('data', (chunk: Buffer) => chunks.push(chunk));
    request.on('end', () => {
      heard.push({ path: request.url ?? '', headers: request.headers as Record<string, string>, body: Buffer.concat(chunks).toString() });
      response.end('ok');
    });
  });
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
  onTestFinished(() => void server.close());
  return { url: `http://127.0.0.1:${(server.address() as { port: number }).port}`, heard };
}

function mailsIn(folder: string): string[] {
  try {
    return readdirSync(join(folder, 'mail')).filter((name) => name.endsWith('.eml')).map((name) => readFileSync(join(folder, 'mail', name), 'utf8'));
  } catch {
    return [];
  }
}

describeOnBothDatabases('the running service', (database) => {
  test('warns the team and tells the requester by its own clock, once, without a word of what was written', async () => {
    const settings = await database.fresh();
    const receiver = await listening();
    const store = await openStore(settings);
    onTestFinished(() => store.close());
    const opened = async (priority: string) => {
      const drafts = [
        { kind: 'created', facts: { channel: 'form' }, actor: { kind: 'requester' }, source: 'form', words: { subject: WORDS, body: WORDS } },
        { kind: 'triaged', facts: { category: 'account', priority, team: 'support' }, actor: { kind: 'system' }, source: 'form' },
      ] as EventDraft[];
      return store.write(async (trx) => openTicket(trx, { envelope: store.envelope, schedule: (events) => scheduleOf(events, DOCTORS) }, await requesterFor(trx, store.envelope, { email: 'reader@example.org' }, NOON), drafts, NOON));
    };
    const late = await opened('medium');
    const critical = await opened('critical');

    const server = await running(database, {
      store: settings,
      folder: writeTicketSite(freshFolder(), { support: WATCHED }),
      clock: () => NOON + 3 * HOUR,
      env: { BEDSIDE_NOTIFY_MAIL: 'on-call=pager@example.org, team@example.org', BEDSIDE_NOTIFY_WEBHOOK: `${receiver.url}/hook`, BEDSIDE_NOTIFY_SECRET: HOOK_SECRET, BEDSIDE_NOTIFY_CHAT: `${receiver.url}/chat` },
    });
    // By mail: the specialists' warning; for the critical one the alarm, the warning and both broken
    // promises to whoever is on call; and the requester's.
    await expect.poll(() => mailsIn(settings.dataDir).length, { timeout: 30_000 }).toBe(6);
    await expect.poll(() => receiver.heard.length, { timeout: 30_000 }).toBe(5);
    await server.stop();

    const mails = mailsIn(settings.dataDir);
    const to = (address: string) => mails.filter((mail) => new RegExp(`^To: .*${address}`, 'm').test(mail));
    expect([to('team@example.org').length, to('pager@example.org').length, to('reader@example.org').length]).toEqual([1, 4, 1]);
    expect(to('team@example.org')[0]).toContain(late.reference);
    expect(to('team@example.org')[0]).toContain('A promise is about to be broken.');
    expect(to('reader@example.org')[0]).toMatch(new RegExp(`Subject: A specialist looks at ${critical.reference}`));

    const [chat, hooks] = [receiver.heard.filter(({ path }) => path === '/chat'), receiver.heard.filter(({ path }) => path === '/hook')];
    expect(chat.map(({ body }) => JSON.parse(body) as object)).toEqual([{ text: `Medium: ${late.reference} (account, technical). A promise is about to be broken.` }]);
    expect(hooks.map(({ body }) => (JSON.parse(body) as { data: { alarm: string } }).data.alarm).sort()).toEqual(['breach:first-response', 'breach:resolution', 'trigger:critical', 'trigger:imminent']);
    for (const { headers, body } of hooks) expect(isSigned(HOOK_SECRET, headers, body, NOON + 3 * HOUR)).toBe(true);
    for (const told of [...mails, ...receiver.heard.map(({ body }) => body), server.log()]) expect(told).not.toContain(WORDS);
  }, 300_000);

  test('says at the start which ways of telling are not set', async () => {
    const { startServer } = await import('../../src/service/server.ts');
    const { createLog } = await import('../../src/service/log.ts');
    const server = await startServer({ host: '127.0.0.1', port: 0, folder: writeTicketSite(freshFolder(), { support: WATCHED }), store: await database.fresh(), log: createLog('silent', { write: () => {} }), env: {} });
    await server.stop();
    expect(server.says.filter((line) => line.startsWith('Nobody is told'))).toHaveLength(3);
  });
});

import { Registry } from 'prom-client';
import { expect, onTestFinished, test } from 'vitest';
import { noticeHandlers, noticeSettings } from '../../src/delivery/notices.ts';
import type { Job } from '../../src/outbox/handler.ts';
import { parseBody } from '../../src/mail/template.ts';
import type { SignalBuild } from '../../src/service/signals.ts';
import { signalNotice, startSignals } from '../../src/service/signals.ts';
import { createLog } from '../../src/service/log.ts';
import { SLOT_MS } from '../../src/early-signal/detector.ts';
import { openTicket, type EventDraft } from '../../src/tickets/record.ts';
import { requesterFor } from '../../src/tickets/requesters.ts';
import { MANIFEST } from '../service/built-site.ts';
import { describeOnBothDatabases, openFresh } from '../store/databases.ts';

const NOON = Date.UTC(2026, 10, 23, 12);
const MINUTE = 60_000;
const ON_CALL = { tier: 'on-call', level: 4, title: 'On call', team: undefined, onCall: true, calendar: undefined, notify: ['mail', 'webhook', 'chat'] };

/** What is shown: one part, whoever is on call, and this template or our own. */
const shown = (template?: string): SignalBuild =>
  ({
    team: {
      site: { name: 'Example Help', product: 'Example', url: 'https://help.example.org', base: '/', locale: 'en', timeZone: 'America/New_York' },
      support: {
        escalation: { levels: [ON_CALL] },
        replies: new Map(template === undefined ? [] : [['notify-signal', { name: 'notify-signal', kind: 'notify-signal', subject: 'Broken: {{signal.part}}', description: '', body: parseBody(template) }]]),
        earlySignal: { people: 100, within: 120 * MINUTE, least: 5, tell: [ON_CALL], parts: [] },
      },
      about: new Map(),
    },
    manifest: MANIFEST,
    suggest: undefined,
    records: { tree: { groups: [], components: [{ slug: 'log-in', name: 'Log-in', description: undefined, group: undefined, since: 0, onlyWhenDegraded: false }], incidents: [], maintenances: [], subscriptions: false } },
  }) as unknown as SignalBuild;

describeOnBothDatabases('a possible incident', (database) => {
  test('goes to log, metrics and every way of whoever is on call, once, with counts, references and the command', async () => {
    const store = await openFresh(database);
    const slots = Array.from({ length: 9 * 7 * 96 }, (_, back) => ({ slot: Math.floor(NOON / SLOT_MS) - 1 - back, final: 1 as const }));
    await store.write(async (trx) => {
      for (let at = 0; at < slots.length; at += 1_000) await trx.insertInto('signal_slot').values(slots.slice(at, at + 1_000)).execute();
    });
    const references: string[] = [];
    for (let who = 0; who < 8; who += 1) {
      const at = NOON + who * MINUTE;
      const drafts = [{ kind: 'created', facts: { channel: 'form', component: 'log-in' }, actor: { kind: 'requester' }, source: 'form', words: { body: 'zebra-words' } }] as EventDraft[];
      references.push((await store.write(async (trx) => openTicket(trx, { envelope: store.envelope, schedule: () => ({ nextDue: undefined, lookAt: undefined }) }, await requesterFor(trx, store.envelope, { email: `${who}@example.org` }, at), drafts, at))).reference);
    }
    const lines: string[] = [];
    const registry = new Registry();
    const build = shown();
    let now = NOON + 10 * MINUTE;
    let woken = 0;
    const signals = startSignals({ store: async () => store, build: () => build, wake: () => (woken += 1), registry, log: createLog('info', { write: (line) => void lines.push(line) }), clock: () => now });
    onTestFinished(() => signals.stop());
    await signals.look();
    now += MINUTE;
    await signals.look();

    expect(lines.map((line) => JSON.parse(line) as { level: string; msg: string; component: string; counts: object })).toMatchObject([{ level: 'warn', msg: 'possible incident', component: 'log-in', counts: { tickets: { people: 8 } } }]);
    expect(await registry.metrics()).toMatch(/bedside_possible_incident\{component="log-in"\} 1\n[^]*bedside_possible_incidents_total\{component="log-in"\} 1\n/);
    expect(woken).toBe(1);
    const rows = await store.read((db) => db.selectFrom('outbox').select(['kind', 'about']).orderBy('kind').execute());
    expect(rows.map(({ kind }) => kind)).toEqual(['notice-chat', 'notice-mail', 'notice-webhook']);

    const { signal } = JSON.parse(rows[0]!.about) as { signal: string };
    const sent: { to: string; subject: string; text: string }[] = [];
    const asked: { url: string; body: string }[] = [];
    const handlers = new Map(
      noticeHandlers({
        settings: noticeSettings({ BEDSIDE_NOTIFY_MAIL: 'on-call=pager@example.org', BEDSIDE_NOTIFY_WEBHOOK: 'https://hooks.example.org/', BEDSIDE_NOTIFY_SECRET: 'a secret for hooks that is long enough for all', BEDSIDE_NOTIFY_CHAT: 'https://chat.example.org/' }),
        post: { send: async (message: { to: string; subject: string; text: string }) => (sent.push(message), { kind: 'done' }) } as never,
        from: { name: 'Example', email: 'help@example.org' },
        fetch: (async (url: URL, { body }: { body: string }) => (asked.push({ url: String(url), body }), new Response('ok'))) as never,
        clock: () => now,
        resolve: (about) => signalNotice(store, build, String(about['signal']), Number(about['level'])),
      }),
    );
    const about = { signal, level: 4 };
    const job = { id: 'row', about, createdAt: now, signal: AbortSignal.timeout(10_000) } as unknown as Job;
    for (const way of ['notice-mail', 'notice-webhook', 'notice-chat']) expect(await handlers.get(way)!.handle(job)).toMatchObject({ kind: 'done' });
    const command = 'npm run incident -- open --title "Problems with Log-in" --impact minor --component "log-in=partial outage" --next 30m --publish';
    expect(JSON.stringify(sent[0])).toContain('pager@example.org');
    expect(sent[0]!.subject).toBe('Possible incident: Log-in');
    for (const part of ['Messages 8 (usually 0)', 'Newest tickets: ', references[7]!, command]) expect(sent[0]!.text.replaceAll(/\s+/g, ' ')).toContain(part);
    expect(sent[0]!.text).not.toContain('Articles');
    expect(asked.map(({ url }) => url)).toEqual(['https://hooks.example.org/', 'https://chat.example.org/']);
    expect(JSON.parse(asked[0]!.body)).toMatchObject({ type: 'signal.possible-incident', data: { component: 'log-in', command } });
    expect(asked[1]!.body).toContain('Possible incident: Log-in. 8 people more than usual.');
    for (const told of [...lines, JSON.stringify(sent), ...asked.map(({ body }) => body)]) expect(told).not.toMatch(/zebra|\d@example/);

    const own = await signalNotice(store, shown('Only {{signal.people}} people.'), signal, 4);
    expect(own).toMatchObject({ tier: 'on-call', news: { letter: { subject: 'Broken: Log-in', text: expect.stringContaining('Only 8 people.') as string } } });
    await store.write((trx) => trx.updateTable('signal_episode').set({ ended_at: now }).execute());
    expect(await signalNotice(store, build, signal, 4)).toBe('skip');
  });
});

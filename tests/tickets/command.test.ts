import { execFile } from 'node:child_process';
import { join, resolve } from 'node:path';
import { describe, expect, onTestFinished, test } from 'vitest';
import type { Support } from '../../src/catalog/support/support.ts';
import { openStore } from '../../src/store/open.ts';
import { openTicket, type EventDraft } from '../../src/tickets/record.ts';
import { requesterFor } from '../../src/tickets/requesters.ts';
import { untilText } from '../../src/tickets/desk/as-text.ts';
import { scheduleOf } from '../../src/tickets/watch/schedule.ts';
import { SUPPORT, writeTicketSite } from '../service/ticket-site.ts';
import { freshFolder, SECRET } from '../store/databases.ts';
import { DOCTORS } from './support.ts';

const TEAMS = { teams: [{ id: 'support', title: 'Support', tier: 'agent', takes: [], agents: [{ handle: 'lead', senior: true }, { handle: 'agent-1', senior: false }] }], tiers: [], default: 'support', starts: {} };
const WATCHED = { ...SUPPORT, ...DOCTORS, teams: TEAMS } as unknown as Support;

interface Ended {
  readonly code: number;
  readonly out: string;
  readonly err: string;
}

/** A folder as an operator has it: a built site and a database. */
async function atWork() {
  const folder = freshFolder();
  writeTicketSite(join(folder, 'dist'), { support: WATCHED });
  const settings = { dataDir: join(folder, 'var'), secret: SECRET };
  const now = Date.now();
  const store = await openStore(settings);
  const opened = (priority: string, body: string) => {
    const drafts = [
      { kind: 'created', facts: { channel: 'form', topic: 'login' }, actor: { kind: 'requester' }, source: 'form', words: { name: 'A. Reader', subject: 'Cannot log in', body } },
      { kind: 'triaged', facts: { category: 'account', priority, team: 'support', rulings: [{ rule: 'cannot-log-in', decided: 'priority high', words: ['cannot log in'] }] }, actor: { kind: 'system' }, source: 'form' },
    ] as EventDraft[];
    return store.write(async (trx) => openTicket(trx, { envelope: store.envelope, schedule: (events) => scheduleOf(events, DOCTORS) }, await requesterFor(trx, store.envelope, { email: 'reader@example.org' }, now), drafts, now));
  };
  const [low, high] = [await opened('low', 'It is late.'), await opened('high', 'Colored \u001b[31mred\u001b[0m and \u202eturned')];
  await store.close();
  const command = (...args: string[]): Promise<Ended> =>
    new Promise((done) => {
      const child = execFile(resolve('node_modules/.bin/node'), [resolve('scripts/tickets.ts'), ...args], { cwd: folder, env: { ...process.env, BEDSIDE_DATA: settings.dataDir, BEDSIDE_SECRET: SECRET, DATABASE_URL: '', BEDSIDE_AGENT: '' } }, (error, out, err) => done({ code: error === null ? 0 : Number(error.code), out, err }));
      onTestFinished(() => void child.kill());
    });
  return { command, low: low.reference, high: high.reference };
}

describe('npm run tickets', () => {
  test('lists what is due next, first, shows a story without control characters, and both as data', async () => {
    const { command, low, high } = await atWork();
    const listed = await command('list');
    expect(listed.code).toBe(0);
    expect(listed.out.indexOf(high)).toBeLessThan(listed.out.indexOf(low));
    expect((JSON.parse((await command('list', '--json')).out) as { reference: string }[]).map(({ reference }) => reference)).toEqual([high, low]);
    const shown = await command('show', high.toLowerCase());
    expect(shown.out).toContain('<reader@example.org>');
    expect(shown.out).toContain('cannot-log-in: cannot log in');
    expect(shown.out).toContain('Colored [31mred[0m and turned');
    expect(JSON.parse((await command('show', high, '--json')).out)).toMatchObject({ reference: high, state: 'triaged', clocks: { 'first-response': { state: expect.stringMatching(/running|paused/) as string } } });
  });

  test('acts in an agent’s name and tells how the ticket stands then', async () => {
    const { command, high, low } = await atWork();
    expect((await command('take', high, '--as', 'lead')).out).toMatch(/is assigned, high, with support\/lead/);
    expect((await command('note', high, 'Looks', 'like', 'the', 'browser.', '--as', 'lead')).code).toBe(0);
    expect((await command('escalate', high, '--as', 'lead', '--level', '2', '--reason', 'It needs a change in the code.', '--tried', 'Another browser')).out).toMatch(/level 2/);
    expect((await command('prioritize', low, 'medium', '--reason', 'Two people wait.', '--as', 'agent-1')).out).toContain('medium');
    expect((await command('resolve', high, 'Update', 'the', 'browser.', '--insight', 'article-missing', '--as', 'lead')).out).toContain('resolved');
    const { out } = await command('show', high);
    expect(out).toMatch(/escalated to level 2 \(manual\)[^]*tried: Another browser/);
    expect(out).toContain('Update the browser.');
    expect((await command('verify')).out).toMatch(/2 tickets: every chain holds/);
    expect(JSON.parse((await command('outbox', '--json')).out)).toMatchObject({ states: { waiting: 3 } });
  });

  test('says what is wrong and what to type, with code 1 for what cannot be done and 2 for what cannot be run', async () => {
    const { command, high } = await atWork();
    const cases: [string[], number, RegExp][] = [
      [['show', '7K3M-9QXT'], 1, /no ticket 7K3M-9QXT/],
      [['take', high], 1, /--as or BEDSIDE_AGENT\. Known: lead, agent-1/],
      [['take', high, '--as', 'leed'], 1, /no agent "leed"/],
      [['reopen', high, '--as', 'lead'], 1, /cannot be reopened\. Possible: /],
      [['prioritize', high, 'urgent', '--reason', 'x', '--as', 'lead'], 1, /Known: critical, high, medium, low/],
      [['escalate', high, '--as', 'lead'], 1, /--level: 1 Agents, 2 Specialists/],
      [['merge', high, high, '--as', 'lead'], 1, /cannot go on in itself/],
      [['lst'], 2, /no command "lst"/],
      [['show'], 2, /show REFERENCE/],
      [['list', '--nonsense'], 2, /--help/],
    ];
    for (const [args, code, message] of cases) {
      const ended = await command(...args);
      expect([args, ended.code, ended.err]).toEqual([args, code, expect.stringMatching(message) as string]);
    }
  });
});

test('time is told as people say it', () => {
  expect([90 * 60_000, 59_000, -4 * 60_000, 26 * 3_600_000 + 60_000, 60 * 60_000].map(untilText)).toEqual(['in 1 h 30 min', 'in 0 min', '4 min late', 'in 1 d 2 h', 'in 1 h']);
});

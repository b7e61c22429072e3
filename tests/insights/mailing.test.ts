/** Reports by mail: when, to whom, and once. */
import { join, resolve } from 'node:path';
import { describe, expect, onTestFinished, test } from 'vitest';
import type { Diagnostic } from '../../src/catalog/diagnostic.ts';
import { insightsSchema, NO_INSIGHTS, readInsights, type MailedReport } from '../../src/catalog/support/insights.ts';
import { dueReports } from '../../src/insights/mailing/due.ts';
import { enqueueReports, missingAddresses, reportHandlers, type ReportMailOptions } from '../../src/insights/mailing/errand.ts';
import { letterInAProcess, ReportFailed } from '../../src/insights/mailing/in-a-process.ts';
import { reportLetter } from '../../src/insights/mailing/letter.ts';
import { report, windowBefore } from '../../src/insights/report.ts';
import type { Job } from '../../src/outbox/handler.ts';
import type { Message } from '../../src/mail/letter.ts';
import { createLog } from '../../src/service/log.ts';
import { reportMailing, type MailingOptions } from '../../src/service/mailing-reports.ts';
import { openStore } from '../../src/store/open.ts';
import { describeOnBothDatabases, freshFolder, openFresh, SECRET } from '../store/databases.ts';
import { GAPS, madeUp, NAMES } from './quarter.ts';
import { at, periodOf, RULES, week, ZONE } from './stories.ts';

const WEEKLY: MailedReport = { report: 'weekly', on: undefined, at: '08:00', teams: ['support', 'leads'] };
const due = (mailed: Partial<MailedReport>, now: string) => dueReports([{ ...WEEKLY, ...mailed }], ZONE, at(now)).map(({ from, to, team }) => `${team}: ${from} to ${to}`);

describe('a report is due', () => {
  test('each Monday at eight for the week before, for each team', () => {
    expect(due({}, '2026-01-12 07:59')).toEqual([]);
    expect(due({}, '2026-01-12 08:00')).toEqual(['support: 2026-01-05 to 2026-01-11', 'leads: 2026-01-05 to 2026-01-11']);
  });

  test('still some days later, when nobody was there to send it, and then no more', () => {
    expect(due({}, '2026-01-15 07:00')).toHaveLength(2);
    expect(due({}, '2026-01-15 09:00')).toEqual([]);
  });

  test.for([
    ['on another weekday', { on: 'wednesday' }, '2026-01-14 08:01', ['support: 2026-01-05 to 2026-01-11']],
    ['daily, for yesterday', { report: 'daily' }, '2026-01-14 08:01', ['support: 2026-01-13 to 2026-01-13']],
    ['monthly on the first', { report: 'monthly' }, '2026-02-01 08:01', ['support: 2026-01-01 to 2026-01-31']],
    ['monthly on another day', { report: 'monthly', on: 3 }, '2026-02-03 08:01', ['support: 2026-01-01 to 2026-01-31']],
  ] as const)('%s', ([, mailed, now, expected]) => expect(due({ ...mailed, teams: ['support'] }, now)).toEqual(expected));

  test('by the clock on the wall, in summer as in winter', () => {
    // 08:00 is 12:00 UTC in summer and 13:00 UTC in winter.
    const instants = ['2026-07-06T11:59:59Z', '2026-07-06T12:00:00Z', '2026-01-12T12:59:59Z', '2026-01-12T13:00:00Z'];
    expect(instants.map((instant) => dueReports([WEEKLY], ZONE, Date.parse(instant)).length)).toEqual([0, 2, 0, 2]);
  });
});

describeOnBothDatabases('what is due', (database) => {
  test('is one errand for a team and period, over processes and restarts', async () => {
    const store = await openFresh(database);
    let now = at('2026-01-12 08:00');
    const made = () => reportMailing({ ...OPTIONS, store: async () => store, clock: () => now });
    const [one, other] = [made(), made()];
    await Promise.all([one.look(), other.look()]);
    await one.look();
    now += 86_400_000;
    await made().look();
    const rows = await store.read((db) => db.selectFrom('outbox').select(['kind', 'about', 'once_key']).orderBy('once_key').execute());
    expect(rows.map(({ kind, about, once_key }) => [kind, JSON.parse(about), once_key])).toEqual([
      ['report', { report: 'weekly', from: '2026-01-05', to: '2026-01-11', team: 'leads' }, 'report:weekly:2026-01-05:leads'],
      ['report', { report: 'weekly', from: '2026-01-05', to: '2026-01-11', team: 'support' }, 'report:weekly:2026-01-05:support'],
    ]);
    now = at('2026-01-19 08:00');
    await other.look();
    expect(await store.read((db) => db.selectFrom('outbox').select('id').execute())).toHaveLength(4);
  });
});

const POST = { says: '', send: async () => ({ kind: 'done' }) as const, close: async () => undefined };
const OPTIONS: Omit<MailingOptions, 'store' | 'clock'> = {
  env: { BEDSIDE_REPORT_MAIL: 'leads=lead@example.org' },
  team: () => ({ site: { timeZone: ZONE }, support: { insights: { ...NO_INSIGHTS, mailed: [WEEKLY] } } }) as never,
  post: POST,
  from: { email: 'help@example.org', name: 'Help' },
  own: ['help@example.org'],
  wake: () => undefined,
  log: createLog('silent'),
};

test('the start says which team gets nothing', async () => {
  const store = await openStore({ dataDir: freshFolder(), secret: SECRET });
  onTestFinished(() => store.close());
  expect(reportMailing({ ...OPTIONS, store: async () => store, clock: () => 0 }).says).toEqual(['The team support gets no reports by mail, because BEDSIDE_REPORT_MAIL has no address for it.']);
  expect(missingAddresses(['support'], new Map([['*', 'all@example.org']]))).toEqual([]);
});

describe('an errand', () => {
  const sent: Message[] = [];
  const options: ReportMailOptions = { post: { ...POST, send: async (message) => (sent.push(message), { kind: 'done' }) }, from: { email: 'help@example.org' }, addresses: new Map([['leads', 'lead@example.org'], ['*', 'help@example.org']]), own: ['help@example.org'], write: async ({ report: which }) => ({ subject: `The ${String(which)} one`, text: 'Text', html: '<p>Text</p>', attachments: [] }) };
  const [[, handler] = []] = reportHandlers(options);
  const job = (team: string) => ({ id: '01', kind: 'report', about: { report: 'weekly', from: '2026-01-05', to: '2026-01-11', team }, createdAt: 0, signal: new AbortController().signal }) as unknown as Job;

  test('is a mail to its team that says it was sent by a machine', async () => {
    expect(await handler?.handle(job('leads'))).toEqual({ kind: 'done' });
    expect(sent.map(({ to, subject, headers }) => [to.address, subject, headers['Auto-Submitted']])).toEqual([['lead@example.org', 'The weekly one', 'auto-generated']]);
  });

  test('to an address that we read ourselves is none: it would come back as a ticket', async () => {
    expect(await handler?.handle(job('support'))).toMatchObject({ kind: 'needless' });
    expect(await reportHandlers({ ...options, addresses: new Map() })[0]?.[1].handle(job('support'))).toEqual({ kind: 'needless', error: 'report.not-set' });
  });

  test('holds ids and days, no address', async () => {
    const store = await openStore({ dataDir: freshFolder(), secret: SECRET });
    onTestFinished(() => store.close());
    expect(await store.write((trx) => enqueueReports(trx, dueReports([WEEKLY], ZONE, at('2026-01-12 08:00')), 0))).toBe(2);
  });
});

test('the letter says what to do and how it stands, and brings the page', () => {
  const window = week();
  const made = report({ period: 'weekly', window, now: madeUp(window, { size: 1 }), before: periodOf(madeUp(windowBefore(window), { size: 1 }), windowBefore(window)).figures, rules: RULES, insights: { ...NO_INSIGHTS, targets: new Map([['csat-mean', { below: undefined, above: 4.9, source: 'plan' }]]) }, articles: NAMES, gaps: GAPS });
  const letter = reportLetter(made, '<!doctype html>', { name: 'Help', locale: 'en-US', url: 'https://help.example.org', base: '/' });
  expect(letter.subject).toBe('Weekly report, 5 to 11 January 2026');
  expect(letter.text).toMatch(/1\. Write: export citations\n {3}96 people: 121 searches found nothing/);
  expect(letter.text).toMatch(/- Satisfaction, mean of 1 to 5: \d\.\d\d \(target above 4\.9, missed, before \d\.\d\d\)/);
  expect(letter.html).not.toMatch(/<img|<script|src=/);
  expect(letter.attachments?.map(({ name, content }) => [name, content.toString()])).toEqual([['weekly-2026-01-05.html', '<!doctype html>']]);
});

test('the letter is made in a process of its own, with its page', { timeout: 300_000 }, async () => {
  const env = { BEDSIDE_DATA: join(freshFolder(), 'var'), BEDSIDE_SECRET: SECRET, DATABASE_URL: '', BEDSIDE_CONTENT: resolve('content') };
  const letter = await letterInAProcess(env)({ report: 'weekly', from: '2026-11-09', to: '2026-11-15', team: 'support' }, new AbortController().signal);
  expect([letter.subject, letter.attachments?.[0]?.name]).toEqual(['Weekly report, 9 to 15 November 2026', 'weekly-2026-11-09.html']);
  expect(letter.attachments?.[0]?.content.toString()).toMatch(/^<!doctype html>[^]*<\/html>\n?$/);
  await expect(letterInAProcess({ ...env, BEDSIDE_CONTENT: freshFolder() })({ report: 'weekly', from: '2026-11-09', to: '2026-11-15', team: 'support' }, new AbortController().signal)).rejects.toThrow(ReportFailed);
});

describe('mailed: in support/insights.yaml', () => {
  const read = (mailed: unknown) => {
    const found: Diagnostic[] = [];
    const insights = readInsights({ value: insightsSchema.parse({ mailed }), lineOf: () => 1, body: '' } as never, { calendars: new Map(), teams: ['support'] }, (one) => found.push(one));
    return { mailed: insights.mailed, found: found.map(({ code, value, remedy }) => [code, value, remedy]) };
  };

  test('goes out at eight unless it says otherwise', () => {
    expect(read([{ report: 'weekly', teams: ['support'] }])).toEqual({ mailed: [{ report: 'weekly', on: undefined, at: '08:00', teams: ['support'] }], found: [] });
  });

  test.for([
    ['a team that is none', { report: 'daily', teams: ['suport'] }, ['insights/team', 'suport', 'Did you mean "support"?']],
    ['a weekday for a month', { report: 'monthly', on: 'monday', teams: ['support'] }, ['insights/mailed-day', 'monday', 'Write a day of the month from 1 to 28.']],
    ['a number for a week', { report: 'weekly', on: 3, teams: ['support'] }, ['insights/mailed-day', '3', 'Write a weekday, for example monday.']],
    ['any day for a day', { report: 'daily', on: 3, teams: ['support'] }, ['insights/mailed-day', '3', 'Take this line away.']],
  ] as const)('refuses %s', ([, one, expected]) => expect(read([one]).found).toEqual([expected]));
});

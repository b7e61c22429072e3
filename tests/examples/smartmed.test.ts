/** The second brand: its plan is all there, it passes what a support lead would ask, and it needs no engine of its own. */
import { spawnSync } from 'node:child_process';
import { readFileSync } from 'node:fs';
import { describe, expect, test } from 'vitest';
import { loadCatalog, readCatalog } from '../../src/catalog/load.ts';
import type { Priority } from '../../src/catalog/support/priorities.ts';
import { slowestFirstResponse } from '../../src/forms/promise.ts';
import { deadline } from '../../src/tickets/sla/deadline.ts';
import { policyFor, slowestPromise } from '../../src/tickets/sla/policy.ts';
import { loadTriage } from '../../src/tickets/triage/load.ts';
import { triage } from '../../src/tickets/triage/triage.ts';
import { passages, readingEase, sentences, sentencesOf, wordsOf } from '../content/prose.ts';
import { judge as judgeQueries, readQuerySet, score as scoreQueries } from '../search/query-set.ts';
import { bedside } from '../search/rankers.ts';
import { judge, readTriageSet, score } from '../tickets/triage-set.ts';

const ROOT = 'examples/smartmed';
const OPTIONS = { today: '2026-11-23', unpublished: true } as const;
const { diagnostics } = readCatalog(ROOT, OPTIONS);
const catalog = loadCatalog(ROOT, OPTIONS);
const support = catalog.support!;
const readme = readFileSync(`${ROOT}/README.md`, 'utf8');
const rows = [...readme.matchAll(/^\| (.+?) \| (\/\S+) \| (\w+) \|(?: (T\S+) \|)?$/gm)].map(([, name = '', address = '', id = '', tier]) => ({ name, address, id, tier }));

const PAGES = {
  'getting-started': ['registration', 'first-login', 'profile-setup'],
  patients: ['booking-appointments', 'viewing-prescriptions', 'managing-profile'],
  doctors: ['managing-schedule', 'queue-management', 'creating-prescriptions'],
  security: ['mfa-setup', 'password-management', 'account-security'],
  troubleshooting: ['common-errors', 'browser-issues', 'mobile-issues'],
};
const ISSUES = [
  ['Can\'t log in', 'T1'], ['Account locked', 'T2'], ['MFA not working', 'T1'], ['Can\'t verify email', 'T1'],
  ['Can\'t find available slots', 'T1'], ['Booking failed', 'T1/T2'], ['Can\'t reschedule', 'T1'], ['Wrong appointment time', 'T1'],
  ['Can\'t view prescription', 'T1'], ['PDF won\'t download', 'T1'], ['Wrong information', 'T1'], ['Share link not working', 'T1'],
  ['Page not loading', 'T1'], ['Error message displayed', 'T2'], ['Slow performance', 'T1/T2'], ['Feature missing', 'T1'],
  ['Forgot password', 'T1'], ['Can\'t find feature', 'T1'], ['How to book appointment', 'T1'], ['How to enable MFA', 'T1'],
];

test('the tree has no finding', () => {
  expect(diagnostics).toEqual([]);
});

test('its pictures are as its mock-ups are now, each light and dark', () => {
  const { status, stdout } = spawnSync(process.execPath, ['scripts/pictures.ts', '--check'], { encoding: 'utf8', env: { ...process.env, BEDSIDE_CONTENT: ROOT, VITEST: undefined } });
  expect([status, stdout.trim()]).toEqual([0, 'All 16 pictures are up to date.']);
});

describe('the plan', () => {
  test('has every page at the address it names', () => {
    const addresses = Object.entries(PAGES).flatMap(([category, names]) => names.map((name) => `/${category}/${name}/`));
    expect(addresses).toHaveLength(15);
    const there = catalog.articles.map(({ address }) => address);
    for (const address of addresses) expect(there).toContain(address);
    expect(catalog.categories.map(({ slug }) => slug)).toEqual(Object.keys(PAGES));
  });

  test('has an article for every known issue, with its tier', () => {
    const issues = rows.filter(({ tier }) => tier !== undefined).map(({ name, tier }) => [name.replace(/^[\w ]+: /, ''), tier]);
    expect(issues).toEqual(ISSUES);
  });

  test('each row names an article by its address and its id, and each article stands in a row', () => {
    for (const { name, address, id } of rows) expect(catalog.byId.get(id)?.address, name).toBe(address);
    const named = new Set(rows.map(({ id }) => id));
    expect(catalog.articles.filter(({ id }) => !named.has(id)).map(({ file }) => file)).toEqual([]);
  });

  test('where readers see an error, the article holds its words, and no other article does', () => {
    const messages = catalog.articles.flatMap(({ file, errors, source }) => errors.map(({ code, message }) => ({ file, code, message, source })));
    expect(messages.length).toBeGreaterThan(25);
    expect(new Set(messages.map(({ code }) => code)).size).toBe(messages.length);
    expect(new Set(messages.map(({ message }) => message)).size).toBe(messages.length);
    for (const { file, message, source } of messages) expect(source.split('\n---\n').slice(1).join(''), `${file}: ${message}`).toContain(message);
  });

  test('has its channels with phone, and its three tiers with all that moves a ticket between them', () => {
    expect(catalog.site.channels.map(({ id, href }) => [id, href])).toEqual([['phone', 'tel:+18007627863'], ['chat', undefined], ['email', 'mailto:support@smartmed.com'], ['help-center', '/']]);
    expect(support.escalation.levels.map(({ tier, level }) => [tier, level])).toEqual([['tier-1', 1], ['tier-2', 2], ['tier-3', 3]]);
    const { criteria, tellRequester } = support.escalation.manual;
    expect([criteria.filter((one) => one.startsWith('Tier 1 to 2')).length, criteria.filter((one) => one.startsWith('Tier 2 to 3')).length, tellRequester]).toEqual([4, 4, true]);
  });

  test('has forms for its seven topics and letters for its three moments', () => {
    expect(support.forms.map(({ id }) => id)).toEqual(['appointments', 'prescriptions', 'account', 'technical', 'security', 'compliance', 'feedback']);
    expect(['acknowledgement', 'escalated', 'resolution'].map((name) => support.replies.get(name)?.kind)).toEqual(['acknowledgement', 'progress', 'reply']);
  });
});

describe('the table of promises', () => {
  const table = support.policies[0]!.policies;
  const MINUTE = 60_000;
  const HOUR = 60 * MINUTE;
  /** A Friday evening, when no office works. */
  const start = Date.parse('2026-11-28T01:00:00Z');
  const due = (priority: Priority, clock: 'triage' | 'first-response' | 'resolution', channel = 'email') => {
    const target = policyFor(table, { priority, channel })!.targets[clock]!;
    return deadline(start, target.seconds, support.calendars.get(target.calendar)!) - start;
  };

  test.each<[Priority, number, number]>([
    ['critical', 15 * MINUTE, 4 * HOUR],
    ['high', HOUR, 24 * HOUR],
    ['medium', 4 * HOUR, 72 * HOUR],
    ['low', 24 * HOUR, 7 * 24 * HOUR],
  ])('%s is answered and solved as the plan says, also on a Friday evening', (priority, first, solved) => {
    expect([due(priority, 'first-response'), due(priority, 'resolution')]).toEqual([first, solved]);
    expect(due(priority, 'triage')).toBe(HOUR);
  });

  test('a question in the chat is answered within 4 hours of support, so on Monday at noon', () => {
    expect(start + due('low', 'first-response', 'chat')).toBe(Date.parse('2026-11-30T18:00:00Z'));
  });

  test('before anybody has judged a ticket, its reader is promised what surely holds: 24 hours', () => {
    const rules = { calendars: support.calendars, policies: support.policies };
    expect(slowestPromise(rules, { channel: 'email' }, 'first-response', start)!.due - start).toBe(24 * HOUR);
    expect(slowestFirstResponse(support.policies, support.calendars, start)?.seconds).toBe(86_400);
  });
});

describe.each(catalog.articles.map((article) => [article.file, article] as const))('%s', (_, { source, summary, related, keywords, sample, title }) => {
  test('is plain English in short sentences, without filler', () => {
    expect(readingEase(source)).toBeGreaterThanOrEqual(65);
    const long = [...sentences(source), ...sentencesOf(summary)].filter((sentence) => wordsOf(sentence).length >= 20);
    expect(long).toEqual([]);
    const text = [title, summary, ...passages(source)].join('\n');
    expect(text).not.toMatch(/\b(simply|just|please note|easily)\b|!/i);
  });

  test('leads on, knows readers’ words and says what is a sample', () => {
    expect(related.length).toBeGreaterThanOrEqual(3);
    expect(keywords.length).toBeGreaterThanOrEqual(6);
    expect(sample.length).toBeGreaterThan(0);
  });
});

describe('search', () => {
  const asked = judgeOnce(async () => judgeQueries(readQuerySet('tests/search/smartmed.tsv'), await bedside(catalog)));

  test.each(['held', 'tuned'] as const)('finds what patients and practices ask for, on the %s half', async (half) => {
    const { first, firstThree, flagged } = scoreQueries((await asked()).filter((one) => one.half === half));
    expect(first).toBeGreaterThanOrEqual(0.9);
    expect(firstThree).toBeGreaterThanOrEqual(0.97);
    expect(flagged).toBeLessThanOrEqual(0.07);
  });

  test('the set is large, holds each query once, and nonsense is called weak', async () => {
    const all = await asked();
    expect(all.length).toBeGreaterThanOrEqual(60);
    expect(new Set(all.map(({ query }) => query.toLowerCase())).size).toBe(all.length);
    expect(scoreQueries(all).nonsenseFlagged).toBeGreaterThanOrEqual(0.75);
  });
});

describe('triage', () => {
  const by = loadTriage(ROOT);
  const judged = judge(readTriageSet('tests/tickets/triage-smartmed.tsv'), (message) => triage(by, message));

  test('rates no critical message lower', () => {
    expect(judged.length).toBeGreaterThanOrEqual(60);
    expect(score(judged).missed.map(({ body }) => body)).toEqual([]);
  });

  test.each(['held', 'tuned'] as const)('gets priority, category and team right, on the %s half', (half) => {
    const { priority, category, team } = score(judged.filter((one) => one.half === half));
    expect(priority).toBeGreaterThanOrEqual(0.87);
    expect(category).toBeGreaterThanOrEqual(0.92);
    expect(team).toBeGreaterThanOrEqual(0.95);
  });

  test.each([
    ['I took two tablets instead of one, what now?', 'high', 'general'],
    ['My prescription shows the wrong dose', 'high', 'prescriptions'],
    ['There is another patient’s prescription in my account', 'critical', 'security'],
  ])('“%s” never waits in line', (body, priority, category) => {
    expect(triage(by, { subject: '', body })).toMatchObject({ priority, category });
  });
});

/** Asked once for all tests that read it. */
function judgeOnce<Value>(make: () => Promise<Value>): () => Promise<Value> {
  let made: Promise<Value> | undefined;
  return () => (made ??= make());
}

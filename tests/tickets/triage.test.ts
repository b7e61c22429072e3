import fc from 'fast-check';
import { beforeAll, describe, expect, test } from 'vitest';
import { readTriage } from '../../src/catalog/support/read-triage.ts';
import { eventFacts } from '../../src/tickets/events.ts';
import type { Triage } from '../../src/tickets/triage/compiled.ts';
import { explain } from '../../src/tickets/triage/explain.ts';
import { answerLine } from '../../src/tickets/triage/lines.ts';
import { loadTriage } from '../../src/tickets/triage/load.ts';
import { triage, type TriageInput } from '../../src/tickets/triage/triage.ts';
import { judge, readTriageSet, score, type Judged } from './triage-set.ts';

/**
 * How good triage is, at least. These may only rise: whoever makes them higher enters the new figure, and whoever
 * makes them lower mends the rules instead. No critical message may be rated lower, on either half.
 */
const FLOOR = {
  held: { priority: 0.95, category: 0.94, team: 0.93, flags: 0.95, cried: 3 },
  tuned: { priority: 0.99, category: 0.96, team: 0.96, flags: 0.96, cried: 0 },
};
/**
 * Written by a hand that knew neither rules nor examples, and read by nobody who writes either: only its figures are
 * known. They may only rise, too.
 */
const UNREAD = [
  { file: 'triage-unread.tsv', content: 'content', priority: 0.85, missed: 2, cried: 6 },
  { file: 'triage-smartmed-unread.tsv', content: 'examples/smartmed', priority: 0.81, missed: 3, cried: 3 },
];
/** What the examples themselves are rated: who has learned a message should know it. A few contradict the others. */
const LEARNED = [
  { content: 'content', messages: 4_300, priority: 0.98, missed: 18, cried: 18 },
  { content: 'examples/smartmed', messages: 1_500, priority: 0.97, missed: 5, cried: 9 },
];

let by: Triage;
let judged: Judged[];
const rate = (body: string, more: Partial<TriageInput> = {}) => triage(by, { subject: '', body, ...more });

beforeAll(() => {
  by = loadTriage('content');
  judged = judge(readTriageSet(), (message) => triage(by, message));
});

test('the set holds at least 220 messages, each once, of every category and priority, and both halves are large', () => {
  expect(judged.length).toBeGreaterThanOrEqual(220);
  expect(new Set(judged.map(({ subject, body }) => `${subject}\n${body}`)).size).toBe(judged.length);
  expect([...new Set(judged.map(({ category }) => category))].sort()).toEqual(by.rules.categories.map(({ id }) => id).sort());
  expect(new Set(judged.map(({ priority }) => priority)).size).toBe(4);
  for (const half of ['held', 'tuned']) expect(judged.filter((one) => one.half === half).length).toBeGreaterThan(judged.length * 0.4);
});

describe.each(['held', 'tuned'] as const)('on the %s half', (half) => {
  const figures = () => score(judged.filter((one) => one.half === half));

  test('no critical message is rated lower', () => {
    expect(figures().missed.map(({ subject, body }) => `${subject}: ${body}`)).toEqual([]);
  });

  test('priority, category, team and marks are right as often as before', () => {
    const { priority, category, team, flags, cried } = figures();
    expect(priority).toBeGreaterThanOrEqual(FLOOR[half].priority);
    expect(category).toBeGreaterThanOrEqual(FLOOR[half].category);
    expect(team).toBeGreaterThanOrEqual(FLOOR[half].team);
    expect(flags).toBeGreaterThanOrEqual(FLOOR[half].flags);
    expect(cried.length).toBeLessThanOrEqual(FLOOR[half].cried);
  });
});

describe.each(['held', 'tuned'] as const)('by rules alone, on the %s half', (half) => {
  test('no critical message is rated lower, and priorities are right as often as before', () => {
    const rulesOnly = { ...by, learned: undefined };
    const { priority, missed, cried } = score(judge(readTriageSet(), (message) => triage(rulesOnly, message)).filter((one) => one.half === half));
    expect(missed.map(({ subject, body }) => `${subject}: ${body}`)).toEqual([]);
    expect(priority).toBeGreaterThanOrEqual(FLOOR[half].priority);
    expect(cried.length).toBeLessThanOrEqual(FLOOR[half].cried);
  });
});

test.each(UNREAD)('messages that nobody read are rated as well as before, $file', ({ file, content, ...floor }) => {
  const all = loadTriage(content);
  const { priority, missed, cried } = score(judge(readTriageSet(`tests/tickets/${file}`), (message) => triage(all, message)));
  expect(priority).toBeGreaterThanOrEqual(floor.priority);
  expect(missed.length).toBeLessThanOrEqual(floor.missed);
  expect(cried.length).toBeLessThanOrEqual(floor.cried);
});

describe.each(LEARNED)('the examples of $content', ({ content, ...floor }) => {
  const rated = () => {
    const all = loadTriage(content);
    return readTriage(content, () => undefined).examples.map((message) => ({ ...message, given: triage(all, message) }));
  };

  test('keep the priority that the team gave them, and the category where one is given', () => {
    const judgedOnes = rated();
    const known = judgedOnes.filter(({ category }) => category !== undefined);
    expect(judgedOnes.length).toBeGreaterThanOrEqual(floor.messages);
    expect(judgedOnes.filter(({ priority, given }) => priority === given.priority).length / judgedOnes.length).toBeGreaterThanOrEqual(floor.priority);
    expect(judgedOnes.filter(({ priority, given }) => priority === 'critical' && given.priority !== 'critical').length).toBeLessThanOrEqual(floor.missed);
    expect(judgedOnes.filter(({ priority, given }) => priority !== 'critical' && given.priority === 'critical').length).toBeLessThanOrEqual(floor.cried);
    expect(known.filter(({ category, given }) => category === given.category).length).toBeGreaterThanOrEqual(known.length * 0.85);
  });

  test('hold none of the messages that triage is judged by', () => {
    const sets = content === 'content' ? [readTriageSet().filter(({ half }) => half === 'held'), readTriageSet('tests/tickets/triage-unread.tsv')] : [readTriageSet('tests/tickets/triage-smartmed.tsv').filter(({ half }) => half === 'held'), readTriageSet('tests/tickets/triage-smartmed-unread.tsv')];
    const judgedBy = new Set(sets.flat().map(({ subject, body }) => `${subject}\n${body}`));
    expect(readTriage(content, () => undefined).examples.filter(({ subject, body }) => judgedBy.has(`${subject}\n${body}`))).toEqual([]);
  });
});

describe('what a rule asks for in one sentence', () => {
  test.each([
    ['Somebody is using my account.', 'critical'],
    ['My account is used by a stranger, who changed my password.', 'critical'],
    ['Could somebody reset my account?', 'low'],
    ['In my account, the photo of a stranger is not shown.', 'medium'],
  ] as const)('outsider, deed and thing, in any order: %j is %s', (text, priority) => {
    expect(rate(text).priority).toBe(priority);
  });

  test.each([
    ['The page hangs for all of us.', 'critical'],
    ['The page hangs for all of us. Everything else works.', 'medium'],
    ['All our posts have vanished.', 'critical'],
    ['All our posts have vanished from the list. They are all there when I search.', 'medium'],
  ] as const)('what is said elsewhere takes back the worst: %j is %s', (text, priority) => {
    expect(rate(text).priority).toBe(priority);
  });

  test.each([
    ['I cannot log in. I asked two colleagues for help.', 'high'],
    ['I cannot log in. I asked two colleagues, they cannot either.', 'critical'],
    ['I cannot log in, the other nine of us are working normally.', 'high'],
  ] as const)('people who are only mentioned are not affected: %j is %s', (text, priority) => {
    expect(rate(text).priority).toBe(priority);
  });

  test('two letters that changed places are mended', () => {
    expect(rate('I cannto login.').priority).toBe('high');
  });

  test('days are counted whose unit was named before', () => {
    expect(rate('You say verification takes up to 5 days. It has been 12.').priority).toBe('high');
    expect(rate('You say verification takes up to 5 days. It has been 3.').priority).not.toBe('high');
  });

  test('days are counted between a date and today, also into the next month', () => {
    expect(rate('I sent my license for verification on the 2nd, today is the 9th.').priority).toBe('high');
    expect(rate('I sent my license for verification on the 2nd, today is the 4th.').priority).not.toBe('high');
    expect(rate('I sent my license for verification on the 28th, and today is the 8th.').priority).toBe('high');
  });
});

describe('what a sentence means', () => {
  test.each([
    ['The site is down.', 'critical'],
    ['The site is not down.', 'medium'],
    ['Not down, just asking.', 'low'],
    ['The site is not only slow, it is down.', 'critical'],
    ['I am not saying there was a breach, but how do you handle one?', 'low'],
    ['I am not saying there was a breach, but someone logged in as me.', 'critical'],
    ['What would happen if someone hacked your servers?', 'low'],
    ['I do not know if you are aware, but patient names are visible in a public thread.', 'critical'],
    ['Yesterday’s outage: is there a post-mortem?', 'low'],
    ['The site was down this morning and it is still down.', 'critical'],
    ['The white page is gone, the site loads again. Thanks!', 'low'],
    ['Where do I find the critical care group?', 'low'],
    ['There are posts that I never got, and a login from a device I do not own.', 'critical'],
  ] as const)('%j is %s', (text, priority) => {
    expect(rate(text).priority).toBe(priority);
  });

  test.each([
    ['I cannot log in.', 'high'],
    ['Nobody in our hospital can log in.', 'critical'],
    ['I cannot log in. Everybody else is fine, it is only my account.', 'high'],
    ['I cannot log in, and nobody answers my mails.', 'high'],
    ['I was charged twice.', 'medium'],
    ['Twelve of our doctors were charged twice.', 'critical'],
  ] as const)('who is affected decides: %j is %s', (text, priority) => {
    expect(rate(text).priority).toBe(priority);
  });

  test.each([
    ['My verification has been pending for 6 days.', undefined, 'high'],
    ['My verification has been pending for 5 days.', undefined, 'medium'],
    ['My verification has been pending for 120 hours.', undefined, 'medium'],
    ['My verification has been pending for over 120 hours.', undefined, 'high'],
    ['You promise verification within 7 days. I have been waiting for 2.', undefined, 'medium'],
    ['My verification is in review since last Monday.', undefined, 'high'],
    ['My verification is in review since Monday.', '2026-11-24', 'medium'],
    ['My verification is in review since Monday.', '2026-11-29', 'high'],
    ['My verification is in review since November 3.', '2026-11-24', 'high'],
    ['My verification is in review since November 22.', '2026-11-24', 'medium'],
  ] as const)('time decides: %j on %s is %s', (text, today, priority) => {
    expect(rate(text, { today }).priority).toBe(priority);
  });

  test('a legal footer is not read', () => {
    const footer = 'This email may contain confidential patient information protected under HIPAA. If you received this message in error, notify the sender.';
    expect(rate(`My bookmarks are not saved.\n\n${footer}`)).toMatchObject({ priority: 'medium', security: false, compliance: false });
  });

  test('nor is what follows in the footer’s paragraph', () => {
    const footer = 'This email may contain confidential patient information protected under HIPAA. If you received this message in error, notify the sender and delete it. Unauthorized access, disclosure or copying is prohibited.';
    for (const text of ['Is there a dark mode planned?', 'The certificate shows the wrong number of points.']) {
      const alone = rate(text);
      expect(rate(`${text}\n\n${footer}`)).toMatchObject({ priority: alone.priority, category: alone.category, security: false });
      expect(rate(`${footer}\n\n${text}`).priority).toBe(alone.priority);
    }
    expect(rate('I received this mail in error. It lists the patients of another doctor with their diagnoses.').priority).toBe('critical');
  });

  test('a message in another language is not guessed at and not rated low', () => {
    expect(rate('Guten Tag, wie kann ich bitte mein Passwort ändern?')).toMatchObject({ category: 'general', priority: 'medium', team: 'support', tags: ['other-language'] });
    expect(rate('Bonjour, ransomware dans notre hôpital, que devons-nous faire ?').priority).toBe('high');
    expect(rate('login pls', { language: 'de' }).tags).toContain('other-language');
  });

  test('an empty body with a subject, a subject alone in the body, and nothing at all', () => {
    expect(triage(by, { subject: 'Site down', body: '' }).priority).toBe('critical');
    expect(rate('Site down').priority).toBe('critical');
    expect(rate('')).toMatchObject({ category: 'general', priority: 'medium' });
  });

  test('capitals alone make nothing critical', () => {
    expect(rate('I CANNOT LOG IN!!!')).toMatchObject({ priority: 'high', sentiment: 'angry' });
  });
});

describe('what is known besides the words', () => {
  test('the topic of the form is the category, unless something critical decides', () => {
    expect(rate('It does not work.', { topic: 'billing' })).toMatchObject({ category: 'billing', team: 'billing' });
    expect(rate('A patient’s name is visible in a public post.', { topic: 'billing' })).toMatchObject({ category: 'security', team: 'security', priority: 'critical' });
    expect(rate('It does not work.', { topic: 'no such topic' }).category).toBe('technical');
  });

  test('an enterprise member is a VIP and goes to the account managers; the priority stays', () => {
    const known = rate('How do I add a colleague?', { user: { enterprise: true } });
    expect(known).toMatchObject({ vip: true, team: 'account-managers', priority: 'low' });
    expect(rate('How do I add a colleague?', { user: { reputation: 999 } }).vip).toBe(false);
    expect(rate('How do I add a colleague?', { user: { reputation: 1000 } }).vip).toBe(true);
  });

  test('a critical ticket begins with the engineer on call, a matter of security with its team', () => {
    expect(rate('The whole platform is down.')).toMatchObject({ team: 'on-call', tier: 'on-call' });
    expect(rate('My account was hacked.')).toMatchObject({ team: 'security', tier: 'on-call', security: true });
    expect(rate('Do you have a bug bounty program?')).toMatchObject({ team: 'security', tier: 'specialist', security: true });
  });

  test('an open incident is noted when the message fits it', () => {
    const openIncident = { id: '4k2p9w', components: ['log-in'] };
    expect(rate('The site is down.', { openIncident }).tags).toContain('open-incident');
    expect(rate('A question about groups?', { openIncident }).tags).not.toContain('open-incident');
    expect(rate('A question about groups?', { openIncident, component: 'log-in' }).tags).toContain('open-incident');
  });
});

describe('the rulings', () => {
  test('are what the event may hold, and name no word of the writer', () => {
    const secret = 'Zyx Qwertysson';
    for (const { subject, body } of judged) {
      const said = triage(by, { subject, body: `${body} ${secret}` });
      expect(eventFacts.triaged.parse(said)).toEqual(said);
      expect(JSON.stringify(said.rulings)).not.toMatch(/zyx|qwertysson/i);
    }
  });

  test('are told in sentences', () => {
    const text = explain(by, rate('The whole site is down for everyone'));
    expect(text).toContain('Priority  critical');
    expect(text).toContain('platform-down: The platform is down or cannot be reached.  Words: “');
  });
});

describe('a line of a file', () => {
  test.each([
    ['{"id": "a", "subject": "Site down", "body": ""}', 'a', 'critical'],
    ['\uFEFF{"id": 7, "subject": "Site down"}\r', 7, 'critical'],
    ['{"body": "How do I post?"}', 3, 'low'],
    ['{"id": "b", "subject": null, "body": 12}', 'b', 'medium'],
  ])('%j is answered', (line, id, priority) => {
    expect(answerLine(by, line, 3, undefined)).toMatchObject({ id, priority, rules: expect.any(Array) });
  });

  test.each(['{bad', '[]', 'null', '"text"', '12'])('%j is answered with what is wrong', (line) => {
    expect(answerLine(by, line, 3, undefined)).toEqual({ id: 3, error: expect.any(String) });
  });
});

test('any text gets an answer', () => {
  const piece = fc.oneof(fc.constantFrom(...judged.slice(0, 60).map(({ body }) => body)), fc.string({ unit: 'binary' }), fc.constantFrom('constructor 3 days', '__proto__', 'since since', '. . .', 'not not no', '😀', '\u0000', 'day', 'a week'));
  fc.assert(
    fc.property(fc.array(piece, { maxLength: 6 }), (pieces) => {
      expect(eventFacts.triaged.safeParse(rate(pieces.join(' '), { today: '2026-11-23' })).success).toBe(true);
    }),
    { numRuns: 200 },
  );
});

test.each([
  ['a long letter', () => judged.map(({ body }) => body).join('\n\n').repeat(5)],
  ['the same word', () => 'patient '.repeat(12_500)],
  ['alarms without end', () => 'site is not down '.repeat(6_000)],
  ['no end of a sentence', () => judged.map(({ body }) => body).join(' ').replaceAll(/[.!?:;\n]/g, ' ').repeat(5)],
  ['one word', () => 'a'.repeat(100_000)],
  ['words that are nearly ours', () => Array.from({ length: 12_000 }, (_, index) => `patien${index.toString(36)}`).join(' ')],
])('100 kB of %s are rated soon', (_, text) => {
  const body = text().slice(0, 100_000);
  // The processor's time, and the best of some: other work on the machine is not ours.
  const times = Array.from({ length: 4 }, () => {
    const before = process.cpuUsage();
    rate(body);
    const { user, system } = process.cpuUsage(before);
    return (user + system) / 1000;
  });
  expect(Math.min(...times)).toBeLessThan(150);
});
